"""Reading forms for those who keep them: their lines, who owes them, the days to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, DataSetItem, Indicator
from sauro.domains.indicators.rules import Timing
from sauro.domains.indicators.selectors import forms as reading
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.engines import periods

AHEAD = 3


def sizes_of(*, forms: Sequence[DataSet], day: date) -> tuple[dict[int, int], dict[int, int]]:
    """How many lines each form has, and how many units owe it on a day; two SQL."""
    lines = dict(
        DataSetItem.objects.filter(data_set__in=forms)
        .order_by()
        .values_list("data_set")
        .annotate(n=Count("pk"))
    )
    if not forms:
        return lines, {}
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    counts = Organisation.objects.order_by().aggregate(
        **{
            f"n{form.pk}": Count(
                "pk", filter=in_force & Q(path__startswith=form.owner.path, kind__in=form.kinds)
            )
            for form in forms
        }
    )
    return lines, {form.pk: counts[f"n{form.pk}"] for form in forms}


def items_of(*, form: DataSet) -> list[DataSetItem]:
    """The lines of a form in their order; one SQL."""
    return list(form.items.select_related("indicator").order_by("position", "pk"))


def indicators_for(*, owner: Organisation) -> QuerySet[Indicator]:
    """Indicators that a form of an owner may ask for."""
    return Indicator.objects.filter(owner=owner, closed_on__isnull=True).order_by("code")


def checkers_for(*, owners: QuerySet[Organisation], day: date) -> QuerySet[Organisation]:
    """Agencies that may check a form first: departments and party bodies below the owners."""
    below = Q(pk__in=())
    for owner in owners:
        below |= Q(path__startswith=owner.path)
    kinds = (OrgKind.DEPARTMENT, OrgKind.PARTY, OrgKind.COMMITTEE, OrgKind.CENTRE)
    found: QuerySet[Organisation] = Organisation.objects.in_force(day).filter(below, kind__in=kinds)
    return found.order_by("sort_key", "pk")


def days_ahead(*, form: DataSet, day: date) -> list[tuple[int, Timing]]:
    """The periods whose form is open on a day or comes next, with their days."""
    here = rules.index_of(periods.KINDS[form.periodicity].containing(day))
    step = reading.MONTHS[form.periodicity]
    found: list[tuple[int, Any]] = []
    number = here - 2 * step
    while len(found) < AHEAD and number <= here + 12:
        days = reading.timing_of(form=form, period=number)
        if reading.in_use(form=form, period=number) and days.closes_on >= day:
            found.append((number, days))
        number += step
    return found


def items_of_all(*, forms: Sequence[DataSet]) -> dict[int, list[DataSetItem]]:
    """The lines of forms in their order, by form; one SQL."""
    found: dict[int, list[DataSetItem]] = {form.pk: [] for form in forms}
    rows = DataSetItem.objects.filter(data_set__in=found).select_related("indicator")
    for item in rows.order_by("data_set_id", "position", "pk"):
        found[item.data_set_id].append(item)
    return found
