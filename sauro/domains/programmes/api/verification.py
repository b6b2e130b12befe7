"""Updates waiting for somebody else to confirm them: verify, return, one or many."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import (
    Id,
    Paging,
    PathId,
    Reason,
    UpTo40,
    page_body,
)
from sauro.domains.programmes.api.updates import UpdateOut, UpdatePage, update_body
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.services import verification as services

router = Router(tags=["Verification"])


class WaitingQuery(Paging):
    """Which waiting updates."""

    programme: UpTo40 = ""


class ReturnIn(Schema):
    """Why an update is returned."""

    reason: Reason


class VerifyIn(Schema):
    """Updates by id."""

    ids: list[Id] = Field(min_length=1, max_length=200)


class RefusedOut(Schema):
    """An update that was not verified, and why."""

    id: int
    reason: str


class OutcomeOut(Schema):
    """What became of each update."""

    verified: list[int]
    refused: list[RefusedOut]


@router.get("/updates", response=UpdatePage, summary="Updates waiting for verification")
def update_waiting(request: HttpRequest, query: Query[WaitingQuery]) -> Any:
    found = task_selectors.waiting_updates(user=request.user)
    if query.programme:
        found = found.filter(task__programme__code=query.programme)
    found = found.select_related("by", "decided_by", "submitted_by").prefetch_related("evidence")
    count, rows = asking.page_of(found, query)
    return page_body(count, [update_body(row) for row in rows], query)


@router.post("/updates/verify", response=OutcomeOut, summary="Verify many updates")
def update_bulk_verify(request: HttpRequest, body: VerifyIn) -> Any:
    seen = visibility.visible_updates(user=request.user).filter(pk__in=body.ids)
    ids = list(seen.values_list("pk", flat=True))
    outcome = services.verify_updates(updates=ids, **asking.who(request))
    return {
        "verified": [update.pk for update in outcome.verified],
        "refused": [{"id": one.update.pk, "reason": one.reason} for one in outcome.refused],
    }


@router.post("/updates/{update_id}/verify", response=UpdateOut, summary="Verify an update")
def update_verify(request: HttpRequest, update_id: PathId) -> Any:
    services.verify_update(update=asking.update_or_404(request, update_id), **asking.who(request))
    return update_body(asking.update_or_404(request, update_id))


@router.post("/updates/{update_id}/return", response=UpdateOut, summary="Return an update")
def update_return(request: HttpRequest, update_id: PathId, body: ReturnIn) -> Any:
    update = asking.update_or_404(request, update_id)
    services.return_update(update=update, reason=body.reason, **asking.who(request))
    return update_body(asking.update_or_404(request, update_id))
