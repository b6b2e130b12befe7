"""What a person should look at in one target."""

from __future__ import annotations

from collections.abc import Iterable

from sauro.engines import text as vn

from . import headers, tasks, units
from .drafts import TargetDraft, Value
from .headers import Column
from .items import Item
from .measures import Measures
from .problems import Problem

_ODD = 20  # a percentage so many times smaller than another of its row may be a bare fraction


def problems_of(
    item: Item,
    target: TargetDraft,
    value: Value,
    others: tuple[str, ...],
    column: Column | None,
    table: Measures,
) -> list[Problem]:
    """Everything doubtful in one target, in the order of its columns of meaning."""
    found: list[Problem] = []
    if not target.title:
        found.append(tasks.at(item, headers.TITLE, "title_missing"))
    found += _of_agencies(item, target)
    found += _of_value(item, value, others, column)
    found += _of_doubts(item, target, value, column, table)
    found += _of_direction(item, target, value)
    found += _of_year(item, target)
    found += [
        tasks.at_column(
            item, left, "year_twice" if left.year else "value_twice", year=left.year, text=text
        )
        for left in table.twice
        if (text := item.texts.get(left.col, ""))
    ]
    found += [
        tasks.at_column(item, estimate, "estimate_kept", text=text)
        for estimate in table.estimates
        if (text := item.texts.get(estimate.col, ""))
    ]
    return found


def _of_agencies(item: Item, target: TargetDraft) -> list[Problem]:
    """Names that were cut, and several leads."""
    mentions = ((headers.LEAD, target.leads), (headers.COORDINATE, target.coordinators))
    found = [
        tasks.at(item, kind, "agency_incomplete", text=each.text)
        for kind, named in mentions
        for each in named
        if each.incomplete
    ]
    if len(target.leads) > 1:
        found.append(tasks.at(item, headers.LEAD, "lead_several", name=target.leads[0].text))
    return found


def _of_value(
    item: Item, value: Value, others: tuple[str, ...], column: Column | None
) -> list[Problem]:
    """What the figure that counts leaves open."""
    found: list[Problem] = []
    if value.comparator == "text":
        code = "value_text" if value.text else "value_missing"
        found.append(tasks.at_column(item, column, code, text=value.text))
    elif value.assumed:
        code = "value_from_title" if value.text else "value_yes_no"
        found.append(tasks.at_column(item, column, code, text=value.text))
    if others:
        told = "; ".join((value.text, *others))
        found.append(tasks.at_column(item, column, "value_several", text=told))
    return found


def _of_doubts(
    item: Item, target: TargetDraft, value: Value, column: Column | None, table: Measures
) -> list[Problem]:
    """Doubts of the figure and of the figures of the years, each kind once."""
    columns = {one.year: one for one in table.years}
    places = [(column, value)]
    places += [(columns.get(year, column), each) for year, each in target.values]
    base = next((one for one in reversed(table.baselines) if item.texts.get(one.col)), None)
    places.append((base, target.baseline))
    told: dict[str, Problem] = {}
    for place, each in places:
        for code in each.doubts:
            figure = vn.vi_number(each.low) if each.low is not None else ""
            params = {"text": each.text, "figure": figure, "unit": target.unit}
            told.setdefault(code, tasks.at_column(item, place, code, **params))
    found = list(told.values())
    if is_odd(target.unit, [each for _place, each in places]):
        place, odd = min(
            (pair for pair in places if pair[1].low), key=lambda pair: pair[1].low or 0
        )
        found.append(tasks.at_column(item, place, "value_scale", text=odd.text))
    return found


def is_odd(unit: str, figures: Iterable[Value]) -> bool:
    """Whether one percentage of a row is so far below the others that it may be a fraction."""
    lows = [each.low for each in figures if each.low is not None and each.low > 0]
    return bool(units.is_share(unit) and lows and min(lows) <= 1 and max(lows) >= _ODD * min(lows))


def _of_direction(item: Item, target: TargetDraft, value: Value) -> list[Problem]:
    """That lower is better where no word of the figure says so."""
    if not target.falling or value.comparator not in {"eq", "range"}:
        return []
    steps = [each.text for _year, each in target.values] or [value.text]
    told = " → ".join(part for part in (target.baseline.text, *steps) if part)
    return [tasks.at(item, headers.TITLE, "falling_assumed", text=told)]


def _of_year(item: Item, target: TargetDraft) -> list[Problem]:
    """A year that the row does not name."""
    if not target.horizon_assumed:
        return []
    if target.horizon is None:
        return [tasks.at(item, headers.TITLE, "year_missing")]
    return [tasks.at(item, headers.TITLE, "year_assumed", year=target.horizon)]
