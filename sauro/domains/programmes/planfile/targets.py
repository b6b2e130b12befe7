"""Targets of a plan from the items of its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sauro.engines import text as vn

from . import deadlines, headers, measures, results, tasks, units, values
from . import value_words as words
from .agencies import Known
from .drafts import TargetDraft, Value
from .headers import Column
from .items import Item, Structure
from .measures import Measures
from .numbers import BULLET, SUB
from .problems import Problem
from .results import Reached
from .target_problems import is_odd, problems_of

_YEAR = re.compile(r"20[2-9]\d")
_ISSUE_DAY = re.compile(r"ngay *\.* *\d* *thang *\.* *\d* *nam *20\d\d")
_FIELDS = frozenset(
    {
        *(headers.NUMBER, headers.TITLE, headers.GROUP, headers.LEAD, headers.COORDINATE),
        *(headers.ROLES, headers.UNIT, headers.NOTE, headers.BASIS, headers.CODE),
    }
)
_VISION = re.compile(r"tam nhin.*$")


@dataclass(frozen=True, slots=True)
class Main:
    """The figure that counts, others of its cell, its column, and its year if it has one."""

    value: Value
    others: tuple[str, ...] = ()
    column: Column | None = None
    year: int | None = None


def build(
    structure: Structure, *, horizon: int | None, known: Known | None
) -> tuple[list[TargetDraft], list[Problem]]:
    """The targets in the order of the file, and what to look at; `horizon` is the file's year."""
    found: list[TargetDraft] = []
    problems: list[Problem] = []
    tables: dict[int, Measures] = {}
    for item in structure.items:
        key = id(item.reader)
        if key not in tables:
            titles = item.reader.titles
            tables[key] = measures.of_table(item.reader.columns, titles, horizon_in(titles))
        target, main, reached = _target(structure, item, tables[key], horizon, known)
        found.append(target)
        problems += problems_of(item, target, main.value, main.others, main.column, tables[key])
        problems += reached.problems
    return found, problems


def horizon_of(title: str) -> int | None:
    """The year that a group title or heading sets: "Đến năm 2030, tầm nhìn 2045" gives 2030."""
    years = _YEAR.findall(_VISION.sub("", vn.fold(title))) or _YEAR.findall(title)
    return int(years[-1]) if years else None


def horizon_in(titles: Sequence[str]) -> int | None:
    """The last year of the plan by the lines above its table; the day of issue does not count."""
    return horizon_of(_ISSUE_DAY.sub(" ", vn.fold(" . ".join(titles))))


def _target(
    structure: Structure, item: Item, table: Measures, horizon: int | None, known: Known | None
) -> tuple[TargetDraft, Main, Reached]:
    """One target, the figure that counts, and its results."""
    title, content = tasks.split_title(item.text(headers.TITLE))
    unit = _unit(structure, item, title)
    by_year = _by_year(item, table, unit, title)
    main = _main(item, table, title, unit, by_year)
    unit = unit or main.value.unit
    who = tasks.parties(structure, item, known)
    year = main.year or _own_horizon(structure, item, title)
    stated, deadline = _due(item, year)
    assumed = year is None and stated is None
    year = year or (stated.year if stated else None) or horizon_in(item.reader.titles) or horizon
    reached = results.of_row(item, table, main.value, by_year, unit)
    baseline, base_column = _baseline(item, table, unit)
    used = reached.used | {one.col for one in (*table.years, base_column, deadline) if one}
    several = () if not by_year or main.column in table.years else _whole_cell(item, main)
    target = TargetDraft(
        number=item.number.text,
        title=title,
        unit=unit,
        value=main.value,
        values=tuple(by_year),
        horizon=year,
        horizon_assumed=assumed,
        due_on=stated,
        falling=_is_falling(title, unit, main.value, baseline, by_year),
        indicator=_whole_title(structure, item, title),
        results=tuple(reached.results),
        baseline=baseline,
        baseline_year=base_column.year if base_column else None,
        group=item.group,
        parent=item.parent,
        lead_text=who.lead_text,
        leads=who.leads,
        coordinate_text=who.coordinate_text,
        coordinators=who.coordinators,
        source=item.text(headers.BASIS),
        note="\n".join(part for part in (item.text(headers.NOTE), content) if part),
        code=item.text(headers.CODE),
        extra=(*several, *_unused(item, used, table.value)),
        where=item.where,
    )
    return target, main, reached


def _whole_cell(item: Item, main: Main) -> tuple[tuple[str, str], ...]:
    """The cell from which the figures of several years were taken, with all its words."""
    text = item.text(headers.VALUE)
    taken = main.column is not None and main.column.kind == headers.VALUE
    return (
        ((main.column.heading, text),) if main.column and taken and text != main.value.text else ()
    )


def _unused(item: Item, used: set[int], value: Column | None) -> tuple[tuple[str, str], ...]:
    """Texts of columns that went into no field, with their headings."""
    return tuple(
        (column.heading, text)
        for column in item.reader.columns
        if not (column.kind in _FIELDS and item.reader.of(column.kind) is column)
        and column is not value
        and column.col not in used
        and (text := item.texts.get(column.col, ""))
        and not headers.MARK.fullmatch(text)
    )


