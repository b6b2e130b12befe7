"""What the page of one task shows: its standing on a day, its six clears, what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes import rules
from sauro.domains.programmes.labels import CLEARS, RULES, STATES
from sauro.domains.programmes.models import (
    Milestone,
    Task,
    TaskMandate,
    TaskSpan,
)
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import Clear, PartyRole, State, UpdateState
from sauro.domains.programmes.selectors import mandates
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.selectors.standing import AsOf, tasks_as_of
from sauro.engines import access

STATE_WORDS = dict(STATES)
_CLOSED = (State.COMPLETED.value, State.CANCELLED.value)
_CLEAR_FIELDS = {
    Clear.PEOPLE: ("lead", "accountable"),
    Clear.WORK: ("title",),
    Clear.RESPONSIBILITY: ("coordinators", "supervisor"),
    Clear.AUTHORITY: ("authority",),
    Clear.TIME: ("deadline_text",),
    Clear.RESULT: ("deliverable",),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task stood on a day, with the rule that decided its deadline class."""

    state: str
    due_on: date | None
    percent: int
    blockers: int
    submitted_on: date | None
    completed_on: date | None
    lead: Organisation | None
    deadline_class: str
    rule: str
    days: int | None

    @property
    def state_words(self) -> Any:
        """The state in words."""
        return STATE_WORDS[self.state]

    @property
    def rule_words(self) -> Any:
        """The rule that decided the deadline class, in words."""
        return RULES[self.rule]


@dataclass(frozen=True, slots=True)
class ClearLine:
    """One of the six clears: its value, or what is missing and where it is filled in."""

    code: str
    label: Any
    filled: bool
    detail: str
    missing: str
    field: str


def standing_of(*, task: Task, as_of: AsOf) -> Standing | None:
    """How the task stood on a day, or nothing when it did not exist yet; one SQL for a past day."""
    found: Any = task
    if as_of.is_past:
        spans = TaskSpan.objects.filter(task=task).at(clock.end_of(as_of.day))
        found = spans.select_related("lead").first()
        if found is None:
            return None
    verdict = rules.deadline_class(
        state=found.state,
        due_on=found.due_on,
        submitted_on=found.submitted_on,
        completed_on=found.completed_on,
        today=as_of.day,
        soon_days=as_of.soon_days,
    )
    counting = found.due_on is not None and found.state not in _CLOSED
    return Standing(
        state=found.state,
        due_on=found.due_on,
        percent=found.percent,
        blockers=found.blockers,
        submitted_on=found.submitted_on,
        completed_on=found.completed_on,
        lead=found.lead,
        deadline_class=verdict.code.value,
        rule=verdict.rule,
        days=(found.due_on - as_of.day).days if counting else None,
    )


def clear_lines(*, task: Task) -> list[ClearLine]:
    """The six clears of a task whose parties were fetched."""
    roles = {
        role: [
            str(p.organisation or p.collective or p.mention)
            for p in task.parties.all()
            if p.role == role
        ]
        for role in PartyRole
    }
    lead = _joined(*roles[PartyRole.LEAD]) or _joined(task.lead)
    authority = _joined(task.authority) or _joined(*roles[PartyRole.AUTHORITY])
    parts: dict[Clear, list[tuple[Any, str]]] = {
        Clear.PEOPLE: [(lead, _("the lead")), (task.accountable, _("the accountable post"))],
        Clear.WORK: [(_short(task.title), _("the title"))],
        Clear.RESPONSIBILITY: [
            (
                _joined(task.supervisor, *roles[PartyRole.COORDINATE][:5]),
                _("a supervising leader or coordinating agencies"),
            )
        ],
        Clear.AUTHORITY: [(authority, _("the body that decides and confirms"))],
        Clear.TIME: [(_deadline_words(task), _("a deadline that names a day or a rhythm"))],
        Clear.RESULT: [(_short(task.deliverable), _("the result to be delivered"))],
    }
    return [
        _line(clear, label, parts[clear])
        for clear, label in zip(Clear, dict(CLEARS).values(), strict=True)
    ]


def _line(clear: Clear, label: Any, parts: list[tuple[Any, str]]) -> ClearLine:
    lacking = [place for place, (value, _name) in enumerate(parts) if not value]
    return ClearLine(
        code=clear.value,
        label=label,
        filled=not lacking,
        detail=" · ".join(str(value) for value, _name in parts if value),
        missing=", ".join(parts[place][1] for place in lacking),
        field=_CLEAR_FIELDS[clear][lacking[0] if lacking else 0],
    )


def _deadline_words(task: Task) -> str:
    if task.due_on is not None:
        return task.deadline_text or f"{task.due_on:%d/%m/%Y}"
    timeless = (rules.DeadlineKind.RECURRING.value, rules.DeadlineKind.ONGOING.value)
    return task.deadline_text if task.deadline_kind in timeless else ""


def _joined(*values: Any) -> str:
    return ", ".join(str(value) for value in values if value)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"


def parts_of(*, task: Task, as_of: AsOf) -> Any:
    """The parts of a task fanned out to many, as they stood on a day, the late ones first."""
    found = tasks_as_of(tasks=Task.objects.filter(parent=task), as_of=as_of)
    return found.select_related("lead").order_by("as_percent", "as_due_on", "pk")


def updates_shown(*, task: Task, user: Any, as_of: AsOf) -> list[Any]:
    """Updates handed in by a day, newest first, each with `shown_state` as of that day."""
    found: Any = task_selectors.updates_of(task=task, user=user)
    if not as_of.is_past:
        updates = list(found)
        for update in updates:
            update.shown_state = update.state
        return updates
    moment = clock.end_of(as_of.day)
    updates = list(found.filter(submitted_at__lte=moment))
    for update in updates:
        later = update.decided_at is not None and update.decided_at > moment
        update.shown_state = UpdateState.SUBMITTED.value if later else update.state
    return updates


def milestones_of(*, task: Task) -> list[Milestone]:
    """The milestones of a task, earliest first."""
    return list(task.milestones.all())


def mandates_of(*, task: Task, user: Any) -> list[TaskMandate]:
    """The documents and clauses that a task answers, as far as the person may see them."""
    return list(mandates.seen(of=task, user=user))


def may(*, user: Any, task: Task) -> frozenset[str]:
    """The permissions of programmes a person holds over one task."""
    return frozenset(str(perm) for perm in Perm if access.allowed(user, perm, task))
