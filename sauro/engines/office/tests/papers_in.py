"""Papers as they arrive: PDF with text, scanned, protected, broken; Word with notes and headers."""

from __future__ import annotations

import io
from pathlib import Path

import typst
from pypdf import PdfReader, PdfWriter

from sauro.engines.office.tests.files import W, docx, relations

FONTS = Path(__file__).resolve().parents[1] / "fonts"
DOCX_RELATIONS = "word/_rels/document.xml.rels"


def pdf(*paragraphs: str, source: str = "") -> bytes:
    """A PDF whose lines wrap as a paper's do; a paragraph “---” begins a new page."""
    page = (
        '#set page(width: 120mm, height: 160mm)\n#set text(font: "Liberation Serif", size: 12pt)\n'
    )
    blocks = ["#pagebreak()" if one == "---" else escaped(one) for one in paragraphs]
    written = page + (source or "\n\n".join(blocks))
    compiler = typst.Compiler(written.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    return bytes(compiler.compile(format="pdf"))


def escaped(text: str) -> str:
    return f'#par[#"{text}"]'


def scanned() -> bytes:
    """Two pages without a single letter."""
    return pdf(source="#rect(width: 60mm, height: 90mm, fill: gray)\n#pagebreak()\n#circle()")


def protected(data: bytes, password: str = "bi-mat", owner: str | None = None) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password=owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def paragraph(text: str, more: str = "") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


def word_with_everything() -> bytes:
    """A header, a paragraph with a footnote, a table with a nested one, a deletion, a footer."""
    body = (
        paragraph("Đoạn thứ nhất", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + "<w:tbl><w:tr><w:tc>"
        + paragraph("Ô một")
        + "</w:tc><w:tc>"
        + paragraph("Ô hai")
        + "<w:tbl><w:tr><w:tc>"
        + paragraph("Ô trong")
        + "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
        + "<w:p><w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>Đoạn cuối</w:t></w:r></w:ins></w:p>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("Chú thích chân trang")}'
        "</w:footnote></w:footnotes>"
    )
    links = relations(
        ("h", "header", "header1.xml"), ("f", "footer", "footer1.xml"), ("n", "footnotes", "fn.xml")
    )
    return docx(
        body,
        **{
            DOCX_RELATIONS: links,
            "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph("Đầu trang")}</w:hdr>',
            "word/footer1.xml": f'<w:ftr xmlns:w="{W}">{paragraph("Cuối trang")}</w:ftr>',
            "word/fn.xml": notes,
        },
    )
