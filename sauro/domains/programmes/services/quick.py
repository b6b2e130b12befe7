"""Reporting on many tasks at once: each row succeeds or fails by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sauro.core.errors import DomainError
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import Progress
from sauro.domains.programmes.services.progress import note_no_change, submit_update


@dataclass(frozen=True, slots=True)
class QuickRow:
    """What one row says: progress and what was done, or that there is nothing new."""

    task: Task
    month: date
    percent: int
    done: str = ""
    nothing_new: bool = False
    draft: ProgressUpdate | None = None
    expected_version: int | None = None
    request_key: str | None = None


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; `error` is empty when it was taken."""

    task_id: int
    error: str = ""
    field: str = ""


def report_rows(*, rows: Iterable[QuickRow], by: Any, at: datetime) -> list[RowResult]:
    """The result of each row; a row that is refused leaves the others as they are."""
    results = []
    for row in rows:
        try:
            _report(row, by=by, at=at)
        except DomainError as refusal:
            results.append(RowResult(row.task.pk, str(refusal), refusal.field or ""))
        else:
            results.append(RowResult(row.task.pk))
    return results


def _report(row: QuickRow, *, by: Any, at: datetime) -> None:
    if row.nothing_new:
        note_no_change(task=row.task, month=row.month, by=by, at=at)
        return
    draft = row.draft
    submit_update(
        task=row.task,
        progress=Progress(
            month=row.month,
            percent=row.percent,
            done=row.done,
            next_steps=draft.next_steps if draft else "",
            obstacle=draft.obstacle if draft else "",
        ),
        update=draft,
        expected_version=row.expected_version,
        request_key=row.request_key,
        by=by,
        at=at,
    )
