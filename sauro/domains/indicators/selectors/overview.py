"""Indicators at a glance: the owner's totals over time, and on how many units each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from sauro.domains.indicators.selectors import forms, past
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.orgs.models import Organisation

LOOKED_BACK = 36  # months, enough for a trend
_SUMS = ("total", "base", "units", "over", "confirmed")


def trends_of(
    *, indicators: Sequence[Indicator], before: date, as_of: date | None = None
) -> dict[int, list[Total]]:
    """The owner's totals in each indicator up to a day, oldest first; two SQL, four as of a day.

    With `as_of` they are the totals as they stood on that day, of the last periods only.
    """
    last = before.year * 12 + before.month - 1
    found: dict[int, list[Total]] = defaultdict(list)
    if as_of is not None:
        for total in past.totals_on(cells=_recent(indicators, last), day=as_of).values():
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
    counts = Organisation.objects.order_by().aggregate(
        **{f"n{pk}": Count("pk", filter=condition) for pk, condition in owed.items()}
    )
    found = {pk: counts[f"n{pk}"] for pk in owed}
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


def _recent(indicators: Sequence[Indicator], last: int) -> dict[Indicator, list[int]]:
    """The last three periods of each indicator that could have figures."""
    found = {}
    for one in indicators:
        step = forms.MONTHS[one.periodicity]
        here = last - last % step
        found[one] = [here, here - step, here - 2 * step]
    return found


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


def _owed(
    cells: Mapping[Indicator, int], forms_of: Mapping[int, Sequence[DataSet]]
) -> dict[int, Q]:
    found: dict[int, Q] = {}
    for indicator, period in cells.items():
        end = rules.period_at(indicator.periodicity, period).end
        for form in forms_of.get(indicator.pk, ()):
            condition = (
                Q(path__startswith=form.owner.path, kind__in=form.kinds, valid_from__lte=end)
            ) & (Q(valid_to__isnull=True) | Q(valid_to__gte=end))
            found[indicator.pk] = found.get(indicator.pk, Q(pk__in=())) | condition
    return found


def _reports(unit: Organisation, form: DataSet, day: date) -> bool:
    in_force = unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)
    return in_force and unit.kind in form.kinds and unit.path.startswith(form.owner.path)
