"""What a person may see of indicators, forms and figures."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from sauro.domains.indicators.models import DataSet, Indicator, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

STEP = Organisation.steplen


def above(path: str) -> list[str]:
    """Paths of a unit and of all units above it."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def visible_indicators(*, user: Any) -> QuerySet[Indicator]:
    """Indicators whose figures the person may see: all of an owner, or those his units report."""
    return Indicator.objects.filter(_owned(user)).select_related("owner")


def visible_forms(*, user: Any) -> QuerySet[DataSet]:
    """Forms the person follows, checks, or has to fill in."""
    checked = access.scope(user, Perm.CHECK)
    found = _owned(user) | (checked.q("checker__path") if checked else Q(pk__in=()))
    return DataSet.objects.filter(found).select_related("owner", "checker")


def visible_submissions(*, user: Any) -> QuerySet[Submission]:
    """Forms handed in that the person may see; drafts only of his own units."""
    whole = access.scope(user, Perm.VIEW_ALL)
    own = access.scope(user, Perm.VIEW_OWN)
    checked = access.scope(user, Perm.CHECK)
    condition = Q(pk__in=())
    if whole:
        condition |= whole.q("data_set__owner__path") & ~Q(state="draft")
    if checked:
        condition |= checked.q("data_set__checker__path") & ~Q(state="draft")
    if own:
        condition |= own.q("organisation__path")
    return Submission.objects.filter(condition).select_related(
        "data_set__owner", "data_set__checker", "organisation", "submitted_by"
    )


def visible_units(*, user: Any, indicator: Indicator) -> Q:
    """The units whose single figures of an indicator the person may see, as a filter on a path.

    Who sees only his own units still sees the total of the owner, which names nobody.
    """
    if access.allowed(user, Perm.VIEW_ALL, indicator):
        return Q(path__startswith=indicator.owner.path)
    checked = access.scope(user, Perm.CHECK)
    if checked and visible_forms(user=user).filter(
        checked.q("checker__path"), items__indicator=indicator
    ):
        return Q(path__startswith=indicator.owner.path)
    return access.scope(user, Perm.VIEW_OWN).q("path")


def own_units(*, user: Any, permission: str = Perm.REPORT) -> list[Organisation]:
    """The units for which the person reports, in the order of the tree."""
    scope = access.scope(user, permission)
    if not scope or scope.everywhere:
        return []
    return list(Organisation.objects.filter(scope.q("path")).order_by("path"))


def _owned(user: Any) -> Q:
    """Rows with an owner that the person follows as a whole, or that stands above his units."""
    whole = access.scope(user, Perm.VIEW_ALL)
    own = access.scope(user, Perm.VIEW_OWN)
    condition = whole.q("owner__path") if whole else Q(pk__in=())
    prefixes = {path for root in own.paths for path in above(root)}
    if own.everywhere:
        return Q()
    return condition | Q(owner__path__in=prefixes)
