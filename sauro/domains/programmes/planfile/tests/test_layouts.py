from datetime import date, datetime
from decimal import Decimal

import pytest

from sauro.engines.office.tests.building import C, band, excel, numbered_word, word

from . import layouts
from .building import both, codes, plan


def row(number, title, lead="Sở KH&CN", deadline="6/2025", result="Báo cáo"):
    return [str(number), title, lead, "", result, deadline]


def leads(draft):
    return [[mention.text for mention in task.leads] for task in draft.tasks]


def dues(draft):
    return [task.deadline.due_on for task in draft.tasks]


def kinds(draft):
    return [task.deadline.kind for task in draft.tasks]


@pytest.mark.parametrize(
    ("name", "groups", "tasks", "targets"),
    [
        ("CLASSIC", 2, 3, 0),
        ("OTHER_WORDS", 1, 2, 0),
        ("UNNUMBERED", 2, 3, 0),
        ("TWO_ROWS", 0, 2, 0),
        ("NESTED", 5, 5, 0),
        ("MERGED_COLUMNS", 2, 4, 0),
        ("PAGE_BREAK", 2, 3, 0),
        ("ROLES", 0, 2, 0),
        ("QUARTERS", 0, 2, 0),
        ("SUB_ITEMS", 0, 6, 0),
        ("TARGET_YEARS", 2, 0, 5),
        ("TARGET_SENTENCES", 3, 0, 6),
        ("MERGED_NUMBERS", 2, 4, 0),
        ("LETTERS_UNDER_BANDS", 2, 4, 0),
        ("GROUP_LEADS", 2, 3, 0),
        ("YEAR_MARKS", 0, 2, 0),
        ("ROMAN_TASKS", 0, 2, 0),
        ("TARGETS_ONE_HORIZON", 2, 0, 5),
        ("TARGETS_PERIODS", 0, 0, 3),
    ],
)
def test_word_and_excel_give_the_same_counts(name, groups, tasks, targets):
    draft = both(getattr(layouts, name), "KẾ HOẠCH NĂM 2025", "(Kèm theo Kế hoạch số 12/KH-UBND)")
    assert (len(draft.groups), len(draft.tasks), len(draft.targets)) == (groups, tasks, targets)
    assert draft.titles == ("KẾ HOẠCH NĂM 2025", "(Kèm theo Kế hoạch số 12/KH-UBND)")
    assert not draft.errors


def test_classic_annex():
    draft = both(layouts.CLASSIC)
    assert [(g.number, g.title) for g in draft.groups] == [
        ("I", "Nâng cao nhận thức của cán bộ và người dân"),
        ("II", "Hoàn thiện thể chế"),
    ]
    assert [t.group for t in draft.tasks] == [0, 0, 1]
    assert [t.number for t in draft.tasks] == ["1", "2", "3"]
    assert leads(draft) == [["Báo tỉnh"], ["UBND các xã, phường"], ["Sở Khoa học và Công nghệ"]]
    assert [m.text for m in draft.tasks[2].coordinators] == ["Sở Tư pháp", "Công an tỉnh"]
    assert dues(draft) == [date(2025, 6, 30), None, date(2025, 9, 30)]
    assert draft.tasks[1].result == ""
    assert draft.problems == ()


def test_columns_in_another_order_and_other_words():
    first, second = both(layouts.OTHER_WORDS).tasks
    assert (first.title, first.result, first.basis) == (
        "Xây dựng kho dữ liệu dùng chung",
        "Kho dữ liệu",
        "NQ 57",
    )
    assert (first.supervisor, first.authority, first.note) == (
        "PCT Nguyễn Văn A",
        "UBND tỉnh",
        "ưu tiên",
    )
    assert first.deadline.due_on == date(2025, 6, 30)
    assert (second.deadline.start_on, second.deadline.due_on) == (
        date(2025, 6, 1),
        date(2025, 9, 30),
    )


def test_bold_rows_are_groups_when_nothing_is_numbered():
    draft = both(layouts.UNNUMBERED)
    assert [g.title for g in draft.groups] == ["Hạ tầng số", "Nhân lực số"]
    assert [t.group for t in draft.tasks] == [0, 0, 1]
    assert leads(draft)[0] == ["VNPT", "Viettel"]


