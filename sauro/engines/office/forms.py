"""Write a workbook that people fill in: protected, with unlocked cells that check what is typed.

A hidden first column names each row and a hidden row names each column, so that the file can be
read back whatever was moved; the same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .tables import EPOCH, FONT, Value, safe

_MOST_LISTED = 255  # letters that Excel takes for the entries of a drop-down


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: the mark by which it is found again, its heading, its width in characters."""

    mark: str
    title: str
    width: float = 14


@dataclass(frozen=True, slots=True)
class Check:
    """What an input cell takes: numbers within bounds, or one of a list (a hint when `open`)."""

    whole: bool = False
    lowest: Decimal | None = None
    highest: Decimal | None = None
    choices: Sequence[str] = ()
    open: bool = False
    title: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row: its hidden key, its values by mark, and the marks a person may fill in.

    A row without a key is a heading across the sheet; its only value is the first one.
    """

    key: str
    values: Mapping[str, Value]
    inputs: Mapping[str, Check] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet to fill in."""

    name: str
    columns: Sequence[FormColumn]
    rows: Sequence[FormRow]
    key_mark: str
    titles: Sequence[str] = ()
    footer: str = ""


def write_form(sheets: Sequence[FormSheet]) -> bytes:
    """The workbook of these sheets."""
    import xlsxwriter  # slow to import, and most processes never write

    buffer = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": EPOCH})
        styles = _styles(book)
        taken: set[str] = set()
        for place, sheet in enumerate(sheets, 1):
            name = _name(sheet.name, place, taken)
            _write(book.add_worksheet(name), sheet, styles)
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 12, "valign": "top", "text_wrap": True}
    cell = {**base, "border": 1}
    head = {**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E1DA"}
    return {
        "title": book.add_format({**base, "bold": True, "text_wrap": False}),
        "line": book.add_format({**base, "text_wrap": False}),
        "head": book.add_format(head),
        "group": book.add_format({**cell, "bold": True, "bg_color": "#F3F0EC"}),
        "text": book.add_format({**cell, "bg_color": "#F7F5F2"}),
        "input": book.add_format({**cell, "bg_color": "#FFFBE6", "locked": False}),
    }


def _name(name: str, place: int, taken: set[str]) -> str:
    """A name that Excel accepts, used once in the workbook."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")
    found = kept[:31] or f"Sheet{place}"
    if found.casefold() in taken:
        found = f"{found[:26]} ({place})"
    taken.add(found.casefold())
    return found


def _write(page: Any, sheet: FormSheet, styles: dict[str, Any]) -> None:
    """Titles, the hidden row of marks, headings, rows; everything locked but the inputs."""
    places = {column.mark: col for col, column in enumerate(sheet.columns, 1)}
    for place, title in enumerate(sheet.titles):
        page.write_string(place, 1, safe(title), styles["line" if place else "title"])
    top = len(sheet.titles)
    page.write_string(top, 0, sheet.key_mark)
    page.set_row(top, None, None, {"hidden": True})
    for column in sheet.columns:
        page.write_string(top, places[column.mark], column.mark)
        page.write_string(top + 1, places[column.mark], safe(column.title), styles["head"])
        page.set_column(places[column.mark], places[column.mark], column.width)
    page.set_column(0, 0, 4, None, {"hidden": True})
    last = top + 1
    for last, row in enumerate(sheet.rows, top + 2):
        _write_row(page, last, row, places, styles)
    if sheet.footer:
        page.write_string(last + 2, 1, safe(sheet.footer), styles["line"])
    _guard(page, top)


def _guard(page: Any, top: int) -> None:
    """Locked without a password, headings in view, fit for paper."""
    page.protect(
        "", {"format_columns": True, "format_rows": True, "select_locked_cells": True, "sort": True}
    )
    page.freeze_panes(top + 2, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top + 1)


def _write_row(
    page: Any, at: int, row: FormRow, places: Mapping[str, int], styles: dict[str, Any]
) -> None:
    if not row.key:
        for col in places.values():
            page.write_blank(at, col, None, styles["group"])
        page.write_string(at, 1, safe(str(next(iter(row.values.values())))), styles["group"])
        return
    page.write_string(at, 0, safe(row.key))
    for mark, col in places.items():
        style = styles["input" if mark in row.inputs else "text"]
        _write_value(page, at, col, row.values.get(mark), style)
        if mark in row.inputs:
            page.data_validation(at, col, at, col, _validation(row.inputs[mark]))


def _write_value(page: Any, row: int, col: int, value: Value, style: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, col, None, style)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, col, float(value), style)
    else:
        page.write_string(row, col, safe(str(value)), style)


def _validation(check: Check) -> dict[str, Any]:
    """The check of one cell as the writer takes it."""
    found: dict[str, Any] = {"ignore_blank": True}
    if check.message:
        found |= {"input_title": check.title[:32], "input_message": check.message[:255]}
        found |= {"error_title": check.title[:32], "error_message": check.message[:255]}
    if check.choices:
        listed = list(check.choices)
        while sum(map(len, listed)) + len(listed) > _MOST_LISTED:
            listed.pop()
        return found | {"validate": "list", "source": listed, "show_error": not check.open}
    found["validate"] = "integer" if check.whole else "decimal"
    lowest, highest = check.lowest, check.highest
    if lowest is not None and highest is not None:
        bounds = {"criteria": "between", "minimum": float(lowest), "maximum": float(highest)}
    elif highest is not None:
        bounds = {"criteria": "<=", "value": float(highest)}
    else:
        bounds = {"criteria": ">=", "value": float(lowest if lowest is not None else -1e12)}
    return found | bounds
