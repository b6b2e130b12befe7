"""The Word half of writing, apart because its library is slow to import."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .tables import EPOCH, FONT, Column, GroupLine, Line, Value, WordTable, safe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_A4 = (Cm(29.7), Cm(21.0))


def document_of(tables: Sequence[WordTable], titles: Sequence[str]) -> bytes:
    """A landscape A4 document: heading lines, then each table."""
    document = docx.Document()
    _set_page(document)
    _add_titles(document, titles)
    for table in tables:
        _add_titles(document, table.titles)
        _add_table(document, table)
        document.add_paragraph()
    document.core_properties.created = document.core_properties.modified = EPOCH
    document.core_properties.author = document.core_properties.last_modified_by = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


def _set_page(document: Document) -> None:
    """Landscape A4, the margins of Decree 30/2020, the type face of state documents."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _A4
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)


def _add_titles(document: Document, titles: Sequence[str]) -> None:
    """Centred heading lines; a line in brackets is italic, the others are bold."""
    for title in titles:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(safe(title))
        run.italic = title.startswith("(")
        run.bold = not run.italic


def _add_table(document: Document, source: WordTable) -> None:
    """One table with borders, a header repeated on every page, group rows across."""
    table = document.add_table(rows=1, cols=len(source.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths(source.columns)
    for cell, column in zip(table.rows[0].cells, source.columns, strict=True):
        _fill(cell, column.title, bold=True, centred=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for line in source.rows:
        _add_row(table, line)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        place = 0
        for cell in row._tr.tc_lst:
            cell.width = sum(widths[place : place + cell.grid_span])
            place += cell.grid_span


def _widths(columns: Sequence[Column]) -> list[int]:
    """Column widths that fill the page in the proportion asked for."""
    usable = _A4[0] - Cm(4.5)
    total = sum(column.width for column in columns) or 1
    return [int(usable * column.width / total) for column in columns]


def _add_row(table: Any, line: Line) -> None:
    """One row of values, or one group row merged across."""
    cells = table.add_row().cells
    if isinstance(line, GroupLine):
        _fill(cells[0], line.number, bold=True, centred=True)
        if len(cells) > 1:
            _fill(cells[1].merge(cells[-1]), line.title, bold=True)
        return
    for cell, value in zip(cells, line, strict=False):
        _fill(cell, _shown(value))


def _shown(value: Value) -> str:
    """A value as Vietnamese documents print it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, str) else str(value).replace(".", ",")


def _fill(cell: _Cell, text: str, *, bold: bool = False, centred: bool = False) -> None:
    """Put text into a cell, one paragraph a line."""
    for place, piece in enumerate(_lines(text)):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(piece).bold = bold


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; an empty text is one empty line."""
    yield from safe(text).split("\n")


def _repacked(data: bytes) -> bytes:
    """The same package with fixed dates on its parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            target.writestr(
                zipfile.ZipInfo(part.filename, _ZIP_DAY), source.read(part), zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()
