"""What happened, in its order: steps are collected first, then taken by time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.services import verification
from sauro.shell.demonstration.stage import Stage

Step = Callable[[datetime], Any]


class Agenda:
    """Steps by moment, and updates that wait for the next day of verification."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.steps: list[tuple[datetime, int, Step]] = []
        self._waiting: dict[str, list[int]] = {}

    def add(self, day: date, key: str, step: Step) -> None:
        """Take this step in working time of that day, or of the last working day before it."""
        self.put(self.stage.moment(day, key), step)

    def hand_in(self, owner: str, update: ProgressUpdate) -> ProgressUpdate:
        """An update that somebody will verify on the next day of verification."""
        self._waiting.setdefault(owner, []).append(update.pk)
        return update

    def verify_regularly(self, owner: str, first: date, last: date, *, weeks: int) -> None:
        """Days of verification of one province, taken by its two monitors in turn."""
        days = range(0, (last - first).days + 1, 7 * weeks)
        for turn, offset in enumerate(days):
            day = self.stage.working(first + timedelta(days=offset))
            self.put(self.stage.evening(day), self.verifier(owner, 1 + turn % 2))

    def run(self) -> int:
        """How many steps were taken."""
        taken = sorted(self.steps, key=lambda step: step[:2])
        for at, _place, step in taken:
            step(at)
        return len(taken)

    def put(self, at: datetime, step: Step) -> None:
        """Take this step at that moment."""
        self.steps.append((at, len(self.steps), step))

    def verifier(self, owner: str, turn: int) -> Step:
        """A step that verifies at once everything that waits in a province."""

        def step(at: datetime) -> Iterable[Any]:
            waiting = self._waiting.pop(owner, [])
            if not waiting:
                return ()
            return verification.verify_updates(
                updates=waiting, by=self.stage.monitor(owner, turn), at=at
            ).verified

        return step
