"""The units of an indicator in a period: figure, change, place; and what a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sauro.domains.indicators.models import Indicator, Latest, Observation
from sauro.domains.indicators.rules import Sums, ranking
from sauro.domains.indicators.selectors import forms, members, past, visibility
from sauro.domains.indicators.selectors.members import Member
from sauro.domains.orgs.models import Organisation

YEAR = 12
MOST_OFFERED = 300


class _Units(dict[int, Organisation]):
    """The units of a table, read all at once when the first of them is asked for."""

    def __init__(self, root: Organisation) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, pk: int) -> Organisation:
        found = Organisation.objects.filter(members.below(self.root.path))
        self.update((one.pk, one) for one in found.order_by())
        return self[pk]


Stored = tuple[int, int | None, int]  # amount, base, status


class Standing(NamedTuple):
    """One unit in a period, beside the period before and the same one a year ago."""

    indicator: Indicator
    unit: Member
    value: Decimal | None
    here: Stored | None
    before: Stored | None
    year_ago: Stored | None
    place: int | None
    units: _Units

    @property
    def organisation(self) -> Organisation:
        """The unit with all that is known of it; its name and number are in `unit`."""
        return self.units[self.unit.pk]

    @property
    def sums(self) -> Sums | None:
        """What the figure adds to the total, with both terms of a ratio."""
        return self.indicator.sums_of(*self.here) if self.here else None

    @property
    def confirmed(self) -> bool:
        """Whether the figure is confirmed."""
        return self.here is not None and self.here[2] == Observation.CONFIRMED

    @property
    def change(self) -> Decimal | None:
        """How far the figure moved from the period before."""
        return ranking.change(_value(self.indicator, self.before), self.value)

    @property
    def year_change(self) -> Decimal | None:
        """How far the figure moved in a year."""
        return ranking.change(_value(self.indicator, self.year_ago), self.value)

    @property
    def better(self) -> bool | None:
        """Whether the last change is one for the better."""
        return ranking.is_better(self.change, self.indicator.direction)

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
    """The units of an indicator in a period, in the order of their names; three or four SQL.

    A unit's place is among all units, also for a person who sees but one of them.
    """
    before, year_ago = period - forms.MONTHS[indicator.periodicity], period - YEAR
    known = members.members_of(indicator=indicator, root=indicator.owner, period=period)
    owed = members.owing(indicator=indicator, period=period, units=known)
    found: dict[int, dict[int, Stored]] = {period: {}, before: {}, year_ago: {}}
    for row in past.rows_of(
        indicators=[indicator.pk], periods=found, units=[one.pk for one in known], day=as_of
    ):
        found[row[1]][row[2]] = row[3:]
    here, earlier, last_year = found[period], found[before], found[year_ago]
    values = {unit: _value(indicator, one) for unit, one in here.items()}
    valued = {unit: value for unit, value in values.items() if value is not None}
    places = ranking.ranks(valued, indicator.direction)
    units = _Units(indicator.owner)
    rows = tuple(
        Standing(
            indicator,
            one,
            values.get(one.pk),
            here.get(one.pk),
            earlier.get(one.pk),
            last_year.get(one.pk),
            places.get(one.pk),
            units,
        )
        for one in members.seen(
            user=user,
            indicator=indicator,
            members=[one for one in known if one.pk in owed or one.pk in here],
        )
    )
    return Standings(rows, len(places), len(owed), len(here))


def _value(indicator: Indicator, stored: Stored | None) -> Decimal | None:
    return indicator.shown(stored[0], stored[1]) if stored else None


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
