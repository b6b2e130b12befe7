from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.programmes.planfile import values


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high", "unit"),
    [
        ("80", "eq", 80, 80, ""),
        ("≥ 80%", "ge", 80, 80, "%"),
        ("trên 60%", "gt", 60, 60, "%"),
        ("tối thiểu 3%", "ge", 3, 3, "%"),
        ("từ 80% trở lên", "ge", 80, 80, "%"),
        ("không thấp hơn 0,7", "ge", "0.7", "0.7", ""),
        ("Không quá 5%", "le", 5, 5, "%"),
        ("≤ 24 giờ", "le", 24, 24, "giờ"),
        ("dưới 3%", "lt", 3, 3, "%"),
        ("35-37%", "range", 35, 37, "%"),
        ("16 – 18%/năm", "range", 16, 18, "%/năm"),
        ("từ 40 - 50 tổ chức", "range", 40, 50, "tổ chức"),
        ("Top 10", "rank_top", 10, 10, ""),
        ("thuộc nhóm 20 tỉnh dẫn đầu", "rank_top", 20, 20, ""),
        ("Đứng thứ 5", "rank_top", 5, 5, ""),
        ("duy trì trên 0,7", "keep_above", "0.7", "0.7", ""),
        ("100% xã, phường", "eq", 100, 100, "%"),
        ("2% GRDP", "eq", 2, 2, "% GRDP"),
        ("12 người/vạn dân", "eq", 12, 12, "người/vạn dân"),
        ("39,5", "eq", "39.5", "39.5", ""),
        ("1.234", "eq", 1234, 1234, ""),
        ("1.234,5", "eq", "1234.5", "1234.5", ""),
        ("0.7", "eq", "0.7", "0.7", ""),
        ("Hoàn thành", "yes_no", None, None, ""),
        ("Đạt", "yes_no", None, None, ""),
        ("Có", "yes_no", None, None, ""),
        ("Phủ sóng 5G toàn quốc", "text", None, None, ""),
        ("50/63", "text", None, None, ""),
        ("", "", None, None, ""),
    ],
)
def test_figures_of_cells(text, comparator, low, high, unit):
    value = values.parse(text).value
    expected = tuple(None if figure is None else Decimal(str(figure)) for figure in (low, high))
    assert (value.comparator, (value.low, value.high), value.unit) == (comparator, expected, unit)
    assert value.text == text


@pytest.mark.parametrize(
    ("title", "comparator", "low", "unit"),
    [
        ("Tỷ lệ hồ sơ trực tuyến toàn trình đạt trên 80%", "gt", 80, "%"),
        ("Đến năm 2030, quy mô kinh tế số đạt tối thiểu 30% GRDP", "ge", 30, "% GRDP"),
        ("Chỉ số phát triển con người duy trì trên 0,7", "keep_above", "0.7", ""),
        ("Thu hút thêm ít nhất 3 tổ chức công nghệ", "ge", 3, "tổ chức"),
        ("100% cán bộ được bồi dưỡng kỹ năng số", "eq", 100, "%"),
        ("Thuộc nhóm 3 nước dẫn đầu khu vực", "rank_top", 3, ""),
    ],
)
def test_figures_of_titles(title, comparator, low, unit):
    value = values.from_title(title).value
    assert (value.comparator, value.low, value.unit, value.assumed) == (
        comparator,
        Decimal(str(low)),
        unit,
        True,
    )


@pytest.mark.parametrize(
    "title",
    [
        "Thực hiện Nghị quyết số 57-NQ/TW",
        "Hoàn thành Đề án 06 năm 2025",
        "Phủ sóng 5G toàn tỉnh",
        "Cấp độ 4",
    ],
)
def test_numbers_that_are_names_are_no_figures(title):
    assert values.from_title(title) is None


def test_further_figures_are_named():
    found = values.parse("2% GRDP, trong đó xã hội chiếm hơn 60%")
    assert (found.value.low, found.others) == (2, ("hơn 60%",))


def test_the_unit_of_the_table_wins():
    assert values.parse("80", unit="%").value.unit == "%"


@settings(deadline=None)
@given(st.decimals(0, 999999, places=2))
def test_a_number_written_in_vietnamese_reads_back(number):
    written = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert values.parse(written).value.low == number


@settings(deadline=None)
@given(st.text(max_size=80) | st.text("0123456789.,-%≥ từđếntrênnhóm", max_size=30))
def test_no_text_breaks_the_reading(text):
    value = values.parse(text).value
    assert value.low is None or value.low <= value.high
    values.from_title(text)
