"""A figure written in any of the ways people write it reads back as the same figure."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.programmes.planfile import values

PHRASES = {
    "ge": (
        "≥ {}", "≥{}", ">= {}", "=> {}", "tối thiểu {}", "Tối thiểu đạt {}", "ít nhất {}",
        "Ít nhất là {}", "không thấp hơn {}", "không dưới {}", "đạt từ {} trở lên", "{} trở lên",
        "Đạt tối thiểu {}", "từ {}",
    ),
    "gt": ("> {}", "trên {}", "đạt trên {}", "hơn {}", "Vượt {}", "vượt mức {}"),
    "le": (
        "≤ {}", "<= {}", "không quá {}", "không vượt quá {}", "tối đa {}", "Không cao hơn {}",
        "giảm còn {}", "Giảm xuống {}", "giảm xuống còn {}", "{} trở xuống",
    ),
    "lt": ("< {}", "dưới {}", "thấp hơn {}", "giảm còn dưới {}", "Giảm xuống dưới {}"),
    "eq": ("{}", "đạt {}", "Đạt {}", "bằng {}", "{} (*)", "khoảng {}", "tăng lên {}"),
    "keep_above": ("duy trì trên {}", "Duy trì từ {} trở lên", "giữ vững trên {}", "duy trì ≥ {}"),
}  # fmt: skip
RANGES = ("{}-{}{}", "{} - {}{}", "từ {} đến {}{}", "{} – {}{}", "đạt từ {} - {}{}", "{} ÷ {}{}")
RANKS = (
    "Top {}", "top {}", "trong top {}", "Thuộc nhóm {} tỉnh dẫn đầu", "nhóm {} địa phương dẫn đầu",
    "nằm trong {} tỉnh, thành phố đứng đầu", "xếp thứ {}", "Xếp hạng {}", "đứng thứ {}", "Thứ {}",
    "hạng {}", "Xếp thứ {}/34 tỉnh",
)  # fmt: skip
UNITS = (
    "", "%", " %", "% GRDP", " tỷ đồng", " triệu đồng", " doanh nghiệp", " người", " lần", " điểm",
    " đơn", " sáng chế", " bậc", "%/năm", " người/vạn dân", " triệu đồng/người",
    " người/10.000 dân", " thuê bao", " trạm",
)  # fmt: skip
NOT_AN_AMOUNT = {str(year) for year in range(1900, 2100)}


def vietnamese(number, grouping="."):
    """1234.5 as "1.234,5"; places after the comma as they are."""
    whole, _, rest = f"{number:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", grouping)
    return f"{grouped},{rest}" if rest else grouped


amounts = st.decimals(Decimal("0.1"), 9_999_999, places=1).map(
    lambda number: number.to_integral() if number == number.to_integral() else number
)


shares = amounts.filter(lambda amount: amount < 1000)


def unit_of(written):
    return " ".join(written.split())


@settings(deadline=None)
@given(amounts, st.sampled_from(UNITS), st.sampled_from(sorted(PHRASES)), st.data())
def test_a_figure_reads_back(amount, unit, comparator, data):
    phrase = data.draw(st.sampled_from(PHRASES[comparator]))
    grouping = data.draw(st.sampled_from((".", "", " ")))
    shown = vietnamese(amount, grouping)
    if shown in NOT_AN_AMOUNT or ("%" in unit and amount >= 1000):
        return
    text = phrase.format(shown + unit)
    for written in (text, unicodedata.normalize("NFD", text), text.replace(" ", "\u00a0")):
        value = values.parse(unicodedata.normalize("NFC", written)).value
        read = (value.comparator, value.low, value.high, value.unit)
        assert read == (comparator, amount, amount, unit_of(unit)), written
        assert value.text == " ".join(unicodedata.normalize("NFC", written).split())


@settings(deadline=None)
@given(amounts, amounts, st.sampled_from(UNITS), st.sampled_from(RANGES))
def test_a_range_reads_back(one, other, unit, phrase):
    low, high = sorted((one, other))
    if "%" in unit and high >= 1000:
        return
    if low == high or {vietnamese(low, ""), vietnamese(low), vietnamese(high)} & NOT_AN_AMOUNT:
        return
    value = values.parse(phrase.format(vietnamese(low), vietnamese(high), unit)).value
    read = (value.comparator, value.low, value.high, value.unit)
    assert read == ("range", low, high, unit_of(unit))


@settings(deadline=None)
@given(st.integers(1, 99), st.sampled_from(RANKS), st.booleans())
def test_a_place_reads_back(place, phrase, padded):
    text = phrase.format(f"{place:02d}" if padded else place)
    value = values.parse(text).value
    assert (value.comparator, value.low, value.high) == ("rank_top", place, place), text


@settings(deadline=None)
@given(
    st.dictionaries(st.integers(2025, 2045), shares, min_size=2, max_size=5),
    st.sampled_from(("{y}: {v}%", "năm {y} đạt {v}%", "{v}% ({y})", "Năm {y}: trên {v}%")),
    st.sampled_from(("; ", ", ", "\n")),
)
def test_figures_of_several_years_read_back(figures, phrase, between):
    text = between.join(
        phrase.format(y=year, v=vietnamese(amount)) for year, amount in sorted(figures.items())
    )
    read = values.by_year(text)
    assert {year: value.low for year, value in read} == figures, text
    assert {value.unit for _year, value in read} == {"%"}


@settings(deadline=None)
@given(st.integers(11, 999), st.sampled_from((100, 1000, 10_000, 100_000)))
def test_a_rate_reads_back_without_a_doubt(amount, base):
    value = values.parse(f"{amount}/{vietnamese(base)} dân").value
    assert (value.comparator, value.low, value.doubts) == ("eq", amount, ())
    assert value.unit == f"/{vietnamese(base)} dân"


@settings(deadline=None)
@given(shares, shares)
def test_where_a_change_starts_is_not_where_it_shall_be(start, end):
    up = values.parse(f"tăng từ {vietnamese(start)}% lên {vietnamese(end)}%")
    down = values.parse(f"giảm từ {vietnamese(start)}% xuống còn {vietnamese(end)}%")
    assert (up.value.comparator, up.value.low, up.others) == ("eq", end, ())
    assert (down.value.comparator, down.value.low, down.others) == ("le", end, ())


@settings(deadline=None)
@given(st.text("0123456789.,-%≥ /;:()từđếntrênnhómTop năm2025lên", max_size=60))
def test_no_text_breaks_the_reading_of_years_and_titles(text):
    for year, value in values.by_year(text):
        assert 2020 <= year <= 2099
        assert value.comparator
    values.year_in(text)
    found = values.from_title(text)
    assert found is None or found.value.assumed
