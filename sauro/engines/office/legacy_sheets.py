"""Old .xls workbooks and delimited text as grids."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time

import python_calamine

from . import grid
from .excel import plain_number
from .grid import Cell, CellNote, Grid, Limits, OfficeError

_SAMPLE = 20_000


def read_xls(data: bytes, limits: Limits) -> list[Grid]:
    """One grid per visible sheet of an Excel 97-2003 workbook."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = [
            _sheet(book, meta.name, limits) for meta in book.sheets_metadata if _is_shown(meta)
        ]
    except OfficeError:
        raise
    except python_calamine.PasswordError as error:
        raise OfficeError("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise OfficeError("corrupt") from error
    return [found for found in grids if found.rows]


def _is_shown(meta: python_calamine.SheetMetadata) -> bool:
    """Whether a sheet is a visible sheet of cells."""
    return (
        meta.visible == python_calamine.SheetVisibleEnum.Visible
        and meta.typ == python_calamine.SheetTypeEnum.WorkSheet
    )


def _sheet(book: python_calamine.CalamineWorkbook, name: str, limits: Limits) -> Grid:
    """The grid of one sheet."""
    sheet = book.get_sheet_by_name(name)
    _check_size(name, sheet.total_height, sheet.total_width, limits)
    values = sheet.to_python(skip_empty_area=False)
    merges = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if top < len(values)
    ]
    return _fill(
        Grid(name, [], is_sheet=True), [[_shown(value) for value in row] for row in values], merges
    )


def _check_size(name: str, height: int, width: int, limits: Limits) -> None:
    """Refuse a table that is too high, too wide, or too big."""
    if height > limits.rows:
        raise OfficeError("too_many_rows", where=name, found=height, limit=limits.rows)
    if width > limits.columns:
        raise OfficeError("too_many_columns", where=name, found=width, limit=limits.columns)
    if height * width > limits.cells:
        raise OfficeError("too_many_cells", where=name, limit=limits.cells)


def _shown(value: object) -> str:
    """The text a person sees for a value."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return plain_number(float(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def _fill(found: Grid, values: list[list[str]], merges: list[tuple[int, int, int, int]]) -> Grid:
    """Put texts into the grid, cleaned, noting those repaired from an old encoding."""
    cells: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(values, 1):
        for col, raw in enumerate(line, 1):
            reading = grid.tidy(raw)
            if reading.encoding:
                found.notes.append(CellNote("legacy", row, col, reading.encoding))
            if reading.text:
                cells[row, col] = Cell(reading.text, row, col)
    found.rows = grid.spread(cells, merges) if cells else []
    return found


def read_delimited(data: bytes, limits: Limits) -> list[Grid]:
    """The one table of a text file with commas, semicolons or tabs."""
    text = decoded(data)
    if "\x00" in text:
        raise OfficeError("unknown")
    sample = text[:_SAMPLE]
    delimiter = max("\t;,|", key=lambda mark: min(sample.count(mark), 1) * sample.count(mark))
    if delimiter not in sample:
        raise OfficeError("unknown")
    try:
        values = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise OfficeError("corrupt") from error
    _check_size("CSV", len(values), max(map(len, values), default=0), limits)
    return [_fill(Grid("CSV", [], is_sheet=True), values, [])]


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8 or UTF-16; older bytes are read as Western and repaired later."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
