"""Reported obstacles, by the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from sauro.domains.bottlenecks.api import naming
from sauro.domains.bottlenecks.api.bodies import (
    BottleneckDetail,
    ObstacleGroupOut,
    ObstaclesAsideIn,
    ObstaclesGatherIn,
    ObstaclesIn,
    ObstaclesTieIn,
)
from sauro.domains.bottlenecks.selectors import finding, obstacles
from sauro.domains.bottlenecks.services import obstacles as services
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.selectors import visibility

router = Router(tags=["Bottlenecks"])


@router.get(
    "/obstacles",
    response=list[ObstacleGroupOut],
    summary="Obstacles reported",
    description=f"Of the newest {obstacles.MOST} reports; more follow when these are dealt with.",
)
def obstacle_rows(request: HttpRequest) -> Any:
    return [
        {
            "kind": group.kind,
            "bottleneck_id": group.bottleneck.pk if group.bottleneck else None,
            "obstacles": [
                {
                    "update_id": one.pk,
                    "task_id": one.task_id,
                    "unit": one.organisation.code if one.organisation else None,
                    "month": one.month,
                    "words": one.obstacle,
                }
                for one in group.updates
            ],
        }
        for group in obstacles.obstacle_groups(user=request.user)
    ]


@router.post(
    "/obstacles/gather", response={201: BottleneckDetail}, summary="One bottleneck of obstacles"
)
def obstacle_join(request: HttpRequest, body: ObstaclesGatherIn) -> Any:
    updates = _updates(request, body)
    owner = finding.owner_of(organisation=services.raising_unit(updates[0]))
    made = services.gather_obstacles(
        updates=updates,
        content=naming.content_of(request, body, owner),
        accept=body.accept,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return Status(201, naming.one_body(request, made.pk))


@router.post("/obstacles/tie", response=BottleneckDetail, summary="Behind a known bottleneck")
def obstacle_behind(request: HttpRequest, body: ObstaclesTieIn) -> Any:
    found = services.tie_obstacles(
        updates=_updates(request, body),
        bottleneck=naming.found_or_404(request, body.bottleneck_id),
        **asking.who(request),
    )
    return naming.one_body(request, found.pk)


@router.post("/obstacles/set-aside", response={204: None}, summary="Set obstacles aside")
def obstacle_aside(request: HttpRequest, body: ObstaclesAsideIn) -> Any:
    services.set_obstacles_aside(
        updates=_updates(request, body), reason=body.reason, **asking.who(request)
    )
    return Status(204, None)


def _updates(request: HttpRequest, body: ObstaclesIn) -> list[ProgressUpdate]:
    """The updates named, as far as the person sees them; 422 when one is not there."""
    found = list(visibility.visible_updates(user=request.user).filter(pk__in=set(body.updates)))
    if len(found) != len(set(body.updates)):
        raise asking.NotThere(_("There is no such update."), field="updates")
    return found
