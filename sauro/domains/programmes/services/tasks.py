"""Writing tasks: create, change, assign, accept, refuse, cancel, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.orgs.models import Collective, Organisation, Position
from sauro.domains.programmes.models import Group, Programme, Task, TaskParty
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import DeadlineKind, PartyRole, State, TaskLevel
from sauro.domains.programmes.services import mandates as answered
from sauro.domains.programmes.services.effects import withdraw_readings
from sauro.domains.programmes.services.mandates import Mandate
from sauro.domains.programmes.services.writing import (
    clears_mask,
    keep_spans,
    locked_task,
    record_task,
    save_task,
)
from sauro.domains.programmes.workflow import TASK_FLOW
from sauro.engines import access, text
from sauro.engines.history.recording import changes


class BadTask(DomainError):
    """The particulars of the task cannot be accepted."""

    code = "bad_task"


class DeadlineFixed(DomainError):
    """The deadline of an assigned task moves only by an approved extension."""

    code = "deadline_fixed"


class ReasonNeeded(DomainError):
    """A reason is needed for this step."""

    code = "reason_needed"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation, a collective or an unmatched name, with what it does in a task."""

    role: str
    organisation: Organisation | None = None
    collective: Collective | None = None
    mention: str = ""


@dataclass(frozen=True, slots=True)
class TaskInput:
    """Everything that may be said of a task when it is made or changed; None leaves mandates."""

    title: str
    number: str = ""
    content: str = ""
    ground: str = ""
    note: str = ""
    level: str = TaskLevel.PROVINCIAL
    group: Group | None = None
    accountable: Position | None = None
    supervisor: Position | None = None
    authority: Organisation | None = None
    parties: tuple[Party, ...] = ()
    deadline_text: str = ""
    deadline_kind: str = DeadlineKind.NONE
    recurrence: str = ""
    deadline_by_hand: bool = False
    starts_on: date | None = None
    due_on: date | None = None
    deliverable_kind: str = ""
    deliverable: str = ""
    acceptance: str = ""
    mandates: tuple[Mandate, ...] | None = None

    @property
    def lead(self) -> Organisation | None:
        """The first leading organisation: the one that answers for the task."""
        leads = [p.organisation for p in self.parties if p.role == PartyRole.LEAD]
        return next((organisation for organisation in leads if organisation), None)


COLUMNS = (
    *("title", "number", "content", "ground", "note", "level", "group"),
    *("accountable", "supervisor", "authority", "deadline_text", "deadline_kind", "recurrence"),
    *("deadline_by_hand", "starts_on", "due_on", "deliverable_kind", "deliverable", "acceptance"),
)
TEXTS = ("title", "number", "content", "ground", "note", "deliverable", "acceptance")


@transaction.atomic
def create_task(
    *,
    programme: Programme,
    task: TaskInput,
    by: Any,
    at: datetime,
    request_key: str | None = None,
) -> Task:
    """The new draft task at the end of its programme; the same request key returns the first."""
    access.check(by, Perm.MANAGE, programme)
    if request_key:
        existing = Task.objects.filter(request_key=request_key).first()
        if existing is not None:
            return existing
    made = build_task(
        programme=programme, task=task, by=by, at=at, position=programme.tasks.count() + 1
    )
    made.request_key = request_key
    made.save()
    write_parties(made, task.parties)
    keep_spans([made], at=at)
    after: dict[str, Any] = {"title": made.title, "lead": made.lead}
    if task.mandates:
        after["mandates"] = answered.replace_mandates(of=made, wanted=task.mandates)[1]
    record_task("created", made, by=by, at=at, after=after)
    return made


def build_task(
    *, programme: Programme, task: TaskInput, by: Any, at: datetime, position: int
) -> Task:
    """A task in memory, cleaned and checked; raises `BadTask` naming the field."""
    values = _clean(task)
    made = Task(
        programme=programme,
        position=position,
        folded=text.fold(values["title"]),
        lead=task.lead,
        original_due_on=task.due_on,
        created_at=at,
        created_by=by,
        **values,
    )
    made.missing_clears = clears_mask(made, task.parties)
    return made


def write_parties(task: Task, parties: Sequence[Party]) -> None:
    """Replace the organisations that take part in a task."""
    TaskParty.objects.filter(task=task).delete()
    TaskParty.objects.bulk_create(party_rows(task, parties))


def party_rows(task: Task, parties: Sequence[Party]) -> list[TaskParty]:
    """Rows for the parties of a task, an organisation once a role."""
    seen: set[tuple[str, int]] = set()
    rows = []
    for place, party in enumerate(parties):
        if party.organisation is not None:
            key = (str(party.role), party.organisation.pk)
            if key in seen:
                continue
            seen.add(key)
        rows.append(
            TaskParty(
                task=task,
                role=str(party.role),
                organisation=party.organisation,
                collective=party.collective,
                mention=party.mention[:300],
                position=place,
            )
        )
    return rows


