"""Write tables as an Excel workbook or as a Word annex; the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

Value = str | int | float | Decimal | date | None
_EPOCH = datetime(2025, 1, 1)  # noqa: DTZ001 - a fixed day, so that equal content gives equal bytes
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_FONT = "Times New Roman"
_LONGEST = 32_767
_A4 = (Cm(29.7), Cm(21.0))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that is written; `width` in characters."""

    title: str
    width: float = 18


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A row that names a group: its number, and a title across the other columns."""

    number: str
    title: str


Line = Sequence[Value] | GroupLine


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: optional title lines, a header, rows."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Line]
    titles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table to write into a Word document, with heading lines of its own."""

    columns: Sequence[Column]
    rows: Iterable[Line]
    titles: Sequence[str] = ()


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of the sheets; every text stays a text, even one that begins with "="."""
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _EPOCH})
        base = {"font_name": _FONT, "font_size": 12, "valign": "top", "text_wrap": True}
        formats = {
            "text": book.add_format({**base, "border": 1}),
            "group": book.add_format({**base, "border": 1, "bold": True, "bg_color": "#F3F0EC"}),
            "head": book.add_format(
                {
                    **base,
                    "border": 1,
                    "bold": True,
                    "align": "center",
                    "valign": "vcenter",
                    "bg_color": "#E7E1DA",
                }
            ),
            "title": book.add_format({**base, "bold": True, "text_wrap": False}),
            "date": book.add_format({**base, "border": 1, "num_format": "dd/mm/yyyy"}),
        }
        for place, sheet in enumerate(sheets, 1):
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name, place)), sheet, formats)
    return buffer.getvalue()


def _sheet_name(name: str, place: int) -> str:
    """A name that Excel accepts."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")
    return kept[:31] or f"Sheet{place}"


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Titles, header, rows; the header stays in view and carries the filter."""
    for col, column in enumerate(sheet.columns):
        page.set_column(col, col, column.width)
    for row, title in enumerate(sheet.titles):
        page.write_string(row, 0, _safe(title), formats["title"])
    top = len(sheet.titles) + bool(sheet.titles)
    for col, column in enumerate(sheet.columns):
        page.write_string(top, col, _safe(column.title), formats["head"])
    last = top
    for last, line in enumerate(sheet.rows, top + 1):
        if isinstance(line, GroupLine):
            _write_group(page, last, line, len(sheet.columns), formats["group"])
        else:
            for col, value in enumerate(line):
                _write_value(page, (last, col), value, formats)
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, last, max(len(sheet.columns) - 1, 0))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _write_group(page: Any, row: int, line: GroupLine, width: int, style: Any) -> None:
    """A group row: number, and a title merged over the other columns."""
    if width < 3:
        page.write_string(row, 0, _safe(f"{line.number} {line.title}".strip()), style)
        return
    page.write_string(row, 0, _safe(line.number), style)
    page.merge_range(row, 1, row, width - 1, "", style)
    page.write_string(row, 1, _safe(line.title), style)


def _write_value(page: Any, place: tuple[int, int], value: Value, formats: dict[str, Any]) -> None:
    """One value in the cell kind that fits it."""
    if value is None:
        page.write_blank(*place, None, formats["text"])
    elif isinstance(value, str):
        page.write_string(*place, _safe(value), formats["text"])
    elif isinstance(value, date):
        page.write_datetime(*place, value, formats["date"])
    else:
        page.write_number(*place, value, formats["text"])


def _safe(text: str) -> str:
    """Text that both file formats can hold: no control characters, not longer than a cell."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:_LONGEST]


def write_docx_tables(tables: Sequence[WordTable], *, titles: Sequence[str] = ()) -> bytes:
    """A landscape A4 document in Times New Roman 13: heading lines, then each table."""
    document = docx.Document()
    _set_page(document)
    _add_titles(document, titles)
    for table in tables:
        _add_titles(document, table.titles)
        _add_table(document, table)
        document.add_paragraph()
    document.core_properties.created = document.core_properties.modified = _EPOCH
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
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)


def _add_titles(document: Document, titles: Sequence[str]) -> None:
    """Centred heading lines; a line in brackets is italic, the others are bold."""
    for title in titles:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_safe(title))
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
    yield from _safe(text).split("\n")


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
