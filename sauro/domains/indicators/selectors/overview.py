"""Indicators at a glance: the owner's totals over time, and on how many units each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    Indicator,
    NotApplicable,
    Observation,
    RollupRow,
)
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import forms, members, past
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.orgs.models import Organisation

LOOKED_BACK = 36  # months, enough for a trend
_STEPS_BACK = (3, 3, 6, 12, LOOKED_BACK)  # periods of each look back, as of a day
_SUMS = ("total", "base", "units", "over", "confirmed")


def trends_of(
    *,
    indicators: Sequence[Indicator],
    before: date,
    as_of: date | None = None,
    whole: Collection[int] = (),
) -> dict[int, list[Total]]:
    """The owner's totals in each indicator up to a day, oldest first; two SQL.

    With `as_of` they are the totals as they stood on that day: all of the indicators named by
    `whole`, of the others those of the last three periods, or as far back as it takes to find
    one; one SQL, and two for each step back, five steps at most.
    """
    last = before.year * 12 + before.month - 1
    found: dict[int, list[Total]] = defaultdict(list)
    if as_of is not None:
        for total in _as_of(indicators, last=last, day=as_of, whole=whole):
            found[total.indicator.pk].append(total)
    else:
        for total in _present(indicators, first=last - LOOKED_BACK, last=last):
            found[total.indicator.pk].append(total)
    return {pk: sorted(totals, key=lambda one: one.period) for pk, totals in found.items()}


def expected_of(*, cells: Mapping[Indicator, int]) -> dict[int, int]:
    """How many units owe each indicator in a period; three SQL for any number of indicators."""
    forms_of = _forms_of(cells)
    owed = _owed(cells, forms_of)
    if not owed:
        return {}
    asked = list(dict.fromkeys(owed.values()))  # most indicators are asked of the same units
    counts = Organisation.objects.order_by().aggregate(
        **{f"n{n}": Count("pk", filter=_units_of(one)) for n, one in enumerate(asked)}
    )
    found = {pk: counts[f"n{asked.index(one)}"] for pk, one in owed.items()}
    exempt = NotApplicable.objects.filter(indicator__in=list(owed)).select_related("organisation")
    periods = {indicator.pk: (indicator, period) for indicator, period in cells.items()}
    for one in exempt:
        indicator, period = periods[one.indicator_id]
        end = rules.period_at(indicator.periodicity, period).end
        if any(_reports(one.organisation, form, end) for form in forms_of[one.indicator_id]):
            found[one.indicator_id] -= 1
    return found


def definition_on(*, indicator: Indicator, day: date) -> Any | None:
    """The definition that held on a day."""
    return indicator.definitions.filter(valid_from__lte=day).first()


def _present(indicators: Sequence[Indicator], *, first: int, last: int) -> list[Total]:
    """Totals as they are now: of owners with units below them, and of those without any."""
    by_id = {one.pk: one for one in indicators}
    inside = {"period__gt": first, "period__lte": last, "indicator__in": by_id}
    rows = RollupRow.objects.filter(
        **inside, organisation__in={one.owner_id for one in indicators}, units__gt=0
    ).values_list("indicator_id", "organisation_id", "period", *_SUMS)
    found = [
        Total(by_id[pk], by_id[pk].owner, period, Sums(*sums))
        for pk, unit, period, *sums in rows
        if by_id[pk].owner_id == unit
    ]
    alone = {one.owner_id for one in indicators if not one.owner.numchild}
    if alone:
        own = Observation.objects.filter(**inside, organisation__in=alone, status__gt=0)
        for row in own:
            indicator = by_id[row.indicator_id]
            if indicator.owner_id == row.organisation_id:
                sums = indicator.sums_of(row.amount, row.base, row.status)
                found.append(Total(indicator, indicator.owner, row.period, sums))
    return found


def _as_of(
    indicators: Sequence[Indicator], *, last: int, day: date, whole: Collection[int]
) -> list[Total]:
    """Totals as of a day, each indicator looked back until one is found."""
    reported = RollupRow.objects.filter(
        indicator__in=indicators, organisation__in={one.owner_id for one in indicators}
    )
    ever = set(reported.values_list("indicator", flat=True).distinct())
    ahead = {
        one: _periods_back(one, last)
        for one in indicators
        if one.pk in ever or not one.owner.numchild
    }
    found: list[Total] = []
    for count in _STEPS_BACK:
        if not ahead:
            break
        here = {
            one: numbers if one.pk in whole else numbers[:count] for one, numbers in ahead.items()
        }
        totals = [one for one in past.totals_on(cells=here, day=day).values() if one.sums.units]
        found += totals
        known = {one.indicator.pk for one in totals}
        ahead = {
            one: rest
            for one, numbers in ahead.items()
            if one.pk not in known and (rest := numbers[len(here[one]) :])
        }
    return found


def _periods_back(indicator: Indicator, last: int) -> list[int]:
    """The periods of an indicator that begin in the time looked back on, the newest first."""
    step = forms.MONTHS[indicator.periodicity]
    here = last - last % step
    return [here - n * step for n in range(max(3, LOOKED_BACK // step))]


def _forms_of(cells: Mapping[Indicator, int]) -> dict[int, list[DataSet]]:
    items = DataSetItem.objects.filter(indicator__in=[one.pk for one in cells]).select_related(
        "data_set__owner"
    )
    periods = {indicator.pk: period for indicator, period in cells.items()}
    found: dict[int, list[DataSet]] = defaultdict(list)
    for item in items:
        if forms.in_use(form=item.data_set, period=periods[item.indicator_id]):
            found[item.indicator_id].append(item.data_set)
    return found


Asked = tuple[date, frozenset[tuple[str, tuple[str, ...]]]]  # the day, owner and kinds of forms


def _owed(
    cells: Mapping[Indicator, int], forms_of: Mapping[int, Sequence[DataSet]]
) -> dict[int, Asked]:
    found: dict[int, Asked] = {}
    for indicator, period in cells.items():
        if asked := forms_of.get(indicator.pk):
            end = rules.period_at(indicator.periodicity, period).end
            found[indicator.pk] = (
                end,
                frozenset((one.owner.path, tuple(one.kinds)) for one in asked),
            )
    return found


def _units_of(asked: Asked) -> Q:
    """The units that owe at least one of these forms on the day."""
    end, several = asked
    condition = Q(pk__in=())
    for path, kinds in several:
        condition |= members.below(path) & Q(kind__in=kinds)
    return condition & Q(valid_from__lte=end) & (Q(valid_to__isnull=True) | Q(valid_to__gte=end))


def _reports(unit: Organisation, form: DataSet, day: date) -> bool:
    in_force = unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)
    return in_force and unit.kind in form.kinds and unit.path.startswith(form.owner.path)
