"""Reading indicators."""

from __future__ import annotations

from typing import Any

from sauro.domains.indicators.models import Indicator
from sauro.engines import text


def indicator_named(*, owner: Any, name: str, unit: str) -> Indicator | None:
    """The indicator of an owner with this name, however its marks are typed, in this unit."""
    folded = text.fold(text.clean(name))[:500]
    found: Indicator | None = Indicator.objects.filter(
        owner=owner, folded=folded, unit=text.clean(unit)[:80]
    ).first()
    return found
