"""Files with several tables of targets, and rows that are no targets."""

from __future__ import annotations

from sauro.engines.office.tests.building import C, band, excel, word

from . import target_layouts as layouts
from .building import both, codes, plan
from .test_target_layouts import figures


def test_each_table_has_the_year_of_its_own_title():
    table = [["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"], ["1", "Kinh tế số", "30%", "Sở KH&CN"]]
    draft = plan(word("Chỉ tiêu đến năm 2025", table, "Chỉ tiêu đến năm 2030", table))
    assert [target.horizon for target in draft.targets] == [2025, 2030]


def test_targets_and_tasks_in_one_file():
    draft = plan(
        word(
            "PHỤ LỤC I. CHỈ TIÊU ĐẾN NĂM 2030", layouts.YEARS,
            "PHỤ LỤC II. NHIỆM VỤ", layouts.TASK_TABLE,
            "PHỤ LỤC III. CHỈ TIÊU THEO DÕI", layouts.RESULTS,
        )
    )  # fmt: skip
    assert (len(draft.targets), len(draft.tasks)) == (10, 2)
    sheets = plan(
        excel(("Chỉ tiêu", layouts.YEARS), ("Nhiệm vụ", layouts.TASK_TABLE)), "ke-hoach.xlsx"
    )
    assert (len(sheets.targets), len(sheets.tasks)) == (4, 2)


def test_numbers_and_formulas_of_excel():
    head = ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030", "Chủ trì"]
    rows = [head, ["1", "Kinh tế số", "%", 0.15, 0.305, "Sở KH&CN"], ["2", "Xã có cáp", "xã", 90, "=D3+3", "VNPT"]]  # fmt: skip
    data = excel(("Chỉ tiêu", rows), formats={"D2": "0%", "E2": "0.0%"})
    draft = plan(data, "chi-tieu.xlsx")
    assert [(y, str(v.low)) for y, v in draft.targets[0].values] == [(2025, "15"), (2030, "30.5")]
    assert [(y, str(v.low)) for y, v in draft.targets[1].values] == [(2025, "90")]
    assert [p.where for p in draft.errors] == ["Chỉ tiêu!E3"]


def test_a_note_beside_a_parent_line_is_reported():
    table = [
        ["TT", "Chỉ tiêu", "Mục tiêu 2030", "Chủ trì", "Ghi chú"],
        ["I", "Chính quyền số", "", "", "Theo Kết luận 83"],
        ["1", "Hồ sơ trực tuyến", "90%", "Sở Nội vụ", ""],
    ]
    (problem,) = both(table).problems
    assert (problem.code, problem.params["text"]) == ("group_text", "Theo Kết luận 83")


def test_a_band_that_only_adds_up_and_footmarks():
    table = [
        ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2030", "Chủ trì"],
        ["1", "Hồ sơ trực tuyến", "%", "90 (*)", "Sở Nội vụ"],
        [band("(*) Không tính hồ sơ đã đóng", 5)],
    ]
    draft = both(table)
    assert figures(draft.targets[0]) == ("eq", "90", "%")
    assert codes(draft) == ["row_unplaced"]
    bold = [*table[:2], [C("Tổng số: 1 chỉ tiêu", cols=5, bold=True)]]
    assert codes(both(bold)) == ["row_total"]


def test_tables_one_under_another_in_one_sheet():
    head = ["STT", "Chỉ tiêu", "ĐVT", "Chủ trì", "Giá trị"]
    rows = [
        ["PHỤ LỤC I: CHỈ TIÊU ĐẾN NĂM 2030"], head,
        ["1", "Kinh tế số", "%", "Sở Tài chính", "30"],
        head,
        ["2", "Xã có cáp", "%", "VNPT", "100"],
        [""],
        ["PHỤ LỤC II: NHIỆM VỤ NĂM 2025"], layouts.TASK_TABLE[0], *layouts.TASK_TABLE[1:],
        ["PHỤ LỤC III: CHỈ TIÊU ĐẾN NĂM 2045"], ["STT", "Tên chỉ tiêu", "Giá trị", "Chủ trì"],
        ["1", "Kinh tế số", "50%", "Sở Tài chính"],
    ]  # fmt: skip
    draft = plan(excel(("Tổng hợp", rows)), "tong-hop.xlsx")
    assert [(t.title, t.horizon, t.where) for t in draft.targets] == [
        ("Kinh tế số", 2030, "Tổng hợp!3"),
        ("Xã có cáp", 2030, "Tổng hợp!5"),
        ("Kinh tế số", 2045, "Tổng hợp!13"),
    ]
    assert [(t.number, t.where) for t in draft.tasks] == [
        ("1", "Tổng hợp!9"), ("2", "Tổng hợp!10")
    ]  # fmt: skip
    assert draft.titles == ("PHỤ LỤC I: CHỈ TIÊU ĐẾN NĂM 2030",)


def test_words_that_only_look_like_a_fall_are_none():
    for title in ("Kinh tế số lõi", "Giám sát trực tuyến", "Chăm sóc sức khỏe từ xa"):
        rows = [["TT", "Chỉ tiêu", "Mục tiêu 2030", "Chủ trì"], ["1", title, "30%", "Sở KH&CN"]]
        assert codes(both(rows)) == []
    rows[1][1] = "Tỷ lệ hồ sơ quá hạn"
    assert codes(both(rows)) == ["falling_assumed"]
