"""The PDF: nothing of a text is read as markup, the same bytes, archival and tagged."""

import io
import re
from dataclasses import replace

import pypdf
import pytest

from sauro.engines.office.papers import letters, pdf
from sauro.engines.office.papers.shapes import Annex, Column, Paper, Paragraph, Table

from . import sample

MARKUP = [
    '#panic("x")', '#read("/etc/passwd")', "$a^2$", "*bold*", "_low_", "\\u{41}", "@ref", "<label>",
    "[content]", "{code}", "`raw`", "= Heading", "- item", "+ item", "/ term: x", "//comment",
    "/* comment */", "~", "---", "...", "'quote'", '"quote"', "https://example.org", "#", "\\",
]  # fmt: skip


def text_of(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("text", MARKUP)
def test_a_text_is_never_read_as_markup(text):
    paper = replace(
        sample.REPORT,
        abstract=text,
        issuer=text,
        grounds=[text],
        recipients=[text],
        blocks=[
            Paragraph(f"{text} và {text} hết"),
            Table([Column(text, 100)], [[text]], caption=text),
        ],
        annexes=[Annex(text, [Paragraph(text)])],
    )
    shown = squeezed(text_of(pdf.render_pdf(paper)))
    assert squeezed(f"{text} và {text} hết") in shown
    assert shown.upper().count(squeezed(text).upper()) >= 9


def test_the_same_paper_gives_the_same_bytes():
    assert pdf.render_pdf(sample.REPORT) == pdf.render_pdf(sample.REPORT)
    draft = replace(sample.REPORT, day=None, number=None)
    assert pdf.render_pdf(draft) == pdf.render_pdf(draft)


def test_the_file_claims_both_standards_and_its_language():
    data = pdf.render_pdf(sample.REPORT)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    about = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi-VN"
    assert reader.metadata.title.startswith("Báo cáo Kết quả")
    assert reader.metadata.creation_date.date() == sample.REPORT.day


def roles(node, found):
    """The roles of the structure tree, from the root down."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            roles(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]))
        if "/K" in node:
            roles(node["/K"], found)
    return found


def test_headings_and_header_cells_are_tagged():
    reader = pypdf.PdfReader(io.BytesIO(pdf.render_pdf(sample.REPORT)))
    found = roles(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], [])
    assert found.count("/H1") >= 4
    assert found.count("/H2") == 2
    assert found.count("/TH") == 3 + 6 + 3
    assert found.count("/Table") >= 3


def test_letters_that_the_type_face_lacks_are_shown_as_a_square():
    paper = replace(sample.REPORT, blocks=[Paragraph("trước 漢字 🚀 sau")])
    assert "trước□□□sau" in squeezed(text_of(pdf.render_pdf(paper)))


def test_decomposed_letters_come_out_composed():
    paper = replace(sample.REPORT, blocks=[Paragraph("Nguye\u0302\u0303n")])
    assert "Nguyễn" in text_of(pdf.render_pdf(paper))


def test_a_row_higher_than_a_page_loses_no_word():
    words = " ".join(f"từ{place}" for place in range(3000))
    table = Table([Column("TT", 10), Column("Nội dung", 120)], [["1", words]])
    shown = text_of(pdf.render_pdf(replace(sample.REPORT, blocks=[table])))
    assert "từ0 " in shown
    assert "từ2999" in shown


def test_a_long_annex_has_all_its_rows():
    row = ["Triển khai nền tảng dùng chung", "Sở Khoa học và Công nghệ", "Quý IV/2025"]
    columns = [Column("TT", 12), Column("Nhiệm vụ", 120), Column("Cơ quan", 60), Column("Hạn", 40)]
    table = Table(columns, [[f"#{place}", *row] for place in range(1500)])
    paper = Paper(
        issuer="A", symbol="B", place="C", abstract="D", kind="E",
        annexes=[Annex("F", [table], landscape=True)],
    )  # fmt: skip
    reader = pypdf.PdfReader(io.BytesIO(pdf.render_pdf(paper)))
    assert len(reader.pages) > 50
    assert "#1499" in reader.pages[-1].extract_text()


@pytest.mark.parametrize("name", ["Nguyễn Văn Đức", "#panic()", "Trương Thị Ưu Ái " * 5])
def test_a_stamp_says_who_signed_within_its_frame(name):
    data = pdf.stamp_pdf(
        name=name, lines=["Sở Khoa học và Công nghệ", "05/08/2025 09:12:00 +07:00"]
    )
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((62 * 72 / 25.4, 22 * 72 / 25.4))
    text = squeezed(reader.pages[0].extract_text())
    assert squeezed(name) in text
    assert squeezed("Sở Khoa học và Công nghệ 05/08/2025 09:12:00 +07:00") in text
    assert data == pdf.stamp_pdf(
        name=name, lines=["Sở Khoa học và Công nghệ", "05/08/2025 09:12:00 +07:00"]
    )


def test_a_paper_in_another_language_says_so():
    data = pdf.render_pdf(replace(sample.REPORT, language="en"))
    assert pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == "en"


def test_the_width_of_a_line_is_known():
    one, two = letters.width_mm("Ủy", 14), letters.width_mm("ỦyỦy", 14)
    assert two == pytest.approx(2 * one)
    assert letters.width_mm("Hạn", 14, bold=True) > letters.width_mm("Hạn", 14)
