"""Build Word and Excel files from rows written down in a test."""

from __future__ import annotations

import io
from typing import NamedTuple

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Font


class C(NamedTuple):
    """A cell over several columns or rows, or in bold."""

    text: str
    cols: int = 1
    rows: int = 1
    bold: bool = False


def band(text, width, *, bold=False):
    return C(text, cols=width, bold=bold)


def spread(rows):
    """Placed cells (row, col, C) and the width, merges taking their room."""
    taken, placed = set(), []
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            full = cell if isinstance(cell, C) else C(cell or "")
            placed.append((r, c, full))
            taken |= {(r + i, c + j) for i in range(full.rows) for j in range(full.cols)}
            c += full.cols
    return placed, max(c for _r, c in taken) + 1


def word(*blocks) -> bytes:
    """A document of paragraphs (texts) and tables (lists of rows)."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        placed, width = spread(block)
        table = document.add_table(rows=len(block), cols=width)
        for r, c, cell in placed:
            target = table.cell(r, c)
            if cell.cols > 1 or cell.rows > 1:
                target = target.merge(table.cell(r + cell.rows - 1, c + cell.cols - 1))
            for place, line in enumerate(cell.text.split("\n")):
                paragraph = target.paragraphs[0] if place == 0 else target.add_paragraph()
                paragraph.add_run(line).bold = cell.bold or None
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def numbered_word(rows, number_cells) -> bytes:
    """A document whose cells in `number_cells` hold only an automatic number."""
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for r, c in number_cells:
        properties = table.cell(r, c).paragraphs[0]._p.get_or_add_pPr()
        numbering = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", "0"), ("w:numId", "5")):
            part = OxmlElement(tag)
            part.set(qn("w:val"), value)
            numbering.append(part)
        properties.append(numbering)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def excel(*sheets, formats=None, errors=()) -> bytes:
    """A workbook of (name, rows); a value that is no text keeps its type.

    `formats` gives number formats by cell of the first sheet; `errors` names cells that show one.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        typed = [[c if isinstance(c, C | str) or c is None else C("") for c in row] for row in rows]
        placed, _width = spread(typed)
        for r, c, cell in placed:
            target = page.cell(r + 1, c + 1, cell.text or None)
            if cell.bold:
                target.font = Font(bold=True)
            if cell.cols > 1 or cell.rows > 1:
                page.merge_cells(
                    start_row=r + 1,
                    start_column=c + 1,
                    end_row=r + cell.rows,
                    end_column=c + cell.cols,
                )
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None and not isinstance(value, C | str):
                    page.cell(r + 1, c + 1, value)
    for place, code in (formats or {}).items():
        book.worksheets[0][place].number_format = code
    for place in errors:
        book.worksheets[0][place].data_type = "e"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
