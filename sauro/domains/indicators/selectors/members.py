"""The units below the owner of an indicator: in order, who owes a figure, whose may be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, When

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, Indicator, NotApplicable
from sauro.domains.indicators.selectors import forms, visibility
from sauro.domains.orgs.models import Organisation

NAMED = 400  # more units than this are not named one by one in a statement
_LAST = "Z" * 60  # after every path that goes on


class Member(NamedTuple):
    """A unit as far as a table of figures needs it; `owes` when it could owe the indicator."""

    pk: int
    name: str
    path: str
    kind: str
    owes: int


def below(path: str) -> Q:
    """A unit and all below it as a range, which an index answers on every engine."""
    return Q(path__gte=path, path__lte=path + _LAST)


def members_of(*, indicator: Indicator, root: Organisation, period: int) -> list[Member]:
    """A unit and all below it by name; one SQL. Those could owe that are in force and not exempt.

    Numbers instead of dates and booleans: SQLite would have each of them converted.
    """
    end = rules.period_at(indicator.periodicity, period).end
    exempt = NotApplicable.objects.filter(indicator=indicator, organisation=OuterRef("pk"))
    in_force = Q(valid_from__lte=end) & (Q(valid_to__isnull=True) | Q(valid_to__gte=end))
    owes = Case(When(in_force & ~Exists(exempt), then=1), default=0, output_field=IntegerField())
    rows = Organisation.objects.filter(below(root.path)).annotate(owes=owes)
    found = rows.order_by("sort_key", "pk").values_list(*Member._fields)
    return [Member._make(row) for row in found]


def owing(*, indicator: Indicator, period: int, units: Iterable[Member]) -> set[int]:
    """Ids of those of these units that owe a figure in a period; one SQL."""
    asked = [
        (form.owner.path, frozenset(form.kinds))
        for form in DataSet.objects.filter(items__indicator=indicator).select_related("owner")
        if forms.in_use(form=form, period=period)
    ]
    return {
        one.pk
        for one in units
        if one.owes
        and any(one.kind in kinds and one.path.startswith(path) for path, kinds in asked)
    }


def seen(*, user: Any, indicator: Indicator, members: Iterable[Member]) -> Iterator[Member]:
    """Those whose single figures the person may see; no SQL for one who sees them all."""
    within = visibility.visible_units(user=user, indicator=indicator)
    if within == Q(path__startswith=indicator.owner.path):
        yield from members
        return
    shown = set(Organisation.objects.filter(within).order_by().values_list("pk", flat=True))
    yield from (one for one in members if one.pk in shown)
