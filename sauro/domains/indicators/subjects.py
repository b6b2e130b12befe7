"""Indicators and submissions as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.selectors import visibility
from sauro.engines.subjects import Subject


def indicators(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the indicators that the user may see; the owner answers for an indicator."""
    if user is None:
        seen = Indicator.objects.select_related("owner")
    else:
        seen = visibility.visible_indicators(user=user)
    return [
        Subject(
            kind="indicators.indicator",
            id=str(one.pk),
            label=one.name,
            url=reverse("indicator_detail", args=[one.pk]),
            organisation_id=one.owner_id,
            owner_path=one.owner.path,
        )
        for one in seen.filter(pk__in=list(ids))
    ]
