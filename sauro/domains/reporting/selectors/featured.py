"""The indicators that the reports of a province tell, and those that could be told."""

from __future__ import annotations

from django.db.models import QuerySet

from sauro.domains.indicators.models import Indicator
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.models import FeaturedIndicator


def featured_of(*, owner: Organisation) -> QuerySet[FeaturedIndicator]:
    """The indicators of the reports of a province in their order."""
    return FeaturedIndicator.objects.filter(owner=owner).select_related("indicator", "owner")


def candidates(*, owner: Organisation) -> QuerySet[Indicator]:
    """Indicators of a province that are in use and not told yet."""
    told = FeaturedIndicator.objects.filter(owner=owner).values("indicator")
    inside = Indicator.objects.filter(owner__path__startswith=owner.path, closed_on__isnull=True)
    return inside.exclude(pk__in=told).order_by("code", "pk")


def next_position(*, owner: Organisation) -> int:
    """The place after the last one."""
    last = FeaturedIndicator.objects.filter(owner=owner).order_by("-position").first()
    return last.position + 1 if last else 1
