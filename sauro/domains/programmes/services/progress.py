"""Writing progress: drafts, submissions, the “nothing new” tick, resubmission."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, Stale
from sauro.domains.programmes import rules
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import Progress, State, UpdateState
from sauro.domains.programmes.services.writing import locked_task, record_task, save_task
from sauro.domains.programmes.workflow import TASK_FLOW, UPDATE_FLOW
from sauro.engines import access, text
from sauro.engines.workflow import TransitionRefused

CONTENT = ("month", "percent", "done", "next_steps", "obstacle", "claims_completion")


class BadProgress(DomainError):
    """The update cannot be accepted as it is."""

    code = "bad_progress"


class StaleUpdate(Stale):
    """Somebody else changed this update in the meantime."""

    def __init__(self, update: ProgressUpdate) -> None:
        self.current = update
        super().__init__(_("Somebody else changed this update in the meantime."))


class ReportedByParts(DomainError):
    """Progress of this task comes from its parts."""

    code = "reported_by_parts"


@transaction.atomic
def save_draft(
    *,
    task: Task,
    progress: Progress,
    by: Any,
    at: datetime,
    update: ProgressUpdate | None = None,
    expected_version: int | None = None,
    request_key: str | None = None,
) -> ProgressUpdate:
    """The update kept as a draft, or a returned one corrected; it counts nowhere yet."""
    task = _task_to_report(task, by)
    _refuse_faults(progress, task, submitting=False)
    made, before = _filled(
        task, progress, by, at, update=update, version=expected_version, key=request_key
    )
    made.save()
    record_task("drafted", task, by=by, at=at, before=before, after=_content(made))
    return made


@transaction.atomic
def submit_update(
    *,
    task: Task,
    progress: Progress,
    by: Any,
    at: datetime,
    update: ProgressUpdate | None = None,
    expected_version: int | None = None,
    request_key: str | None = None,
) -> ProgressUpdate:
    """The update handed in for verification; the same request key twice hands in once."""
    if request_key:
        existing = ProgressUpdate.objects.filter(request_key=request_key).first()
        if existing is not None and existing.state != UpdateState.DRAFT:
            return existing
    task = _task_to_report(task, by)
    _refuse_faults(progress, task, submitting=True)
    made, before = _filled(
        task, progress, by, at, update=update, version=expected_version, key=request_key
    )
    UPDATE_FLOW.apply(made, "submit")
    made.submitted_at, made.submitted_by = at, by
    made.save()
    old = task.state
    day = clock.day_of(at)
    task.claimed_percent, task.last_update_on = made.percent, day
    if made.claims_completion:
        TASK_FLOW.apply(task, "submit")
        task.submitted_on = day
    else:
        TASK_FLOW.apply(task, "work")
    save_task(task, ["state", "claimed_percent", "last_update_on", "submitted_on"], at=at)
    record_task(
        "submitted" if made.claims_completion else "reported",
        task,
        by=by,
        at=at,
        before={"state": old, **before},
        after={"state": task.state, **_content(made)},
    )
    return made


@transaction.atomic
def note_no_change(*, task: Task, month: date, by: Any, at: datetime) -> ProgressUpdate:
    """A month in which nothing happened, said in one click; saying it again changes nothing."""
    task = _task_to_report(task, by)
    existing = ProgressUpdate.objects.filter(
        task=task, month=month, state=UpdateState.NOTED.value
    ).first()
    if existing is not None:
        return existing
    made = ProgressUpdate(
        task=task,
        organisation_id=task.lead_id,
        month=month,
        percent=task.claimed_percent,
        no_change=True,
        by=by,
        at=at,
        submitted_at=at,
        submitted_by=by,
    )
    UPDATE_FLOW.apply(made, "note")
    made.save()
    old = task.state
    task.last_update_on = clock.day_of(at)
    fields = ["last_update_on"]
    if task.state != State.RETURNED:  # a returned task stays returned until it is corrected
        TASK_FLOW.apply(task, "work")
        fields.append("state")
    save_task(task, fields, at=at)
    record_task(
        "nothing_new",
        task,
        by=by,
        at=at,
        before={"state": old},
        after={"state": task.state, "month": month},
    )
    return made


@transaction.atomic
def discard_draft(*, update: ProgressUpdate, by: Any, at: datetime) -> None:
    """Throw away a draft that was never handed in."""
    update = (
        ProgressUpdate.objects.select_for_update(of=("self",))
        .select_related("task__lead", "task__programme__owner")
        .get(pk=update.pk)
    )
    access.check(by, Perm.REPORT, update)
    if update.state != UpdateState.DRAFT:
        raise TransitionRefused(_("Only a draft can be thrown away."))
    record_task("draft_discarded", update.task, by=by, at=at, before=_content(update))
    update.delete()


def _task_to_report(task: Task, by: Any) -> Task:
    task = locked_task(task.pk)
    access.check(by, Perm.REPORT, task)
    if task.fanned_out:
        raise ReportedByParts(_("Progress of this task comes from its parts."))
    if not TASK_FLOW.possible(task, "work"):
        TASK_FLOW.apply(task, "work")  # raises with the state in words
    return task


def _filled(
    task: Task,
    progress: Progress,
    by: Any,
    at: datetime,
    *,
    update: ProgressUpdate | None,
    version: int | None,
    key: str | None,
) -> tuple[ProgressUpdate, dict[str, Any]]:
    """The update with its new content, not yet saved, and the content it had."""
    drafts = ProgressUpdate.objects.select_for_update()
    found = (
        drafts.get(pk=update.pk, task=task)
        if update is not None
        else drafts.filter(task=task, state=UpdateState.DRAFT.value).first()
    )
    if found is not None:
        if version is not None and found.version != version:
            raise StaleUpdate(found)
        if not UPDATE_FLOW.possible(found, "submit"):
            UPDATE_FLOW.apply(found, "submit")  # raises with the state in words
    before = _content(found) if found is not None else {}
    made = found or ProgressUpdate(task=task, organisation_id=task.lead_id, request_key=key)
    for name in CONTENT:
        value = getattr(progress, name)
        setattr(made, name, text.clean(value) if isinstance(value, str) else value)
    made.by, made.at = by, at
    if found is not None:
        made.version += 1
        made.decided_at = made.decided_by = None
    made.task = task
    return made, before


def _refuse_faults(progress: Progress, task: Task, *, submitting: bool) -> None:
    faults = rules.progress_faults(
        progress, reported_percent=task.claimed_percent, submitting=submitting
    )
    if faults:
        field, code = faults[0]
        raise BadProgress(_fault_text(code), field=field)


def _fault_text(code: str) -> str:
    return {
        "month_first_day": _("The reporting month is not a month."),
        "percent_range": _("Progress lies between 0 and 100."),
        "claim_needs_100": _("A completed task has 100% progress."),
        "done_needed": _("Say what was done."),
        "fall_needs_reason": _("Progress falls: say why under obstacle."),
    }[code]


def _content(update: ProgressUpdate) -> dict[str, Any]:
    return {name: getattr(update, name) for name in CONTENT}