def test_header_of_two_rows_with_column_numbers_below():
    first, second = both(layouts.TWO_ROWS).tasks
    assert ([m.text for m in first.leads], [m.text for m in first.coordinators]) == (
        ["Sở Nội vụ"],
        ["Các sở"],
    )
    assert (first.deadline.start_on, first.deadline.due_on) == (
        date(2025, 1, 1),
        date(2025, 11, 30),
    )
    assert second.deadline.phrase == "Quý I/2025 - Quý II/2025"
    assert second.result == "Kết nối hoạt động"


def test_groups_within_groups():
    draft = both(layouts.NESTED)
    assert [(g.number, g.parent, g.level) for g in draft.groups] == [
        ("A", None, 1), ("I", 0, 2), ("II", 0, 2), ("1", 2, 3), ("B", None, 1)
    ]  # fmt: skip
    assert [(t.number, t.group) for t in draft.tasks] == [
        ("1", 1),
        ("1.1", 3),
        ("1.2", 3),
        ("2", 2),
        ("1", 4),
    ]
    assert "number_gap" not in codes(draft)


def test_cells_merged_over_rows_hold_for_every_row():
    draft = both(layouts.MERGED_COLUMNS)
    assert [g.title for g in draft.groups] == ["Chính quyền số", "Kinh tế số"]
    assert leads(draft) == [["Văn phòng UBND tỉnh"]] * 3 + [["Sở Công Thương"]]
    assert [t.group for t in draft.tasks] == [0, 0, 1, 1]


def test_rows_cut_by_a_page_break_are_put_together():
    draft = both(layouts.PAGE_BREAK)
    first, second, third = draft.tasks
    assert first.title == (
        "Xây dựng nền tảng số cho nông dân gồm: truy xuất nguồn gốc; dự báo giá và kết nối tiêu thụ."
    )
    assert [m.text for m in first.leads] == ["Sở Nông nghiệp và Phát triển nông thôn"]
    assert [m.text for m in first.coordinators] == ["Sở Khoa học và Công nghệ", "Hội Nông dân"]
    assert first.deadline.kind == "ongoing"
    assert second.title == "Xây dựng bộ tiêu chí đánh giá xã thông minh. Định kỳ công bố kết quả."
    assert (third.deadline.kind, third.group) == ("range", 1)
    assert codes(draft).count("row_joined") == 2
    assert "row_unplaced" in codes(draft)


def test_a_merged_row_goes_on_with_an_unfinished_sentence():
    table = [
        layouts.HEAD,
        ["I", band("Y tế số", 5)],
        row(1, "Liên thông sổ sức khỏe; giấy hẹn khám lại;", deadline="3/2025"),
        ["", band("Kết quả xét nghiệm để bác sĩ khai thác trực tiếp", 5)],
        row(2, "Bệnh án điện tử"),
    ]
    draft = both(table)
    assert len(draft.groups) == 1
    assert draft.tasks[0].title.endswith(
        "giấy hẹn khám lại; Kết quả xét nghiệm để bác sĩ khai thác trực tiếp"
    )


def test_the_end_of_a_deadline_on_the_next_group_row_is_not_its_text():
    table = [
        layouts.HEAD,
        ["I", "Hạ tầng", "", "", "", ""],
        row(1, "Bảo đảm nguồn lực", deadline="2025 và những năm tiếp theo"),
        ["II", "Nhân lực", "", "", "", "năm tiếp theo"],
        row(2, "Đào tạo"),
    ]
    draft = both(table)
    assert [g.title for g in draft.groups] == ["Hạ tầng", "Nhân lực"]
    assert draft.tasks[0].deadline.phrase == "2025 và những năm tiếp theo"
    assert codes(draft) == ["row_repeated"]


def test_a_continuation_in_the_wrong_column_is_recognised():
    table = [
        layouts.HEAD,
        row(
            1, "Sàn giao dịch việc làm;", lead="Bộ Công an, Bộ Khoa học và Công nghệ, Bộ Tài chính"
        ),
        ["", "sàn bất động sản.", "", "khoa học và công nghệ, Bộ Tài chính", "", ""],
    ]
    (task,) = both(table).tasks
    assert task.title == "Sàn giao dịch việc làm; sàn bất động sản."
    assert task.coordinators == ()
    assert [m.text for m in task.leads] == [
        "Bộ Công an",
        "Bộ Khoa học và Công nghệ",
        "Bộ Tài chính",
    ]


