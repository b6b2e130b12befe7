"""Programmes and tasks for tests, made through the services."""

from __future__ import annotations

from datetime import date

from sauro.domains.programmes.rules import PartyRole, Progress
from sauro.domains.programmes.services import programmes, progress, tasks
from sauro.domains.programmes.services.tasks import Party, TaskInput

MONTH = date(2025, 6, 1)


def make_programme(*, owner, by, at, code="LV-KH57", **more):
    return programmes.create_programme(
        owner=owner,
        code=code,
        title="Kế hoạch thực hiện Nghị quyết số 57-NQ/TW",
        starts_on=date(2025, 1, 1),
        by=by,
        at=at,
        **more,
    )


def make_task(*, programme, by, at, lead=None, assigned=True, parties=(), **more):
    more.setdefault("title", "Xây dựng kho dữ liệu dùng chung của tỉnh")
    more.setdefault("due_on", date(2025, 6, 30))
    more.setdefault("deadline_text", "6/2025")
    more.setdefault("deadline_kind", "month")
    if lead is not None:
        parties = (Party(PartyRole.LEAD, organisation=lead), *parties)
    made = tasks.create_task(
        programme=programme, task=TaskInput(parties=tuple(parties), **more), by=by, at=at
    )
    return tasks.assign_task(task=made, by=by, at=at) if assigned and lead else made


def progress_of(percent=40, *, claims=False, **more):
    more.setdefault("done", "Đã hoàn thành khảo sát hiện trạng")
    return Progress(
        month=MONTH, percent=100 if claims else percent, claims_completion=claims, **more
    )


def report(*, task, by, at, percent=40, claims=False, **more):
    return progress.submit_update(
        task=task, progress=progress_of(percent, claims=claims), by=by, at=at, **more
    )
