"""Subtasks: fanning a task out to many organisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Task, TaskParty
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import PartyRole, State
from sauro.domains.programmes.services.verification import raise_parents
from sauro.domains.programmes.services.writing import (
    clears_mask,
    keep_spans,
    locked_task,
    record_task,
    save_task,
)
from sauro.engines import access

COPIED = (
    *("programme", "group", "level", "title", "folded", "content", "ground", "supervisor"),
    *("authority", "deadline_text", "deadline_kind", "recurrence", "starts_on", "due_on"),
    *("original_due_on", "deliverable_kind", "deliverable", "acceptance"),
)


class NobodyToFanOutTo(DomainError):
    """No organisation was given."""

    code = "no_organisation"


class HasOwnProgress(DomainError):
    """The task already has progress of its own."""

    code = "has_progress"


@transaction.atomic
def fan_out_task(
    *, task: Task, organisations: Sequence[Organisation], by: Any, at: datetime
) -> list[Task]:
    """One part for each organisation that has none yet; the task then reads “n of m”."""
    task = locked_task(task.pk)
    access.check(by, Perm.MANAGE, task)
    if not organisations:
        raise NobodyToFanOutTo(_("Choose at least one organisation."))
    if task.parent_id is not None or task.updates.exists():
        raise HasOwnProgress(_("A task with progress of its own, or a part, cannot be fanned out."))
    taken = set(task.children.values_list("lead_id", flat=True))
    fresh = [o for o in dict.fromkeys(organisations) if o.pk not in taken]
    if not fresh:
        return []
    parts = Task.objects.bulk_create(
        [_part(task, o, len(taken) + n, by, at) for n, o in enumerate(fresh, 1)], batch_size=200
    )
    TaskParty.objects.bulk_create(
        TaskParty(task=part, role=PartyRole.LEAD.value, organisation_id=part.lead_id)
        for part in parts
    )
    keep_spans(parts, at=at)
    task.fanned_out = True
    save_task(task, ["fanned_out"], at=at)
    record_task("fanned_out", task, by=by, at=at, after={"parts": [str(o) for o in fresh]})
    raise_parents(parts, at=at)
    return parts


def _part(task: Task, organisation: Organisation, place: int, by: Any, at: datetime) -> Task:
    assigned = task.state not in (State.DRAFT, State.REFUSED)
    part = Task(
        parent=task,
        lead=organisation,
        number=f"{task.number.rstrip('.')}.{place}"[:20],
        position=task.position,
        state=(State.ASSIGNED if assigned else State.DRAFT).value,
        assigned_on=clock.day_of(at) if assigned else None,
        created_at=at,
        created_by=by,
        **{name: getattr(task, name) for name in COPIED},
    )
    part.missing_clears = clears_mask(part, [TaskParty(role=PartyRole.LEAD.value)])
    return part
