"""A sheet for a national system as data: which columns, in which order, format and words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

Cell = str | int | None
SOURCES = frozenset(
    {
        *("external_code", "number", "title", "programme", "group", "mandates", "lead"),
        *("lead_code", "coordinators", "starts", "due", "deadline", "state", "class"),
        *("percent", "completed", "deliverable", "told", "obstacle", "updated"),
    }
)
FORMATS = frozenset({"text", "date", "number"})
_MARKS = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d"}


class BadLayout(ValueError):
    """The file does not describe a sheet; the message says where."""


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A column: what of a task stands in it, under which heading, and headings they also use."""

    key: str
    source: str
    title: str
    aliases: tuple[str, ...] = ()
    format: str = "text"
    codes: str = ""
    width: float = 18
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet; `is_proposal` while the official one of the system is not known."""

    code: str
    system: str
    name: str
    sheet: str
    title: str
    columns: tuple[LayoutColumn, ...]
    is_proposal: bool = True
    date_format: str = "dd/mm/yyyy"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def key_column(self) -> LayoutColumn:
        """The column by which rows are told apart."""
        return next(one for one in self.columns if one.is_key)

    @property
    def day_pattern(self) -> str:
        """The format of days as strftime knows it."""
        pattern = self.date_format
        for mark, code in _MARKS.items():
            pattern = pattern.replace(mark, code)
        return pattern


_ADAPTER: TypeAdapter[Layout] = TypeAdapter(Layout)


def layout_from(data: Mapping[str, Any]) -> Layout:
    """The layout that a file describes; raises BadLayout."""
    try:
        found = _ADAPTER.validate_python(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadLayout(f"{place}: {first['msg']}") from error
    keys = [one.key for one in found.columns]
    if len(set(keys)) != len(keys):
        raise BadLayout("columns: a key stands twice")
    if sum(one.is_key for one in found.columns) != 1:
        raise BadLayout("columns: exactly one column is the key")
    for one in found.columns:
        if one.source not in SOURCES:
            raise BadLayout(f"columns.{one.key}: unknown source {one.source}")
        if one.format not in FORMATS:
            raise BadLayout(f"columns.{one.key}: unknown format {one.format}")
        if one.codes and one.codes not in found.codes:
            raise BadLayout(f"columns.{one.key}: unknown list of codes {one.codes}")
    if found.key_column.source != "external_code":
        raise BadLayout("columns: the key column holds the code of the task in that system")
    return found


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A task as it stands in the sheet; `hash` tells whether it says the same."""

    task: int
    code: str
    cells: tuple[Cell, ...]

    @property
    def hash(self) -> str:
        """The fingerprint of the cells."""
        return digest(list(self.cells))


def row_of(layout: Layout, task: int, facts: Mapping[str, Any]) -> SheetRow:
    """The row of a task; `facts` by source. A state without a word of theirs stays our code."""
    cells = tuple(_cell(layout, one, facts.get(one.source)) for one in layout.columns)
    return SheetRow(task, str(facts["external_code"]), cells)


def _cell(layout: Layout, column: LayoutColumn, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if column.codes:
        return layout.codes[column.codes].get(str(value), str(value))
    if isinstance(value, date):
        return value.strftime(layout.day_pattern)
    if column.format == "number":
        return int(value)
    return " ".join(str(value).split())


def digest(value: Any) -> str:
    """The SHA-256 of plain data in canonical form."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sheet_digest(columns: Sequence[str], rows: Sequence[SheetRow]) -> str:
    """The fingerprint of a whole sheet: its headings and its rows."""
    return digest([list(columns), [row.hash for row in rows]])


def sent_digest(columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> str:
    """The same of a sheet as it is kept, from its cells and not from the hashes beside them."""
    kept = [SheetRow(row["task"], row["code"], tuple(row["cells"])) for row in rows]
    return sheet_digest([one["title"] for one in columns], kept)
