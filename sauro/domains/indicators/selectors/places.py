"""Where figures lie: communes with their coordinates, provinces by their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sauro.domains.indicators.models import Indicator, RollupRow
from sauro.domains.indicators.rules import Sums, value_of
from sauro.domains.indicators.selectors import overview, past, sheets, standings, visibility
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.indicators.selectors.standings import Standing
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.territory.models import Unit

MOST_DOTS = 200  # more would be a page too large to read; provinces are drawn, each to be opened
_SUMS = ("total", "base", "units", "over", "confirmed")


class Region(NamedTuple):
    """A province by name with its total: that of another indicator, or one to be opened."""

    name: str
    value: Decimal | None
    indicator: int | None = None
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Units with latitude and longitude, provinces by name, and how many lie nowhere."""

    dots: tuple[tuple[Standing, float, float], ...]
    areas: tuple[Region, ...]
    nowhere: int
    reported: int
    expected: int
    crowded: bool = False


def places_of(
    *,
    indicator: Indicator,
    period: int,
    user: Any,
    day: date,
    as_of: date | None,
    total: Total | None,
    inside: int | None = None,
) -> Places:
    """The units of an indicator on the map, with provinces whose indicator means the same.

    Above `MOST_DOTS` units the provinces are drawn; `inside` one of them its units are.
    """
    found = standings.standings_of(indicator=indicator, period=period, user=user, as_of=as_of)
    near = _inside(found.rows, indicator, inside)
    crowded = len(near) > MOST_DOTS
    rows = () if crowded else near
    units = Unit.objects.in_bulk({one.organisation.unit_id for one in rows} - {None})
    dots, areas = [], _own_area(indicator, total)
    for one in rows:
        unit = units.get(one.organisation.unit_id)
        if unit is not None and one.organisation.kind == OrgKind.PROVINCE:
            areas.append(Region(unit.name, one.value))
        elif unit is not None and unit.lat is not None and unit.lon is not None:
            dots.append((one, unit.lat, unit.lon))
    areas += _provinces_below(indicator, period, user, as_of) if not rows else []
    areas += _same_elsewhere(indicator, period, user, day, as_of)
    nowhere = len(rows) - len(dots) - sum(row.organisation.kind == "province" for row in rows)
    counts = (max(nowhere, 0), found.reported, found.expected)
    return Places(tuple(dots), tuple(areas), *counts, crowded=crowded)


def _inside(rows: Sequence[Standing], indicator: Indicator, province: int | None) -> list[Standing]:
    """The rows below a province, or all of them."""
    below = Organisation.objects.filter(pk=province, path__startswith=indicator.owner.path)
    path = below.values_list("path", flat=True).first() if province else None
    return [one for one in rows if path is None or one.organisation.path.startswith(path)]


def _own_area(indicator: Indicator, total: Total | None) -> list[Region]:
    owner = indicator.owner
    if owner.kind != OrgKind.PROVINCE or owner.unit_id is None or owner.unit is None:
        return []
    return [Region(owner.unit.name, total.value if total else None)]


def _provinces_below(
    indicator: Indicator, period: int, user: Any, as_of: date | None
) -> list[Region]:
    """Totals of the provinces below an owner who has too many units to draw each."""
    provinces = Organisation.objects.filter(
        visibility.visible_units(user=user, indicator=indicator),
        path__startswith=indicator.owner.path,
        kind=OrgKind.PROVINCE,
        unit__isnull=False,
    ).exclude(pk=indicator.owner_id)
    totals = _totals_now if as_of is None else partial(_totals_on, day=as_of)
    return [
        Region(name, value_of(indicator.rollup, sums, factor=indicator.factor), inside=pk)
        for pk, name, sums in totals(indicator, period, provinces)
    ]


def _totals_now(
    indicator: Indicator, period: int, provinces: QuerySet[Organisation]
) -> Iterable[tuple[int, str, Sums]]:
    rows = RollupRow.objects.filter(
        indicator=indicator, period=period, units__gt=0, organisation__in=provinces
    )
    for pk, name, *sums in rows.values_list("organisation", "organisation__unit__name", *_SUMS):
        yield pk, name, Sums(*sums)


def _totals_on(
    indicator: Indicator, period: int, provinces: QuerySet[Organisation], *, day: date
) -> Iterable[tuple[int, str, Sums]]:
    """The figures of units as they stood on a day, added up below each province."""
    found = past.unit_figures(indicator=indicator, root=indicator.owner, periods=[period], day=day)
    paths = Organisation.objects.filter(path__startswith=indicator.owner.path)
    by_path = {path: pk for pk, path in paths.values_list("pk", "path")}
    for province, path, name in provinces.values_list("pk", "path", "unit__name"):
        below = (pk for one, pk in by_path.items() if one.startswith(path))
        sums = sum((found[pk, period].sums for pk in below if (pk, period) in found), Sums())
        if sums.units:
            yield province, name, sums


def _same_elsewhere(
    indicator: Indicator, period: int, user: Any, day: date, as_of: date | None
) -> list[Region]:
    """Totals of other provinces' indicators that a person said to mean the same."""
    others = [one.other for one in sheets.same_as(user=user, indicator=indicator)]
    others = [one for one in others if one.owner.kind == OrgKind.PROVINCE and one.owner.unit_id]
    if not others:
        return []
    if as_of is None:
        trends = overview.trends_of(indicators=others, before=day)
        totals = [total for one in others for total in trends.get(one.pk, [])]
    else:
        cells = {one: [period] for one in others}
        totals = list(past.totals_on(cells=cells, day=as_of).values())
    names = dict(
        Unit.objects.filter(pk__in=[one.owner.unit_id for one in others]).values_list("pk", "name")
    )
    return [
        Region(names[total.indicator.owner.unit_id], total.value, total.indicator.pk)
        for total in totals
        if total.period == period and total.sums.units
    ]
