"""When each unit hands in each form, and what becomes of it: mostly in time, sometimes late."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sauro.domains.indicators.rules import Timing
from sauro.shell.demonstration.stage import Stage, pick

COUNTED = ("submitted", "checked", "confirmed")
_LATE, _RETURNED, _REASONED, _CHECKED = 9, 5, 6, 60  # so many in a hundred
_DRAFT_DAYS = 3  # a form that will be handed in within so many days has been begun
_RETURNED_LATELY = 30


@dataclass(frozen=True, slots=True)
class Handed:
    """A form at the moment of loading."""

    state: str
    on: date
    late: bool = False
    decided_on: date | None = None
    reasoned: bool = False


class Desk:
    """The days of the forms; dates are worked out once."""

    def __init__(self, stage: Stage) -> None:
        self.today = stage.today
        self.working = cache(stage.working)
        self.on_or_after = cache(stage.on_or_after)
        self.later = cache(stage.later)

    def handed(self, timing: Timing, key: str, *, checked: bool) -> Handed | None:
        """The form of a unit for a period by the name of both; nothing when it is not begun."""
        planned = self._planned(timing, key)
        if planned >= self.today:
            begun = (planned - self.today).days < _DRAFT_DAYS
            saved = max(self.working(self.today - timedelta(days=1)), timing.opens_on)
            return Handed("draft", saved) if begun else None
        late = timing.is_late(planned)
        reasoned = pick(f"{key} reason", 100) < _REASONED
        decided = self.later(planned, 2 + pick(f"{key} decided", 4))
        if decided < self.today:
            lately = (self.today - planned).days < _RETURNED_LATELY
            returned = lately and pick(f"{key} returned", 100) < _RETURNED
            state = "returned" if returned else "confirmed"
            return Handed(state, planned, late, decided, reasoned)
        looked_at = checked and self.later(planned, 1) < self.today
        state = "checked" if looked_at and pick(f"{key} checked", 100) < _CHECKED else "submitted"
        return Handed(state, planned, late, reasoned=reasoned)

    def _planned(self, timing: Timing, key: str) -> date:
        if pick(f"{key} late", 100) < _LATE:
            days = (timing.closes_on - timing.due_on).days
            return self.on_or_after(timing.due_on + timedelta(days=1 + pick(key, max(days - 4, 1))))
        share = (zlib.crc32(key.encode()) % 1_000 / 1_000) ** 0.7
        day = timing.opens_on + timedelta(
            days=int(share * ((timing.due_on - timing.opens_on).days))
        )
        return max(self.working(day), self.on_or_after(timing.opens_on))
