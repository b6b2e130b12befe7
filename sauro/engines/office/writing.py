"""Write tables as an Excel workbook or as a Word annex; the same input gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from .tables import EPOCH, FONT, Column, GroupLine, Line, Sheet, Value, WordTable, safe

__all__ = ["Column", "GroupLine", "Line", "Sheet", "WordTable", "write_docx_tables", "write_xlsx"]


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of the sheets; every text stays a text, even one that begins with "="."""
    import xlsxwriter  # slow to import, and most processes never write

    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": EPOCH})
        base = {"font_name": FONT, "font_size": 12, "valign": "top", "text_wrap": True}
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
        page.write_string(row, 0, safe(title), formats["title"])
    top = len(sheet.titles) + bool(sheet.titles)
    for col, column in enumerate(sheet.columns):
        page.write_string(top, col, safe(column.title), formats["head"])
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
        page.write_string(row, 0, safe(f"{line.number} {line.title}".strip()), style)
        return
    page.write_string(row, 0, safe(line.number), style)
    page.merge_range(row, 1, row, width - 1, "", style)
    page.write_string(row, 1, safe(line.title), style)


def _write_value(page: Any, place: tuple[int, int], value: Value, formats: dict[str, Any]) -> None:
    """One value in the cell kind that fits it."""
    if value is None:
        page.write_blank(*place, None, formats["text"])
    elif isinstance(value, str):
        page.write_string(*place, safe(value), formats["text"])
    elif isinstance(value, date):
        page.write_datetime(*place, value, formats["date"])
    else:
        page.write_number(*place, value, formats["text"])


def write_docx_tables(tables: Sequence[WordTable], *, titles: Sequence[str] = ()) -> bytes:
    """A landscape A4 document in Times New Roman 13: heading lines, then each table."""
    from . import word_writing  # slow to import, and most processes never write

    return word_writing.document_of(tables, titles)
