"""Tasks of a file against tasks of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.planfile.drafts import PlanDraft, TaskDraft
from sauro.domains.programmes.rules import PartyRole, State
from sauro.domains.programmes.selectors.tasks import WITH_PARTIES
from sauro.domains.programmes.staging.identity import Known, Recogniser
from sauro.domains.programmes.staging.parties import Directory, Found, PartyDraft
from sauro.domains.programmes.staging.report import CREATE, UNCHANGED, UPDATE, Note, Row
from sauro.engines import text

EXTRA_LABELS = {"supervisor": "Lãnh đạo phụ trách", "budget": "Kinh phí", "code": "Mã"}
MOST_NAMED = 500  # more ids than this are not named to the database one by one
COMPARED = ("number", "title", "content", "ground", "note", "deliverable", "deadline_text")


@dataclass(slots=True)
class TaskRow:
    """A task of the file with the values and parties it would have, and the record it is."""

    draft: TaskDraft
    report: Row
    values: dict[str, Any]
    parties: list[PartyDraft]
    existing: Task | None
    group_changed: bool = False


def resolve(*, programme: Programme, draft: PlanDraft, directory: Directory) -> list[TaskRow]:
    """Each task of the file recognised and compared, fanned-out parts left alone; three SQL."""
    if not draft.tasks:
        return []
    there = Task.objects.filter(programme_id=programme.pk).filter(
        Q(parent__isnull=True) | Q(parent__fanned_out=False)
    )
    names = there.order_by("pk").values_list("pk", "group__folded", "number", "folded")
    records = [Known(pk, group or "", number, title) for pk, group, number, title in names]
    rows = [
        Known(index, _group_of(draft, task), task.number, text.fold(text.clean(task.title)))
        for index, task in enumerate(draft.tasks)
    ]
    same = Recogniser(records).assign(rows)
    existing = _recognised(there, set(same.values()))
    return [
        _row(index, task, draft, directory, existing.get(same.get(index, 0)))
        for index, task in enumerate(draft.tasks)
    ]


def _recognised(there: QuerySet[Task], ids: set[int]) -> dict[int, Task]:
    """The tasks that rows of the file are, with their parties; the others are not read."""
    if not ids:
        return {}
    wanted = there.filter(pk__in=ids) if len(ids) <= MOST_NAMED else there
    found = wanted.select_related("group", "parent").prefetch_related(WITH_PARTIES)
    return {task.pk: task for task in found if task.pk in ids}


def values_of(task: TaskDraft) -> dict[str, Any]:
    """The columns of a task as the file gives them."""
    notes = [task.note]
    notes += [
        f"{label}: {getattr(task, name)}"
        for name, label in EXTRA_LABELS.items()
        if getattr(task, name) and getattr(task, name) not in task.note
    ]
    notes += [f"{label}: {value}" for label, value in task.extra if value]
    return {
        "number": text.clean(task.number)[:20],
        "title": text.clean(task.title),
        "content": text.clean(task.content),
        "ground": text.clean(task.basis),
        "note": text.clean("\n".join(note for note in notes if note)),
        "deliverable": text.clean(task.result),
        "deadline_text": text.clean(task.deadline.phrase)[:200],
        "deadline_kind": str(task.deadline.kind),
        "recurrence": task.deadline.recurrence,
        "starts_on": task.deadline.start_on if _spans(task) else None,
        "due_on": task.deadline.due_on,
    }


def _spans(task: TaskDraft) -> bool:
    start, due = task.deadline.start_on, task.deadline.due_on
    return start is not None and (due is None or start <= due) and task.deadline.kind == "range"


def _row(
    index: int, task: TaskDraft, draft: PlanDraft, directory: Directory, existing: Task | None
) -> TaskRow:
    values = values_of(task)
    parties = directory.parties(task.leads, task.coordinators, task.authority)
    due: date | None = values["due_on"]
    report = Row(
        kind="task",
        index=index,
        where=task.where,
        number=values["number"],
        title=values["title"],
        group=draft.groups[task.group].title if task.group is not None else "",
        lead="; ".join(p.mention for p in parties if p.role == PartyRole.LEAD),
        deadline=values["deadline_text"],
        due_on=due.isoformat() if due else "",
        action=CREATE,
    )
    row = TaskRow(task, report, values, parties, existing)
    if existing is not None:
        _compare(row, existing, _group_of(draft, task), directory)
    return row


def _compare(row: TaskRow, existing: Task, group: str, directory: Directory) -> None:
    report = row.report
    report.existing_id = existing.pk
    for name in COMPARED:
        before, after = getattr(existing, name), row.values[name]
        if before != after and not _only_says(name, row, existing):
            report.changes.append((name, before, after))
    old = [_kept(party) for party in existing.parties.all()]
    if set(map(directory.work_of, old)) == set(map(directory.work_of, row.parties)):
        row.parties = old  # an agency closed since then stays where it is
    else:
        report.changes.append(("parties", _named(old), _named(row.parties)))
    if (existing.group.folded if existing.group else "") != group:
        row.group_changed = True
        report.changes.append(("group", str(existing.group or ""), report.group))
    if _deadline_is_fixed(existing) and any(c[0] == "deadline_text" for c in report.changes):
        report.notes.append(
            Note(
                "warning",
                report.where,
                _("The task is assigned already: its deadline stays as it is."),
                _("Ask for an extension."),
                code="deadline_fixed",
            )
        )
        report.changes = [c for c in report.changes if c[0] != "deadline_text"]
    report.action = UPDATE if report.changes else UNCHANGED


def _only_says(name: str, row: TaskRow, existing: Task) -> bool:
    """Whether the file only puts into words a day that a person gave without words."""
    same = existing.due_on is not None and existing.due_on == row.values["due_on"]
    return name == "deadline_text" and not existing.deadline_text and same


def _deadline_is_fixed(task: Task) -> bool:
    return task.deadline_by_hand or (task.state != State.DRAFT and task.due_on is not None)


def _kept(party: Any) -> PartyDraft:
    found = Found(organisation=party.organisation, collective=party.collective)
    return PartyDraft(party.role, party.mention or str(found.organisation or ""), found)


def _named(parties: list[PartyDraft]) -> str:
    return "; ".join(str(p.found.organisation or p.found.collective or p.mention) for p in parties)


def _group_of(draft: PlanDraft, task: TaskDraft) -> str:
    return text.fold(draft.groups[task.group].title) if task.group is not None else ""
