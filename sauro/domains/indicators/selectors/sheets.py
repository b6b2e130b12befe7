"""Reading indicators."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sauro.domains.indicators.models import (
    DataSetItem,
    Definition,
    Indicator,
    NotApplicable,
    Observation,
    SameMeaning,
)
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import visibility
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text


def listed_indicators(*, user: Any) -> QuerySet[Indicator]:
    """Indicators the person may see, each with whether a form asks for it (`asked_for`)."""
    asked = Exists(DataSetItem.objects.filter(indicator=OuterRef("pk")))
    return visibility.visible_indicators(user=user).annotate(asked_for=asked)


def indicator_named(*, owner: Any, name: str, unit: str) -> Indicator | None:
    """The indicator of an owner with this name, however its marks are typed, in this unit."""
    folded = text.fold(text.clean(name))[:500]
    found: Indicator | None = Indicator.objects.filter(
        owner=owner, folded=folded, unit=text.clean(unit)[:80]
    ).first()
    return found


def owners_for(*, user: Any, day: date) -> QuerySet[Organisation]:
    """Roots of the trees in which the person may keep indicators and forms."""
    scope = access.scope(user, Perm.MANAGE)
    found: QuerySet[Organisation] = Organisation.objects.in_force(day).filter(scope.q("path"))
    if scope.everywhere:
        return found.filter(depth=1)
    return found.filter(path__in=scope.paths)


def wholes_for(*, user: Any, indicator: Indicator | None = None) -> QuerySet[Indicator]:
    """Indicators of which another may be a part."""
    scope = access.scope(user, Perm.MANAGE)
    found = Indicator.objects.filter(scope.q("owner__path")).order_by("code")
    if indicator is not None:
        found = found.filter(owner=indicator.owner_id).exclude(pk=indicator.pk)
    return found


def others_like(*, user: Any, indicator: Indicator) -> QuerySet[Indicator]:
    """Indicators of other owners, measured alike, that a person may say mean the same."""
    return (
        visibility.visible_indicators(user=user)
        .exclude(owner=indicator.owner_id)
        .filter(unit=indicator.unit, rollup=indicator.rollup, factor=indicator.factor)
        .exclude(pk__in=indicator.same_as.values("other"))
        .order_by("owner__sort_key", "code")
    )


def same_as(*, user: Any, indicator: Indicator) -> list[SameMeaning]:
    """What the person may see of an indicator's like elsewhere."""
    seen = visibility.visible_indicators(user=user).values("pk")
    return list(
        SameMeaning.objects.filter(indicator=indicator, other__in=seen).select_related(
            "other__owner", "by"
        )
    )


def exemptions_of(*, indicator: Indicator, within: Q | None = None) -> list[NotApplicable]:
    """Units that need not report an indicator; `within` narrows them to what a person may see."""
    rows = NotApplicable.objects.filter(indicator=indicator).select_related("organisation", "by")
    if within is not None:
        rows = rows.filter(organisation__in=Organisation.objects.filter(within))
    return list(rows.order_by("organisation__sort_key"))


def definitions_of(*, indicator: Indicator) -> list[Definition]:
    """All definitions of an indicator, the newest first."""
    return list(indicator.definitions.select_related("by"))


def has_figures(*, indicator: Indicator) -> bool:
    """Whether figures were handed in already."""
    return Observation.objects.filter(indicator=indicator).exists()
