"""The steps of a task: assign, accept, refuse, cancel, reopen, suspend, resume, fan out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from sauro.core import clock
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.api import asking, task_bodies
from sauro.domains.programmes.api.shapes import (
    Code,
    Day,
    Id,
    PathId,
    Reason,
    UpTo200,
    UpTo500,
)
from sauro.domains.programmes.api.task_bodies import TaskOut
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.selectors import naming, visibility
from sauro.domains.programmes.services import parts, requests
from sauro.domains.programmes.services import tasks as services

router = Router(tags=["Steps of a task"])


class ReasonIn(Schema):
    """Why."""

    reason: Reason = ""


class SuspensionIn(Schema):
    """On what ground a task is set aside, and who approved it."""

    ground: UpTo500 = Field(min_length=1)
    approver: UpTo200 = Field(min_length=1)
    document_id: Id | None = None
    until_on: Day | None = None


class SuspensionOut(Schema):
    """A task set aside."""

    id: int
    ground: str
    approver: str
    document_id: int | None
    from_on: Day
    until_on: Day | None


class FanOutIn(Schema):
    """To whom: organisations by code, and collective names by id."""

    organisations: list[Code] = Field(default=[], max_length=500)
    collectives: list[Id] = Field(default=[], max_length=20)


class PartOut(Schema):
    """A new part of a task."""

    id: int
    number: str
    lead: str
    state: str


class TaskIds(Schema):
    """Tasks by id."""

    ids: list[Id] = Field(min_length=1, max_length=200)


class AssignedOut(Schema):
    """Which of the tasks were handed to their lead now; the others keep their state."""

    assigned: list[int]


@router.post("/tasks/assign", response=AssignedOut, summary="Assign many tasks")
def task_bulk_assign(request: HttpRequest, body: TaskIds) -> Any:
    tasks = visibility.visible_tasks(user=request.user).filter(pk__in=body.ids)
    found = list(tasks.select_related("programme__owner", "lead").order_by("pk"))
    made = services.assign_tasks(tasks=found, **asking.who(request))
    return {"assigned": [task.pk for task in made]}


@router.post("/tasks/{task_id}/assign", response=TaskOut, summary="Hand a task to its lead")
def task_assign(request: HttpRequest, task_id: PathId) -> Any:
    services.assign_task(task=asking.task_or_404(request, task_id), **asking.who(request))
    return _fresh(request, task_id)


@router.post("/tasks/{task_id}/accept", response=TaskOut, summary="Take a task on")
def task_accept(request: HttpRequest, task_id: PathId) -> Any:
    services.accept_task(task=asking.task_or_404(request, task_id), **asking.who(request))
    return _fresh(request, task_id)


@router.post("/tasks/{task_id}/refuse", response=TaskOut, summary="Send a task back, with a reason")
def task_refuse(request: HttpRequest, task_id: PathId, body: ReasonIn) -> Any:
    task = asking.task_or_404(request, task_id)
    services.refuse_task(task=task, reason=body.reason, **asking.who(request))
    return _fresh(request, task_id)


@router.post("/tasks/{task_id}/cancel", response=TaskOut, summary="Cancel a task, with a reason")
def task_cancel(request: HttpRequest, task_id: PathId, body: ReasonIn) -> Any:
    task = asking.task_or_404(request, task_id)
    services.cancel_task(task=task, reason=body.reason, **asking.who(request))
    return _fresh(request, task_id)


@router.post("/tasks/{task_id}/reopen", response=TaskOut, summary="Reopen a task, with a reason")
def task_reopen(request: HttpRequest, task_id: PathId, body: ReasonIn) -> Any:
    task = asking.task_or_404(request, task_id)
    services.reopen_task(task=task, reason=body.reason, **asking.who(request))
    return _fresh(request, task_id)


@router.post("/tasks/{task_id}/suspend", response={201: SuspensionOut}, summary="Set a task aside")
def task_suspend(request: HttpRequest, task_id: PathId, body: SuspensionIn) -> Any:
    task = asking.task_or_404(request, task_id)
    wanted = [body.document_id] if body.document_id else []
    documents = asking.documents_named(request, wanted, "document_id")
    made = requests.suspend_task(
        task=task,
        ground=body.ground,
        approver=body.approver,
        document=documents[0] if documents else None,
        until_on=body.until_on,
        **asking.who(request),
    )
    return Status(201, made)


@router.post("/tasks/{task_id}/resume", response=TaskOut, summary="Take a suspended task up again")
def task_resume(request: HttpRequest, task_id: PathId, body: ReasonIn) -> Any:
    task = asking.task_or_404(request, task_id)
    requests.resume_task(task=task, reason=body.reason, **asking.who(request))
    return _fresh(request, task_id)


@router.post(
    "/tasks/{task_id}/fan-out",
    response={201: list[PartOut]},
    summary="Give a task to many organisations, one part each",
)
def task_fan_out(request: HttpRequest, task_id: PathId, body: FanOutIn) -> Any:
    task = asking.task_or_404(request, task_id)
    organisations = asking.organisations_named(request, body.organisations, "organisations")
    made = parts.fan_out_task(
        task=task,
        organisations=[*organisations, *_members(task, body.collectives)],
        **asking.who(request),
    )
    return Status(
        201,
        [
            {"id": part.pk, "number": part.number, "lead": str(part.lead), "state": part.state}
            for part in made
        ],
    )


def _members(task: Task, ids: list[int]) -> list[Any]:
    owner = task.programme.owner
    root = org_selectors.province_root_of(organisation=owner)
    found = list(org_selectors.collectives(province_root=root).filter(pk__in=ids))
    return list(naming.members_of(collectives=found, owner=owner, day=clock.today()))


def _fresh(request: HttpRequest, task_id: int) -> dict[str, Any]:
    return task_bodies.task_body(asking.task_or_404(request, task_id), request.user)
