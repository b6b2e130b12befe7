"""Whether a task gives cause for an alert, from what is known of it on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.alerts.rules.catalogue import Level, RuleCode, Setting
from sauro.domains.programmes.rules import WORKING_STATES, DeadlineClass, State, deadline_class

WORKING = tuple(sorted(state.value for state in WORKING_STATES))
HANDED_OUT = (*WORKING, State.SUBMITTED.value)
# Also when all its parts were completed once: one may be worked on again.
GIVEN_TO_MANY = (*HANDED_OUT, State.COMPLETED.value)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules know of a task.

    `begins_on` is the day written, else the day of the assignment; `missing` counts the clears it
    lacks; `update_since` and `extension_since` are the days from which an answer is waited for.
    """

    state: str
    due_on: date | None = None
    submitted_on: date | None = None
    begins_on: date | None = None
    percent: int = 0
    last_update_on: date | None = None
    missing: int = 0
    fanned_out: bool = False
    update_since: date | None = None
    extension_since: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A cause: the numbers that its sentence prints, and the level when the case changes it.

    `by` says how far it goes, to find the worst of several of the same rule.
    """

    facts: dict[str, Any]
    level: str = ""
    by: int = 0


WorkingDays = Callable[[date, date], int]
Judge = Callable[[TaskFacts, Mapping[str, int], date, WorkingDays], Found | None]


def judge(
    code: str, task: TaskFacts, *, setting: Setting, today: date, working_days: WorkingDays
) -> Found | None:
    """The cause that a rule finds in a task on a day, if any.

    A task given to many is never judged itself: what its parts give cause for is `told_above`.
    """
    if not setting.is_on or task.fanned_out or task.state not in HANDED_OUT:
        return None
    return _JUDGES[code](task, setting.limits, today, working_days)


def told_above(parts: Sequence[Found], *, of: int) -> Found:
    """What one rule found in parts of a task given to many, as one cause: how many, and the worst.

    The leader is told once for the task, in the alert of the task above: late, due soon, silent,
    behind and unclear. The unit of a part is reminded of its days and sees the part late among its
    own tasks; it has no alert of its own. What waits for a decision on one part stays with it.
    """
    worst = max(parts, key=lambda found: found.by)
    return Found({**worst.facts, "parts": len(parts), "of": of}, worst.level)


def elapsed(*, begins_on: date, due_on: date, day: date) -> int:
    """The whole percent of the time from one day to another that has passed, 0 to 100."""
    whole = (due_on - begins_on).days
    if whole <= 0:
        return 100
    return min(max(100 * (day - begins_on).days // whole, 0), 100)


def _late(
    task: TaskFacts, limits: Mapping[str, int], today: date, _working: WorkingDays
) -> Found | None:
    verdict = deadline_class(
        state=task.state,
        due_on=task.due_on,
        submitted_on=task.submitted_on,
        completed_on=None,
        today=today,
        soon_days=0,
    )
    if verdict.code != DeadlineClass.OVERDUE or task.due_on is None:
        return None
    days = (today - task.due_on).days
    if days <= limits["days"]:
        return None
    facts = {"due_on": task.due_on.isoformat(), "percent": task.percent, **limits}
    return Found(facts, Level.SERIOUS.value if days > limits["serious"] else "", by=days)


def _due_soon(
    task: TaskFacts, limits: Mapping[str, int], today: date, _working: WorkingDays
) -> Found | None:
    if task.state not in WORKING or task.due_on is None:
        return None
    if not 0 <= (task.due_on - today).days <= limits["days"] or task.percent >= limits["percent"]:
        return None
    facts = {"due_on": task.due_on.isoformat(), "reported": task.percent, **limits}
    return Found(facts, by=100 - task.percent)


def _silent(
    task: TaskFacts, limits: Mapping[str, int], today: date, _working: WorkingDays
) -> Found | None:
    since = task.last_update_on or task.begins_on
    if task.state not in WORKING or since is None or (today - since).days <= limits["days"]:
        return None
    ever = task.last_update_on is not None
    facts = {"since": since.isoformat(), "ever": ever, **limits}
    return Found(facts, by=(today - since).days)


def _behind(
    task: TaskFacts, limits: Mapping[str, int], today: date, _working: WorkingDays
) -> Found | None:
    begins, due = task.begins_on, task.due_on
    if task.state not in WORKING or begins is None or due is None or not begins < due:
        return None
    if today > due:
        return None
    points = elapsed(begins_on=begins, due_on=due, day=today) - task.percent
    if points <= limits["points"]:
        return None
    days = {"begins_on": begins.isoformat(), "due_on": due.isoformat()}
    return Found({**days, "percent": task.percent, **limits}, by=points)


def _unclear(
    task: TaskFacts, limits: Mapping[str, int], _today: date, _working: WorkingDays
) -> Found | None:
    if task.missing < limits["clears"]:
        return None
    return Found({"missing": task.missing, **limits}, by=task.missing)


def _update_waiting(
    task: TaskFacts, limits: Mapping[str, int], today: date, working: WorkingDays
) -> Found | None:
    return waiting(task.update_since, limits, today, working)


def _extension_waiting(
    task: TaskFacts, limits: Mapping[str, int], today: date, working: WorkingDays
) -> Found | None:
    return waiting(task.extension_since, limits, today, working)


def waiting(
    since: date | None, limits: Mapping[str, int], today: date, working_days: WorkingDays
) -> Found | None:
    """Something that somebody has to decide, when more working days passed than allowed."""
    if since is None or (today - since).days <= limits["days"]:  # never fewer than working days
        return None
    if working_days(since, today) <= limits["days"]:
        return None
    return Found({"since": since.isoformat(), **limits})


_JUDGES: dict[str, Judge] = {
    RuleCode.TASK_LATE: _late,
    RuleCode.TASK_DUE_SOON: _due_soon,
    RuleCode.TASK_SILENT: _silent,
    RuleCode.TASK_BEHIND: _behind,
    RuleCode.TASK_UNCLEAR: _unclear,
    RuleCode.UPDATE_WAITING: _update_waiting,
    RuleCode.EXTENSION_WAITING: _extension_waiting,
}
TASK_RULES = tuple(_JUDGES)
OF_ONE_PART = (RuleCode.UPDATE_WAITING, RuleCode.EXTENSION_WAITING)
TOLD_ABOVE = tuple(code for code in TASK_RULES if code not in OF_ONE_PART)
