"""Tasks that look the same, and what was decided about them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import Id, PathId, Reason
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import OverlapVerdict
from sauro.domains.programmes.selectors import overlaps
from sauro.domains.programmes.services import overlaps as services
from sauro.engines import access

router = Router(tags=["Tasks"])


class AlikeOut(Schema):
    """A task that looks like another, and what speaks for it."""

    id: int
    programme: str
    number: str
    title: str
    lead: str
    score: float
    same_result: bool
    same_period: bool
    other_lead: bool


class OverlapIn(Schema):
    """What becomes of the other task: linked, merged into this one, or kept apart."""

    other_id: Id
    verdict: OverlapVerdict
    reason: Reason


class OverlapOut(Schema):
    """A decision about two tasks."""

    first_id: int
    second_id: int
    verdict: str
    reason: str


@router.get("/tasks/{task_id}/alike", response=list[AlikeOut], summary="Tasks that look like it")
def task_alike(request: HttpRequest, task_id: PathId) -> Any:
    task = asking.task_or_404(request, task_id)
    access.check(request.user, Perm.MANAGE, task)
    found = overlaps.look_alikes(task=task, user=request.user)
    return [
        {
            "id": one.task.pk,
            "programme": one.task.programme.code,
            "number": one.task.number,
            "title": one.task.title,
            "lead": one.task.lead.label if one.task.lead else "",
            "score": round(one.score, 1),
            "same_result": one.same_result,
            "same_period": one.same_period,
            "other_lead": one.other_lead,
        }
        for one in found
    ]


@router.post(
    "/tasks/{task_id}/overlaps", response={201: OverlapOut}, summary="Decide about two tasks"
)
def overlap_decide(request: HttpRequest, task_id: PathId, body: OverlapIn) -> Any:
    decision = services.decide_overlap(
        kept=asking.task_or_404(request, task_id),
        other=asking.task_or_404(request, body.other_id),
        verdict=body.verdict.value,
        reason=body.reason,
        **asking.who(request),
    )
    return Status(201, decision)
