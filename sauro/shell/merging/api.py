"""Mergers for programs: what one would move, carrying it out, undoing it.

Annotations are read while the module loads, so that none stands behind a guard.
"""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from sauro.core import clock
from sauro.domains.orgs.api.shapes import READ, WRITE, Key, managed
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access
from sauro.shell.merging import selectors, services
from sauro.shell.merging.models import Merger
from sauro.shell.merging.moves import Kind, Move, Stay

router = Router(tags=["Agencies"])
LISTED = 200


class MoveOut(Schema):
    """One thing that moves."""

    kind: Kind
    label: str


class MergerPlanOut(Schema):
    """What a merger would do: counts by heading, each thing, what stays, whose roles may move."""

    counts: dict[Kind, int]
    stays: dict[Stay, int]
    moves: list[MoveOut]
    grants: list[int]


class MergerOut(Schema):
    """A merger that was carried out."""

    id: int
    source_ids: list[int]
    into_id: int
    on: date
    ground: str
    at: datetime
    undone_at: datetime | None
    undo_until: date
    counts: dict[Kind, int]


class MergerPlanIn(Schema):
    """Which agencies go into which other one, and their last day."""

    source_ids: Annotated[list[Key], Field(min_length=1, max_length=50)]
    into_id: Key
    on: date


class MergerIn(MergerPlanIn):
    """Also the document that decided it, and the roles to be given at the successor."""

    ground: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    grants: Annotated[list[Key], Field(max_length=1000)] = []


@router.post(
    "/mergers/preview", response={200: MergerPlanOut, **WRITE}, summary="What a merger would move"
)
@access.require(Perm.MANAGE)
def merger_preview(request: HttpRequest, body: MergerPlanIn) -> Any:
    plan = services.preview(**_sides(request, body), by=request.user, at=clock.now())
    return {
        "counts": plan.counts(),
        "stays": plan.stays,
        "moves": _listed(plan.moves),
        "grants": [one.grant_id for one in plan.offers if not one.own],
    }


@router.post("/mergers", response={201: MergerOut, **WRITE}, summary="Merge agencies")
@access.require(Perm.MANAGE)
def merger_add(request: HttpRequest, body: MergerIn) -> Any:
    made = services.merge(
        **_sides(request, body),
        ground=body.ground,
        grants=body.grants,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, _body(made))


@router.get("/mergers", response={200: list[MergerOut], **READ}, summary="The last mergers")
@access.require(Perm.MANAGE)
def mergers(request: HttpRequest) -> Any:
    return [_body(one) for one in selectors.visible_mergers(user=request.user)[:LISTED]]


@router.get("/mergers/{int:pk}", response={200: MergerOut, **READ}, summary="One merger")
@access.require(Perm.MANAGE)
def merger(request: HttpRequest, pk: int) -> Any:
    return _body(_visible(request, pk))


@router.post("/mergers/{int:pk}/undo", response={200: MergerOut, **WRITE}, summary="Undo a merger")
@access.require(Perm.MANAGE)
def merger_take_back(request: HttpRequest, pk: int) -> Any:
    found = _visible(request, pk)
    return _body(services.undo_merger(merger=found, by=request.user, at=clock.now()))


def _visible(request: HttpRequest, pk: int) -> Merger:
    return get_object_or_404(selectors.visible_mergers(user=request.user), pk=pk)


def _sides(request: HttpRequest, body: MergerPlanIn) -> dict[str, Any]:
    return {
        "sources": [managed(request, one) for one in dict.fromkeys(body.source_ids)],
        "target": managed(request, body.into_id),
        "on": body.on,
    }


def _listed(moves: tuple[Move, ...]) -> list[dict[str, str]]:
    return [{"kind": one.kind, "label": one.label} for one in moves if one.counted]


def _body(one: Merger) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("id", "on", "ground", "at", "undone_at")},
        "source_ids": sorted(source.pk for source in one.sources.all()),
        "into_id": one.target_id,
        "undo_until": services.may_be_undone_until(one),
        "counts": selectors.counts(merger=one),
    }
