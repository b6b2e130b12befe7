"""Sheets of an Excel workbook as grids: values as shown, merges, formulas, bold rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from . import grid
from .grid import Cell, CellNote, Grid, Limits, OfficeError
from .package import Package

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LONGEST_INDEX = 8
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell format says that matters for reading."""

    bold: bool = False
    shape: str = ""  # "", percent, day, month, year or time


@dataclass(slots=True)
class _Book:
    """What all sheets of a workbook share."""

    package: Package
    limits: Limits
    strings: list[grid.Reading] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)
    epoch: datetime = CALENDAR_WINDOWS_1900
    cells: int = 0


def read_workbook(package: Package, limits: Limits) -> list[Grid]:
    """One grid per visible sheet that holds something."""
    root = package.xml(package.main)
    if root is None:
        raise OfficeError("corrupt", where=package.main)
    book = _Book(package, limits, _strings(package), _styles(package))
    properties = next(root.iter("{*}workbookPr"), None)
    if properties is not None and properties.get("date1904") in {"1", "true"}:
        book.epoch = CALENDAR_MAC_1904
    related = package.related(package.main)
    grids = []
    for sheet in root.iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        kind, path = related.get(str(key), ("", ""))
        if kind != "worksheet" or sheet.get("state", "visible") != "visible":
            continue
        found = _read_sheet(book, path, sheet.get("name", ""))
        if found is not None:
            grids.append(found)
        if len(grids) > limits.tables:
            raise OfficeError("too_many_tables", limit=limits.tables)
    return grids


def _strings(package: Package) -> list[grid.Reading]:
    """The shared strings, cleaned once."""
    root = package.xml(package.companion("sharedStrings") or "xl/sharedStrings.xml")
    return [] if root is None else [grid.tidy(_plain(item)) for item in root.iterchildren("{*}si")]


def _plain(item: etree._Element) -> str:
    """The text of a string item: rich runs joined, phonetic hints left out."""
    if len(item) == 1 and str(item[0].tag).endswith("}t"):
        text = item[0].text or ""
    else:
        nodes = item.iter("{*}t")
        text = "".join(n.text or "" for n in nodes if next(n.iterancestors("{*}rPh"), None) is None)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _styles(package: Package) -> list[_Style]:
    """The cell formats in the order cells refer to them."""
    root = package.xml(package.companion("styles") or "xl/styles.xml")
    if root is None:
        return []
    codes = {
        int(item.get("numFmtId", "0")): item.get("formatCode", "")
        for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    bold = [
        any(mark.get("val", "1") not in {"0", "false"} for mark in font.iterfind("{*}b"))
        for font in root.iterfind("{*}fonts/{*}font")
    ]
    styles = []
    for item in root.iterfind("{*}cellXfs/{*}xf"):
        number, font = int(item.get("numFmtId", "0")), int(item.get("fontId", "0"))
        code = codes.get(number) or BUILTIN_FORMATS.get(number, "")
        styles.append(_Style(font < len(bold) and bold[font], _shape(code)))
    return styles


def _shape(code: str) -> str:
    """How a number format shows a number: percent, day, month, year, time, or as it is."""
    if "%" in code:
        return "percent"
    if not is_date_format(code):
        return ""
    bare = _QUOTED.sub("", code).lower()
    if "d" in bare:
        return "day"
    if "y" in bare:
        return "month" if "m" in bare else "year"
    return "time"


def _read_sheet(book: _Book, path: str, name: str) -> Grid | None:
    """The grid of one sheet; None when it holds nothing."""
    root = book.package.xml(path)
    if root is None:
        raise OfficeError("corrupt", where=name)
    sheet = Grid(name, [], is_sheet=True)
    cells: dict[tuple[int, int], Cell] = {}
    for element, row, col in _filled(root, name):
        if row > book.limits.rows:
            raise OfficeError("too_many_rows", where=name, found=row, limit=book.limits.rows)
        if col > book.limits.columns:
            raise OfficeError("too_many_columns", where=name, found=col, limit=book.limits.columns)
        cell = _cell(book, sheet, element, row, col)
        if cell is not None:
            cells[row, col] = cell
    book.cells += len(cells)
    if book.cells > book.limits.cells:
        raise OfficeError("too_many_cells", where=name, limit=book.limits.cells)
    if not cells:
        return None
    sheet.rows = grid.spread(cells, list(_merges(root, cells)))
    return sheet


def _filled(root: etree._Element, name: str) -> Iterator[tuple[etree._Element, int, int]]:
    """Cells that hold something, with their row and column; both may be left out in the file."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = _whole(line.get("r"), row + 1, name)
        col = 0
        for element in line.iterchildren("{*}c"):
            reference = element.get("r")
            if reference:
                place = _position(reference)
                if place is None:
                    raise OfficeError("corrupt", where=f"{name}!{reference[:20]}")
                row, col = place
            else:
                col += 1
            if len(element):
                yield element, row, col


def _whole(text: str | None, default: int, where: str) -> int:
    """A whole number written in an attribute, or the default."""
    if text is None:
        return default
    if not text.isdecimal() or len(text) > _LONGEST_INDEX:
        raise OfficeError("corrupt", where=where)
    return int(text)


def _position(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as "AB12"."""
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]), _column(found[1])) if found else None


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return col


