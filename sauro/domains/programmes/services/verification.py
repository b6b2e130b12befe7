"""Verifying and returning updates, one or many; nobody verifies his own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.programmes import rules
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State, UpdateState
from sauro.domains.programmes.services.effects import move_targets
from sauro.domains.programmes.services.tasks import needed
from sauro.domains.programmes.services.writing import keep_spans, record_task, save_task
from sauro.domains.programmes.workflow import TASK_FLOW, UPDATE_FLOW
from sauro.engines import access
from sauro.engines.history.models import Event
from sauro.engines.history.recording import new_event, record_all


class OwnUpdate(DomainError):
    """Nobody verifies his own update."""

    code = "own_update"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An update that was not verified, and why."""

    update: ProgressUpdate
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each update of a bulk verification."""

    verified: tuple[ProgressUpdate, ...]
    refused: tuple[Refusal, ...]


@transaction.atomic
def verify_update(*, update: ProgressUpdate, by: Any, at: datetime) -> ProgressUpdate:
    """The verified update; a confirmed claim completes its task as of the day it was handed in."""
    found = _locked([update.pk])[0]
    if found.state == UpdateState.VERIFIED:
        return found
    _check(found, by)
    _verify([found], by=by, at=at)
    return found


@transaction.atomic
def verify_updates(*, updates: Iterable[int], by: Any, at: datetime) -> Outcome:
    """All given updates that may be verified, verified at once; each refusal says why."""
    ready, refused = [], []
    for update in _locked(list(updates)):
        try:
            _check(update, by)
        except DomainError as error:
            refused.append(Refusal(update, str(error)))
        else:
            ready.append(update)
    _verify(ready, by=by, at=at)
    return Outcome(tuple(ready), tuple(refused))


@transaction.atomic
def return_update(*, update: ProgressUpdate, reason: str, by: Any, at: datetime) -> ProgressUpdate:
    """The update sent back for correction with the reason; a claimed task is worked on again."""
    found = _locked([update.pk])[0]
    reason = needed(reason)
    if found.state == UpdateState.RETURNED and found.return_reason == reason:
        return found
    _check(found, by, step="send_back")
    UPDATE_FLOW.apply(found, "send_back")
    found.return_reason, found.decided_at, found.decided_by = reason, at, by
    found.version += 1
    found.save(update_fields=["state", "return_reason", "decided_at", "decided_by", "version"])
    task = found.task
    old = task.state
    if found.claims_completion and task.state == State.SUBMITTED:
        TASK_FLOW.apply(task, "send_back")
        task.submitted_on = None
    task.claimed_percent = task.percent
    save_task(task, ["state", "submitted_on", "claimed_percent"], at=at)
    record_task(
        "returned",
        task,
        by=by,
        at=at,
        before={"state": old, "percent": found.percent},
        after={"state": task.state},
        note=reason,
    )
    return found


def _locked(ids: Sequence[int]) -> list[ProgressUpdate]:
    found = (
        ProgressUpdate.objects.select_for_update(of=("self", "task"))
        .filter(pk__in=ids)
        .select_related("task__programme__owner", "task__lead", "task__parent", "submitted_by")
        .order_by("pk")
    )
    return _sharing_tasks(list(found))


def _sharing_tasks(updates: list[ProgressUpdate]) -> list[ProgressUpdate]:
    tasks: dict[int, Task] = {}
    for update in updates:
        update.task = tasks.setdefault(update.task_id, update.task)
    return updates


def _check(update: ProgressUpdate, by: Any, step: str = "verify") -> None:
    access.check(by, Perm.VERIFY, update)
    if by.pk in (update.submitted_by_id, update.by_id):
        raise OwnUpdate(_("Nobody verifies his own update."))
    if not UPDATE_FLOW.possible(update, step):
        UPDATE_FLOW.apply(update, step)  # raises with the state in words


def _verify(updates: Sequence[ProgressUpdate], *, by: Any, at: datetime) -> None:
    if not updates:
        return
    events: list[Event] = []
    tasks: dict[int, Task] = {}
    for update in updates:
        UPDATE_FLOW.apply(update, "verify")
        update.decided_at, update.decided_by = at, by
        update.version += 1
        task = tasks.setdefault(update.task_id, update.task)
        events.append(_taken_over(update, task, by=by, at=at))
    ProgressUpdate.objects.bulk_update(
        updates, ["state", "decided_at", "decided_by", "version"], batch_size=100
    )
    changed = list(tasks.values())
    Task.objects.bulk_update(
        changed, ["state", "percent", "completed_on", "version"], batch_size=100
    )
    keep_spans(changed, at=at)
    record_all(events)
    parents = raise_parents(changed, at=at)
    move_targets([*changed, *parents], by=by, at=at)


def _taken_over(update: ProgressUpdate, task: Task, *, by: Any, at: datetime) -> Event:
    before = {"state": task.state, "percent": task.percent}
    task.percent = update.percent
    kind = "verified"
    if update.claims_completion and task.state == State.SUBMITTED:
        TASK_FLOW.apply(task, "confirm")
        task.completed_on = task.submitted_on
        kind = "completed"
    task.version += 1
    return new_event(
        kind=f"programmes.task.{kind}",
        subject=task,
        by=by,
        at=at,
        before=before,
        after={"state": task.state, "percent": task.percent, "completed_on": task.completed_on},
    )


def raise_parents(tasks: Iterable[Task], *, at: datetime) -> list[Task]:
    """Tasks that were fanned out, brought up to date with their parts; two SQL for all siblings."""
    ids = {task.parent_id for task in tasks if task.parent_id is not None}
    if not ids:
        return []
    sums: dict[int, Mapping[str, Any]] = {}
    live = ~Q(children__state=State.CANCELLED.value)
    done = Q(children__state=State.COMPLETED.value)
    for row in (
        Task.objects.filter(pk__in=ids, fanned_out=True)
        .annotate(
            parts=Count("children", filter=live),
            parts_done=Count("children", filter=done),
            last_done=Max("children__completed_on", filter=done),
        )
        .values("pk", "parts", "parts_done", "last_done")
    ):
        sums[row["pk"]] = row
    parents = list(Task.objects.select_for_update().filter(pk__in=sums))
    for parent in parents:
        _raise(parent, sums[parent.pk])
    if parents:
        Task.objects.bulk_update(
            parents, ["state", "percent", "claimed_percent", "completed_on", "version"]
        )
        keep_spans(parents, at=at)
    return parents


def _raise(parent: Task, row: Mapping[str, Any]) -> None:
    parent.percent = parent.claimed_percent = rules.share_done(row["parts_done"], row["parts"])
    parent.version += 1
    complete = row["parts"] > 0 and row["parts"] == row["parts_done"]
    if complete and TASK_FLOW.possible(parent, "finish_parts"):
        TASK_FLOW.apply(parent, "finish_parts")
        parent.completed_on = row["last_done"]