def test_lead_and_coordinating_agencies_in_one_column():
    first, second = both(layouts.ROLES).tasks
    assert [m.text for m in first.leads] == ["Sở Khoa học và Công nghệ"]
    assert [m.text for m in first.coordinators] == ["Tỉnh Đoàn", "Hội Liên hiệp Phụ nữ tỉnh"]
    assert [m.text for m in second.leads] == ["Sở Tài chính"]
    assert [m.text for m in second.coordinators] == ["Sở Công Thương", "Sở Nội vụ"]


def test_marks_under_quarters_and_years_are_deadlines():
    draft = both(layouts.QUARTERS)
    assert dues(draft) == [date(2025, 6, 30), date(2025, 12, 31)]
    assert dues(both(layouts.YEAR_MARKS)) == [date(2026, 12, 31), date(2027, 12, 31)]


def test_sub_rows_become_subtasks_or_content():
    draft = both(layouts.SUB_ITEMS)
    assert [(t.number, t.parent) for t in draft.tasks] == [
        ("1", None), ("1.1", 0), ("1.2", 0), ("2", None), ("a", 3), ("4", None)
    ]  # fmt: skip
    assert draft.tasks[3].content == "- Tại bệnh viện đa khoa tỉnh;\n- Tại trung tâm y tế khu vực"
    assert leads(draft)[1] == ["Sở Khoa học và Công nghệ"]
    assert {"number_gap", "deadline_unclear"} <= set(codes(draft))


def test_numbers_merged_with_titles_make_groups():
    draft = both(layouts.MERGED_NUMBERS)
    assert [(g.number, g.title) for g in draft.groups] == [
        ("1", "Hoàn thiện thể chế"),
        ("2", "Hạ tầng"),
    ]
    assert [t.title for t in draft.tasks] == [
        "Ban hành quy chế",
        "Ban hành định mức",
        "Mua máy",
        "Kéo cáp",
    ]
    assert all(t.parent is None for t in draft.tasks)


def test_a_lead_on_the_group_row_holds_for_its_tasks():
    assert leads(both(layouts.GROUP_LEADS)) == [["Sở Tư pháp"], ["Sở KH&CN"], ["Sở Tài chính"]]


def test_several_lines_of_one_task_under_a_merged_title():
    table = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Sản phẩm"],
        [C("1", rows=2), C("Hoàn thiện thể chế", rows=2), "Sở Tư pháp", "6/2025", "Quy chế"],
        ["Sở Tài chính", "9/2025", "Định mức"],
        ["2", "Hạ tầng", "VNPT", "12/2025", ""],
    ]
    first, _second = both(table).tasks
    assert [m.text for m in first.leads] == ["Sở Tư pháp", "Sở Tài chính"]
    assert first.result == "Quy chế; Định mức"
    assert (first.deadline.due_on, first.deadline.problem) == (date(2025, 9, 30), "several")


def test_targets_with_a_figure_for_each_year():
    draft = both(layouts.TARGET_YEARS)
    economy, firms, rank, spending, strategy = draft.targets
    assert (economy.comparator, economy.low, economy.unit, economy.horizon) == (
        "ge",
        Decimal(30),
        "%",
        2030,
    )
    assert (economy.baseline.low, economy.baseline_year) == (Decimal("12.5"), 2024)
    assert (firms.low, firms.note, [year for year, _value in firms.values]) == (
        Decimal(1200),
        "lũy kế",
        [2025, 2030],
    )
    assert (rank.comparator, rank.low) == ("rank_top", Decimal(10))
    assert (spending.values[0][1].low, spending.values[0][1].high) == (Decimal(2), Decimal("2.5"))
    assert (strategy.comparator, strategy.horizon) == ("yes_no", 2025)
    assert [t.group for t in draft.targets] == [0, 0, 1, 1, 1]
    assert economy.lead_text == "Cục Thống kê"