def _unit(structure: Structure, item: Item, title: str) -> str:
    """The unit: of its column, group, title, heading of figures, or the lines above the table."""
    unit = tasks.inherited(structure, item, headers.UNIT).replace("\n", " ")
    if unit and not re.fullmatch(r"[-–…. ]+", unit):
        return unit
    figures = [
        column
        for column in item.reader.columns
        if column.kind in {headers.YEAR, headers.VALUE} and item.texts.get(column.col)
    ]
    named = {units.of_heading(column.heading) for column in figures}
    of_heading = named.pop() if len(named) == 1 else ""
    return units.of_heading(title) or of_heading or units.of_lines(item.reader.titles)


def _by_year(item: Item, table: Measures, unit: str, title: str) -> list[tuple[int, Value]]:
    """The figures of the years: their columns, or one text that sets several."""
    found = []
    for column in table.years:
        text = item.texts.get(column.col, "")
        value = values.parse(text, unit=unit).value
        if column.year and value.comparator:
            found.append((column.year, _ranked(value, unit, title)))
    if found:
        return found
    text = item.texts.get(table.value.col, "") if table.value else ""
    several = values.by_year(text, unit=unit) or (
        values.by_year(title, unit=unit, strict=True) if not text else ()
    )
    return [(year, _ranked(value, unit, title)) for year, value in several]


def _ranked(value: Value, unit: str, title: str) -> Value:
    """The value, as a place in a ranking when its unit or title says so."""
    return values.as_rank(value) if units.is_rank(unit, title) else value


def _main(
    item: Item, table: Measures, title: str, unit: str, by_year: list[tuple[int, Value]]
) -> Main:
    """The figure that counts: the last year before a vision, the value column, or the title."""
    column = table.value
    text = item.texts.get(column.col, "") if column else ""
    written = values.parse(text, unit=unit)
    columns = {one.year: one for one in table.years}
    if by_year and (column is None or not written.value.comparator or not table.years):
        year, value = next(
            (pair for pair in reversed(by_year) if pair[0] not in table.visions), by_year[-1]
        )
        cell = item.texts.get(columns[year].col, "") if year in columns else ""
        others = values.parse(cell, unit=unit).others if cell else ()
        return Main(value, others, columns.get(year, column), year)
    if written.value.comparator:
        value = _ranked(written.value, unit, title)
        year_said = horizon_of(column.heading) if column else None
        return Main(value, written.others, column, values.year_in(text) or year_said)
    return _from_title(item, title, unit)


def _from_title(item: Item, title: str, unit: str) -> Main:
    """The figure that the title states, or that it is done or not."""
    column = item.reader.title
    figures = values.from_title(title, unit=unit)
    if figures is not None:
        value = figures.value
        return Main(replace(value, unit=unit or value.unit), figures.others, column)
    if words.DONE_TITLE.match(vn.fold(title)):
        return Main(Value("", "yes_no", unit=unit, assumed=True), (), column)
    measured = item.reader.of(headers.VALUE) or item.reader.of(headers.YEAR)
    return Main(Value("", "text", unit=unit), (), measured or column)


def _own_horizon(structure: Structure, item: Item, title: str) -> int | None:
    """The year that the row itself, its deadline, or one of its groups sets."""
    deadline = item.text(headers.DEADLINE)
    if deadline and (year := horizon_of(deadline)):
        return year
    stated = re.search(r"\b(?:den|het|trong)\s+(?:het\s+)?(?:nam\s+)?(20[2-9]\d)\b", vn.fold(title))
    if stated:
        return int(stated[1])
    index = item.group
    while index is not None:
        year = horizon_of(structure.groups[index].title)
        if year:
            return year
        index = structure.groups[index].parent
    return None


def _due(item: Item, year: int | None) -> tuple[date | None, Column | None]:
    """The day of the deadline column when it is certain and within the year, and that column."""
    column = item.reader.of(headers.DEADLINE)
    text = item.text(headers.DEADLINE)
    if column is None or not text:
        return None, None
    found = deadlines.parse(text, default_year=year)
    fits = found.clear and found.due_on and (year is None or found.due_on.year == year)
    return (found.due_on, column) if fits else (None, None)


def _baseline(item: Item, table: Measures, unit: str) -> tuple[Value, Column | None]:
    """The latest figure known before the plan, and its column."""
    for column in reversed(table.baselines):
        text = item.texts.get(column.col, "")
        if text:
            return values.parse(text, unit=unit).value, column
    return Value(), None


def _is_falling(
    title: str, unit: str, value: Value, baseline: Value, by_year: Sequence[tuple[int, Value]]
) -> bool:
    """Whether lower is better where the comparison itself does not say."""
    if value.comparator in {"le", "lt", "rank_top"}:
        return True
    if value.comparator not in {"eq", "range"} or value.low is None:
        return False
    steps = [baseline, *(each for _year, each in by_year), value]
    if "value_change" in value.doubts or is_odd(unit, steps):
        return False
    known = [step.low for step in steps if step.low is not None]
    if len(known) > 1 and known[0] != known[-1]:
        return known[0] > known[-1]
    return bool(words.LESS.match(vn.fold(title)) or words.CUTS.match(vn.nfc(title)))


def _whole_title(structure: Structure, item: Item, title: str) -> str:
    """The title with the one above it for a part such as "Cấp xã", which alone says too little."""
    if item.parent is not None:
        above = tasks.split_title(structure.items[item.parent].text(headers.TITLE))[0]
        return f"{above.rstrip(' :;.,')} - {title}"
    group = structure.groups[item.group] if item.group is not None else None
    if group and (item.number.style in {SUB, BULLET} or group.number.style == "arabic"):
        return f"{group.title.rstrip(' :;.,')} - {title}"
    return ""
