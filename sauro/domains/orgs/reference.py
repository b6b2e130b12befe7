"""The vendored lists: central agencies, collective names, and the usual agencies of a province.

From the Government's structure of 1 March 2025 (Resolution 176/2025/QH15). Only the main successor
of a ministry is listed; `valid_from` of 1 August 2007 means “on record since”, not a founding day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """One line of the list of agencies; a closed one names its successor."""

    code: str
    kind: str
    name: str
    short_name: str
    valid_from: date
    valid_to: date | None
    successor: str
    ground: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectiveRecord:
    """One line of the list of collective names."""

    code: str
    name: str
    kinds: tuple[str, ...]
    aliases: tuple[str, ...]


def agencies(file: str = "organisations.csv") -> list[AgencyRecord]:
    """The central agencies; a successor stands before those it took over."""
    return [
        AgencyRecord(
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            short_name=row["short_name"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor=row["successor"],
            ground=row["ground"],
            aliases=_several(row["aliases"], _SEPARATOR),
        )
        for row in _rows(file)
    ]


@dataclass(frozen=True, slots=True)
class ProvincialRecord:
    """One usual agency of a province; names hold {name}, {level} and {party} of the province."""

    code: str
    parent: str
    kind: str
    name: str
    short_name: str
    since: date
    head: str
    deputy: str
    aliases: tuple[str, ...]


def provincial() -> list[ProvincialRecord]:
    """The usual agencies of a province, a parent before what lies below it."""
    plain = ("code", "parent", "kind", "name", "short_name", "head", "deputy")
    return [
        ProvincialRecord(
            **{name: row[name] for name in plain},
            since=date.fromisoformat(row["since"]),
            aliases=_several(row["aliases"], _SEPARATOR),
        )
        for row in _rows("provincial.csv")
    ]


def collectives() -> list[CollectiveRecord]:
    """The collective names used in plans of every province."""
    return [
        CollectiveRecord(
            code=row["code"],
            name=row["name"],
            kinds=_several(row["kinds"], " "),
            aliases=_several(row["aliases"], _SEPARATOR),
        )
        for row in _rows("collectives.csv")
    ]


def _several(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