def test_targets_written_as_sentences_under_a_year():
    draft = both(layouts.TARGET_SENTENCES)
    assert [(g.title, g.horizon, g.parent) for g in draft.groups] == [
        ("Đến năm 2030", 2030, None),
        ("Hạ tầng số", None, 0),
        ("Tầm nhìn đến năm 2045", 2045, None),
    ]
    assert [(t.number, t.comparator, t.low, t.horizon) for t in draft.targets] == [
        ("10", "ge", 35, 2030),
        ("11.1", "gt", 95, 2030),
        ("11.2", "text", None, 2030),
        ("12", "rank_top", 15, 2030),
        ("13", "range", 40, 2045),
        ("14", "keep_above", Decimal("0.75"), 2045),
    ]
    assert draft.targets[1].lead_text == "Sở Khoa học và Công nghệ"
    assert draft.targets[3].group == 0
    assert "number_gap" not in codes(draft)


def test_targets_for_one_horizon_and_periods():
    draft = both(layouts.TARGETS_ONE_HORIZON)
    assert [(t.number, t.comparator, t.low, t.unit) for t in draft.targets] == [
        ("1", "ge", 30, "%"),
        ("2", "eq", 2, "% GRDP"),
        ("3", "rank_top", 10, ""),
        ("4.1", "eq", 100, "%"),
        ("4.2", "yes_no", None, ""),
    ]
    assert "value_several" in codes(draft)
    share, patents, firms = both(layouts.TARGETS_PERIODS).targets
    assert [year for year, _value in share.values] == [2025, 2026, 2030]
    assert (patents.comparator, patents.low, patents.high) == ("range", 10, 12)
    assert (firms.title, firms.parent) == ("Trong đó: của doanh nghiệp", 1)


def test_every_sheet_is_a_group_when_there_are_several():
    sheets = [
        (name, [layouts.HEAD, row(1, "Rà soát"), row(2, "Ban hành")])
        for name in ("Thể chế", "Hạ tầng")
    ]
    draft = plan(excel(*sheets, ("Hướng dẫn", [["Điền đủ các cột"]])), "a.xlsx")
    assert [g.title for g in draft.groups] == ["Thể chế", "Hạ tầng"]
    assert [t.group for t in draft.tasks] == [0, 0, 1, 1]
    assert draft.tasks[2].where == "Hạ tầng!2"


def test_a_table_without_a_header_goes_on_with_the_one_before():
    first = [layouts.HEAD, ["I", band("Nhóm một", 5)], row(1, "Rà soát quy định")]
    second = [row(2, "Ban hành quy chế"), ["II", band("Nhóm hai", 5)], row(3, "Mua máy")]
    draft = plan(word("PHỤ LỤC", first, second))
    assert [t.group for t in draft.tasks] == [0, 0, 1]


def test_a_heading_above_each_table_is_its_group():
    draft = plan(
        word(
            "I. Thể chế",
            [layouts.HEAD, row(1, "Rà soát")],
            "II. Hạ tầng",
            [layouts.HEAD, row(1, "Mạng")],
        )
    )
    assert [(g.number, g.title) for g in draft.groups] == [("I", "Thể chế"), ("II", "Hạ tầng")]


