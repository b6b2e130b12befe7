"""Whom a report speaks of, and which rows of the picture are his."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sauro.domains.reporting.rules.picture import (
    REACHED,
    Agency,
    BottleneckRow,
    Past,
    PastRow,
    Picture,
    TargetRow,
    TaskRow,
)

CLOSED = ("done_on_time", "done_late", "cancelled")


class SubjectKind(StrEnum):
    """Of what a report can be."""

    PROVINCE = "province"
    PROGRAMME = "programme"
    AGENCY = "agency"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Subject:
    """A province, a programme, an agency or a commune; `id` is its own, `name` as it is printed."""

    kind: SubjectKind
    id: int
    name: str

    @property
    def of_agency(self) -> bool:
        """Whether task–agency pairs are counted, not tasks: parts of shared tasks count."""
        return self.kind in (SubjectKind.AGENCY, SubjectKind.COMMUNE)


def tasks_of(picture: Picture, subject: Subject) -> tuple[TaskRow, ...]:
    """The tasks that are counted for a subject.

    A province or programme counts a task given to many once; an agency counts what it leads as
    the first lead, its own part of a shared task included.
    """
    members = _members(picture, subject)
    return tuple(row for row in picture.tasks if _counts(row, subject, members))


def past_tasks_of(picture: Picture, past: Past, subject: Subject) -> tuple[PastRow, ...]:
    """The same of an earlier day."""
    members = _members(picture, subject)
    return tuple(row for row in past.tasks if _counts(row, subject, members))


def targets_of(picture: Picture, subject: Subject) -> tuple[TargetRow, ...]:
    """The targets of a subject."""
    if subject.kind == SubjectKind.PROVINCE:
        return picture.targets
    if subject.kind == SubjectKind.PROGRAMME:
        return tuple(row for row in picture.targets if row.programme == subject.id)
    members = _members(picture, subject)
    return tuple(row for row in picture.targets if row.lead in members)


def bottlenecks_of(picture: Picture, subject: Subject) -> tuple[BottleneckRow, ...]:
    """The open bottlenecks of a subject, each with those of its tasks and targets that wait.

    A province has all; a programme those that hold it up; an agency also those it answers for.
    """
    members = _members(picture, subject)
    tasks = _waiting_tasks(picture, subject, members)
    targets = {row.id for row in targets_of(picture, subject) if row.status not in REACHED}
    rows = (
        replace(
            row,
            tasks=tuple(dict.fromkeys(tasks[one] for one in row.tasks if one in tasks)),
            targets=tuple(one for one in row.targets if one in targets),
        )
        for row in picture.bottlenecks or ()
    )
    everything = subject.kind == SubjectKind.PROVINCE
    return tuple(
        row for row in rows if everything or row.tasks or row.targets or row.responsible in members
    )


def _waiting_tasks(picture: Picture, subject: Subject, members: set[int]) -> dict[int, int]:
    """Open tasks of a subject, each with the one it counts as.

    Where tasks are counted, a part counts as the task given to many; an agency has its own parts.
    """
    counted = {row.id for row in picture.tasks if _counts(row, subject, members)}
    found = {
        row.id: row.id if subject.of_agency or row.id in counted else row.parent
        for row in picture.tasks
        if row.cls not in CLOSED
    }
    return {pk: one for pk, one in found.items() if one in counted}


def agency_of(picture: Picture, organisation: int) -> Agency | None:
    """The organisation of an id."""
    return next((one for one in picture.agencies if one.id == organisation), None)


def _counts(row: TaskRow | PastRow, subject: Subject, members: set[int]) -> bool:
    if subject.of_agency:
        return row.lead in members and row.state != "draft"
    if row.parent is not None:
        return False
    return subject.kind == SubjectKind.PROVINCE or row.programme == subject.id


def _members(picture: Picture, subject: Subject) -> set[int]:
    if not subject.of_agency:
        return set()
    own = agency_of(picture, subject.id)
    return set(_below(picture.agencies, own.path)) if own else {subject.id}


def _below(agencies: Iterable[Agency], path: str) -> Iterable[int]:
    return (one.id for one in agencies if one.path.startswith(path))
