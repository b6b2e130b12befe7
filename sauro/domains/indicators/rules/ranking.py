"""The order of units by their figures: best first, equal figures share a place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sauro.domains.indicators.rules.targets import Direction


def ranks(figures: Mapping[int, Decimal], direction: str) -> dict[int, int]:
    """The place of each unit; nobody has one where a figure is only to be kept."""
    if direction == Direction.KEEP:
        return {}
    best_first = sorted(figures.values(), reverse=direction == Direction.UP)
    place: dict[Decimal, int] = {}
    for n, figure in enumerate(best_first, 1):
        place.setdefault(figure, n)
    return {unit: place[figure] for unit, figure in figures.items()}


def change(old: Decimal | None, new: Decimal | None) -> Decimal | None:
    """How far a figure moved, in its own unit of measure."""
    if old is None or new is None:
        return None
    return new - old


def is_better(moved: Decimal | None, direction: str) -> bool | None:
    """Whether a change is one for the better; nothing when it is neither."""
    if not moved or direction == Direction.KEEP:
        return None
    return (moved > 0) == (direction == Direction.UP)
