"""Targets as lines on the pages of indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Aim, Comparator, Direction
from sauro.domains.indicators.selectors.aims import AimLine
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.selectors import visibility

WORDS = (Comparator.YES_NO, Comparator.TEXT, Comparator.RANK_TOP)


def aims_of(*, user: Any, indicators: Sequence[Indicator], day: date) -> dict[int, list[AimLine]]:
    """Targets with a value, visible to the person and due from this year on; one or two SQL."""
    targets = (
        visibility.visible_targets(user=user)
        .filter(indicator__in=[one.pk for one in indicators], low__isnull=False)
        .exclude(comparator__in=WORDS)
        .select_related("indicator")
        .order_by("year", "due_on", "pk")
    )
    found: dict[int, list[AimLine]] = defaultdict(list)
    for target in targets:
        due_on = target.due_on or (date(target.year, 12, 31) if target.year else None)
        if due_on is not None and due_on.year >= day.year:
            found[target.indicator_id].append(_line(target, due_on))
    for lines in found.values():
        lines.sort(key=lambda one: one.due_on)
    return found


def _line(target: Target, due_on: date) -> AimLine:
    assert target.low is not None
    aim = Aim(comparator=target.comparator, low=target.low, direction=target.indicator.direction)
    return AimLine(
        title=str(target),
        target_id=target.pk,
        comparator=target.comparator,
        low=target.low,
        high=target.high,
        falling=rules.way_of(aim) == Direction.DOWN,
        due_on=due_on,
    )
