"""States, deadline classes and the six clears: facts that need no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Workflow state of a task; stored."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class DeadlineClass(StrEnum):
    """Deadline class of a task on a day; derived, exclusive and exhaustive."""

    NO_DEADLINE = "no_deadline"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class DeadlineKind(StrEnum):
    """How the deadline was written."""

    NONE = "none"
    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    UNCLEAR = "unclear"


class PartyRole(StrEnum):
    """What an organisation does in a task."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    AUTHORITY = "authority"


class UpdateState(StrEnum):
    """State of a progress update."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    RETURNED = "returned"
    NOTED = "noted"


class Decision(StrEnum):
    """State of a request that somebody else decides."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class TaskLevel(StrEnum):
    """The level at which a task was given."""

    CENTRAL = "central"
    MINISTERIAL = "ministerial"
    PROVINCIAL = "provincial"
    COMMUNE = "commune"


class OverlapVerdict(StrEnum):
    """What a person decided about two tasks that look the same."""

    LINKED = "linked"
    MERGED = "merged"
    KEPT = "kept"


class Clear(StrEnum):
    """The six clears."""

    PEOPLE = "people"
    WORK = "work"
    RESPONSIBILITY = "responsibility"
    AUTHORITY = "authority"
    TIME = "time"
    RESULT = "result"


OPEN_STATES = frozenset(
    {
        State.DRAFT,
        State.ASSIGNED,
        State.ACCEPTED,
        State.IN_PROGRESS,
        State.SUBMITTED,
        State.RETURNED,
        State.REFUSED,
    }
)
WORKING_STATES = frozenset({State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.RETURNED})
DONE_CLASSES = (DeadlineClass.DONE_ON_TIME, DeadlineClass.DONE_LATE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A deadline class and the rule that decided it."""

    code: DeadlineClass
    rule: str


_RESTING: dict[str, Verdict] = {
    State.CANCELLED: Verdict(DeadlineClass.CANCELLED, "cancelled"),
    State.SUSPENDED: Verdict(DeadlineClass.SUSPENDED, "suspended"),
}
_COMPLETED = Verdict(DeadlineClass.DONE_ON_TIME, "completed_by_due")
_COMPLETED_LATE = Verdict(DeadlineClass.DONE_LATE, "completed_after_due")
_SUBMITTED = Verdict(DeadlineClass.IN_TIME, "submitted_by_due")
_SUBMITTED_LATE = Verdict(DeadlineClass.OVERDUE, "submitted_after_due")


def deadline_class(
    *,
    state: str,
    due_on: date | None,
    submitted_on: date | None,
    completed_on: date | None,
    today: date,
    soon_days: int,
) -> Verdict:
    """The class of a task on a day; on time is judged by the day of the confirmed submission."""
    if state in _RESTING:
        return _RESTING[state]
    if state == State.COMPLETED:
        late = due_on is not None and completed_on is not None and completed_on > due_on
        return _COMPLETED_LATE if late else _COMPLETED
    if due_on is None:
        return Verdict(DeadlineClass.NO_DEADLINE, "no_due_day")
    if state == State.SUBMITTED and submitted_on is not None:
        return _SUBMITTED if submitted_on <= due_on else _SUBMITTED_LATE
    return _open_class(due_on=due_on, today=today, soon_days=soon_days)


def _open_class(*, due_on: date, today: date, soon_days: int) -> Verdict:
    if due_on < today:
        return Verdict(DeadlineClass.OVERDUE, "due_day_passed")
    if due_on <= today + timedelta(days=soon_days):
        return Verdict(DeadlineClass.DUE_SOON, "due_within_days")
    return Verdict(DeadlineClass.IN_TIME, "due_later")


@dataclass(frozen=True, slots=True)
class ClearFacts:
    """What the six clears of one task are judged on."""

    has_lead: bool
    has_position: bool
    has_title: bool
    has_supervisor: bool
    has_coordinators: bool
    has_authority: bool
    deadline_kind: str
    due_on: date | None
    has_deliverable: bool


def missing_clears(facts: ClearFacts) -> tuple[Clear, ...]:
    """The clears that a task still lacks, in their usual order."""
    timely = facts.due_on is not None or facts.deadline_kind in (
        DeadlineKind.RECURRING,
        DeadlineKind.ONGOING,
    )
    present = {
        Clear.PEOPLE: facts.has_lead and facts.has_position,
        Clear.WORK: facts.has_title,
        Clear.RESPONSIBILITY: facts.has_supervisor or facts.has_coordinators,
        Clear.AUTHORITY: facts.has_authority,
        Clear.TIME: timely,
        Clear.RESULT: facts.has_deliverable,
    }
    return tuple(clear for clear in Clear if not present[clear])


def percent(part: int, whole: int) -> float | None:
    """A percentage rounded to one decimal, or nothing when there is no whole."""
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a person says about a task in a reporting month."""

    month: date
    percent: int
    done: str = ""
    next_steps: str = ""
    obstacle: str = ""
    claims_completion: bool = False


def progress_faults(
    progress: Progress, *, reported_percent: int, submitting: bool
) -> list[tuple[str, str]]:
    """Fields and codes of what is wrong with an update, in the order of the form."""
    faults: list[tuple[str, str]] = []
    if progress.month.day != 1:
        faults.append(("month", "month_first_day"))
    if not 0 <= progress.percent <= 100:
        faults.append(("percent", "percent_range"))
    if progress.claims_completion and progress.percent != 100:
        faults.append(("percent", "claim_needs_100"))
    if submitting and not progress.done.strip():
        faults.append(("done", "done_needed"))
    falls = progress.percent < reported_percent
    if submitting and falls and not progress.obstacle.strip():
        faults.append(("obstacle", "fall_needs_reason"))
    return faults


def share_done(done: int, parts: int) -> int:
    """Whole percent of parts that are completed; 100 only when all are."""
    return 100 * done // parts if parts else 0
