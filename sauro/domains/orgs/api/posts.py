"""Posts and who holds them, bodies and their members.

Annotations are read while the module loads: behind a guard, ninja would look for their names
among those of the guard.
"""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.orgs import selectors, services
from sauro.domains.orgs.api.shapes import (
    READ,
    WRITE,
    EndIn,
    Key,
    Line,
    OrganisationPage,
    PageQuery,
    Text,
    appointable,
    manageable,
    managed,
    page_of,
    visible,
)
from sauro.domains.orgs.models import Membership, Position, in_force
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import BODIES, BodyRole
from sauro.engines import access

router = Router(tags=["Agencies"])
Title = Annotated[str, Field(min_length=1, max_length=150, pattern=r"^[^\x00]*$")]


class PositionOut(Schema):
    """A post and who holds it on the day asked about."""

    id: int
    title: str
    is_head: bool
    portfolio: str
    holder: str | None


class PositionChangeIn(Schema):
    """The particulars of a post."""

    title: Title
    is_head: bool = False
    portfolio: Text = ""


class PositionIn(PositionChangeIn):
    """A new post."""

    valid_from: date


class AppointmentIn(Schema):
    """Who takes a post; `replace` ends the time of the present holder the day before."""

    person_id: Key
    valid_from: date
    ground: Line = ""
    replace: bool = False


class MemberOut(Schema):
    """A seat in a steering committee or working group."""

    id: int
    body_id: int
    person_id: int
    person: str
    role: BodyRole
    portfolio: str
    represents_id: int | None
    valid_from: date
    valid_to: date | None


class MemberChangeIn(Schema):
    """What a member does."""

    role: BodyRole = BodyRole.MEMBER
    portfolio: Text = ""
    represents_id: Key | None = None


class MemberIn(MemberChangeIn):
    """A new member."""

    person_id: Key
    valid_from: date


@router.get(
    "/organisations/{int:pk}/positions",
    response={200: list[PositionOut], **READ},
    summary="Posts and their holders",
)
@access.require(Perm.VIEW)
def positions(request: HttpRequest, pk: int, as_of: date | None = None) -> Any:
    day = as_of or clock.today()
    found = list(selectors.positions_of(organisation=visible(request, pk), day=day))
    holders = selectors.holders(positions=found, day=day)
    return [_position(post, holders.get(post.pk)) for post in found]


@router.post(
    "/organisations/{int:pk}/positions",
    response={201: PositionOut, **WRITE},
    summary="Add a post",
)
@access.require(Perm.MANAGE)
def position_add(request: HttpRequest, pk: int, body: PositionIn) -> Any:
    post = services.create_position(
        organisation=managed(request, pk), by=request.user, at=clock.now(), **body.model_dump()
    )
    return Status(201, _position(post, None))


@router.put(
    "/positions/{int:position_id}",
    response={200: PositionOut, **WRITE},
    summary="Change a post",
)
@access.require(Perm.MANAGE)
def position_change(request: HttpRequest, position_id: int, body: PositionChangeIn) -> Any:
    changed = services.change_position(
        position=_post(request, position_id),
        by=request.user,
        at=clock.now(),
        **body.model_dump(),
    )
    return _position(changed, _holder(changed))


@router.post(
    "/positions/{int:position_id}/appointment",
    response={200: PositionOut, **WRITE},
    summary="Put a person into a post",
)
@access.require(Perm.MANAGE)
def position_appointment(request: HttpRequest, position_id: int, body: AppointmentIn) -> Any:
    post = _post(request, position_id)
    services.appoint(
        position=post,
        person=appointable(request, body.person_id),
        valid_from=body.valid_from,
        ground=body.ground,
        replace=body.replace,
        by=request.user,
        at=clock.now(),
    )
    return _position(post, _holder(post))


@router.post(
    "/positions/{int:position_id}/closing",
    response={200: PositionOut, **WRITE},
    summary="End a post and the time of its holder",
)
@access.require(Perm.MANAGE)
def position_closing(request: HttpRequest, position_id: int, body: EndIn) -> Any:
    closed = services.close_position(
        position=_post(request, position_id), on=body.on, by=request.user, at=clock.now()
    )
    return _position(closed, _holder(closed))


@router.get("/bodies", response={200: OrganisationPage, **READ}, summary="Committees and groups")
@access.require(Perm.VIEW)
def bodies(
    request: HttpRequest, query: Annotated[PageQuery, Query()], as_of: date | None = None
) -> Any:
    found = selectors.named(organisations=selectors.visible_to(user=request.user), query=query.q)
    day = as_of or clock.today()
    return page_of(found.filter(in_force(day), kind__in=BODIES), query)


@router.get(
    "/organisations/{int:pk}/members",
    response={200: list[MemberOut], **READ},
    summary="Members of a body",
)
@access.require(Perm.VIEW)
def members(request: HttpRequest, pk: int, as_of: date | None = None) -> Any:
    found = selectors.members_of(body=visible(request, pk), day=as_of or clock.today())
    return [_member(seat) for seat in found]


@router.post(
    "/organisations/{int:pk}/members",
    response={201: MemberOut, **WRITE},
    summary="Add a member",
)
@access.require(Perm.MANAGE)
def member_add(request: HttpRequest, pk: int, body: MemberIn) -> Any:
    seat = services.add_member(
        body=managed(request, pk),
        person=appointable(request, body.person_id),
        valid_from=body.valid_from,
        by=request.user,
        at=clock.now(),
        **_duties(request, body),
    )
    return Status(201, _member(seat))


@router.put(
    "/members/{int:member_id}",
    response={200: MemberOut, **WRITE},
    summary="Change what a member does",
)
@access.require(Perm.MANAGE)
def member_change(request: HttpRequest, member_id: int, body: MemberChangeIn) -> Any:
    seat = services.change_member(
        membership=_seat(request, member_id),
        by=request.user,
        at=clock.now(),
        **_duties(request, body),
    )
    return _member(seat)


@router.post(
    "/members/{int:member_id}/ending",
    response={200: MemberOut, **WRITE},
    summary="End a seat",
)
@access.require(Perm.MANAGE)
def member_ending(request: HttpRequest, member_id: int, body: EndIn) -> Any:
    seat = _seat(request, member_id)
    return _member(
        services.end_member(membership=seat, on=body.on, by=request.user, at=clock.now())
    )


def _duties(request: HttpRequest, body: MemberChangeIn) -> dict[str, Any]:
    sends = visible(request, body.represents_id) if body.represents_id else None
    return {"role": body.role.value, "portfolio": body.portfolio, "represents": sends}


def _post(request: HttpRequest, pk: int) -> Position:
    posts = Position.objects.filter(organisation__in=manageable(request))
    return get_object_or_404(posts, pk=pk)


def _seat(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.filter(body__in=manageable(request)), pk=pk)


def _holder(post: Position) -> Any:
    return selectors.holder_of(position=post, day=clock.today())


def _member(seat: Membership) -> dict[str, Any]:
    fields = ("id", "body_id", "person_id", "role", "portfolio", "represents_id")
    shown = {name: getattr(seat, name) for name in (*fields, "valid_from", "valid_to")}
    return {**shown, "person": str(seat.person)}


def _position(post: Position, holder: Any) -> dict[str, Any]:
    fields = ("id", "title", "is_head", "portfolio")
    shown = {name: getattr(post, name) for name in fields}
    return {**shown, "holder": str(holder) if holder else None}
