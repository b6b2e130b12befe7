from datetime import date, datetime
from decimal import Decimal

from sauro.engines.office.tests.building import band, excel, numbered_word, word

from . import layouts
from .building import both, codes, plan


def row(number, title, lead="Sở KH&CN", deadline="6/2025", result="Báo cáo"):
    return [str(number), title, lead, "", result, deadline]


def leads(draft):
    return [[mention.text for mention in task.leads] for task in draft.tasks]


def dues(draft):
    return [task.deadline.due_on for task in draft.tasks]


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


def test_a_file_without_a_plan_says_so():
    draft = plan(word("Kính gửi các đơn vị", [["Họ tên", "Điện thoại"], ["Lan", "0912"]]))
    assert (draft.tasks, draft.targets, codes(draft)) == ((), (), ["no_table"])


def test_a_header_without_rows_says_so():
    assert "no_rows" in codes(plan(word([layouts.HEAD])))
