"""Where figures lie: communes with their coordinates, provinces by their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sauro.domains.indicators.models import Indicator, RollupRow
from sauro.domains.indicators.rules import Sums, value_of
from sauro.domains.indicators.selectors import overview, sheets, standings, visibility
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.indicators.selectors.standings import Standing
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.territory.models import Unit

MOST_DOTS = 200  # more would be a page too large to read; provinces show where they lie
_SUMS = ("total", "base", "units", "over", "confirmed")


@dataclass(frozen=True, slots=True)
class Places:
    """Units with latitude and longitude, provinces by name, and how many lie nowhere."""

    dots: tuple[tuple[Standing, float, float], ...]
    areas: tuple[tuple[str, Decimal | None, int | None], ...]  # the last: whose indicator
    nowhere: int
    reported: int
    expected: int


def places_of(
    *,
    indicator: Indicator,
    period: int,
    user: Any,
    day: date,
    as_of: date | None,
    total: Total | None,
) -> Places:
    """The units of an indicator on the map, with provinces whose indicator means the same."""
    found = standings.standings_of(indicator=indicator, period=period, user=user, as_of=as_of)
    rows = found.rows if len(found.rows) <= MOST_DOTS else ()
    units = Unit.objects.in_bulk({one.organisation.unit_id for one in rows} - {None})
    dots, areas = [], _own_area(indicator, total)
    for one in rows:
        unit = units.get(one.organisation.unit_id)
        if unit is not None and one.organisation.kind == OrgKind.PROVINCE:
            areas.append((unit.name, one.value, None))
        elif unit is not None and unit.lat is not None and unit.lon is not None:
            dots.append((one, unit.lat, unit.lon))
    areas += _provinces_below(indicator, period, user) if not rows else []
    areas += _same_elsewhere(indicator, period, user, day, as_of)
    nowhere = len(rows) - len(dots) - sum(row.organisation.kind == "province" for row in rows)
    return Places(tuple(dots), tuple(areas), max(nowhere, 0), found.reported, found.expected)


def _own_area(indicator: Indicator, total: Total | None) -> list[Any]:
    owner = indicator.owner
    if owner.kind != OrgKind.PROVINCE or owner.unit_id is None or owner.unit is None:
        return []
    return [(owner.unit.name, total.value if total else None, None)]


def _provinces_below(indicator: Indicator, period: int, user: Any) -> list[Any]:
    """Totals of the provinces below an owner who has too many units to draw each."""
    rows = RollupRow.objects.filter(
        indicator=indicator,
        period=period,
        units__gt=0,
        organisation__in=Organisation.objects.filter(
            visibility.visible_units(user=user, indicator=indicator),
            path__startswith=indicator.owner.path,
            kind=OrgKind.PROVINCE,
            unit__isnull=False,
        ).exclude(pk=indicator.owner_id),
    ).values_list("organisation__unit__name", *_SUMS)
    return [
        (name, value_of(indicator.rollup, Sums(*sums), factor=indicator.factor), None)
        for name, *sums in rows
    ]


def _same_elsewhere(
    indicator: Indicator, period: int, user: Any, day: date, as_of: date | None
) -> list[Any]:
    """Totals of other provinces' indicators that a person said to mean the same."""
    others = [one.other for one in sheets.same_as(user=user, indicator=indicator)]
    others = [one for one in others if one.owner.kind == OrgKind.PROVINCE and one.owner.unit_id]
    trends = overview.trends_of(indicators=others, before=day, as_of=as_of) if others else {}
    names = dict(
        Unit.objects.filter(pk__in=[one.owner.unit_id for one in others]).values_list("pk", "name")
    )
    return [
        (names[one.owner.unit_id], total.value, one.pk)
        for one in others
        for total in trends.get(one.pk, [])
        if total.period == period
    ]
