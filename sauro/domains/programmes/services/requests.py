"""Extensions and suspensions: asked by one person, decided by another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.documents.models import Document
from sauro.domains.programmes.models import Extension, Suspension, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import Decision, State
from sauro.domains.programmes.services.tasks import needed
from sauro.domains.programmes.services.writing import locked_task, record_task, save_task
from sauro.domains.programmes.workflow import TASK_FLOW
from sauro.engines import access, text
from sauro.engines.workflow import TransitionRefused


class BadRequest(DomainError):
    """The request cannot be accepted as it is."""

    code = "bad_request"


class OwnRequest(DomainError):
    """Nobody decides his own request."""

    code = "own_request"


@transaction.atomic
def request_extension(
    *, task: Task, wanted_due_on: date, reason: str, by: Any, at: datetime
) -> Extension:
    """The request to move a deadline; the same request again returns the pending one."""
    task = locked_task(task.pk)
    access.check(by, Perm.REPORT, task)
    reason = needed(reason)
    if not TASK_FLOW.possible(task, "work"):
        raise TransitionRefused(_("The deadline of this task cannot be moved in its state."))
    if task.due_on is None or wanted_due_on <= task.due_on:
        raise BadRequest(
            _("The new day must lie after the present due day."), field="wanted_due_on"
        )
    pending = Extension.objects.filter(task=task, state=Decision.PENDING.value).first()
    if pending is not None:
        if pending.wanted_due_on == wanted_due_on:
            return pending
        raise BadRequest(_("An earlier request still waits for a decision."))
    extension = Extension.objects.create(
        task=task,
        old_due_on=task.due_on,
        wanted_due_on=wanted_due_on,
        reason=reason,
        requested_at=at,
        requested_by=by,
    )
    record_task(
        "extension_requested",
        task,
        by=by,
        at=at,
        before={"due_on": task.due_on},
        after={"wanted_due_on": wanted_due_on},
        note=reason,
    )
    return extension


@transaction.atomic
def decide_extension(
    *, extension: Extension, approve: bool, note: str, by: Any, at: datetime
) -> Extension:
    """The decided request; only an approval moves the deadline, and the first day is kept."""
    found = Extension.objects.select_for_update().get(pk=extension.pk)
    task = locked_task(found.task_id)
    access.check(by, Perm.DECIDE, task)
    if by.pk == found.requested_by_id:
        raise OwnRequest(_("Nobody decides his own request."))
    wanted = Decision.APPROVED if approve else Decision.REFUSED
    if found.state == wanted:
        return found
    if found.state != Decision.PENDING:
        raise TransitionRefused(_("This request was decided already."))
    note = text.clean(note) if approve else needed(note)
    found.state, found.decided_at, found.decided_by = wanted.value, at, by
    found.decision_note = note
    found.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    before, after = {"due_on": task.due_on}, {"due_on": task.due_on}
    if approve:
        after = {"due_on": found.wanted_due_on}
        task.due_on = found.wanted_due_on
        save_task(task, ["due_on"], at=at)
    kind = "extension_approved" if approve else "extension_refused"
    record_task(kind, task, by=by, at=at, before=before, after=after, note=note)
    return found


@transaction.atomic
def suspend_task(
    *,
    task: Task,
    ground: str,
    approver: str,
    by: Any,
    at: datetime,
    document: Document | None = None,
    until_on: date | None = None,
) -> Suspension:
    """The task set aside from today on a ground that somebody approved."""
    task = locked_task(task.pk)
    access.check(by, Perm.DECIDE, task)
    open_one = Suspension.objects.filter(task=task, ended_at__isnull=True).first()
    if open_one is not None:
        return open_one
    ground = needed(ground)
    approver = text.clean(approver)
    if not approver:
        raise BadRequest(_("Say who approved it."), field="approver")
    day = clock.day_of(at)
    if until_on is not None and until_on < day:
        raise BadRequest(_("The end lies before the start."), field="until_on")
    old = task.state
    TASK_FLOW.apply(task, "suspend")
    suspension = Suspension.objects.create(
        task=task,
        document=document,
        ground=ground[:500],
        approver=approver[:200],
        from_on=day,
        until_on=until_on,
        prior_state=old,
        at=at,
        by=by,
    )
    save_task(task, ["state"], at=at)
    record_task(
        "suspended",
        task,
        by=by,
        at=at,
        before={"state": old},
        after={"state": task.state, "approver": approver, "until_on": until_on},
        note=ground,
    )
    return suspension


@transaction.atomic
def resume_task(*, task: Task, reason: str, by: Any, at: datetime) -> Task:
    """The task back in the state in which it was suspended; resuming again changes nothing."""
    task = locked_task(task.pk)
    access.check(by, Perm.DECIDE, task)
    open_one = (
        Suspension.objects.select_for_update().filter(task=task, ended_at__isnull=True).first()
    )
    if open_one is None:
        if task.state != State.SUSPENDED:
            return task
        raise TransitionRefused(_("This task has no open suspension."))
    TASK_FLOW.apply(task, "resume", to=open_one.prior_state)
    open_one.ended_at, open_one.ended_by = at, by
    open_one.save(update_fields=["ended_at", "ended_by"])
    save_task(task, ["state"], at=at)
    record_task(
        "resumed",
        task,
        by=by,
        at=at,
        before={"state": State.SUSPENDED.value},
        after={"state": task.state},
        note=text.clean(reason),
    )
    return task
