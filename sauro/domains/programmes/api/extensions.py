"""Requests to move a deadline, and the decisions on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import Day, PathId, PersonRef, Reason
from sauro.domains.programmes.models import Extension
from sauro.domains.programmes.services import requests as services

router = Router(tags=["Extensions"])


class ExtensionIn(Schema):
    """A later due day, and why."""

    wanted_due_on: Day
    reason: Reason


class DecisionIn(Schema):
    """Approved or refused; a refusal says why."""

    approve: bool
    note: Reason = ""


class ExtensionOut(Schema):
    """A request to move a deadline; the day before it is kept."""

    id: int
    task_id: int
    old_due_on: Day | None
    wanted_due_on: Day
    reason: str
    state: str
    requested_at: datetime
    requested_by: PersonRef
    decided_at: datetime | None
    decided_by: PersonRef | None
    decision_note: str


@router.get(
    "/tasks/{task_id}/extensions", response=list[ExtensionOut], summary="Requests for more time"
)
def extension_list(request: HttpRequest, task_id: PathId) -> Any:
    task = asking.task_or_404(request, task_id)
    return list(task.extensions.select_related("requested_by", "decided_by"))


@router.post(
    "/tasks/{task_id}/extensions", response={201: ExtensionOut}, summary="Ask for more time"
)
def extension_request(request: HttpRequest, task_id: PathId, body: ExtensionIn) -> Any:
    made = services.request_extension(
        task=asking.task_or_404(request, task_id),
        wanted_due_on=body.wanted_due_on,
        reason=body.reason,
        **asking.who(request),
    )
    return Status(201, made)


@router.post(
    "/extensions/{extension_id}/decide", response=ExtensionOut, summary="Decide about more time"
)
def extension_decide(request: HttpRequest, extension_id: PathId, body: DecisionIn) -> Any:
    found = Extension.objects.select_related("requested_by").filter(pk=extension_id).first()
    if found is None:
        raise Http404
    asking.task_or_404(request, found.task_id)
    return services.decide_extension(
        extension=found, approve=body.approve, note=body.note, **asking.who(request)
    )
