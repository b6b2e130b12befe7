"""Bottlenecks that look the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.rules import LIVE
from sauro.domains.bottlenecks.selectors import finding
from sauro.engines.text import similar

NEAR = 75.0
_LIVE = sorted(state.value for state in LIVE)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A bottleneck that looks like another, and the score of 0 to 100."""

    bottleneck: Bottleneck
    score: float


def look_alikes(
    *, title: str, user: Any, owner_id: int, but: int | None = None, limit: int = 5
) -> list[LookAlike]:
    """Live bottlenecks of a province whose titles look like this one; one SQL."""
    found = finding.bottlenecks_for(user=user).filter(owner=owner_id, state__in=_LIVE)
    rows = list(found.exclude(pk=but or 0).order_by("pk"))
    near = similar.nearest(title, [one.title for one in rows], limit=limit, threshold=NEAR)
    return [LookAlike(rows[match.index], match.score) for match in near]
