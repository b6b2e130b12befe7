"""What is due from the person's units in the reporting month, and who has not reported."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from sauro.core import clock
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.asking import NotThere
from sauro.domains.programmes.api.shapes import Day, Id, Page, Paging, Text, Version, page_body
from sauro.domains.programmes.api.shapes import UpTo40 as Code
from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import UpdateState
from sauro.domains.programmes.selectors import my_work, reporting
from sauro.domains.programmes.selectors.reporting import ReportingMonth
from sauro.domains.programmes.services import quick
from sauro.engines import access

router = Router(tags=["Progress"])


class MonthOut(Schema):
    """A reporting month, its first day, and when it closes."""

    month: Day
    closes_on: Day
    days_left: int


class DueTask(Schema):
    """A task that wants something from the person's units, and why."""

    id: int
    number: str
    title: str
    group: str = Field(description="why it is here: returned, overdue, due_soon, to_accept, …")
    state: str
    deadline_class: str
    due_on: Day | None
    claimed_percent: int
    draft_id: int | None
    version: int


class WorkOut(Page):
    """What is due, the most urgent first; `groups` counts all, `reported` of `expected` told."""

    month: MonthOut
    groups: dict[str, int]
    reported: int
    expected: int
    items: list[DueTask]


class WorkQuery(Paging):
    """Which work; everything that is due when no group is named."""

    group: str = Field("", max_length=20)


class WorkRowIn(Schema):
    """What is said of one task: progress and what was done, or that there is nothing new."""

    task_id: Id
    percent: int = Field(0, ge=0, le=100)
    done: Text = ""
    nothing_new: bool = False
    expected_version: Version | None = None


class RowsIn(Schema):
    """What is said of many tasks; the present reporting month when none is named."""

    month: Day | None = None
    rows: list[WorkRowIn] = Field(min_length=1, max_length=100)


class RowResultOut(Schema):
    """What became of one row; `error` is empty when it was taken."""

    task_id: int
    error: str
    field: str


class AgencyMonthOut(Schema):
    """An agency that owes reports: how many tasks, and on how many it reported."""

    code: str
    name: str
    expected: int
    reported: int
    missing: int
    last_on: Day | None


class BoardOut(Page):
    """Who has reported for a month, those that owe most first."""

    month: MonthOut
    items: list[AgencyMonthOut]


class SilentTask(Schema):
    """A task on which nobody reported."""

    id: int
    programme: str
    number: str
    title: str
    lead: str
    due_on: Day | None
    last_update_on: Day | None


class SilentOut(Page):
    """Tasks without a report for a month."""

    month: MonthOut
    items: list[SilentTask]


class BoardQuery(Paging):
    """Of which month, by its first day, and which programme."""

    month: Day | None = None
    programme: Code = ""


@router.get("/my-work", response=WorkOut, summary="What is due from the person's units")
def work_list(request: HttpRequest, query: Query[WorkQuery]) -> Any:
    month = reporting.reporting_month(today=clock.today())
    work = my_work.work_of(user=request.user, as_of=asking.as_of(None), month=month)
    summary = my_work.summary_of(user=request.user, work=work)
    count, rows = asking.page_of(my_work.in_group(work=work, code=query.group), query)
    drafts = my_work.drafts_of(tasks=rows)
    return {
        **page_body(count, [_due(row, drafts.get(row.pk)) for row in rows], query),
        "month": _month(month),
        "groups": summary.groups,
        "reported": summary.reported,
        "expected": summary.expected,
    }


@router.post("/my-work", response=list[RowResultOut], summary="Report on many tasks at once")
def work_report(request: HttpRequest, body: RowsIn) -> Any:
    access.check(request.user, Perm.REPORT)
    month = _named(body.month).start
    ids = [row.task_id for row in body.rows]
    tasks = my_work.tasks_to_report(user=request.user, ids=ids)
    if missing := [pk for pk in ids if pk not in tasks]:
        told = _("Task %(id)s is not there, or not yours.") % {"id": missing[0]}
        raise NotThere(told, field="rows")
    drafts = my_work.drafts_of(tasks=list(tasks.values()))
    rows = [
        quick.QuickRow(
            task=tasks[row.task_id],
            month=month,
            draft=drafts.get(row.task_id),
            request_key=_key(request, row.task_id),
            **row.model_dump(exclude={"task_id"}),
        )
        for row in body.rows
    ]
    return quick.report_rows(rows=rows, **asking.who(request))


@router.get("/silent", response=BoardOut, summary="Who has reported for a month, n of m")
def silent_agencies(request: HttpRequest, query: Query[BoardQuery]) -> Any:
    month = _named(query.month)
    found = reporting.agencies_expected(
        user=request.user, month=month, today=clock.today(), programme_code=query.programme
    )
    count, rows = asking.page_of(found.order_by("-missing", "sort_key", "pk"), query)
    return {**page_body(count, rows, query), "month": _month(month)}


@router.get("/silent/tasks", response=SilentOut, summary="Tasks without a report for a month")
def silent_tasks(request: HttpRequest, query: Query[BoardQuery]) -> Any:
    month = _named(query.month)
    found = reporting.silent_tasks(
        user=request.user, month=month, today=clock.today(), programme_code=query.programme
    )
    count, rows = asking.page_of(found.order_by("as_due_on", "pk"), query)
    return {**page_body(count, [_silent(row) for row in rows], query), "month": _month(month)}


def _named(day: date | None) -> ReportingMonth:
    start = day.replace(day=1) if day else None
    return reporting.reporting_month(today=clock.today(), start=start)


def _key(request: HttpRequest, task_id: int) -> str | None:
    """One key of a request made into one for each task."""
    key = asking.request_key(request)
    return f"{key[:20]}:{task_id}"[: asking.KEY_LENGTH] if key else None


def _month(month: ReportingMonth) -> dict[str, Any]:
    return {"month": month.start, "closes_on": month.closes_on, "days_left": month.days_left}


def _due(task: Any, update: ProgressUpdate | None) -> dict[str, Any]:
    plain = ("id", "number", "title", "state", "deadline_class", "due_on", "claimed_percent")
    is_draft = update is not None and update.state == UpdateState.DRAFT
    return {
        **{name: getattr(task, name) for name in (*plain, "version")},
        "group": my_work.GROUPS[task.work_group][0],
        "draft_id": update.pk if update is not None and is_draft else None,
    }


def _silent(task: Any) -> dict[str, Any]:
    return {
        "id": task.pk,
        "programme": task.programme.code,
        "number": task.number,
        "title": task.title,
        "lead": task.lead.code if task.lead else "",
        "due_on": task.as_due_on,
        "last_update_on": task.last_update_on,
    }
