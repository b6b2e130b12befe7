"""A programme as the rows of a plan's annex, so that a file of them reads back as the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.rules import Comparator
from sauro.domains.programmes.models import Group, Programme, ProgressUpdate, Target, Task
from sauro.domains.programmes.rules import PartyRole, UpdateState
from sauro.domains.programmes.selectors.tasks import WITH_PARTIES
from sauro.domains.programmes.selectors.visibility import visible_targets, visible_tasks
from sauro.engines import text

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
REPORTED = (UpdateState.SUBMITTED.value, UpdateState.VERIFIED.value, UpdateState.NOTED.value)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as numbered in the plan."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a plan writes it; agencies by name, separated by semicolons."""

    id: int
    number: str
    title: str
    content: str
    lead: str
    coordinate: str
    authority: str
    deadline: str
    result: str
    ground: str
    note: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as a plan writes it; `values` holds what is set for single years.

    `by_years` says that its own value is one of them; `due` is a day other than the end of a year.
    """

    number: str
    title: str
    unit: str
    baseline: str
    value: str
    values: dict[int, str]
    by_years: bool
    due: str
    lead: str
    note: str


@dataclass(frozen=True, slots=True)
class TargetTable:
    """Targets whose year no group says: `year` then belongs to the heading of the value.

    `visions` are those of the `years` that lie beyond the year of every target they are set for.
    """

    year: int | None
    years: tuple[int, ...]
    visions: frozenset[int]
    rows: tuple[GroupRow | TargetRow, ...]


def task_rows(*, programme: Programme, user: Any) -> list[GroupRow | TaskRow]:
    """Groups and tasks the person may see, in the order of the plan; four SQL."""
    tasks = (
        visible_tasks(user=user)
        .filter(programme=programme)
        .filter(Q(parent__isnull=True) | Q(parent__fanned_out=False))
        .prefetch_related(WITH_PARTIES)
        .order_by("position", "pk")
    )
    return _in_groups(_groups(programme, "tasks"), [(t.group_id, _task_row(t)) for t in tasks])


def target_tables(*, programme: Programme, user: Any) -> list[TargetTable]:
    """Groups and targets the person may see, a table for each year that only a heading can say."""
    targets = (
        visible_targets(user=user)
        .filter(programme=programme)
        .select_related("indicator", "lead")
        .prefetch_related("milestones")
        .order_by("position", "pk")
    )
    groups = _groups(programme, "targets")
    by_year: dict[int | None, list[tuple[int | None, Any]]] = defaultdict(list)
    years: dict[int | None, set[int]] = defaultdict(set)
    own: dict[int | None, set[int]] = defaultdict(set)
    for target in targets:
        row = _target_row(target)
        year = None if row.by_years or _said_by_group(target, groups) else target.year
        by_year[year].append((target.group_id, row))
        years[year].update(row.values)
        own[year].update(when for when in row.values if not target.year or when <= target.year)
    return [
        TargetTable(
            year,
            tuple(sorted(years[year])),
            frozenset(years[year] - own[year]),
            tuple(_in_groups(groups, rows)),
        )
        for year, rows in by_year.items()
    ]


def month_rows(
    *, programme: Programme, user: Any, year: int
) -> list[tuple[TaskRow, dict[int, ProgressUpdate]]]:
    """Each task with what was reported last for each month of a year; drafts are left out."""
    rows = [row for row in task_rows(programme=programme, user=user) if isinstance(row, TaskRow)]
    found = ProgressUpdate.objects.filter(
        task__in=[row.id for row in rows], month__year=year, state__in=REPORTED
    )
    told: dict[int, dict[int, ProgressUpdate]] = defaultdict(dict)
    for update in found.order_by("pk"):
        told[update.task_id][update.month.month] = update
    return [(row, told.get(row.id, {})) for row in rows]


def _groups(programme: Programme, kind: str) -> list[Group]:
    return list(programme.groups.filter(kind=kind).order_by("position"))


def _in_groups(groups: Sequence[Group], rows: Iterable[tuple[int | None, Any]]) -> list[Any]:
    """Rows outside every group first, then each group that holds some, with those above it."""
    held: dict[int | None, list[Any]] = defaultdict(list)
    for group_id, row in rows:
        held[group_id].append(row)
    above = {group.pk: group.parent_id for group in groups}
    shown: set[int | None] = set()
    for first in held:
        place = first
        while place is not None and place not in shown:
            shown.add(place)
            place = above.get(place)
    lines = held.get(None, [])
    for group in groups:
        if group.pk in shown:
            lines += [GroupRow(group.number, group.title), *held.get(group.pk, [])]
    return lines


def _task_row(task: Task) -> TaskRow:
    return TaskRow(
        id=task.pk,
        number=task.number,
        title=task.title,
        content=task.content,
        lead=_names(task, PartyRole.LEAD),
        coordinate=_names(task, PartyRole.COORDINATE),
        authority=_names(task, PartyRole.AUTHORITY),
        deadline=task.deadline_text or (f"{task.due_on:%d/%m/%Y}" if task.due_on else ""),
        result=task.deliverable,
        ground=task.ground,
        note=task.note,
    )


def _names(task: Task, role: PartyRole) -> str:
    parties = [party for party in task.parties.all() if party.role == role]
    return "; ".join(str(p.organisation or p.collective or p.mention) for p in parties)


def _target_row(target: Target) -> TargetRow:
    values = {milestone.year: milestone.wording for milestone in target.milestones.all()}
    day = indicator_rules.due_day(due_on=None, year=target.year)
    return TargetRow(
        number=target.number,
        title=target.title,
        unit=target.indicator.unit,
        baseline=target.baseline,
        value=target.wording or _figure(target),
        values=values,
        by_years=target.year in values,
        due=text.vi_date(target.due_on) if target.due_on and target.due_on != day else "",
        lead=target.lead_mention or (target.lead.name if target.lead else ""),
        note=target.note,
    )


def _figure(target: Target) -> str:
    """The value of a target that nobody wrote in words, as a plan would write it."""
    low, high = (text.vi_number(v) if v is not None else "" for v in (target.low, target.high))
    return {
        Comparator.RANGE.value: f"{low} - {high}",
        Comparator.RANK_TOP.value: f"Top {low}",
        Comparator.KEEP_ABOVE.value: f"Duy trì trên {low}",
        Comparator.YES_NO.value: "Có",
        Comparator.TEXT.value: "",
    }.get(target.comparator, f"{SIGNS.get(target.comparator, '')} {low}".strip())


def _said_by_group(target: Target, groups: Sequence[Group]) -> bool:
    titles = {group.pk: (group.title, group.parent_id) for group in groups}
    place = target.group_id
    while place is not None:
        title, place = titles[place]
        if target.year is not None and str(target.year) in title:
            return True
    return False
