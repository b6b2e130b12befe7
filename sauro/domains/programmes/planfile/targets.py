"""Targets of a plan from the items of its tables."""

from __future__ import annotations

import re

from sauro.engines import text as vn

from . import headers, tasks, values
from .agencies import Known
from .drafts import TargetDraft, Value
from .headers import Column
from .items import Item, Structure
from .problems import Problem
from .values import Figures

_YEAR = re.compile(r"20[2-9]\d")
_USED = frozenset(
    {
        headers.NUMBER,
        headers.TITLE,
        headers.GROUP,
        headers.LEAD,
        headers.COORDINATE,
        headers.ROLES,
        headers.UNIT,
    }
    | {headers.YEAR, headers.VALUE, headers.BASELINE, headers.NOTE, headers.BASIS, headers.CODE}
)
_UNIT_IN_TITLE = re.compile(
    r"\s*\((%|[^()\d]{1,25}/[^()]{1,25}|người|doanh nghiệp|đơn vị|điểm|triệu đồng|tỷ đồng)\)\s*$"
)
_VISION = re.compile(r"tam nhin.*$")


def build(
    structure: Structure, *, horizon: int | None, known: Known | None
) -> tuple[list[TargetDraft], list[Problem]]:
    """The targets in the order of the file, and what to look at; `horizon` is the file's year."""
    found: list[TargetDraft] = []
    problems: list[Problem] = []
    for item in structure.items:
        target, figures = _target(structure, item, horizon, known)
        found.append(target)
        problems += _problems(item, target, figures)
    return found, problems


def horizon_of(title: str) -> int | None:
    """The year that a group title or heading sets: "Đến năm 2030, tầm nhìn 2045" gives 2030."""
    years = _YEAR.findall(_VISION.sub("", vn.fold(title))) or _YEAR.findall(title)
    return int(years[-1]) if years else None


def _target(
    structure: Structure, item: Item, horizon: int | None, known: Known | None
) -> tuple[TargetDraft, Figures]:
    """One target, and the figures of its main value."""
    title, content = tasks.split_title(item.text(headers.TITLE))
    unit = item.text(headers.UNIT).replace("\n", " ")
    in_title = _UNIT_IN_TITLE.search(title)
    if not unit and in_title:
        unit = in_title[1]
    by_year = _by_year(item, unit)
    figures, year = _main(item, title, unit, by_year)
    who = tasks.parties(structure, item, known)
    base = next((column for column in item.reader.columns if column.kind == headers.BASELINE), None)
    baseline = _last_baseline(item, unit)
    target = TargetDraft(
        number=item.number.text,
        title=title,
        unit=unit or figures.value.unit,
        value=figures.value,
        values=tuple((when, each.value) for when, each in by_year),
        horizon=year or _own_horizon(structure, item, title) or horizon,
        baseline=baseline,
        baseline_year=_baseline_year(base),
        group=item.group,
        parent=item.parent,
        lead_text=who.lead_text,
        leads=who.leads,
        coordinate_text=who.coordinate_text,
        coordinators=who.coordinators,
        source=item.text(headers.BASIS),
        note="\n".join(part for part in (item.text(headers.NOTE), content) if part),
        code=item.text(headers.CODE),
        extra=tasks.unused(item, _USED),
        where=item.where,
    )
    return target, figures


def _by_year(item: Item, unit: str) -> list[tuple[int, Figures]]:
    """The figures of the columns that stand for years."""
    return [
        (column.year, values.parse(text, unit=unit))
        for column in item.reader.columns
        if column.kind == headers.YEAR and column.year and (text := item.texts.get(column.col, ""))
    ]


def _main(
    item: Item, title: str, unit: str, by_year: list[tuple[int, Figures]]
) -> tuple[Figures, int | None]:
    """The figure that counts, and its year: the value column, the last year, or the title."""
    text = item.text(headers.VALUE)
    if text and not re.fullmatch(r"[-–…. ]+", text):
        return values.parse(text, unit=unit), None
    stated = [(when, each) for when, each in by_year if each.value.comparator]
    if stated:
        return stated[-1][1], stated[-1][0]
    figures = values.from_title(title)
    if figures is None:
        return Figures(Value("", "text", unit=unit)), None
    value = figures.value
    shown = Value(
        value.text, value.comparator, value.low, value.high, unit or value.unit, assumed=True
    )
    return Figures(shown, figures.others), None


def _own_horizon(structure: Structure, item: Item, title: str) -> int | None:
    """The year that the row itself, its deadline, or one of its groups sets."""
    deadline = item.text(headers.DEADLINE)
    if deadline and (year := horizon_of(deadline)):
        return year
    index = item.group
    while index is not None:
        year = horizon_of(structure.groups[index].title)
        if year:
            return year
        index = structure.groups[index].parent
    value = item.reader.of(headers.VALUE)
    stated = re.search(r"\b(?:den|het|trong)\s+(?:het\s+)?(?:nam\s+)?(20[2-9]\d)\b", vn.fold(title))
    return (horizon_of(value.heading) if value else None) or (int(stated[1]) if stated else None)


def _last_baseline(item: Item, unit: str) -> Value:
    """The latest figure known before the plan."""
    texts = [
        text
        for column in item.reader.columns
        if column.kind == headers.BASELINE and (text := item.texts.get(column.col, ""))
    ]
    return values.parse(texts[-1], unit=unit).value if texts else Value()


def _baseline_year(column: Column | None) -> int | None:
    """The year that the heading of the baseline names."""
    return column.year if column else None


def _problems(item: Item, target: TargetDraft, figures: Figures) -> list[Problem]:
    """What to look at in one target."""
    found: list[Problem] = []
    if not target.title:
        found.append(tasks.at(item, headers.TITLE, "title_missing"))
    mentions = ((headers.LEAD, target.leads), (headers.COORDINATE, target.coordinators))
    for kind, named in mentions:
        found += [
            tasks.at(item, kind, "agency_incomplete", text=each.text)
            for each in named
            if each.incomplete
        ]
    kinds = {column.kind for column in item.reader.columns}
    column = next((kind for kind in (headers.VALUE, headers.YEAR) if kind in kinds), headers.TITLE)
    value = target.value
    if value.comparator == "text" and value.text:
        found.append(tasks.at(item, column, "value_text", text=value.text))
    elif value.comparator == "text":
        found.append(tasks.at(item, column, "value_missing"))
    elif value.assumed:
        found.append(tasks.at(item, headers.TITLE, "value_from_title", text=value.text))
    if figures.others:
        place = headers.TITLE if value.assumed else column
        found.append(
            tasks.at(item, place, "value_several", text="; ".join((value.text, *figures.others)))
        )
    return found
