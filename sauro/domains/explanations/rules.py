"""How a request for explanation stands, and how requests are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

ANSWER_DAYS = 3  # working days to answer when the asker names no day
RETURN_DAYS = 2  # working days to answer again
MOST_DAYS = 90
LONGEST_QUESTION = 4000
LONGEST_ANSWER = 8000


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class AnswerDecision(StrEnum):
    """What became of an answer."""

    WAITING = ""
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Term(StrEnum):
    """How the first answer stands to the day it was due; exclusive and exhaustive."""

    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


WAITS_FOR_UNIT = frozenset({RequestState.ASKED, RequestState.RETURNED})
OPEN = frozenset({RequestState.ASKED, RequestState.RETURNED, RequestState.ANSWERED})
DECIDED = frozenset({RequestState.ACCEPTED, RequestState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: what happened, why, what will be done and by when."""

    text: str
    cause: str
    remedy: str
    remedy_on: date | None


def term_of(*, state: str, was_in_time: bool | None, due_on: date, today: date) -> Term:
    """The term of a request; `was_in_time` is known once it was first answered.

    A withdrawn request that had been answered counts by its answer.
    """
    if was_in_time is not None:
        return Term.IN_TIME if was_in_time else Term.LATE
    if state == RequestState.WITHDRAWN:
        return Term.WITHDRAWN
    return Term.OVERDUE if due_on < today else Term.WAITING


def is_late(*, state: str, due_on: date, today: date) -> bool:
    """Whether the unit owes an answer whose day has passed."""
    return state in WAITS_FOR_UNIT and due_on < today


def answer_faults(said: Said) -> list[str]:
    """The names of the parts of an answer that say nothing."""
    return [one.name for one in fields(said) if not getattr(said, one.name)]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of requests; `days` are working days from asking to the first answer, summed."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0
    withdrawn: int = 0
    returned: int = 0
    accepted: int = 0
    days: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )

    @property
    def asked(self) -> int:
        """All requests: the five terms add up to it."""
        return self.in_time + self.late + self.overdue + self.waiting + self.withdrawn

    @property
    def answered(self) -> int:
        """Requests that were answered, in time or late."""
        return self.in_time + self.late

    @property
    def due(self) -> int:
        """Requests answered or overdue: those of which one may say whether it was in time."""
        return self.answered + self.overdue

    @property
    def mean_days(self) -> Decimal | None:
        """Working days to the first answer, on average."""
        return (
            (Decimal(self.days) / self.answered).quantize(Decimal("0.1")) if self.answered else None
        )


def total(tallies: Iterable[Tally]) -> Tally:
    """The counts added up."""
    found = Tally()
    for one in tallies:
        found += one
    return found
