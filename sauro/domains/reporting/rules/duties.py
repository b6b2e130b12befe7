"""Whether a unit has made the report it owes, by the day it was due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DutyState(StrEnum):
    """How the report of a unit and period stands."""

    ISSUED = "issued"
    ISSUED_LATE = "issued_late"
    WRITING = "writing"
    WRITING_LATE = "writing_late"
    MISSING = "missing"
    OPEN = "open"


NOT_ISSUED = frozenset(
    {DutyState.WRITING, DutyState.WRITING_LATE, DutyState.MISSING, DutyState.OPEN}
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units owe, have issued, have issued by the due day, and are late without it."""

    owed: int
    issued: int
    on_time: int
    late: int


def state_of(
    *, draft_state: str | None, issued_on: date | None, due_on: date, today: date
) -> DutyState:
    """The state of a report; a withdrawn one counts as not made."""
    late = today > due_on
    if draft_state == "issued":
        on_time = issued_on is not None and issued_on <= due_on
        return DutyState.ISSUED if on_time else DutyState.ISSUED_LATE
    if draft_state in (None, "withdrawn"):
        return DutyState.MISSING if late else DutyState.OPEN
    return DutyState.WRITING_LATE if late else DutyState.WRITING


def tally(states: Iterable[DutyState]) -> Tally:
    """The counts of one period."""
    found = list(states)
    issued = sum(one in (DutyState.ISSUED, DutyState.ISSUED_LATE) for one in found)
    late = sum(one in (DutyState.MISSING, DutyState.WRITING_LATE) for one in found)
    return Tally(len(found), issued, found.count(DutyState.ISSUED), late)
