"""How every write on a task ends: version, six clears, the span of time, and one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.programmes import rules
from sauro.domains.programmes.models import Task, TaskSpan
from sauro.domains.programmes.rules import Clear, ClearFacts, PartyRole
from sauro.engines.history.recording import record

SPAN_FIELDS = ("state", "due_on", "submitted_on", "completed_on", "percent", "lead_id", "blockers")
BITS = {clear: 1 << place for place, clear in enumerate(Clear)}


class BeforeLastChange(DomainError):
    """The moment given lies before the last recorded change of this task."""

    code = "before_last_change"


class StaleTask(Stale):
    """Somebody else changed this task in the meantime."""

    def __init__(self, task: Task) -> None:
        self.current = task
        super().__init__(_("Somebody else changed this task in the meantime."))


def locked_task(task_id: int, *, expected_version: int | None = None) -> Task:
    """The task as it stands now, locked until the transaction ends."""
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("programme__owner", "lead")
        .get(pk=task_id)
    )
    if expected_version is not None and task.version != expected_version:
        raise StaleTask(task)
    return task


def save_task(task: Task, fields: Iterable[str], *, at: datetime) -> None:
    """Write the named columns, raise the version, and keep the span of time up to date."""
    task.version += 1
    task.save(update_fields=[*fields, "version"])
    keep_spans([task], at=at)


def keep_spans(tasks: Sequence[Task], *, at: datetime, fresh: bool = False) -> None:
    """Close the open span of each task whose standing changed, and open the next; three SQL.

    Fresh tasks were made just now and have no span to look for.
    """
    open_now = TaskSpan.objects.filter(task__in=tasks, until_at__isnull=True)
    spans = {} if fresh else {span.task_id: span for span in open_now}
    closed, opened = [], []
    for task in tasks:
        span = spans.get(task.pk)
        if span is not None:
            if all(getattr(span, name) == getattr(task, name) for name in SPAN_FIELDS):
                continue
            if at < span.from_at:
                raise BeforeLastChange(
                    _("The moment given lies before the last recorded change of this task.")
                )
            closed.append(span.pk)
        values = {name: getattr(task, name) for name in SPAN_FIELDS}
        opened.append(TaskSpan(task=task, from_at=at, **values))
    if closed:
        TaskSpan.objects.filter(pk__in=closed).update(until_at=at)
    if opened:
        TaskSpan.objects.bulk_create(opened, batch_size=500)


def clears_mask(task: Task, parties: Iterable[Any]) -> int:
    """The clears a task lacks as bits, for storing beside it."""
    roles = {party.role for party in parties}
    missing = rules.missing_clears(
        ClearFacts(
            has_lead=task.lead_id is not None or PartyRole.LEAD in roles,
            has_position=task.accountable_id is not None,
            has_title=bool(task.title.strip()),
            has_supervisor=task.supervisor_id is not None,
            has_coordinators=PartyRole.COORDINATE in roles,
            has_authority=task.authority_id is not None or PartyRole.AUTHORITY in roles,
            deadline_kind=task.deadline_kind,
            due_on=task.due_on,
            has_deliverable=bool(task.deliverable.strip()),
        )
    )
    return sum(BITS[clear] for clear in missing)


def clears_of(mask: int) -> tuple[Clear, ...]:
    """The clears named by stored bits."""
    return tuple(clear for clear, bit in BITS.items() if mask & bit)


def record_task(
    kind: str,
    task: Task,
    *,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """One event of a task."""
    record(
        kind=f"programmes.task.{kind}",
        subject=task,
        by=by,
        at=at,
        before=before,
        after=after,
        note=note,
    )
