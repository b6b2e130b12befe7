"""Tasks: the list, one task with its six clears, its history, writing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from sauro.domains.programmes.api import asking, task_bodies
from sauro.domains.programmes.api.shapes import (
    Day,
    Id,
    Paging,
    PathId,
    UpTo40,
    UpTo120,
    UpTo200,
    page_body,
)
from sauro.domains.programmes.api.task_bodies import TaskChange, TaskIn, TaskOut, TaskPage
from sauro.domains.programmes.rules import Clear, DeadlineClass, Health, State, TaskLevel
from sauro.domains.programmes.selectors import choices, health, lists, timelines
from sauro.domains.programmes.services import tasks as services
from sauro.domains.programmes.services.writing import BITS
from sauro.engines import text

router = Router(tags=["Tasks"])
HISTORY_LINES = 50
ORDERS = {
    "urgency": ("urgency", "as_due_on", "pk"),
    "due_on": (F("as_due_on").asc(nulls_last=True), "pk"),
    "position": ("programme_id", "position", "pk"),
}


class ChangeOut(Schema):
    """One field before and after, in words."""

    field: str
    before: str
    after: str


class EventOut(Schema):
    """One line of the history of a task, in words."""

    id: int
    at: datetime
    by_name: str
    title: str
    note: str
    changes: list[ChangeOut]


class TaskQuery(Paging):
    """Which tasks; the same filters as on the page."""

    programme: UpTo40 = Field("", description="code of a programme")
    group: Id | None = None
    parent: Id | None = Field(None, description="only the parts of this task")
    lead: UpTo120 = Field("", description="code, or words of the name, of the lead agency")
    mine: bool = Field(default=False, description="only where the person's units take part")
    deadline_class: list[DeadlineClass] = Field(default=[], max_length=8)
    state: list[State] = Field(default=[], max_length=10)
    level: TaskLevel | None = None
    health: list[Health] = Field(default=[], max_length=4)
    missing: Clear | None = Field(None, description="tasks that lack this one of the six clears")
    unclear: bool = Field(default=False, description="tasks that lack any of the six clears")
    due_from: Day | None = None
    due_to: Day | None = None
    parts: str = Field("", pattern="^(|tasks|parts|all)$")
    q: UpTo200 = ""
    as_of: Day | None = Field(None, description="how tasks stood at the end of a past day")
    order: str = Field("urgency", pattern="^(urgency|due_on|position)$")


@router.get("/tasks", response=TaskPage, summary="Tasks the person may see, as of a day")
def task_list(request: HttpRequest, query: Query[TaskQuery]) -> Any:
    day = asking.as_of(query.as_of)
    parts = "all" if query.parent else query.parts
    found = lists.listed_tasks(user=request.user, as_of=day, parts=parts)
    if query.mine:
        found = lists.mine(user=request.user, tasks=found)
    found = health.of_health(
        tasks=_narrowed(found, query), as_of=day, codes=[one.value for one in query.health]
    )
    count, rows = asking.page_of(found.order_by(*ORDERS[query.order]), query)
    lists.name_leads(tasks=rows)
    health.attach(tasks=rows, as_of=day)
    return page_body(count, [task_bodies.row_body(row) for row in rows], query)


@router.post("/tasks", response={201: TaskOut}, summary="Create a task in a programme")
def task_create(request: HttpRequest, body: TaskIn) -> Any:
    programme = asking.programme_named(request, body.programme)
    made = services.create_task(
        programme=programme,
        task=task_bodies.wanted(request, programme, body),
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return Status(201, _fresh(request, made.pk))


@router.get("/tasks/{task_id}", response=TaskOut, summary="One task with its six clears")
def task_detail(request: HttpRequest, task_id: PathId) -> Any:
    return _fresh(request, task_id)


@router.patch("/tasks/{task_id}", response=TaskOut, summary="Change a task")
def task_change(request: HttpRequest, task_id: PathId, body: TaskChange) -> Any:
    task = asking.task_or_404(request, task_id)
    services.change_task(
        task=task,
        wanted=task_bodies.changed(request, task, body),
        expected_version=body.expected_version,
        **asking.who(request),
    )
    return _fresh(request, task_id)


@router.get("/tasks/{task_id}/history", response=list[EventOut], summary="What happened to a task")
def task_history(
    request: HttpRequest,
    task_id: PathId,
    before_id: Id | None = None,
    as_of: Day | None = None,
) -> Any:
    lines = timelines.timeline_of(
        task=asking.task_or_404(request, task_id),
        user=request.user,
        as_of=asking.as_of(as_of),
        before_id=before_id,
        limit=HISTORY_LINES,
    )
    return [_event_body(line) for line in lines]


def _event_body(line: timelines.Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "at": line.at,
        "by_name": line.by,
        "title": str(line.title),
        "note": line.note,
        "changes": [
            {"field": str(one.label), "before": one.before, "after": one.after}
            for one in line.changes
        ],
    }


def _fresh(request: HttpRequest, task_id: int) -> dict[str, Any]:
    return task_bodies.task_body(asking.task_or_404(request, task_id), request.user)


def _narrowed(found: QuerySet[Any], query: TaskQuery) -> QuerySet[Any]:
    plain = {
        "programme__code": query.programme,
        "group_id": query.group,
        "parent_id": query.parent,
        "deadline_class__in": [code.value for code in query.deadline_class],
        "as_state__in": [state.value for state in query.state],
        "level": query.level.value if query.level else "",
        "as_due_on__gte": query.due_from,
        "as_due_on__lte": query.due_to,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if query.lead:
        found = found.filter(as_lead_id__in=choices.organisations_meant(words=query.lead))
    if query.unclear:
        found = found.filter(missing_clears__gt=0)
    if query.missing:
        found = found.annotate(lack=F("missing_clears").bitand(BITS[query.missing])).filter(
            lack__gt=0
        )
    return found.filter(text.matches_query(query.q, folded="folded"))
