"""What reading an office file gives: tables of clean cells, each knowing its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext

from sauro.core.errors import DomainError
from sauro.engines import text as vn


def _(msgid: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return msgid


_REPEATED = 200  # letters of a cell that is likely to come again

MESSAGES = {
    "empty": _("The file is empty."),
    "too_large": _("The file has %(found)s MB; the limit is %(limit)s MB."),
    "bomb": _("The file unpacks to far more than its size; it was not opened."),
    "too_many_parts": _("The file holds %(found)s parts; the limit is %(limit)s."),
    "too_many_rows": _("The table reaches row %(found)s; the limit is %(limit)s rows."),
    "too_many_columns": _("The table reaches column %(found)s; the limit is %(limit)s columns."),
    "too_many_cells": _("The tables hold more than %(limit)s cells."),
    "too_many_tables": _("The file holds more than %(limit)s tables."),
    "encrypted": _(
        "The file is protected by a password. Save it without a password and load it again."
    ),
    "old_word": _("This is a Word 97-2003 file (.doc). Save it as .docx and load it again."),
    "pdf": _("This is a PDF file. Load the Word or Excel file it was made from."),
    "picture": _("This is a picture. Load the Word or Excel file it was made from."),
    "html": _(
        "This is a web page with another name. Open it in Office and save it as .docx or .xlsx."
    ),
    "rtf": _("This is a rich text file (.rtf). Save it as .docx and load it again."),
    "old_xml": _("This is an old XML document. Save it as .docx or .xlsx and load it again."),
    "unknown": _("This is not a Word or Excel file."),
    "no_text_kind": _("This is not a Word (.docx), PDF or text file."),
    "corrupt": _("The file is damaged and cannot be read."),
    "forbidden_xml": _(
        "The file declares XML entities, which office programs never do; it was not opened."
    ),
}


class OfficeError(DomainError):
    """The file cannot be read; the message is in the reader's language and names the place."""

    status = 422

    def __init__(self, code: str, *, where: str = "", **params: object) -> None:
        self.code = code
        self.params = params
        self.where = where
        self.template = MESSAGES[code]
        sentence = gettext(self.template) if settings.configured else self.template
        sentence = sentence % params if params else sentence
        super().__init__(f"{where}: {sentence}" if where else sentence)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold before it is refused."""

    megabytes: int = 20
    unpacked_megabytes: int = 250
    ratio: int = 400
    parts: int = 5_000
    tables: int = 300
    rows: int = 20_000
    columns: int = 256
    cells: int = 1_000_000

    @property
    def compressed(self) -> int:
        """The largest file, in bytes."""
        return self.megabytes * 1024 * 1024


class Cell(NamedTuple):
    """One cell; `row` and `col` count from 1; a covered cell repeats the text of its merge."""

    text: str
    row: int
    col: int
    span: int = 1
    rows: int = 1
    merged_from: tuple[int, int] | None = None
    is_formula: bool = False
    is_bold: bool = False
    is_number: bool = False
    error: str = ""

    @property
    def covered_from_above(self) -> bool:
        """Whether the cell belongs to a merge that began in a higher row."""
        return self.merged_from is not None and self.merged_from[0] < self.row

    @property
    def covered_from_left(self) -> bool:
        """Whether the cell belongs to a merge that began in the same row."""
        return self.merged_from is not None and self.merged_from[0] == self.row


class CellNote(NamedTuple):
    """What to know about one cell: formula, formula_empty, error_value or legacy."""

    code: str
    row: int
    col: int
    detail: str = ""


@dataclass(slots=True)
class Grid:
    """One table or sheet: title lines above it and rows of cells, all of one width."""

    name: str
    rows: list[list[Cell]]
    titles: list[str] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)
    is_sheet: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def where(self, row: int, col: int = 0, heading: str = "") -> str:
        """A place a person finds: "Sheet1!C5", or "bảng 1, hàng 7, cột Cơ quan chủ trì"."""
        if self.is_sheet:
            return f"{self.name}!{letters(col)}{row}" if col else f"{self.name}!{row}"
        place = f"{self.name[:1].lower()}{self.name[1:]}, hàng {row}"
        return f"{place}, cột {heading or col}" if heading or col else place


class Reading(NamedTuple):
    """A cleaned text, and the old encoding it was repaired from (empty when none)."""

    text: str
    encoding: str


def tidy(raw: str) -> Reading:
    """NFC text with single spaces, one line per line, old font encodings repaired."""
    return _tidied(raw) if len(raw) <= _REPEATED else _tidied.__wrapped__(raw)


@lru_cache(maxsize=4096)  # names of agencies, days and results come again in every row
def _tidied(raw: str) -> Reading:
    if raw.isascii() and "\n" not in raw:
        return Reading(" ".join(raw.split()), "")
    hint = vn.legacy_hint(raw)
    lines = (vn.clean(line) for line in (vn.repair(raw) if hint else raw).splitlines())
    return Reading("\n".join(line for line in lines if line), hint or "")


def letters(col: int) -> str:
    """The letters of a spreadsheet column: 1 gives A, 28 gives AB."""
    name = ""
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def spread(
    cells: Mapping[tuple[int, int], Cell],
    merges: Sequence[tuple[int, int, int, int]] = (),
) -> list[list[Cell]]:
    """Rows of equal width from scattered cells; merges are (top, left, bottom, right)."""
    placed = dict(cells)
    for top, left, bottom, right in merges:
        anchor = placed.get((top, left), Cell("", top, left))
        placed[top, left] = anchor._replace(span=right - left + 1, rows=bottom - top + 1)
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                if (row, col) != (top, left):
                    placed[row, col] = Cell(anchor.text, row, col, merged_from=(top, left))
    height = max((row for row, _col in placed), default=0)
    width = max((col for _row, col in placed), default=0)
    blank = placed.get
    return [
        [blank((row, col)) or Cell("", row, col) for col in range(1, width + 1)]
        for row in range(1, height + 1)
    ]