def _merges(
    root: etree._Element, cells: dict[tuple[int, int], Cell]
) -> Iterator[tuple[int, int, int, int]]:
    """Merged areas, cut to the part of the sheet that holds something."""
    bottom_used = max(row for row, _col in cells)
    right_used = max(col for _row, col in cells)
    for item in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = item.get("ref", "").partition(":")
        start, end = _position(first), _position(last)
        if start is None or end is None or start[0] > bottom_used or start[1] > right_used:
            continue
        yield start[0], start[1], min(end[0], bottom_used), min(end[1], right_used)


def _cell(book: _Book, sheet: Grid, element: etree._Element, row: int, col: int) -> Cell | None:
    """One cell as it is shown, or None when nothing is shown; remarks go to the sheet's notes."""
    kind, value, formula, inline = element.get("t", "n"), None, False, None
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag.endswith("}v"):
            value = child.text
        elif tag.endswith("}f"):
            formula = True
        elif tag.endswith("}is"):
            inline = child
    style = _style(book, element.get("s"))
    if formula:
        sheet.notes.append(CellNote("formula" if value else "formula_empty", row, col))
    if kind == "e":
        sheet.notes.append(CellNote("error_value", row, col, value or ""))
        return Cell("", row, col, is_formula=formula, error=value or "#N/A")
    reading = _shown(book, kind, value, inline, style.shape)
    if reading.encoding:
        sheet.notes.append(CellNote("legacy", row, col, reading.encoding))
    if not reading.text:
        return None
    return Cell(
        reading.text, row, col, is_formula=formula, is_bold=style.bold, is_number=kind == "n"
    )


def _style(book: _Book, index: str | None) -> _Style:
    """The format of a cell; an unknown number means no format."""
    place = int(index) if index and index.isdecimal() and len(index) < _LONGEST_INDEX else 0
    return book.styles[place] if place < len(book.styles) else _Style()


def _shown(
    book: _Book, kind: str, value: str | None, inline: etree._Element | None, shape: str
) -> grid.Reading:
    """The text a person sees in the cell."""
    if inline is not None:
        return grid.tidy(_plain(inline))
    if not value:
        return grid.Reading("", "")
    if kind == "s":
        place = int(value) if value.isdecimal() and len(value) < _LONGEST_INDEX else -1
        return book.strings[place] if 0 <= place < len(book.strings) else grid.Reading("", "")
    if kind in {"b", "d", "n"}:
        return grid.Reading(_typed(kind, value, shape, book.epoch), "")
    return grid.tidy(value)


def _typed(kind: str, value: str, shape: str, epoch: datetime) -> str:
    """The text of a truth value, a day or a number."""
    if kind == "b":
        return "Có" if value == "1" else "Không"
    return _iso_day(value) if kind == "d" else _number(value, shape, epoch)


def _iso_day(value: str) -> str:
    """A day written as ISO 8601, as people write it."""
    try:
        return f"{datetime.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _number(value: str, shape: str, epoch: datetime) -> str:
    """A number with a decimal comma and no needless zeros, or the day or percentage it is."""
    try:
        number = float(value)
    except ValueError:
        return value
    if shape == "percent":
        return plain_number(number * 100) + "%"
    if shape and shape != "percent":
        return _day(number, shape, epoch) or plain_number(number)
    return plain_number(number)


def plain_number(number: float) -> str:
    """The figure as typed, without rounding noise: "39,5" for 39.5 and "12" for 12.0."""
    text = f"{number:.15g}" if abs(number) < 1e15 else f"{number:g}"
    if "e" in text:
        text = f"{number:.12f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _day(number: float, shape: str, epoch: datetime) -> str:
    """The day a serial number stands for, no finer than its format shows it."""
    try:
        moment = from_excel(number, epoch)
    except (ValueError, OverflowError, TypeError):
        return ""
    if isinstance(moment, timedelta) or not isinstance(moment, datetime):
        return str(moment)
    moment += timedelta(microseconds=500_000)
    patterns = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y", "time": "%H:%M"}
    return moment.strftime(patterns[shape])
