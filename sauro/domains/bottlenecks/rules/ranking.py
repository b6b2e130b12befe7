"""What lifting a bottleneck would release, how much that weighs, and how severe it is.

One point for each task that waits, two for a target; as much again when it waits for nothing
else; two more when it is late, one when it is due soon. A record that is done does not wait.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How severe a bottleneck is, by what it holds up."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


HIGH_WEIGHT, HIGH_LATE = 20, 3
MEDIUM_WEIGHT = 6
TASK_POINTS, TARGET_POINTS = 1, 2
LATE_POINTS, SOON_POINTS = 2, 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task or target that waits; `alone` when it waits for this bottleneck only."""

    is_task: bool
    alone: bool
    late: bool = False
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """What would be released, in numbers that add up to the linked rows."""

    tasks: int = 0
    tasks_alone: int = 0
    tasks_late: int = 0
    tasks_soon: int = 0
    targets: int = 0
    targets_alone: int = 0
    targets_late: int = 0
    weight: int = 0

    @property
    def total(self) -> int:
        """Tasks and targets together."""
        return self.tasks + self.targets

    @property
    def severity(self) -> Severity:
        """How severe that is."""
        return severity_of(weight=self.weight, late=self.tasks_late + self.targets_late)


def points_of(one: Waiting) -> int:
    """What one waiting record weighs."""
    base = TASK_POINTS if one.is_task else TARGET_POINTS
    return base * (2 if one.alone else 1) + (
        LATE_POINTS if one.late else SOON_POINTS if one.soon else 0
    )


def release_of(rows: Iterable[Waiting]) -> Release:
    """The sum of what waits."""
    known = list(rows)
    tasks = [one for one in known if one.is_task]
    targets = [one for one in known if not one.is_task]
    return Release(
        tasks=len(tasks),
        tasks_alone=sum(one.alone for one in tasks),
        tasks_late=sum(one.late for one in tasks),
        tasks_soon=sum(one.soon and not one.late for one in tasks),
        targets=len(targets),
        targets_alone=sum(one.alone for one in targets),
        targets_late=sum(one.late for one in targets),
        weight=sum(points_of(one) for one in known),
    )


def severity_of(*, weight: int, late: int) -> Severity:
    """Severe from 20 points or three late; middling from 6 points or one late."""
    if weight >= HIGH_WEIGHT or late >= HIGH_LATE:
        return Severity.HIGH
    if weight >= MEDIUM_WEIGHT or late:
        return Severity.MEDIUM
    return Severity.LOW if weight else Severity.NONE
