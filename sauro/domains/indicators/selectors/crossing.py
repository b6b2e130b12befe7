"""Indicators × units × periods, with totals that keep both terms of a ratio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Q

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import figures, forms, members, past, visibility
from sauro.domains.indicators.selectors.members import Member
from sauro.domains.orgs.models import Organisation

_AT_ONCE = 50_000  # figures held in memory while a table is written


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in one indicator over the periods, with what the window adds up to."""

    indicator: Indicator
    organisation: Member | None  # nothing for the total of the units shown
    cells: tuple[past.Figure | Sums | None, ...]
    units: int = 0

    @property
    def is_total(self) -> bool:
        """Whether this is the total of the units shown."""
        return self.organisation is None

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """The figures as they are read."""
        return tuple(
            _value(self.indicator, one) if isinstance(one, Sums) else one and one.value
            for one in self.cells
        )

    @property
    def total(self) -> Decimal | None:
        """What the window comes to; a unit's share or single figure is its last."""
        last_counts = self.indicator.rollup in (rules.Rollup.SHARE, rules.Rollup.NONE)
        if self.organisation is not None and last_counts:
            known = [value for value in self.values if value is not None]
            return known[-1] if known else None
        sums = [one if isinstance(one, Sums) else one.sums for one in self.cells if one is not None]
        return _value(self.indicator, _window(self.indicator, sums))


def crossed(
    *,
    indicators: Sequence[Indicator],
    periods: Sequence[int],
    user: Any,
    as_of: date | None = None,
    under: Organisation | None = None,
) -> Iterator[Line]:
    """Lines of each indicator: its units by name, then their total, one indicator after another.

    For the indicators of one owner one SQL for the units, one for the totals, and one for so many
    of them as are read at once.
    """
    within = [one for one in indicators if under is None or under.path.startswith(one.owner.path)]
    for _key, group in groupby(within, lambda one: _sight(one, under, user)):
        yield from _crossed(list(group), periods, user, as_of, under)


def _sight(indicator: Indicator, under: Organisation | None, user: Any) -> tuple[str, Q]:
    root = under if under is not None else indicator.owner
    return root.path, visibility.visible_units(user=user, indicator=indicator)


def _crossed(
    indicators: Sequence[Indicator],
    periods: Sequence[int],
    user: Any,
    day: date | None,
    under: Organisation | None,
) -> Iterator[Line]:
    """Lines of indicators whose units are the same."""
    root = under if under is not None else indicators[0].owner
    below = members.members_of(indicator=indicators[0], root=root, period=periods[-1])
    units = list(members.seen(user=user, indicator=indicators[0], members=below))
    kept = day is None and len(units) == len(below) and root.numchild
    totals = (
        figures.totals_of(indicators=indicators, organisation=root, periods=periods) if kept else {}
    )
    at_once = max(1, _AT_ONCE // max(1, len(units) * len(periods)))
    for start in range(0, len(indicators), at_once):
        part = indicators[start : start + at_once]
        found = past.figures_of(
            indicators=part, periods=periods, units=[one.pk for one in units], day=day
        )
        for indicator in part:
            own = found.pop(indicator.pk)
            yield from _lines(indicator, units, periods, own)
            if own and kept:
                known = [totals.get((indicator.pk, number)) for number in periods]
                sums = [one.sums if one else Sums() for one in known]
                yield Line(indicator, None, tuple(sums), len({unit for unit, _period in own}))
            elif own:
                yield _added(indicator, periods, own)


Figures = Mapping[tuple[int, int], past.Figure]


def _lines(
    indicator: Indicator, units: Sequence[Member], periods: Sequence[int], found: Figures
) -> Iterator[Line]:
    reported = {unit for unit, _period in found}
    for unit in units:
        if unit.pk in reported:
            own = tuple(found.get((unit.pk, number)) for number in periods)
            yield Line(indicator, unit, own)


def _added(indicator: Indicator, periods: Sequence[int], found: Figures) -> Line:
    """The total of the units shown."""
    whole = dict.fromkeys(periods, Sums())
    for (_unit, period), one in found.items():
        whole[period] += one.sums
    units = {unit for unit, _period in found}
    return Line(indicator, None, tuple(whole.values()), len(units))


def _window(indicator: Indicator, sums: Sequence[Sums]) -> Sums:
    return rules.over_time(indicator.rollup, indicator.over_time, sums)


def _value(indicator: Indicator, sums: Sums) -> Decimal | None:
    return rules.value_of(indicator.rollup, sums, factor=indicator.factor)


def periods_before(*, periodicity: str, last: int, count: int) -> list[int]:
    """Numbers of so many periods up to one, oldest first."""
    step = forms.MONTHS[periodicity]
    return list(range(last - (count - 1) * step, last + 1, step))
