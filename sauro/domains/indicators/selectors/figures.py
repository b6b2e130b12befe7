"""Reading figures: one cell, a trend, the units of a period, with who has not reported.

Every total says how many units it stands on. A past day is answered from the figures themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import (
    Indicator,
    Latest,
    Observation,
    RollupRow,
    Superseded,
)
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import forms, members
from sauro.domains.orgs.models import Organisation

_SUMS = ("total", "base", "units", "over", "confirmed")


@dataclass(frozen=True, slots=True)
class Total:
    """A figure added up, with how many of how many units it stands on."""

    indicator: Indicator
    organisation: Organisation
    period: int
    sums: Sums
    expected: int | None = None

    @property
    def value(self) -> Decimal | None:
        """The figure; nothing when no unit has reported."""
        return rules.value_of(self.indicator.rollup, self.sums, factor=self.indicator.factor)

    @property
    def numerator(self) -> Decimal:
        """The upper term of a ratio, or the units over the threshold of a share."""
        if self.indicator.rollup == rules.Rollup.SHARE:
            return Decimal(self.sums.over)
        return Decimal(self.sums.total) / rules.SCALE

    @property
    def denominator(self) -> Decimal | None:
        """The lower term of a ratio, the units of a share; nothing for what is not a fraction."""
        if self.indicator.rollup == rules.Rollup.SHARE:
            return Decimal(self.sums.units)
        if self.indicator.rollup in (rules.Rollup.RATIO, rules.Rollup.AVERAGE):
            return Decimal(self.sums.base) / rules.SCALE
        return None


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit in a period: its figure or total, whether confirmed, or that it is missing."""

    organisation: Organisation
    value: Decimal | None
    confirmed: bool
    sums: Sums
    exempt: bool = False

    @property
    def missing(self) -> bool:
        """Whether the unit owes a figure and has none."""
        return self.value is None and not self.exempt


def totals_of(
    *, indicators: Sequence[Indicator], organisation: Organisation, periods: Iterable[int]
) -> dict[tuple[int, int], Total]:
    """Totals of a unit by (indicator, period); two SQL."""
    wanted = list(periods)
    found: dict[tuple[int, int], Total] = {}
    by_id = {one.pk: one for one in indicators}
    if organisation.numchild:
        rows = RollupRow.objects.filter(
            indicator__in=by_id, organisation=organisation, period__in=wanted, units__gt=0
        ).values_list("indicator_id", "period", *_SUMS)
        for pk, period, *numbers in rows:
            found[pk, period] = Total(by_id[pk], organisation, period, Sums(*numbers))
        return found
    figures = Observation.objects.filter(
        indicator__in=by_id, organisation=organisation, period__in=wanted, status__gt=0
    )
    for one in figures:
        sums = by_id[one.indicator_id].sums_of(one.amount, one.base, one.status)
        found[one.indicator_id, one.period] = Total(
            by_id[one.indicator_id], organisation, one.period, sums
        )
    return found


def trend_of(*, indicator: Indicator, organisation: Organisation) -> list[Total]:
    """All totals of a unit in an indicator, oldest first; one SQL."""
    if organisation.numchild:
        rows = (
            RollupRow.objects.filter(indicator=indicator, organisation=organisation, units__gt=0)
            .order_by("period")
            .values_list("period", *_SUMS)
        )
        return [Total(indicator, organisation, row[0], Sums(*row[1:])) for row in rows]
    figures = Observation.objects.filter(
        indicator=indicator, organisation=organisation, status__gt=0
    ).order_by("period")
    return [
        Total(
            indicator,
            organisation,
            one.period,
            indicator.sums_of(one.amount, one.base, one.status),
        )
        for one in figures
    ]


def trends_of(
    *, pairs: Iterable[tuple[Indicator, Organisation]]
) -> dict[tuple[int, int], list[Total]]:
    """Trends of several indicators at several units, by (indicator, unit); at most two SQL."""
    wanted = {(indicator.pk, unit.pk): (indicator, unit) for indicator, unit in pairs}
    found: dict[tuple[int, int], list[Total]] = defaultdict(list)
    if not wanted:
        return found
    rows = (
        RollupRow.objects.filter(
            indicator__in={pk for pk, _unit in wanted},
            organisation__in={pk for _indicator, pk in wanted},
            units__gt=0,
        )
        .order_by("period")
        .values_list("indicator_id", "organisation_id", "period", *_SUMS)
    )
    for indicator_id, unit_id, period, *numbers in rows:
        if (indicator_id, unit_id) in wanted:
            key = wanted[indicator_id, unit_id]
            found[indicator_id, unit_id].append(Total(*key, period, Sums(*numbers)))
    for indicator, unit in wanted.values():
        if not unit.numchild:
            found[indicator.pk, unit.pk] = trend_of(indicator=indicator, organisation=unit)
    return found


