"""The units of an indicator in a period: figure, change, place; and what a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sauro.domains.indicators.models import Indicator, Latest
from sauro.domains.indicators.rules import ranking
from sauro.domains.indicators.selectors import figures, forms, past, visibility
from sauro.domains.orgs.models import Organisation

YEAR = 12
MOST_OFFERED = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit in a period, beside the period before and the same one a year ago."""

    organisation: Organisation
    value: Decimal | None
    confirmed: bool
    change: Decimal | None
    year_change: Decimal | None
    place: int | None
    better: bool | None

    @property
    def missing(self) -> bool:
        """Whether the unit owes a figure and has none."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Standings:
    """The units a person may see, of all that were placed, and how many of them owe a figure."""

    rows: tuple[Standing, ...]
    placed: int
    expected: int
    reported: int


def standings_of(
    *, indicator: Indicator, period: int, user: Any, as_of: date | None = None
) -> Standings:
    """The units of an indicator in a period, in the order of their names; six SQL.

    A unit's place is among all units, also for a person who sees but one of them.
    """
    root = indicator.owner
    before, year_ago = period - forms.MONTHS[indicator.periodicity], period - YEAR
    owed = figures.expected_units(indicator=indicator, root=root, period=period)
    found = past.unit_figures(
        indicator=indicator, root=root, periods={period, before, year_ago}, day=as_of
    )
    here = {unit: one for (unit, number), one in found.items() if number == period}
    valued = {unit: one.value for unit, one in here.items() if one.value is not None}
    places = ranking.ranks(valued, indicator.direction)
    within = visibility.visible_units(user=user, indicator=indicator)
    units = Organisation.objects.filter(within, pk__in=owed | here.keys()).order_by(
        "sort_key", "pk"
    )
    rows = tuple(
        _standing(indicator, unit, (found, period, before, year_ago), places.get(unit.pk))
        for unit in units
    )
    return Standings(rows, len(places), len(owed), len(here))


def ordered(*, rows: Sequence[Standing], by: str) -> list[Standing]:
    """Rows by place, figure, change or name; with a minus turned round; what is missing last."""
    key = by.removeprefix("-")
    read = {
        "place": lambda one: one.place,
        "value": lambda one: one.value,
        "change": lambda one: one.change,
        "year": lambda one: one.year_change,
    }.get(key)
    if read is None:
        return list(rows)[::-1] if by == "-name" else list(rows)
    known = [one for one in rows if read(one) is not None]
    rest = [one for one in rows if read(one) is None]
    return sorted(known, key=read, reverse=by.startswith("-")) + rest


def units_offered(*, indicator: Indicator, user: Any) -> list[Organisation]:
    """The units whose figures the person may choose from; two SQL."""
    within = visibility.visible_units(user=user, indicator=indicator)
    reported = Latest.objects.filter(indicator=indicator).values("organisation")
    found = Organisation.objects.filter(within, pk__in=reported).order_by("sort_key", "pk")
    return list(found[:MOST_OFFERED])


def compared(
    *,
    indicator: Indicator,
    units: Iterable[int],
    user: Any,
    periods: Sequence[int],
    day: date | None = None,
) -> list[tuple[Organisation, list[Decimal | None]]]:
    """Chosen units with their figures over periods; two SQL and what the sight costs."""
    within = visibility.visible_units(user=user, indicator=indicator)
    chosen = list(
        Organisation.objects.filter(
            within, pk__in=list(units), path__startswith=indicator.owner.path
        ).order_by("sort_key", "pk")
    )
    found = past.unit_figures(
        indicator=indicator,
        root=indicator.owner,
        periods=periods,
        units=[unit.pk for unit in chosen],
        day=day,
    )
    return [
        (
            unit,
            [
                found[unit.pk, period].value if (unit.pk, period) in found else None
                for period in periods
            ],
        )
        for unit in chosen
    ]


def _standing(
    indicator: Indicator, unit: Organisation, figures_of: tuple[Any, ...], place: int | None
) -> Standing:
    found, period, before, year_ago = figures_of
    here = found.get((unit.pk, period))
    value = here.value if here else None
    changes = [
        ranking.change(earlier.value if earlier else None, value)
        for earlier in (found.get((unit.pk, before)), found.get((unit.pk, year_ago)))
    ]
    return Standing(
        organisation=unit,
        value=value,
        confirmed=here.confirmed if here else False,
        change=changes[0],
        year_change=changes[1],
        place=place,
        better=ranking.is_better(changes[0], indicator.direction),
    )