@transaction.atomic
def change_task(
    *, task: Task, wanted: TaskInput, by: Any, at: datetime, expected_version: int
) -> Task:
    """The task with new particulars; unchanged particulars write nothing."""
    task = locked_task(task.pk, expected_version=expected_version)
    access.check(by, Perm.MANAGE, task)
    values = _clean(wanted)
    before, after = changes(task, {**values, "lead": wanted.lead})
    if task.state != State.DRAFT and task.due_on and "due_on" in after:
        raise DeadlineFixed(
            _("The deadline of an assigned task moves only by an approved extension."),
            field="due_on",
        )
    old_parties = _party_names(task.parties.select_related("organisation", "collective"))
    new_parties = _party_names(party_rows(task, wanted.parties))
    if old_parties != new_parties:
        before["parties"], after["parties"] = old_parties, new_parties
    if wanted.mandates is not None:
        old, new = answered.replace_mandates(of=task, wanted=wanted.mandates)
        if old != new:
            before["mandates"], after["mandates"] = old, new
    if not after:
        return task
    _apply(task, {**values, "lead": wanted.lead})
    if old_parties != new_parties:
        write_parties(task, wanted.parties)
    task.missing_clears = clears_mask(task, wanted.parties)
    if task.original_due_on is None or task.state == State.DRAFT:
        task.original_due_on = task.due_on
    save_task(task, [*COLUMNS, "lead", "folded", "missing_clears", "original_due_on"], at=at)
    record_task("changed", task, by=by, at=at, before=before, after=after)
    return task


@transaction.atomic
def assign_task(*, task: Task, by: Any, at: datetime) -> Task:
    """The task handed to its lead; assigning again changes nothing."""
    task = locked_task(task.pk)
    access.check(by, Perm.MANAGE, task)
    if task.state == State.ASSIGNED:
        return task
    if task.lead_id is None:
        raise BadTask(_("A task needs a lead organisation before it is assigned."), field="lead")
    if task.fanned_out:
        _assign_parts(task, at=at)
    task.assigned_on = clock.day_of(at)
    return _step(task, "assign", by=by, at=at, fields=("assigned_on",))


def _assign_parts(task: Task, *, at: datetime) -> None:
    parts = list(task.children.select_for_update().filter(state=State.DRAFT.value))
    for part in parts:
        TASK_FLOW.apply(part, "assign")
        part.assigned_on = clock.day_of(at)
        part.version += 1
    Task.objects.bulk_update(parts, ["state", "assigned_on", "version"], batch_size=200)
    keep_spans(parts, at=at)


@transaction.atomic
def assign_tasks(*, tasks: Sequence[Task], by: Any, at: datetime) -> list[Task]:
    """Those of the tasks that were handed to their lead now; the others keep their state."""
    return [
        assign_task(task=task, by=by, at=at)
        for task in tasks
        if task.state in (State.DRAFT, State.REFUSED) and task.lead_id is not None
    ]


@transaction.atomic
def accept_task(*, task: Task, by: Any, at: datetime) -> Task:
    """The task taken on by its lead; accepting again changes nothing."""
    task = locked_task(task.pk)
    access.check(by, Perm.REPORT, task)
    return task if task.state == State.ACCEPTED else _step(task, "accept", by=by, at=at)


@transaction.atomic
def refuse_task(*, task: Task, reason: str, by: Any, at: datetime) -> Task:
    """The task sent back to who assigned it, with the reason."""
    task = locked_task(task.pk)
    access.check(by, Perm.REPORT, task)
    return _step(task, "refuse", by=by, at=at, note=needed(reason))


@transaction.atomic
def cancel_task(*, task: Task, reason: str, by: Any, at: datetime) -> Task:
    """The task, no longer to be done, with the reason."""
    task = locked_task(task.pk)
    access.check(by, Perm.DECIDE, task)
    if task.state == State.CANCELLED:
        return task
    return _step(task, "cancel", by=by, at=at, note=needed(reason))


@transaction.atomic
def reopen_task(*, task: Task, reason: str, by: Any, at: datetime) -> Task:
    """A completed or cancelled task, to be worked on again, with the reason."""
    task = locked_task(task.pk)
    access.check(by, Perm.DECIDE, task)
    task.completed_on = task.submitted_on = None
    withdraw_readings(task, by=by, at=at)
    return _step(
        task, "reopen", by=by, at=at, note=needed(reason), fields=("completed_on", "submitted_on")
    )


def needed(reason: str) -> str:
    """The reason, cleaned; raises `ReasonNeeded` when there is none."""
    reason = text.clean(reason)
    if not reason:
        raise ReasonNeeded(_("Say why."), field="reason")
    return reason


def _step(
    task: Task, name: str, *, by: Any, at: datetime, note: str = "", fields: Sequence[str] = ()
) -> Task:
    old = task.state
    TASK_FLOW.apply(task, name)
    save_task(task, ["state", *fields], at=at)
    record_task(
        name, task, by=by, at=at, before={"state": old}, after={"state": task.state}, note=note
    )
    return task


def _clean(task: TaskInput) -> dict[str, Any]:
    values = {name: getattr(task, name) for name in COLUMNS}
    values |= {name: text.clean(values[name]) for name in TEXTS}
    values["deadline_text"] = text.clean(task.deadline_text)[:200]
    if not values["title"]:
        raise BadTask(_("A task needs a title."), field="title")
    if task.starts_on and task.due_on and task.due_on < task.starts_on:
        raise BadTask(_("The due day lies before the start."), field="due_on")
    return values


def _apply(task: Task, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(task, name, value)
    task.folded = text.fold(task.title)


def _party_names(parties: Any) -> list[str]:
    return sorted(
        f"{party.role}: {party.organisation or party.collective or party.mention}"
        for party in parties
    )
