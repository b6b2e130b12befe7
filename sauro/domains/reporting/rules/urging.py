"""Late tasks of agencies, and which letters they still need on a day."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

PLACE = re.compile(r"\{([a-z_]+)\}")
PLACES = frozenset({"issuer", "agency", "day", "late", "agencies", "answer_by", "grounds"})


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task past its deadline, with its last confirmed progress and the day it was confirmed."""

    id: int
    title: str
    deadline: str
    due: date
    percent: int
    confirmed_on: date | None
    programme: int

    def days(self, day: date) -> int:
        """How many days late on a day."""
        return (day - self.due).days


@dataclass(frozen=True, slots=True)
class LateAgency:
    """An agency with the late tasks it leads, the longest late first."""

    id: int
    name: str
    label: str
    tasks: tuple[LateTask, ...]

    @property
    def key(self) -> str:
        """What tells whether the same tasks are late."""
        return key_of(task.id for task in self.tasks)

    def longest(self, day: date) -> int:
        """Days of the task that is late longest."""
        return max((task.days(day) for task in self.tasks), default=0)


def key_of(tasks: Iterable[int]) -> str:
    """One fingerprint of a set of tasks."""
    return hashlib.sha256(",".join(str(pk) for pk in sorted(tasks)).encode()).hexdigest()


def unknown_places(template: str) -> list[str]:
    """Words in braces of a letter's text that the letter does not know."""
    found = re.findall(r"\{([^{}]*)\}", template)
    return sorted({name for name in found if name not in PLACES})


def filled(template: str, words: Mapping[str, str]) -> str:
    """The text with its places filled once; brackets in names stay plain text."""
    return PLACE.sub(lambda place: words[place[1]].replace("[[", "[ ["), template)
