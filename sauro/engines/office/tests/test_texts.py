"""The text of documents: in reading order, with pages, and never an exception but its own."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.engines.office import texts
from sauro.engines.office.grid import Limits, OfficeError
from sauro.engines.office.tests import papers_in
from sauro.engines.office.tests.building import word
from sauro.engines.office.texts import TextLimits, read_text

LONG = (
    "1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính rà soát toàn bộ nhiệm vụ của "
    "Kế hoạch, đề xuất điều chỉnh các nhiệm vụ không còn phù hợp; báo cáo trước ngày 10/9/2025."
)


def lines(data, name=""):
    return [passage.text for passage in read_text(data, name).passages]


def test_word_is_read_in_the_order_a_person_reads():
    found = read_text(papers_in.word_with_everything())
    assert [(one.kind, one.text) for one in found.passages] == [
        ("header", "Đầu trang"),
        ("paragraph", "Đoạn thứ nhất"),
        ("note", "Chú thích chân trang"),
        ("cell", "Ô một"),
        ("cell", "Ô hai"),
        ("cell", "Ô trong"),
        ("paragraph", "Đoạn cuối"),
        ("footer", "Cuối trang"),
    ]


def test_places_count_in_the_whole_text():
    found = read_text(papers_in.word_with_everything())
    for passage in found.passages:
        assert found.text[passage.start : passage.end] == passage.text


def test_pages_are_those_that_word_laid_out():
    body = papers_in.paragraph("Trang một", "<w:r><w:lastRenderedPageBreak/></w:r>")
    found = read_text(papers_in.docx(body + papers_in.paragraph("Trang hai")))
    assert [(one.text, one.page) for one in found.passages] == [("Trang một", 1), ("Trang hai", 2)]
    assert found.pages == 2
    assert read_text(papers_in.docx(papers_in.paragraph("Một"))).passages[0].page == 0


def test_pdf_lines_become_paragraphs_and_keep_their_page():
    found = read_text(papers_in.pdf("KẾT LUẬN", LONG, "---", "2. Sở Nội vụ thẩm định Đề án."))
    assert [(one.text, one.page) for one in found.passages] == [
        ("KẾT LUẬN", 1),
        (LONG, 1),
        ("2. Sở Nội vụ thẩm định Đề án.", 2),
    ]
    assert (found.status, found.pages) == ("text", 2)


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    many = " ".join(["nhiệm vụ chuyển đổi số của tỉnh"] * 60) + "."
    found = read_text(papers_in.pdf(many))
    assert found.pages > 1
    assert [one.text for one in found.passages] == [many]


def test_letters_come_composed():
    found = lines(papers_in.docx(papers_in.paragraph(unicodedata.normalize("NFD", "Đẩy mạnh số"))))
    assert found == ["Đẩy mạnh số"]


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Uû ban nh©n d©n tØnh yªu cÇu c¸c së", "tcvn3"),
        ("UÛy ban nhaân daân tænh yeâu caàu", "vni"),
    ],
)
def test_text_of_an_old_font_is_converted_and_told(written, encoding):
    found = read_text(papers_in.docx(papers_in.paragraph(written)))
    assert found.encodings == (encoding,)
    assert "nhân dân tỉnh yêu cầu" in found.text


def test_a_scanned_file_is_a_result_and_no_error():
    found = read_text(papers_in.scanned())
    assert (found.status, found.pages, found.text) == ("scanned", 2, "")


def test_a_scanned_page_among_others_is_named():
    source = f'#par[#"{LONG}"]\n#pagebreak()\n#rect(width: 50mm, height: 50mm)'
    found = read_text(papers_in.pdf(source=source))
    assert (found.status, found.silent_pages) == ("text", (2,))


def test_an_empty_document_is_a_result_and_no_error():
    assert read_text(papers_in.docx("<w:p/>")).status == "empty"


def test_a_protected_pdf_is_refused_unless_it_opens_without_a_password():
    with pytest.raises(OfficeError) as refused:
        read_text(papers_in.protected(papers_in.pdf(LONG)))
    assert refused.value.code == "encrypted"
    assert lines(papers_in.protected(papers_in.pdf(LONG), password="", owner="chu")) == [LONG]


def test_reading_stops_at_each_limit_and_says_so():
    data = papers_in.pdf("Một.", "---", "Hai.", "---", "Ba.")
    first = read_text(data, limits=TextLimits(pages=1))
    assert (first.text, first.cut, first.pages) == ("Một.", "pages", 3)
    assert read_text(data, limits=TextLimits(seconds=0)).cut == "seconds"
    assert read_text(word("Một hai ba", "Bốn"), limits=TextLimits(letters=11)).cut == "letters"


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(OfficeError) as refused:
        read_text(b"%PDF-" + b"0" * 2_000_000, limits=TextLimits(files=Limits(megabytes=1)))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 nothing more", "corrupt"),
        (b"", "empty"),
        (b"PK\x03\x04 cut", "corrupt"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"<html><body>x</body></html>", "html"),
        (b"just words", "no_text_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old_word"),
    ],
)
def test_what_cannot_be_read_is_named(data, code):
    with pytest.raises(OfficeError) as refused:
        read_text(data)
    assert refused.value.code == code


def test_a_workbook_is_no_text():
    from sauro.engines.office.writing import Column, Sheet, write_xlsx

    book = write_xlsx([Sheet("Trang", [Column("Cột")], [["1"]])])
    with pytest.raises(OfficeError) as refused:
        read_text(book)
    assert refused.value.code == "no_text_kind"


def test_a_text_file_is_read_when_its_name_says_so():
    assert lines("Một dòng\r\n\r\nHai dòng".encode(), "ket-luan.txt") == ["Một dòng", "Hai dòng"]


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 6000), noise=st.binary(max_size=20), where=st.integers(0, 6000))
def test_a_damaged_pdf_gives_a_text_or_its_own_error(cut, noise, where):
    whole = _PDF[:where] + noise + _PDF[where + len(noise) :]
    try:
        found = read_text(whole[: max(len(whole) - cut, 0)])
    except OfficeError:
        return
    assert found.status in {texts.TEXT, texts.SCANNED, texts.EMPTY}


_PDF = papers_in.pdf("KẾT LUẬN", LONG)
