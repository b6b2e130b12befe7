"""The tasks of a staged plan, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sauro.domains.programmes.models import Group, Programme, Task, TaskParty
from sauro.domains.programmes.rules import PartyRole, State
from sauro.domains.programmes.services.tasks import Party, party_rows
from sauro.domains.programmes.services.writing import clears_mask, keep_spans
from sauro.domains.programmes.staging.parties import PartyDraft
from sauro.domains.programmes.staging.plan import Staging
from sauro.domains.programmes.staging.report import CREATE, UPDATE
from sauro.domains.programmes.staging.task_rows import TaskRow
from sauro.engines import text
from sauro.engines.history.recording import new_event, record_all

DEADLINE = ("deadline_text", "deadline_kind", "recurrence", "starts_on", "due_on")
WRITTEN = (
    *("number", "title", "content", "ground", "note", "deliverable", "folded", "group", "lead"),
    *(*DEADLINE, "original_due_on", "missing_clears", "version"),
)


def write(
    staging: Staging,
    programme: Programme,
    groups: Sequence[Group],
    *,
    by: Any,
    at: datetime,
    source: str,
) -> None:
    """Create the new tasks and change the changed ones; events and spans in bulk."""
    rows = [row for row in staging.tasks if not row.report.has_error]
    new = [row for row in rows if row.report.action == CREATE]
    changed = [row for row in rows if row.report.action == UPDATE]
    made = _create(new, programme, groups, by=by, at=at)
    _link_parts(staging.tasks, made)
    _change(changed, groups, at=at)
    events = [
        _event("imported", task, by, at, {"title": task.title}, source) for task in made.values()
    ]
    events += [_changed_event(row, by, at, source) for row in changed]
    record_all(events)


def _create(
    rows: Sequence[TaskRow], programme: Programme, groups: Sequence[Group], *, by: Any, at: datetime
) -> dict[int, Task]:
    place = programme.tasks.count()
    tasks = []
    for offset, row in enumerate(rows, 1):
        task = Task(programme=programme, position=place + offset, created_at=at, created_by=by)
        _fill(task, row, groups)
        tasks.append(task)
    Task.objects.bulk_create(tasks, batch_size=500)
    TaskParty.objects.bulk_create(
        [party for task, row in zip(tasks, rows, strict=True) for party in _parties(task, row)],
        batch_size=1000,
    )
    keep_spans(tasks, at=at, fresh=True)
    return {row.report.index: task for row, task in zip(rows, tasks, strict=True)}


def _change(rows: Sequence[TaskRow], groups: Sequence[Group], *, at: datetime) -> None:
    tasks = []
    for row in rows:
        assert row.existing is not None, "an update has a record"
        _fill(row.existing, row, groups)
        row.existing.version += 1
        tasks.append(row.existing)
    Task.objects.bulk_update(tasks, WRITTEN, batch_size=200)
    with_parties = [row for row in rows if any(c[0] == "parties" for c in row.report.changes)]
    TaskParty.objects.filter(task__in=[row.existing for row in with_parties]).delete()
    TaskParty.objects.bulk_create(
        [party for row in with_parties for party in _parties(row.existing, row)], batch_size=1000
    )
    keep_spans(tasks, at=at)


def _fill(task: Task, row: TaskRow, groups: Sequence[Group]) -> None:
    fixed = task.pk is not None and task.state != State.DRAFT and task.due_on is not None
    for name, value in row.values.items():
        if name in DEADLINE and (fixed or task.deadline_by_hand):
            continue
        setattr(task, name, value)
    task.folded = text.fold(task.title)
    task.group = groups[row.draft.group] if row.draft.group is not None else None
    leads = [p.found.organisation for p in row.parties if p.role == PartyRole.LEAD]
    task.lead = next((organisation for organisation in leads if organisation), None)
    decides = [p.found.organisation for p in row.parties if p.role == PartyRole.AUTHORITY]
    task.authority = next((o for o in decides if o), task.authority)
    if not fixed:
        task.original_due_on = task.due_on
    task.missing_clears = clears_mask(task, row.parties)


def _parties(task: Any, row: TaskRow) -> list[TaskParty]:
    return party_rows(task, [_party(p) for p in row.parties])


def _party(party: PartyDraft) -> Party:
    return Party(
        party.role, party.found.organisation, party.found.collective, mention=party.mention
    )


def _link_parts(rows: Sequence[TaskRow], made: dict[int, Task]) -> None:
    linked = []
    for row in rows:
        parent_index = row.draft.parent
        if row.report.index not in made or parent_index is None:
            continue
        parent = made.get(parent_index) or rows[parent_index].existing
        if parent is not None:
            made[row.report.index].parent = parent
            linked.append(made[row.report.index])
    Task.objects.bulk_update(linked, ["parent"], batch_size=500)


def _changed_event(row: TaskRow, by: Any, at: datetime, source: str) -> Any:
    before = {name: old for name, old, _new in row.report.changes}
    after = {name: new for name, _old, new in row.report.changes}
    return _event("changed", row.existing, by, at, after, source, before)


def _event(
    kind: str,
    task: Any,
    by: Any,
    at: datetime,
    after: dict[str, Any],
    source: str,
    before: dict[str, Any] | None = None,
) -> Any:
    return new_event(
        kind=f"programmes.task.{kind}",
        subject=task,
        by=by,
        at=at,
        before=before,
        after=after,
        note=source,
    )
