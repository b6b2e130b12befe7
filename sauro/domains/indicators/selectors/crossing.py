"""Indicators × units × periods, with totals that keep both terms of a ratio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import forms, past, visibility
from sauro.domains.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in one indicator over the periods, with what the window adds up to."""

    indicator: Indicator
    organisation: Organisation | None  # nothing for the total of the units shown
    values: tuple[Decimal | None, ...]
    total: Decimal | None
    units: int = 0

    @property
    def is_total(self) -> bool:
        """Whether this is the total of the units shown."""
        return self.organisation is None


def crossed(
    *,
    indicators: Sequence[Indicator],
    periods: Sequence[int],
    user: Any,
    as_of: date | None = None,
    under: Organisation | None = None,
) -> list[Line]:
    """Lines of each indicator: its units by name, then their total; three SQL an indicator."""
    found: list[Line] = []
    for indicator in indicators:
        root = under if under is not None else indicator.owner
        if not root.path.startswith(indicator.owner.path):
            continue
        figures = past.unit_figures(indicator=indicator, root=root, periods=periods, day=as_of)
        within = visibility.visible_units(user=user, indicator=indicator)
        units = list(
            Organisation.objects.filter(
                within, pk__in={unit for unit, _period in figures}
            ).order_by("sort_key", "pk")
        )
        found += _lines(indicator, units, periods, figures)
    return found


def _lines(
    indicator: Indicator,
    units: Sequence[Organisation],
    periods: Sequence[int],
    figures: Mapping[tuple[int, int], past.Figure],
) -> list[Line]:
    lines = []
    whole = {period: Sums() for period in periods}
    for unit in units:
        own = {number: figures.get((unit.pk, number)) for number in periods}
        for number, one in own.items():
            whole[number] += one.sums if one else Sums()
        lines.append(_of_unit(indicator, unit, list(own.values())))
    if not units:
        return []
    values = tuple(_value(indicator, whole[number]) for number in periods)
    total = _value(indicator, _window(indicator, list(whole.values())))
    return [*lines, Line(indicator, None, values, total, len(units))]


def _of_unit(indicator: Indicator, unit: Organisation, own: Sequence[past.Figure | None]) -> Line:
    """A unit's figures as they are read; over the window they are added up by their terms."""
    values = tuple(one.value if one else None for one in own)
    if indicator.rollup in (rules.Rollup.SHARE, rules.Rollup.NONE):
        known = [value for value in values if value is not None]
        return Line(indicator, unit, values, known[-1] if known else None)
    window = _window(indicator, [one.sums if one else Sums() for one in own])
    return Line(indicator, unit, values, _value(indicator, window))


def _window(indicator: Indicator, sums: Sequence[Sums]) -> Sums:
    return rules.over_time(indicator.rollup, indicator.over_time, sums)


def _value(indicator: Indicator, sums: Sums) -> Decimal | None:
    return rules.value_of(indicator.rollup, sums, factor=indicator.factor)


def periods_before(*, periodicity: str, last: int, count: int) -> list[int]:
    """Numbers of so many periods up to one, oldest first."""
    step = forms.MONTHS[periodicity]
    return list(range(last - (count - 1) * step, last + 1, step))
