"""A draft of a plan held against a programme: the report, and the values that would be written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.models import Group, Programme
from sauro.domains.programmes.planfile.drafts import PlanDraft, TargetDraft, TaskDraft
from sauro.domains.programmes.staging import target_rows, task_rows
from sauro.domains.programmes.staging.parties import Directory, Followers
from sauro.domains.programmes.staging.report import Note, Report, Row
from sauro.engines import text


@dataclass(slots=True)
class Staging:
    """Everything that accepting needs: the report, resolved rows and the groups of the file."""

    programme: Programme
    draft: PlanDraft
    report: Report
    directory: Directory
    groups: list[Group | None]
    tasks: list[task_rows.TaskRow] = field(default_factory=list)
    targets: list[target_rows.TargetRow] = field(default_factory=list)


def stage(
    *, programme: Programme, draft: PlanDraft, day: date, choices: Mapping[str, int]
) -> Staging:
    """What the file would do to the programme; nothing is written. A handful of SQL."""
    followers = Followers(day)
    owner = org_selectors.province_root_of(organisation=programme.owner) or programme.owner
    counts = _mention_counts(draft)
    directory = Directory(
        mentions=counts,
        root=followers.of_province(owner),
        day=day,
        choices=choices,
        followers=followers,
    )
    report = Report(groups=len(draft.groups), agencies=directory.listed(counts))
    staging = Staging(programme, draft, report, directory, _known_groups(programme, draft))
    staging.tasks = task_rows.resolve(programme=programme, draft=draft, directory=directory)
    staging.targets = target_rows.resolve(
        programme=programme, draft=draft, directory=directory, day=day
    )
    report.rows = [row.report for row in staging.tasks]
    report.rows += [row.report for row in staging.targets]
    _add_problems(report, draft)
    _add_agency_notes(report, draft, directory)
    return staging


def group_kind(draft: PlanDraft, index: int) -> str:
    """Whether a group of the file holds tasks or targets."""
    held = {task.group for task in draft.tasks}
    return "targets" if index not in held and _holds_targets(draft, index) else "tasks"


def _holds_targets(draft: PlanDraft, index: int) -> bool:
    own = {index} | {n for n, group in enumerate(draft.groups) if group.parent == index}
    return any(target.group in own for target in draft.targets)


def _known_groups(programme: Programme, draft: PlanDraft) -> list[Group | None]:
    known: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in Group.objects.filter(programme_id=programme.pk).order_by("position"):
        known[group.kind, group.folded].append(group)
    found: list[Group | None] = []
    for index, written in enumerate(draft.groups):
        same = known.get((group_kind(draft, index), text.fold(written.title)), [])
        found.append(same.pop(0) if same else None)
    return found


def _items(draft: PlanDraft) -> list[TaskDraft | TargetDraft]:
    return [*draft.tasks, *draft.targets]


def _mention_counts(draft: PlanDraft) -> Counter[str]:
    counts: Counter[str] = Counter()
    for item in _items(draft):
        counts.update(m.text for m in (*item.leads, *item.coordinators))
        authority = getattr(item, "authority", "")
        if authority:
            counts[authority] += 1
    return counts


def _add_agency_notes(report: Report, draft: PlanDraft, directory: Directory) -> None:
    """Each doubtful name is told once, at the first row that has it, with the number of rows."""
    items = _items(draft)
    counts = _mention_counts(draft)
    told: set[str] = set()
    for row, item in zip(report.rows, items, strict=True):
        names = [m.text for m in (*item.leads, *item.coordinators)]
        names.append(getattr(item, "authority", ""))
        for name in names:
            note = directory.note_on(name, item.where, counts[name]) if name else None
            if note is not None and name not in told:
                told.add(name)
                row.notes.append(note)
        if not item.leads:
            row.notes.append(
                Note("warning", item.where, _("The row names no lead agency."), code="no_lead")
            )


def _add_problems(report: Report, draft: PlanDraft) -> None:
    rows: dict[str, Row] = {row.where: row for row in report.rows}
    for problem in draft.problems:
        note = Note(
            str(problem.level),
            problem.where,
            problem.text(_translated),
            problem.advice(_translated),
            code=problem.code,
        )
        target = rows.get(problem.row or problem.where)
        (target.notes if target is not None else report.notes).append(note)


def _translated(sentence: str) -> str:
    return _(sentence) if sentence else ""
