"""Bottlenecks as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors import finding
from sauro.engines.subjects import Subject

KIND = "bottlenecks.bottleneck"


def bottlenecks(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the bottlenecks that the user may see; the responsible unit answers for one."""
    seen: QuerySet[Bottleneck] = Bottleneck.objects.select_related("owner")
    if user is not None:
        seen = finding.bottlenecks_for(user=user)
    return [
        Subject(
            kind=KIND,
            id=str(one.pk),
            label=str(one)[:200],
            url=reverse("bottleneck_detail", args=[one.pk]),
            organisation_id=one.responsible_id or one.raised_by_id,
            owner_path=one.owner.path,
        )
        for one in seen.filter(pk__in=list(ids))
    ]
