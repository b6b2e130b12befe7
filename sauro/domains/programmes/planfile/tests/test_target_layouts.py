"""Tables of targets in the layouts in which they circulate: read the same from Word and Excel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sauro.domains.programmes.planfile import headers
from sauro.engines.office.reading import read_tables
from sauro.engines.office.tests.building import word

from . import target_layouts as layouts
from .building import both, codes, plan


def figures(target):
    value = target.value
    return value.comparator, None if value.low is None else str(value.low), target.unit


def by_title(draft):
    return {target.title: target for target in draft.targets}


def everything(draft):
    """All texts that a draft and its problems hold, in one line."""
    pieces = [str(draft.titles)]
    pieces += [f"{group.number} {group.title}" for group in draft.groups]
    for target in draft.targets:
        pieces += [
            *(target.number, target.title, target.unit, target.value.text, target.lead_text),
            target.code,
            *(target.baseline.text, target.coordinate_text, target.source, target.note),
            *(value.text for _year, value in target.values),
            *(result.text for result in target.results),
            *(text for pair in target.extra for text in pair),
            str(target.due_on and f"{target.due_on:%d/%m/%Y}"),
        ]
    for problem in draft.problems:
        pieces += [str(value) for value in problem.params.values()]
    return " ".join(" ".join(pieces).split())


@pytest.mark.parametrize(
    ("name", "groups", "targets"),
    [
        ("YEARS", 2, 4),
        ("TWO_LEVELS", 1, 3),
        ("PLAN_AND_ACTUAL", 0, 3),
        ("RESULTS", 0, 6),
        ("SENTENCES", 2, 12),
        ("ONE_VALUE", 0, 15),
        ("NESTED", 5, 8),
        ("UNITS_IN_HEADINGS", 0, 3),
        ("UNITS_IN_TITLES", 0, 3),
        ("PAGES", 0, 4),
        ("MIXED_NUMBERS", 0, 7),
        ("LEFT_COLUMN_GROUPS", 2, 4),
        ("YEAR_TWICE", 0, 2),
        ("ROMAN_TARGETS", 0, 2),
        ("HEADS_UNDER_YEARS", 0, 2),
        ("LINES_ABOVE", 0, 2),
        ("PLAN_BESIDE_RESULT", 0, 2),
        ("TWO_VALUES", 0, 2),
        ("GOALS", 2, 3),
    ],
)
def test_every_layout_gives_the_same_targets_from_word_excel_and_a_mac(name, groups, targets):
    table = getattr(layouts, name)
    draft = both(table)
    assert (len(draft.groups), len(draft.tasks), len(draft.targets)) == (groups, 0, targets)
    assert not draft.errors
    assert plan(word(layouts.decomposed(table))) == draft


@pytest.mark.parametrize("name", layouts.NAMES)
def test_no_text_of_a_table_is_lost(name):
    """Each cell below the header is in a field, in a note, or named by a problem."""
    (grid,) = read_tables(word(getattr(layouts, name)), "a.docx")
    header = headers.find(grid)
    held = everything(both(getattr(layouts, name)))
    repeated = {cell.text for cell in grid.rows[header.first_row - 1]}
    for row in grid.rows[header.last_row :]:
        for cell in row:
            bare = " ".join(cell.text.strip("-–+*). ").split()).removeprefix("I. ")
            bare = bare.removeprefix("II. ")
            if bare and cell.merged_from is None and cell.text not in repeated:
                assert bare in held or _as_day(bare) in held, (cell.row, cell.text)


def _as_day(text):
    """How a deadline that was understood stands in the draft."""
    known = {
        "2026": "31/12/2026",
        "2027": "31/12/2027",
        "12/2028": "31/12/2028",
        "12/2025": "31/12/2025",
        "Năm 2025": "31/12/2025",
        "Quý III/2025": "30/09/2025",
    }
    return known.get(text, "30/09/2025" if text == "Tháng 9/2025" else text)


def test_a_column_for_each_year():
    share, firms, poor, rank = both(layouts.YEARS).targets
    assert figures(share) == ("ge", "30", "%")
    assert [(year, str(value.low)) for year, value in share.values] == [
        (2025, "15"), (2026, "18"), (2027, "21"), (2028, "24"), (2029, "27"), (2030, "30")
    ]  # fmt: skip
    assert (share.horizon, share.note, share.coordinate_text) == (
        2030, "Lũy kế", "Thống kê tỉnh, Sở KH&CN"
    )  # fmt: skip
    assert [year for year, _value in firms.values] == [2025, 2027, 2030]
    assert (figures(firms), firms.falling) == (("eq", "1200", "Doanh nghiệp"), False)
    assert (figures(poor), poor.falling) == (("eq", "1", "%"), True)
    assert figures(rank) == ("rank_top", "10", "Hạng")
    assert codes(both(layouts.YEARS)) == ["falling_assumed", "value_rank"]


def test_two_levels_of_headings():
    draft = both(layouts.TWO_LEVELS)
    spending, time, content = draft.targets
    assert [(y, v.comparator, v.low, v.high) for y, v in spending.values] == [
        (2025, "range", Decimal(2), Decimal("2.5")), (2030, "ge", Decimal(3), Decimal(3))
    ]  # fmt: skip
    assert (figures(time), time.falling) == (("le", "3", "ngày"), True)
    assert figures(content) == ("keep_above", "95", "%")
    assert draft.problems == ()


def test_states_before_plan_and_estimate_are_told_apart():
    draft = both(layouts.PLAN_AND_ACTUAL)
    first = draft.targets[0]
    assert (first.baseline.text, first.baseline_year, figures(first)) == (
        "60,5", 2024, ("eq", "80", "%")
    )  # fmt: skip
    assert first.extra == (("Thực hiện 2023", "48,2"), ("Ước TH", "82"))
    assert first.results == ()
    assert [t.falling for t in draft.targets] == [False, False, True]
    assert codes(draft).count("estimate_kept") == 3
    assert "row_total" in codes(draft)


def test_results_with_their_day_and_assessment():
    draft = both(layouts.RESULTS)
    cover, spending, strategy, index, trained, cashless = draft.targets
    day = date(2025, 6, 30)
    assert [(r.on, r.value, r.met, r.measurable) for t in draft.targets for r in t.results] == [
        (day, Decimal("13.8"), None, True),
        (day, Decimal("1.5"), None, True),
        (day, None, True, True),
        (day, None, None, False),
        (day, Decimal(100), None, True),
        (day, Decimal(85), None, True),
    ]
    assert cover.results[0].text == "13,8%; Chưa đạt"
    assert (cover.source, cover.due_on) == ("Báo cáo 198/BC-UBND", date(2025, 12, 31))
    assert strategy.due_on == trained.due_on == date(2025, 9, 30)
    assert (spending.unit, index.comparator) == ("% GRDP", "rank_top")
    assert [m.text for m in trained.leads] == ["Sở Nội vụ", "Trường Chính trị tỉnh"]
    assert cashless.due_on is None
    assert codes(draft) == ["lead_several", "assessment_differs"]
    assert not any(target.extra for target in draft.targets)


def test_figures_within_the_sentence():
    draft = both(layouts.SENTENCES)
    assert [figures(target) for target in draft.targets] == [
        ("gt", "90", "%"),
        ("ge", "50", "%"),
        ("rank_top", "10", ""),
        ("ge", "2", "doanh nghiệp"),
        ("range", "15", "%"),
        ("eq", "100", "%"),
        ("eq", "30", "%"),
        ("keep_above", "95", "%"),
        ("eq", "12", "người/10.000 dân"),
        ("yes_no", None, ""),
        ("lt", "1", "%"),
        ("ge", "50", "% GRDP"),
    ]
    assert [t.horizon for t in draft.targets] == [2030] * 11 + [2045]
    assert not draft.targets[6].falling, "a cut of 30 % or more is better, not worse"
    assert {"value_change", "value_yes_no"} <= set(codes(draft))
    assert codes(draft).count("value_from_title") == 11


def test_one_column_of_values_in_all_their_forms():
    draft = both(layouts.ONE_VALUE)
    assert [figures(target) for target in draft.targets] == [
        ("ge", "3", "%"),
        ("rank_top", "10", ""),
        ("eq", "1200", "tỷ đồng"),
        ("eq", "12", "/10.000 dân"),
        ("eq", "93", "/93 xã"),
        ("eq", "0.8", "lần"),
        ("eq", "1.5", "% GRDP"),
        ("yes_no", None, ""),
        ("eq", "95", "%"),
        ("le", "5", "%"),
        ("le", "10", "%"),
        ("text", None, ""),
        ("rank_top", "8", ""),
        ("eq", "45", "%"),
        ("text", None, ""),
    ]
    by_years = draft.targets[8]
    assert [(year, str(value.low)) for year, value in by_years.values] == [
        (2025, "80"),
        (2030, "95"),
    ]
    assert (by_years.horizon, draft.targets[13].horizon) == (2030, 2028)
    assert codes(draft).count("year_missing") == 13
    assert {"value_of_total", "value_text", "value_missing"} <= set(codes(draft))


def test_a_year_that_the_row_does_not_name_comes_from_the_title_or_the_programme():
    table = [["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"], ["1", "Kinh tế số", "30%", "Sở KH&CN"]]
    titled = both(table, "MỤC TIÊU GIAI ĐOẠN 2026 - 2030, TẦM NHÌN 2045")
    assert (titled.targets[0].horizon, titled.targets[0].horizon_assumed) == (2030, True)
    assert codes(titled) == ["year_assumed"]
    assert both(table, horizon=2028).targets[0].horizon == 2028
    assert codes(both(table)) == ["year_missing"]


def test_parts_under_a_line_without_a_figure():
    draft = both(layouts.NESTED)
    assert [(g.number, g.parent) for g in draft.groups] == [
        ("I", None), ("1", 0), ("2", 0), ("3", 0), ("II", None)
    ]  # fmt: skip
    assert [(t.number, t.group, t.parent) for t in draft.targets] == [
        ("1.1", 1, None), ("1.2", 1, None), ("a", 2, None), ("b", 2, None),
        ("-", 3, None), ("-", 3, None), ("4", 4, None), ("", 4, 6),
    ]  # fmt: skip
    assert [t.unit for t in draft.targets[:6]] == ["%"] * 4 + ["tổ chức"] * 2
    assert [t.lead_text for t in draft.targets[:4]] == [
        "Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh", "Sở Nội vụ", "UBND cấp xã"
    ]  # fmt: skip
    assert draft.targets[2].indicator == "Số hóa kết quả giải quyết - Cấp tỉnh"
    assert draft.targets[7].indicator == "Trạm BTS - Trong đó: trạm 5G"
    assert codes(draft) == ["row_unplaced", "lead_several", "lead_several"]


def test_units_of_headings_titles_and_lines_above():
    internet, schools, _hospitals = both(layouts.UNITS_IN_HEADINGS).targets
    assert (figures(internet), figures(schools)) == (("eq", "90", "%"), ("ge", "30", "%"))
    assert schools.extra == (("Kinh phí (tỷ đồng)", "1.250,5"),)
    assert [t.unit for t in both(layouts.UNITS_IN_TITLES).targets] == ["tỷ đồng", "%", "bằng"]
    assert {t.unit for t in both(layouts.LINES_ABOVE, *layouts.ABOVE).targets} == {"tỷ đồng"}


def test_the_day_of_results_from_the_line_above():
    draft = both(layouts.LINES_ABOVE, *layouts.ABOVE)
    assert {r.on for t in draft.targets for r in t.results} == {date(2025, 6, 30)}
    assert codes(draft).count("result_day_assumed") == 2
    undated = both(layouts.LINES_ABOVE, "Đơn vị tính: tỷ đồng")
    assert not any(t.results for t in undated.targets)
    assert codes(undated).count("result_undated") == 2
    assert undated.targets[0].extra == (("Kết quả", "640"),)


def test_plan_and_result_under_each_year():
    online, time = both(layouts.HEADS_UNDER_YEARS).targets
    assert [(year, str(value.low)) for year, value in online.values] == [(2025, "80"), (2026, "85")]
    assert [(r.on, r.value) for r in online.results] == [(date(2025, 12, 31), Decimal(82))]
    assert online.leads[0].text == "Văn phòng UBND tỉnh"
    assert time.falling


def test_rows_over_pages_and_merged_cells():
    signature, books, health, prices = both(layouts.PAGES).targets
    assert signature.title.endswith("chữ ký điện tử cá nhân")
    assert [(y, str(v.low)) for y, v in books.values] == [(2025, "100"), (2030, "100")]
    assert health.lead_text == prices.lead_text == "Sở Y tế"


def test_numbers_in_vietnamese_and_other_formats():
    draft = both(layouts.MIXED_NUMBERS)
    assert [str(t.value.low) for t in draft.targets] == [
        "11000", "1.5", "2500", "1300000", "0.8", "500", "0.750"
    ]  # fmt: skip
    assert [str(t.baseline.low) for t in draft.targets[:4]] == ["9500", "1.1", "1250.5", "1234567"]
    assert codes(draft) == ["value_ambiguous", "value_scale", "unit_differs"]
    assert not draft.targets[4].falling, "a bare fraction is no fall from 72 %"


def test_two_columns_for_one_year_and_a_vision():
    draft = both(layouts.YEAR_TWICE)
    economy, _factor = draft.targets
    assert [(y, str(v.low)) for y, v in economy.values] == [(2030, "35"), (2045, "50")]
    assert (economy.horizon, figures(economy)) == (2030, ("range", "35", "% GRDP"))
    assert economy.extra == (("Mục tiêu 2030 của Trung ương", "30"),)
    assert codes(draft) == ["year_twice", "year_twice"]


def test_plan_beside_result_without_a_day():
    teams, _communes = both(layouts.PLAN_BESIDE_RESULT).targets
    assert (figures(teams), teams.code) == (("eq", "3000", "tổ"), "XHS-01")
    assert [m.text for m in teams.leads] == ["Sở KH&CN"]
    assert dict(teams.extra) == {"Thực hiện": "3.080", "Tỷ lệ % so với kế hoạch": "102,7"}
    dated = both(layouts.PLAN_BESIDE_RESULT, "(Kết quả thực hiện đến ngày 15/6/2025)")
    assert [(r.on, r.value) for r in dated.targets[0].results] == [(date(2025, 6, 15), 3080)]


def test_the_value_of_the_own_level_holds():
    draft = both(layouts.TWO_VALUES, "CHỈ TIÊU NĂM 2026")
    online, places = draft.targets
    assert (figures(online), online.extra) == (
        ("eq", "85", "%"), (("Chỉ tiêu Trung ương giao", "80"),)
    )  # fmt: skip
    assert (figures(places), places.horizon) == (("eq", "2", "bậc"), 2026)
    assert {"value_twice", "value_change", "year_assumed"} <= set(codes(draft))


def test_goals_in_a_column_of_their_own_are_groups():
    draft = both(layouts.GOALS)
    assert [group.title for group in draft.groups] == ["Phát triển hạ tầng", "Phát triển nhân lực"]
    assert [figures(target) for target in draft.targets] == [
        ("gt", "60", "%"), ("yes_no", None, ""), ("rank_top", "15", "")
    ]  # fmt: skip
    assert [target.due_on for target in draft.targets] == [
        date(2026, 12, 31), date(2027, 12, 31), date(2028, 12, 31)
    ]  # fmt: skip
