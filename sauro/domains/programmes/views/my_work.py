"""My work: everything that is due from my units, updated row by row on one page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sauro.core import clock
from sauro.domains.programmes import health_lines
from sauro.domains.programmes.forms.progress import QuickForm
from sauro.domains.programmes.models import ProgressUpdate, Synthesis, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import HealthRule
from sauro.domains.programmes.selectors import health, reporting, syntheses
from sauro.domains.programmes.selectors import my_work as work_selectors
from sauro.domains.programmes.services import quick
from sauro.domains.programmes.views import asking
from sauro.engines import access
from sauro.engines.listing.selecting import ids_of

_ROWS = 25
_MOST = 100
_SAID_ALREADY = (HealthRule.OVERDUE, HealthRule.RETURNED, HealthRule.ON_ITS_WAY)  # by its group


@dataclass(slots=True)
class Row:
    """One task of the page with its little form."""

    task: Any
    form: QuickForm
    update: ProgressUpdate | None = None
    errors: list[str] = field(default_factory=list)
    days: int | None = None
    group: Any = ""
    health: Any = None
    synthesis: Any = None


@access.require(Perm.REPORT)
@require_http_methods(["GET", "POST"])
def my_work(request: HttpRequest) -> HttpResponse:
    """What is due from my units; a POST reports on every row that was filled in."""
    month = reporting.reporting_month(today=clock.today())
    done, failed = _reported(request, month) if request.method == "POST" else ([], {})
    work = work_selectors.work_of(user=request.user, as_of=asking.this_day(), month=month)
    summary = work_selectors.summary_of(user=request.user, work=work)
    code = request.GET.get("group", "")
    page = Paginator(work_selectors.in_group(work=work, code=code), _ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "month": month,
        "summary": summary,
        "tabs": _tabs(summary, code),
        "page": page,
        "rows": _rows(work, list(page), failed),
        "done": done,
        "failed": len(failed),
    }
    return render(request, "programmes/my_work.html", context)


def _tabs(summary: work_selectors.Summary, code: str) -> list[dict[str, Any]]:
    known = [name for name, _words in work_selectors.GROUPS]
    first = {"label": work_selectors.ALL_DUE, "url": "?", "active": code not in known}
    return [
        {**first, "count": summary.due},
        *(
            {"label": words, "url": f"?group={name}", "count": n, "active": name == code}
            for name, words in work_selectors.GROUPS
            if (n := summary.groups.get(name, 0)) or name == code
        ),
    ]


def _rows(work: Any, shown: list[Any], failed: dict[int, Row]) -> list[Row]:
    ids = {task.pk for task in shown}
    missing = [pk for pk in failed if pk not in ids]
    tasks = [*work.filter(pk__in=missing), *shown] if missing else shown
    tasks.sort(key=lambda task: task.pk not in failed)
    updates = work_selectors.drafts_of(tasks=tasks)
    rows = [_row(task, updates.get(task.pk), failed.get(task.pk)) for task in tasks]
    said = syntheses.last_of_tasks(ids=[task.pk for task in tasks], as_of=asking.this_day())
    for row in rows:
        _judge(row, said.get(row.task.pk))
    return rows


def _judge(row: Row, said: Synthesis | None) -> None:
    day = asking.this_day()
    verdict = health.task_verdict(task=row.task, as_of=day)
    row.health = None if verdict.rule in _SAID_ALREADY else health_lines.health_line(verdict)
    row.synthesis = health_lines.synthesis_line(said, as_of=day)


def _row(task: Any, update: ProgressUpdate | None, failed: Row | None) -> Row:
    row = Row(task, failed.form if failed else _form(task, update), update)
    row.errors = failed.errors if failed else []
    row.days = (task.due_on - clock.today()).days if task.due_on else None
    row.group = work_selectors.GROUPS[task.work_group][1]
    return row


def _form(task: Task, update: ProgressUpdate | None, data: Any = None) -> QuickForm:
    draft = update if update is not None and update.state == "draft" else None
    percent = draft.percent if draft else task.claimed_percent
    text = draft.done if draft else ""
    initial = {
        "percent": percent,
        "done": text,
        "version": draft.version if draft else None,
        "key": str(uuid.uuid4()),
    }
    return QuickForm(
        data, prefix=f"t{task.pk}", initial=initial, shown_percent=percent, shown_done=text
    )


def _reported(
    request: HttpRequest, month: reporting.ReportingMonth
) -> tuple[list[Task], dict[int, Row]]:
    ids = ids_of(request.POST.getlist("task"), most=_MOST)
    tasks = work_selectors.tasks_to_report(user=request.user, ids=ids)
    updates = work_selectors.drafts_of(tasks=list(tasks.values()))
    rows: dict[int, Row] = {}
    wanted: list[quick.QuickRow] = []
    for task in tasks.values():
        form = _form(task, updates.get(task.pk), request.POST)
        if not form.has_changed():
            continue
        rows[task.pk] = Row(task, form, updates.get(task.pk))
        if form.is_valid():
            wanted.append(_wanted(rows[task.pk], month))
        else:
            rows[task.pk].errors = [str(words) for found in form.errors.values() for words in found]
    for result in quick.report_rows(rows=wanted, **asking.who(request)):
        rows[result.task_id].errors = [result.error] if result.error else []
    return (
        [row.task for row in rows.values() if not row.errors],
        {pk: row for pk, row in rows.items() if row.errors},
    )


def _wanted(row: Row, month: reporting.ReportingMonth) -> quick.QuickRow:
    said = row.form.cleaned_data
    draft = row.update if row.update is not None and row.update.state == "draft" else None
    percent = said["percent"] if said["percent"] is not None else row.task.claimed_percent
    return quick.QuickRow(
        task=row.task,
        month=month.start,
        percent=percent,
        done=said["done"],
        nothing_new=said["nothing"],
        draft=draft,
        expected_version=said["version"] if draft else None,
        request_key=said["key"] or None,
    )
