"""Steps of reminding, counted in working days from the day on which something is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Protocol


class WorkingDays(Protocol):
    """What is needed of a calendar."""

    def add_working_days(self, day: date, n: int) -> date: ...

    def working_days_between(self, a: date, b: date) -> int: ...


@dataclass(frozen=True, slots=True)
class Steps:
    """So many working days before the day, on it, and after it at growing intervals, then every.

    Superiors are told from the `escalate_from`-th step after the day on; never when it is 0.
    """

    before: tuple[int, ...] = (7, 3, 1)
    on_day: bool = True
    after: tuple[int, ...] = (1, 3, 7, 14)
    every: int = 14
    escalate_from: int = 2

    def __post_init__(self) -> None:
        numbers = (*self.before, *self.after)
        if any(number < 1 for number in numbers) or self.every < 0 or self.escalate_from < 0:
            raise ValueError("steps are counted from 1")

    def late(self) -> Iterator[int]:
        """The steps after the day, rising; endless when something repeats."""
        fixed = sorted(set(self.after))
        yield from fixed
        number = fixed[-1] if fixed else 0
        while self.every:
            number += self.every
            yield number

    def escalates(self, step: int) -> bool:
        """Whether superiors are told at a step, or at one that it stands for."""
        if step <= 0 or not self.escalate_from:
            return False
        passed = sum(1 for _number in takewhile(lambda number: number <= step, self.late()))
        return passed >= self.escalate_from


def reached(steps: Steps, *, due_on: date, today: date, calendar: WorkingDays) -> int | None:
    """The last step whose day has come, below zero before the day; none when none has come.

    One reminder stands for all steps that came since the last one, so that a step on whose day
    nothing ran is made up for once, and a record that is given late is not told three times.
    """
    if today > due_on:
        passed = calendar.working_days_between(due_on, today)
        late = list(takewhile(lambda number: number <= passed, steps.late()))
        if late:
            return late[-1]
    if today >= due_on and steps.on_day:
        return 0
    ahead = sorted(set(steps.before))
    return next((-n for n in ahead if calendar.add_working_days(due_on, -n) <= today), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a day stands on another: so many working days to go, or past it."""

    days: int
    is_late: bool


def standing_of(*, due_on: date, today: date, calendar: WorkingDays) -> Standing:
    """How many working days are left until a day, or have passed since it."""
    if today > due_on:
        return Standing(calendar.working_days_between(due_on, today), is_late=True)
    return Standing(calendar.working_days_between(today, due_on), is_late=False)
