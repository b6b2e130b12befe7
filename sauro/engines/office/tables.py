"""What a table to be written consists of; both writers know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | float | Decimal | date | None
EPOCH = datetime(2025, 1, 1)  # noqa: DTZ001 - a fixed day, so that equal content gives equal bytes
FONT = "Times New Roman"
_LONGEST = 32_767


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


def safe(text: str) -> str:
    """Text that both file formats can hold: no control characters, not longer than a cell."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:_LONGEST]
