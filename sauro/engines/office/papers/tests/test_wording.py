"""The spelling of numbers, days, lists and endings."""

from dataclasses import replace
from datetime import date

import pytest

from sauro.engines.office.papers import wording
from sauro.engines.office.papers.shapes import Bullets, Column, Heading, Paragraph, Table

from .sample import LETTER, PARTY, REPORT, SMALL


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 1, 2), "ngày 02 tháng 01 năm 2025"),
        (date(2025, 2, 28), "ngày 28 tháng 02 năm 2025"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        (date(2025, 11, 30), "ngày 30 tháng 11 năm 2025"),
    ],
)
def test_days_and_the_first_two_months_have_a_leading_zero(day, words):
    assert wording.day_text(day) == words


def test_numbers_under_ten_have_a_leading_zero_and_the_party_writes_a_hyphen():
    assert wording.number_line(REPORT) == "Số: 09/BC-SKHCN"
    assert wording.number_line(replace(REPORT, number=100)) == "Số: 100/BC-SKHCN"
    assert wording.number_line(PARTY) == "Số 09-BC/TU"


def test_grounds_end_in_semicolons_and_a_full_stop():
    lines = wording.grounds(REPORT)
    assert [line[-1] for line in lines] == [";", "."]
    assert not any(line.endswith((";;", ";.")) for line in lines)


def test_one_addressee_stands_alone_and_several_are_listed():
    assert wording.addressees(replace(REPORT, addressed_to=["Bộ Nội vụ"])) == ["Bộ Nội vụ"]
    assert wording.addressees(REPORT) == ["- Ủy ban nhân dân tỉnh;", "- Ban Chỉ đạo tỉnh."]


def test_the_last_recipient_is_where_the_paper_is_kept():
    assert wording.recipients(REPORT)[0] == "- Như trên;"
    assert wording.recipients(REPORT)[-1] == "- Lưu: VT, KHTC."
    assert wording.recipients(replace(REPORT, drafter_mark="VT, TH"))[-1] == "- Lưu: VT, TH."
    assert wording.recipients(replace(REPORT, drafter_mark=""))[-1] == "- Lưu: VT."
    assert wording.recipients(PARTY)[-1] == "- Lưu Văn phòng Tỉnh ủy."
    named = replace(REPORT, recipients=["Như trên (để báo cáo)"])
    assert wording.recipients(named)[0] == "- Như trên (để báo cáo);"


def test_what_a_letter_is_about():
    assert wording.letter_abstract(LETTER).startswith("V/v đôn đốc")
    assert wording.letter_abstract(replace(LETTER, abstract="V/v họp")) == "V/v họp"
    assert wording.letter_abstract(REPORT) == ""


@pytest.mark.parametrize(
    ("number", "roman"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX")]
)
def test_annexes_are_numbered_in_roman(number, roman):
    assert wording.roman(number) == roman


def test_a_single_annex_has_no_number():
    assert wording.annex_number(replace(REPORT, annexes=REPORT.annexes[:1]), 0) == "Phụ lục"
    assert wording.annex_number(REPORT, 1) == "Phụ lục II"


def test_an_annex_says_which_paper_it_belongs_to():
    assert wording.annex_reference(REPORT) == (
        "(Kèm theo Báo cáo số 09/BC-SKHCN ngày 05 tháng 8 năm 2025 của Sở Khoa học và Công nghệ)"
    )
    assert wording.annex_reference(LETTER).startswith("(Kèm theo Công văn số 1806/SKHCN-CĐS")


@pytest.mark.parametrize(
    ("blocks", "last"),
    [
        ([Paragraph("Hết.")], Paragraph("Hết./.")),
        ([Paragraph("Hết")], Paragraph("Hết./.")),
        ([Paragraph("Hết./.")], Paragraph("Hết./.")),
        ([Bullets(["a;", "b."])], Bullets(["b./."])),
        ([SMALL], Paragraph("./.")),
    ],
)
def test_the_sign_of_the_end_stands_once(blocks, last):
    assert wording.body(replace(REPORT, blocks=blocks))[-1] == last


def test_a_paper_without_words_has_no_end():
    assert wording.body(replace(REPORT, blocks=[])) == []


def test_headings_of_an_annex_are_under_its_title():
    blocks = [Heading("a", 1), Heading("b", 3), Table([Column("x", 9)], [["1"]]), Heading("c", 1)]
    levels = [b.level for b in wording.levelled(blocks, above=1) if isinstance(b, Heading)]
    assert levels == [2, 3, 2]


@pytest.mark.parametrize(
    ("mark", "words"), [("SY", "SAO Y"), ("TrS", "TRÍCH SAO"), ("SL", "SAO LỤC"), ("", "")]
)
def test_copies_are_named(mark, words):
    assert wording.copy_line(replace(REPORT, copy_mark=mark)) == words


def test_only_the_last_item_of_a_list_at_the_end_is_held_to_the_signature():
    paper = replace(REPORT, blocks=[Paragraph("Gồm:"), Bullets(["một;", "hai;", "ba"])])
    lead, items, last = wording.body(paper)
    assert [len(one.items) for one in (items, last)] == [2, 1]
    assert last.items[0][-1].text.endswith("./.")
    assert lead == Paragraph("Gồm:")