def as_they_stood(
    *, trends: Mapping[tuple[int, int], Sequence[Total]], day: date
) -> dict[tuple[int, int], list[Total]]:
    """Trends with each last total as it stood on a past day; empty ones are left out. Two SQL."""
    lasts = [trend[-1] for trend in trends.values()]
    if not lasts:
        return {}
    cells = Q(pk__in=())
    for one in lasts:
        cells |= Q(
            indicator=one.indicator,
            period=one.period,
            organisation__path__startswith=one.organisation.path,
        )
    now = Observation.objects.filter(cells, status__gt=0, since__lte=day)
    then = Superseded.objects.filter(cells, status__gt=0, since__lte=day, until__gt=day)
    columns = ("indicator_id", "organisation__path", "amount", "base", "status")
    stood = [*now.values_list(*columns), *then.values_list(*columns)]
    found: dict[tuple[int, int], list[Total]] = {}
    for key, trend in trends.items():
        last = trend[-1]
        sums = Sums()
        for indicator_id, path, amount, base, status in stood:
            if indicator_id == last.indicator.pk and path.startswith(last.organisation.path):
                sums += last.indicator.sums_of(amount, base, status)
        before = list(trend[:-1])
        if sums.units:
            before.append(Total(last.indicator, last.organisation, last.period, sums))
        if before:
            found[key] = before
    return found


def total_as_of(
    *, indicator: Indicator, organisation: Organisation, period: int, day: date
) -> Total:
    """The total of a period as it stood at the end of a past day; two SQL."""
    inside = Q(indicator=indicator, period=period, organisation__path__startswith=organisation.path)
    sums = Sums()
    now = Observation.objects.filter(inside, status__gt=0, since__lte=day)
    then = Superseded.objects.filter(inside, status__gt=0, since__lte=day, until__gt=day)
    for rows in (now, then):
        for amount, base, status in rows.values_list("amount", "base", "status"):
            sums += indicator.sums_of(amount, base, status)
    return Total(indicator, organisation, period, sums)


def expected_units(*, indicator: Indicator, root: Organisation, period: int) -> set[int]:
    """Ids of the units that owe a figure of an indicator in a period, below a unit; two SQL."""
    known = members.members_of(indicator=indicator, root=root, period=period)
    return members.owing(indicator=indicator, period=period, units=known)


def units_of(
    *, indicator: Indicator, root: Organisation, period: int, within: Q | None = None
) -> list[UnitFigure]:
    """The units that report an indicator below a unit, with their figures; four SQL.

    Units come in the order of their names; `within` narrows them to what a person may see.
    """
    owed = expected_units(indicator=indicator, root=root, period=period)
    below = Organisation.objects.filter(members.below(root.path)).order_by("sort_key", "pk")
    units = list(below if within is None else below.filter(within))
    rows = Observation.objects.filter(indicator=indicator, period=period, status__gt=0)
    if len(units) <= members.NAMED:
        rows = rows.filter(organisation__in=[unit.pk for unit in units])
    figures = {one.organisation_id: one for one in rows}
    return [
        _unit_figure(indicator, unit, figures.get(unit.pk))
        for unit in units
        if unit.pk in owed or unit.pk in figures
    ]


def latest_of(*, indicator: Indicator, root: Organisation) -> dict[int, Latest]:
    """The last counted figure of every unit below a unit; one SQL."""
    rows = Latest.objects.filter(indicator=indicator, organisation__path__startswith=root.path)
    return {one.organisation_id: one for one in rows}


def last_period(*, indicator: Indicator, organisation: Organisation) -> int | None:
    """The last period in which a unit has a total."""
    if organisation.numchild:
        row = (
            RollupRow.objects.filter(indicator=indicator, organisation=organisation, units__gt=0)
            .order_by("-period")
            .values_list("period", flat=True)
        )
        return row.first()
    last = Latest.objects.filter(indicator=indicator, organisation=organisation).first()
    return last.period if last else None


def history_of(*, indicator: Indicator, organisation: Any, period: int) -> list[Superseded]:
    """What stood in a cell before, newest first; one SQL."""
    return list(
        Superseded.objects.filter(
            indicator=indicator, organisation=organisation, period=period
        ).select_related("by")
    )


def _unit_figure(
    indicator: Indicator, organisation: Organisation, figure: Observation | None
) -> UnitFigure:
    if figure is None:
        return UnitFigure(organisation, None, False, Sums())
    return UnitFigure(
        organisation,
        forms.shown(indicator, figure.amount, figure.base),
        figure.status == Observation.CONFIRMED,
        indicator.sums_of(figure.amount, figure.base, figure.status),
    )
