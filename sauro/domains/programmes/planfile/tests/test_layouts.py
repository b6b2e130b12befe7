from datetime import date

import pytest

from sauro.engines.office.tests.building import C, band, word

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
