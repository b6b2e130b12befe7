"""What the columns of figures of a table of targets stand for: plans, states before, results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sauro.engines import text as vn

from . import deadlines, headers
from .headers import Column

_ESTIMATE = re.compile(r"\buoc\b|\bdu kien\b")
_VISION = re.compile(r"\b(?:tam nhin|dinh huong)\b")
_ABOVE = re.compile(r"\b(?:trung uong|quoc gia|ca nuoc|toan quoc|bo|chinh phu|tw)\b")
_PLAIN_RESULT = re.compile(r"(?:ket qua|thuc te)(?: thuc hien| dat duoc| dat)?(?: \(.*\))?")
_TOLD = re.compile(r"\b(?:so lieu|ket qua|tinh|cap nhat|thuc hien)\b.{0,30}\bden\b(.*)")
_DECEMBER = (12, 31)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of results; `on` is None when nothing says the day.

    `assumed` says that the day does not stand in its heading.
    """

    column: Column
    on: date | None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Measures:
    """The columns of figures of one table by what they stand for."""

    years: tuple[Column, ...]
    value: Column | None
    visions: frozenset[int]
    twice: tuple[Column, ...]
    baselines: tuple[Column, ...]
    results: tuple[ResultColumn, ...]
    estimates: tuple[Column, ...]
    assessments: tuple[Column, ...]


def of_table(columns: Sequence[Column], titles: Iterable[str], year: int | None) -> Measures:
    """The measures of a table with these columns; `year` is the year its title names."""
    years, twice = _years([one for one in columns if one.kind == headers.YEAR and one.year])
    planned = [one.year for one in years if one.year]
    first = min(planned, default=year)
    baselines: list[Column] = []
    estimates: list[Column] = []
    results: list[ResultColumn] = []
    told = _day_told(titles, year)
    aims = [one.col for one in columns if one.kind in {headers.YEAR, headers.VALUE}]
    for column in columns:
        if column.kind == headers.BASELINE:
            late = _is_late(column, first, aims)
            if late and _ESTIMATE.search(headers.folded(column.heading)):
                estimates.append(column)
            elif late and column.year:
                results.append(ResultColumn(column, date(column.year, *_DECEMBER), assumed=True))
            else:
                baselines.append(column)
        elif column.kind == headers.ACTUAL or _is_plain_result(column):
            found = deadlines.parse(column.heading, default_year=first).due_on
            own = re.search(r"20\d\d", column.heading)
            day = found or told
            results.append(ResultColumn(column, day, assumed=not (found and own)))
    aim, other_aims = _aims([one for one in columns if one.kind == headers.VALUE])
    return Measures(
        tuple(years),
        aim,
        frozenset(one.year for one in years if one.year and _VISION.search(vn.fold(one.heading))),
        (*twice, *other_aims),
        tuple(sorted(baselines, key=lambda one: (one.year or 0, one.col))),
        tuple(results),
        tuple(estimates),
        tuple(one for one in columns if one.kind in {headers.ASSESSMENT, headers.STATUS}),
    )


def _years(columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """One column for each year, the one of the own level, and those that are left over."""
    chosen: dict[int, Column] = {}
    left: list[Column] = []
    for column in columns:
        year = column.year or 0
        other = chosen.get(year)
        if other is None:
            chosen[year] = column
        elif _ABOVE.search(vn.fold(other.heading)) and not _ABOVE.search(vn.fold(column.heading)):
            chosen[year] = column
            left.append(other)
        else:
            left.append(column)
    return [chosen[year] for year in sorted(chosen)], left


def _aims(columns: Sequence[Column]) -> tuple[Column | None, list[Column]]:
    """The column of values, the own one before that of a higher level, and those left over."""
    own = [one for one in columns if not _ABOVE.search(vn.fold(one.heading))] or list(columns)
    chosen = own[0] if own else None
    return chosen, [one for one in columns if one is not chosen]


def _is_late(column: Column, first: int | None, aims: Sequence[int]) -> bool:
    """Whether a column of what was done falls into the years of the plan."""
    if column.year is not None:
        return first is not None and column.year >= first
    estimate = _ESTIMATE.search(headers.folded(column.heading))
    return bool(estimate and aims and column.col > min(aims))


def _is_plain_result(column: Column) -> bool:
    """Whether a column is headed only "Kết quả": beside targets that is what was reached."""
    return column.kind == headers.RESULT and bool(
        _PLAIN_RESULT.fullmatch(headers.folded(column.heading))
    )


def _day_told(titles: Iterable[str], year: int | None) -> date | None:
    """The day up to which the title lines say the figures go."""
    for line in titles:
        found = _TOLD.search(vn.fold(line))
        day = deadlines.parse(found[1], default_year=year).due_on if found else None
        if day is not None:
            return day
    return None
