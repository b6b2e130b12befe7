"""When a visit begins, and which kinds of change there are, the most important first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ABSENCE = timedelta(minutes=30)
"""Who was away for so long comes anew; less is another tab, a telephone call or a slow page."""
FIRST_DAYS = 7
"""How far back the first visit looks."""
LONGEST_DAYS = 366
"""How far back anybody may look: a year of work."""
FRESH = timedelta(minutes=1)
"""Within this a visit is not written again."""


class ChangeKind(StrEnum):
    """A kind of change, in the order in which they are shown."""

    NEWLY_LATE = "newly_late"
    BOTTLENECK = "bottleneck"
    OBSTACLE = "obstacle"
    TARGET_DOWN = "target_down"
    EXPLANATION = "explanation"
    ANSWER = "answer"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    DEADLINE = "deadline"
    COMPLETED = "completed"
    TARGET_UP = "target_up"
    LIFTED = "lifted"
    CORRECTED = "corrected"
    ISSUED = "issued"
    REPORT = "report"
    SYNTHESIS = "synthesis"
    ASSIGNED = "assigned"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Presence:
    """Until when a person was here before this visit, and when he was last seen."""

    since_at: datetime | None
    seen_at: datetime


def presence(known: Presence | None, *, now: datetime) -> Presence:
    """The presence after a page was opened: a new visit counts from the end of the one before."""
    if known is None:
        return Presence(None, now)
    if now - known.seen_at >= ABSENCE:
        return Presence(known.seen_at, now)
    if now - known.seen_at < FRESH:
        return known
    return Presence(known.since_at, now)


RANKS = {"exceeded": 5, "met": 4, "on_track": 3, "at_risk": 2, "missed": 1}
_SOUND = 3


def direction(before: str, after: str) -> int:
    """Whether a target moved up (1), down (-1) or not (0) between two statuses.

    Out of “no data” and “not yet measurable” it moves to the better or worse side of the scale.
    """
    if after not in RANKS or before == after:
        return 0
    if before not in RANKS:
        return 1 if RANKS[after] >= _SOUND else -1
    return 1 if RANKS[after] > RANKS[before] else -1
