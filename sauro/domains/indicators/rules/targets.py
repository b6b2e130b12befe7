"""What a target asks of an indicator, and whether a reading meets it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class Direction(StrEnum):
    """Whether more is better."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Comparator(StrEnum):
    """How a reading is compared with the value that was set."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    RANGE = "range"
    RANK_TOP = "rank_top"
    KEEP_ABOVE = "keep_above"
    YES_NO = "yes_no"
    TEXT = "text"


class TargetStatus(StrEnum):
    """Where a target stands on a day; exclusive and exhaustive."""

    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NOT_YET_MEASURABLE = "not_measurable"
    NO_DATA = "no_data"


REACHED = (TargetStatus.EXCEEDED, TargetStatus.MET)
IN_WORDS = (Comparator.YES_NO, Comparator.TEXT)
LAST_STRETCH = 0.75  # what has no half-way is at risk when three quarters of its time have passed
_RISING = (Comparator.GE, Comparator.GT, Comparator.KEEP_ABOVE)
_FALLING = (Comparator.LE, Comparator.LT, Comparator.RANK_TOP)


@dataclass(frozen=True, slots=True)
class Aim:
    """What was set: a comparison with one or two values, a way to go and the time for it."""

    comparator: str
    low: Decimal | None = None
    high: Decimal | None = None
    direction: str = Direction.UP
    baseline: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading: a value, or the word that the target is met, or that it cannot be measured yet."""

    value: Decimal | None = None
    met: bool | None = None
    measurable: bool = True


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """A status, the rule that decided it, and the share of the way covered (0 to 100) if any."""

    status: TargetStatus
    rule: str
    fraction: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the target is met or exceeded."""
        return self.status in REACHED


def target_status(*, aim: Aim, reading: Measured | None, day: date) -> TargetVerdict:
    """Where a target stands on a day, judged by the last reading up to that day."""
    if reading is None:
        return TargetVerdict(TargetStatus.NO_DATA, "no_reading")
    if not reading.measurable:
        return TargetVerdict(TargetStatus.NOT_YET_MEASURABLE, "not_measurable_yet")
    if not _is_compared(aim, reading):
        return _in_words(aim, reading, day)
    value = reading.value
    if value is None:
        return TargetVerdict(TargetStatus.NO_DATA, "no_value")
    fraction = progress(aim, value)
    reached = _reached(aim, value)
    if reached is not None:
        return TargetVerdict(*reached, fraction=100.0)
    return _on_the_way(aim, fraction, day)


def way_of(aim: Aim) -> Direction:
    """Whether more is better for this comparison; an equality follows its indicator."""
    if aim.comparator in _RISING:
        return Direction.UP
    if aim.comparator in _FALLING:
        return Direction.DOWN
    return Direction(aim.direction)


def progress(aim: Aim, value: Decimal) -> float | None:
    """How much of the way from the baseline is covered, in percent from 0 to 100."""
    goal = _goal(aim)
    way = way_of(aim)
    if goal is None or aim.comparator == Comparator.KEEP_ABOVE or way == Direction.KEEP:
        return None
    if way == Direction.UP:
        start = aim.baseline if aim.baseline is not None and aim.baseline < goal else None
        return _share(value, start if start is not None else min(Decimal(0), goal), goal)
    if aim.baseline is not None and aim.baseline > goal:
        return _share(-value, -aim.baseline, -goal)
    if value <= goal:
        return 100.0
    return round(float(100 * goal / value), 1) if goal > 0 else 0.0


def time_share(aim: Aim, day: date) -> float | None:
    """The part of the time between start and due day that has passed, 0 to 1."""
    if aim.due_on is None or aim.starts_on is None or aim.due_on <= aim.starts_on:
        return None
    passed = (day - aim.starts_on).days / (aim.due_on - aim.starts_on).days
    return min(max(passed, 0.0), 1.0)


def due_day(*, due_on: date | None, year: int | None) -> date | None:
    """The day by which a target is judged: its own, else the last of its year."""
    if due_on is not None:
        return due_on
    return date(year, 12, 31) if year else None


def number_in(text: str) -> Decimal | None:
    """The one number in a phrase such as “Đạt 62,5 %”; nothing when there is none or several."""
    found = re.findall(r"(?<![\w.,])-?\d[\d.,]*", text)
    if len(found) != 1:
        return None
    digits = found[0].rstrip(".,")
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".", 1)
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def count_statuses(statuses: Iterable[str]) -> dict[str, int]:
    """How many targets have each status, every status named, in their usual order."""
    counts = {status.value: 0 for status in TargetStatus}
    for status in statuses:
        counts[TargetStatus(status).value] += 1
    return counts


def faults_of(aim: Aim) -> list[tuple[str, str]]:
    """Fields and codes of what is missing for a target to be judged."""
    if aim.comparator not in set(Comparator):
        return [("comparator", "unknown_comparator")]
    if aim.comparator in IN_WORDS:
        return []
    if aim.low is None:
        return [("low", "value_needed")]
    if aim.comparator == Comparator.RANGE:
        if aim.high is None:
            return [("high", "second_value_needed")]
        if aim.high < aim.low:
            return [("high", "range_upside_down")]
    return []


def _is_compared(aim: Aim, reading: Measured) -> bool:
    """Whether the value decides, and not a person's word."""
    if aim.comparator in IN_WORDS or faults_of(aim):
        return False
    return reading.value is not None or reading.met is None


