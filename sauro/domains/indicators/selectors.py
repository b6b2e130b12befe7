"""Reading indicators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sauro.domains.indicators.models import Indicator
from sauro.engines import text


def indicators_of(*, owner: Any, query: str = "") -> QuerySet[Indicator]:
    """The indicators of an owner, found by name without regard to diacritics."""
    found = Indicator.objects.filter(owner=owner)
    if query.strip():
        found = found.filter(text.matches_query(query, folded="folded"))
    return found.order_by("code")


def indicator_named(*, owner: Any, name: str, unit: str) -> Indicator | None:
    """The indicator of an owner with this name, however its marks are typed, in this unit."""
    folded = text.fold(text.clean(name))[:500]
    found: Indicator | None = Indicator.objects.filter(
        owner=owner, folded=folded, unit=text.clean(unit)[:80]
    ).first()
    return found
