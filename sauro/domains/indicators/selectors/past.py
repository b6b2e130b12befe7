"""Figures as they stood at the end of any day: totals of many cells, and each unit's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from sauro.domains.indicators.models import Indicator, Observation, Superseded
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.orgs.models import Organisation

_FIGURE = ("indicator_id", "period", "organisation_id", "amount", "base", "status")


@dataclass(frozen=True, slots=True)
class Figure:
    """A unit's figure in a period: as it is read, and whether it is confirmed."""

    value: Decimal | None
    confirmed: bool
    sums: Sums


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
    """Figures below a unit by (unit, period), now or at the end of a day; one or two SQL."""
    inside = Q(
        indicator=indicator,
        period__in=list(periods),
        organisation__path__startswith=root.path,
    )
    if units is not None:
        inside &= Q(organisation__in=list(units))
    return {
        (unit, period): Figure(
            forms.shown(indicator, amount, base),
            status == Observation.CONFIRMED,
            indicator.sums_of(amount, base, status),
        )
        for _pk, period, unit, amount, base, status in _standing(inside, day)
    }


def _standing(wanted: Q, day: date | None) -> Iterator[tuple[Any, ...]]:
    """Counted figures now, or those that stood at the end of a day."""
    now = Observation.objects.filter(wanted, status__gt=0)
    if day is None:
        yield from now.values_list(*_FIGURE)
        return
    yield from now.filter(since__lte=day).values_list(*_FIGURE)
    then = Superseded.objects.filter(wanted, status__gt=0, since__lte=day, until__gt=day)
    yield from then.order_by().values_list(*_FIGURE)