def _in_words(aim: Aim, reading: Measured, day: date) -> TargetVerdict:
    met = reading.met
    if met is None and aim.comparator == Comparator.YES_NO and reading.value is not None:
        met = reading.value > 0
    if met is None:
        return TargetVerdict(TargetStatus.NO_DATA, "no_value_set")
    if met:
        return TargetVerdict(TargetStatus.MET, "said_met", 100.0)
    return _on_the_way(aim, None, day)


def _reached(aim: Aim, value: Decimal) -> tuple[TargetStatus, str] | None:
    low, high = aim.low, aim.high
    assert low is not None
    if aim.comparator == Comparator.RANGE:
        return _within(aim, value, low, high if high is not None else low)
    if aim.comparator == Comparator.EQ:
        return _within(aim, value, low, low)
    simple = {
        Comparator.GT: (value > low, "more_than"),
        Comparator.LT: (value < low, "less_than"),
        Comparator.RANK_TOP: (value <= low, "among_first"),
        Comparator.KEEP_ABOVE: (value >= low, "kept_above"),
    }
    if aim.comparator in simple:
        reached, rule = simple[Comparator(aim.comparator)]
        return (TargetStatus.MET, rule) if reached else None
    if value == low:
        return TargetStatus.MET, "equals_value"
    better = value > low if aim.comparator == Comparator.GE else value < low
    return (TargetStatus.EXCEEDED, "beyond_value") if better else None


def _within(
    aim: Aim, value: Decimal, low: Decimal, high: Decimal
) -> tuple[TargetStatus, str] | None:
    if low <= value <= high:
        return TargetStatus.MET, "within_values"
    way = way_of(aim)
    beyond = (way == Direction.UP and value > high) or (way == Direction.DOWN and value < low)
    return (TargetStatus.EXCEEDED, "beyond_value") if beyond else None


def _on_the_way(aim: Aim, fraction: float | None, day: date) -> TargetVerdict:
    if aim.due_on is not None and day > aim.due_on:
        return TargetVerdict(TargetStatus.MISSED, "due_day_passed", fraction)
    if aim.comparator == Comparator.KEEP_ABOVE:
        return TargetVerdict(TargetStatus.AT_RISK, "fell_below", fraction)
    passed = time_share(aim, day)
    if passed is None:
        return TargetVerdict(TargetStatus.ON_TRACK, "no_due_day", fraction)
    if fraction is None:
        late = passed > LAST_STRETCH
        rule = "little_time_left" if late else "time_left"
        return TargetVerdict(TargetStatus.AT_RISK if late else TargetStatus.ON_TRACK, rule)
    if fraction >= 100 * passed:
        return TargetVerdict(TargetStatus.ON_TRACK, "ahead_of_time", fraction)
    return TargetVerdict(TargetStatus.AT_RISK, "behind_time", fraction)


def _goal(aim: Aim) -> Decimal | None:
    """The nearest value that meets the target, seen from the worse side."""
    if aim.comparator == Comparator.RANGE and way_of(aim) == Direction.DOWN:
        return aim.high
    return aim.low


def _share(value: Decimal, start: Decimal, goal: Decimal) -> float:
    if goal == start:
        return 100.0 if value >= goal else 0.0
    covered = float(100 * (value - start) / (goal - start))
    return round(min(max(covered, 0.0), 100.0), 1)
