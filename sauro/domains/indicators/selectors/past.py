"""Figures as they stood at the end of any day: totals of many cells, and each unit's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from sauro.domains.indicators.models import Indicator, Observation, Superseded
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import forms, members
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.orgs.models import Organisation

_FIGURE = ("indicator_id", "period", "organisation_id", "amount", "base", "status")


class Figure(NamedTuple):
    """A unit's figure in a period as it is stored; what it means is worked out when asked for."""

    indicator: Indicator
    amount: int
    base: int | None
    status: int

    @property
    def value(self) -> Decimal | None:
        """The figure as it is read; nothing for a ratio without a denominator."""
        return forms.shown(self.indicator, self.amount, self.base)

    @property
    def confirmed(self) -> bool:
        """Whether it is confirmed."""
        return self.status == Observation.CONFIRMED

    @property
    def sums(self) -> Sums:
        """What it adds to a total."""
        return self.indicator.sums_of(self.amount, self.base, self.status)


def totals_on(
    *, cells: Mapping[Indicator, Iterable[int]], day: date
) -> dict[tuple[int, int], Total]:
    """Totals of the owners by (indicator, period) as they stood at the end of a day; two SQL."""
    asked = {indicator.pk: indicator for indicator in cells}
    wanted = Q(pk__in=())
    for indicator, numbers in cells.items():
        wanted |= Q(
            indicator=indicator,
            period__in=list(numbers),
            organisation__path__startswith=indicator.owner.path,
        )
    sums: dict[tuple[int, int], Sums] = defaultdict(Sums)
    for pk, period, _unit, *figure in _standing(wanted, day):
        sums[pk, period] += asked[pk].sums_of(*figure)
    return {
        (pk, period): Total(asked[pk], asked[pk].owner, period, found)
        for (pk, period), found in sums.items()
    }


def unit_figures(
    *,
    indicator: Indicator,
    root: Organisation,
    periods: Iterable[int],
    day: date | None = None,
    units: Iterable[int] | None = None,
) -> dict[tuple[int, int], Figure]:
    """Figures below a unit by (unit, period), now or at the end of a day.

    One or two SQL, one more where the units are not named.
    """
    if units is None:
        inside = Organisation.objects.filter(members.below(root.path)).order_by()
        units = inside.values_list("pk", flat=True)
    found = figures_of(indicators=[indicator], periods=periods, units=units, day=day)
    return found[indicator.pk]


def figures_of(
    *,
    indicators: Sequence[Indicator],
    periods: Iterable[int],
    units: Iterable[int],
    day: date | None = None,
) -> dict[int, dict[tuple[int, int], Figure]]:
    """Figures of units by (unit, period), for each indicator; one SQL, two as of a day."""
    by_id = {one.pk: one for one in indicators}
    found: dict[int, dict[tuple[int, int], Figure]] = {pk: {} for pk in by_id}
    for pk, period, unit, *stored in rows_of(
        indicators=by_id, periods=periods, units=units, day=day
    ):
        found[pk][unit, period] = Figure(by_id[pk], *stored)
    return found


def rows_of(
    *,
    indicators: Iterable[int],
    periods: Iterable[int],
    units: Iterable[int],
    day: date | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Figures of units as (indicator, period, unit, amount, base, status), for large tables."""
    wanted = set(units)
    inside = Q(indicator__in=list(indicators), period__in=list(periods))
    if len(wanted) <= members.NAMED:
        inside &= Q(organisation__in=wanted)
    return (row for row in _standing(inside, day) if row[2] in wanted)


def _standing(wanted: Q, day: date | None) -> Iterator[tuple[Any, ...]]:
    """Counted figures now, or those that stood at the end of a day."""
    now = Observation.objects.filter(wanted, status__gt=0)
    if day is None:
        yield from now.values_list(*_FIGURE)
        return
    yield from now.filter(since__lte=day).values_list(*_FIGURE)
    then = Superseded.objects.filter(wanted, status__gt=0, since__lte=day, until__gt=day)
    yield from then.order_by().values_list(*_FIGURE)
