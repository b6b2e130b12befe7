"""Whether a figure gives cause for an alert: it falls, or lies far below those of like units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sauro.domains.indicators.rules import Direction

FEWEST_LIKE = 3  # units below which an average says little


@dataclass(frozen=True, slots=True)
class Point:
    """The total of a period and how many units it stands on."""

    period: int
    value: float
    units: int


@dataclass(frozen=True, slots=True)
class Fall:
    """A total that is worse than the one before it, by so many percent of that one."""

    last: Point
    before: Point
    percent: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit's figure beside the average of like units; the gap is in points or percent."""

    value: float
    average: float
    gap: float
    in_points: bool


def fall_of(
    points: Sequence[Point], *, direction: str, cumulative: bool, limits: Mapping[str, int]
) -> Fall | None:
    """The newest change for the worse that is larger than allowed.

    A period that too few units have reported yet is passed over. What counts since the beginning
    of the year is compared within that year only.
    """
    known = sorted(points, key=lambda one: one.period)
    if direction not in (Direction.UP, Direction.DOWN):
        return None
    for before, last in reversed(list(pairwise(known))):
        if 100 * last.units < limits["reported"] * before.units:
            continue
        if before.value == 0 or (cumulative and before.period // 12 != last.period // 12):
            return None
        worse = (
            before.value - last.value if direction == Direction.UP else last.value - before.value
        )
        percent = 100 * worse / abs(before.value)
        return Fall(last, before, percent) if percent > limits["percent"] else None
    return None


def gap_of(
    *, value: float, average: float, direction: str, in_points: bool, limits: Mapping[str, int]
) -> Gap | None:
    """How far a unit lies on the worse side of the average, when that is more than allowed."""
    if direction not in (Direction.UP, Direction.DOWN):
        return None
    worse = average - value if direction == Direction.UP else value - average
    if in_points:
        return Gap(value, average, worse, True) if worse > limits["points"] else None
    if average == 0:
        return None
    percent = 100 * worse / abs(average)
    return Gap(value, average, percent, False) if percent > limits["percent"] else None


def in_points(*, unit: str, factor: int) -> bool:
    """Whether an indicator is a percentage, whose differences are points."""
    return factor == 100 or unit.strip().startswith("%")