def test_tasks_and_targets_in_one_document():
    letterhead = [["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    data = word(letterhead, "Biểu 1", layouts.TARGET_YEARS, "Biểu 2", layouts.CLASSIC)
    draft = plan(data)
    assert (len(draft.groups), len(draft.tasks), len(draft.targets)) == (4, 3, 5)
    assert [t.group for t in draft.tasks] == [0, 0, 1]
    assert [t.group for t in draft.targets] == [2, 2, 3, 3, 3]
    only = plan(data, kind="tasks")
    assert (len(only.tasks), len(only.targets)) == (3, 0)
    assert "table_skipped" in codes(only)


def test_a_kind_asked_for_wins_over_the_words_of_the_header():
    assert len(plan(word(layouts.CLASSIC), kind="targets").targets) == 3


def test_automatic_numbers_of_word_are_read():
    rows = [["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]]
    rows += [["", title, "Sở Tư pháp", "6/2025"] for title in ("Rà soát", "Ban hành", "Tập huấn")]
    draft = plan(numbered_word(rows, [(1, 0), (2, 0), (3, 0)]))
    assert [t.number for t in draft.tasks] == ["1", "2", "3"]


TYPED = [
    ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn hoàn thành", "Kết quả"],
    [1, "Rà soát quy định", "Sở Tư pháp", datetime(2025, 6, 30), "Báo cáo"],
    [1.1, "Mua máy chủ", "Sở Tài chính", datetime(2025, 9, 1), '="A"&"B"'],
    [1.2, "Mua phần mềm", "#REF!", "2025", None],
    [2, "Së Khoa häc vµ C«ng nghÖ tæ chøc héi th¶o", "Së Tµi chÝnh", 45838, None],
]


def test_numbers_dates_formulas_errors_and_old_letters_of_excel():
    draft = plan(excel(("KH", TYPED), formats={"D3": "mm/yyyy"}, errors=["C4"]), "kh.xlsx")
    assert [t.number for t in draft.tasks] == ["1", "1.1", "1.2", "2"]
    assert dues(draft) == [
        date(2025, 6, 30),
        date(2025, 9, 30),
        date(2025, 12, 31),
        date(2025, 6, 30),
    ]
    assert draft.tasks[3].title == "Sở Khoa học và Công nghệ tổ chức hội thảo"
    found = {(p.code, p.where, p.row) for p in draft.problems}
    assert {
        ("formula_empty", "KH!E3", "KH!3"),
        ("error_value", "KH!C4", "KH!4"),
        ("legacy", "KH!B5", "KH!5"),
    } <= found
    assert {p.level for p in draft.errors} == {"error"}


def test_a_delimited_file_is_read_like_a_sheet():
    text = "STT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn\n1;Rà soát;Sở Tư pháp;6/2025\n2;Mua máy;Sở Y tế;9/2025\n"
    assert leads(plan(text.encode(), "a.csv")) == [["Sở Tư pháp"], ["Sở Y tế"]]


def test_letterhead_totals_and_signatures_are_no_tasks():
    lines = [
        ["UBND TỈNH LÚA VÀNG", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [],
        [band("DANH MỤC NHIỆM VỤ NĂM 2026", 6)],
        ["(Kèm theo Kế hoạch số 15/KH-UBND ngày 3/2/2026)"],
        [],
        layouts.HEAD,
        row(1, "Tổng kết, đánh giá mô hình", deadline="Quý IV"),
        [],
        ["", "Tổng số: 1 nhiệm vụ"],
        ["", "", "", "TM. ỦY BAN NHÂN DÂN"],
        ["", "", "", "Nguyễn Văn A"],
    ]
    draft = plan(excel(("Sheet1", lines)), "a.xlsx")
    (task,) = draft.tasks
    assert task.title == "Tổng kết, đánh giá mô hình"
    assert task.coordinators == ()
    assert task.deadline.due_on == date(2026, 12, 31)
    assert codes(draft).count("row_unplaced") == 2


def test_repeated_and_missing_numbers_are_reported():
    table = [layouts.HEAD, row(1, "Một"), row(2, "Hai"), row(2, "Ba"), row(5, "Bốn")]
    assert {"number_duplicate", "number_gap"} <= set(codes(both(table)))


def test_numbers_lost_to_excel_are_restored():
    table = [
        layouts.HEAD,
        row(1, "Cha"),
        *(row(f"1.{n}", f"Con {n}") for n in range(1, 10)),
        row("1.1", "Con mười"),
    ]
    assert both(table).tasks[-1].number == "1.10"


def test_a_file_without_a_plan_says_so():
    draft = plan(word("Kính gửi các đơn vị", [["Họ tên", "Điện thoại"], ["Lan", "0912"]]))
    assert (draft.tasks, draft.targets, codes(draft)) == ((), (), ["no_table"])


def test_a_header_without_rows_says_so():
    assert "no_rows" in codes(plan(word([layouts.HEAD])))


def test_a_cut_title_and_a_cut_agency_are_reported():
    table = [layouts.HEAD, ["1", "Bồi dưỡng cán bộ về khoa học,", "Sở Nội vụ, Bộ", "", "", "2025"]]
    assert {"title_cut", "agency_incomplete"} <= set(codes(both(table)))


def test_problems_are_sentences_that_can_be_translated():
    (found,) = [p for p in plan(word(layouts.SUB_ITEMS)).problems if p.code == "number_gap"]
    assert found.text() == "After number 2 comes 4."
    assert (
        found.text(lambda msgid: msgid.replace("After", "Sau").replace("comes", "là"))
        == "Sau number 2 là 4."
    )
    assert (found.where, found.row) == ("bảng 1, hàng 9, cột STT", "bảng 1, hàng 9")
