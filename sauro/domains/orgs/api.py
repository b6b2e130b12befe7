"""Agencies, posts, collective names and people for programs.

Annotations are read while the module loads: behind a guard, ninja would look for their names
among those of the guard.
"""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.accounts.api import Problem
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import selectors, services
from sauro.domains.orgs.models import Organisation, Position, in_force
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import MatchReason, OrgKind
from sauro.engines import access

router = Router(tags=["Agencies"])

READ = {403: Problem, 404: Problem}
WRITE = {403: Problem, 404: Problem, 409: Problem, 422: Problem}
Key = Annotated[int, Field(gt=0, lt=2**63)]
Name = Annotated[str, Field(min_length=1, max_length=250, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^([^@\s\x00]+@[^@\s\x00]+)?$")]


class OrganisationOut(Schema):
    """An agency or body."""

    id: int
    code: str
    name: str
    short_name: str
    kind: OrgKind
    email: str
    unit_id: int | None
    valid_from: date
    valid_to: date | None


class OrganisationPage(Schema):
    """One page of agencies."""

    total: int
    page: int
    size: int
    items: list[OrganisationOut]


class Taking(Schema):
    """Who took over, or from whom, and on which day."""

    organisation_id: int
    on: date
    ground: str


class OrganisationDetail(OrganisationOut):
    """An agency with its place in the tree, its other names and its successors."""

    above: list[int]
    aliases: list[str]
    successors: list[Taking]
    predecessors: list[Taking]


class OrganisationIn(Schema):
    """The particulars of an agency."""

    name: Name
    short_name: Short = ""
    kind: OrgKind
    email: Email = ""
    valid_from: date


class NewOrganisationIn(OrganisationIn):
    """A new agency: below which one, and its other names; without a code one is given."""

    parent_id: Key
    code: Annotated[str, Field(max_length=40, pattern=r"^[\w.-]*$")] = ""
    aliases: list[Name] = Field(default_factory=list, max_length=50)


class ClosingIn(Schema):
    """The last day, who takes over, and the document that decided it."""

    on: date
    successor_ids: list[Key] = Field(default_factory=list, max_length=20)
    ground: Line = ""


class PositionOut(Schema):
    """A post and who holds it on the day asked about."""

    id: int
    title: str
    is_head: bool
    portfolio: str
    holder: str | None


class PositionIn(Schema):
    """A new post."""

    title: Annotated[str, Field(min_length=1, max_length=150, pattern=r"^[^\x00]*$")]
    is_head: bool = False
    portfolio: Text = ""
    valid_from: date


class MatchOut(Schema):
    """Whom a written name means; without certainty only suggestions."""

    written: str
    reason: MatchReason
    organisation_id: int | None
    collective_id: int | None
    successor_id: int | None
    suggestions: list[str]


class CollectiveOut(Schema):
    """A collective name and the kinds of agencies it means."""

    id: int
    code: str
    name: str
    kinds: list[OrgKind]


class PersonOut(Schema):
    """A person with an account."""

    id: int
    username: str
    full_name: str
    email: str
    is_active: bool


class PersonPage(Schema):
    """One page of people."""

    total: int
    page: int
    size: int
    items: list[PersonOut]


class PageQuery(Schema):
    """Search words and which page."""

    q: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    page: int = Field(1, gt=0, le=100_000)
    size: int = Field(50, gt=0, le=200)


class OrganisationQuery(PageQuery):
    """Search and filters, the same as on the page; without a day the agencies of today."""

    kind: OrgKind | None = None
    as_of: date | None = None
    closed: bool = False


@router.get(
    "/organisations", response={200: OrganisationPage, **READ}, summary="Search the agencies"
)
@access.require(Perm.VIEW)
def organisations(request: HttpRequest, query: Annotated[OrganisationQuery, Query()]) -> Any:
    found = selectors.named(organisations=selectors.visible_to(user=request.user), query=query.q)
    if query.kind:
        found = found.filter(kind=query.kind)
    day = query.as_of or clock.today()
    found = found.filter(valid_to__lt=day) if query.closed else found.filter(in_force(day))
    return _page(found, query)


@router.get(
    "/organisations/{int:pk}", response={200: OrganisationDetail, **READ}, summary="One agency"
)
@access.require(Perm.VIEW)
def organisation(request: HttpRequest, pk: int) -> Any:
    return _detail(_visible(request, pk))


@router.post("/organisations", response={201: OrganisationDetail, **WRITE}, summary="Add an agency")
@access.require(Perm.MANAGE)
def organisation_add(request: HttpRequest, body: NewOrganisationIn) -> Any:
    values = body.model_dump(exclude={"parent_id"})
    made = services.create_organisation(
        parent=_managed(request, body.parent_id), by=request.user, at=clock.now(), **values
    )
    return Status(201, _detail(made))


@router.put(
    "/organisations/{int:pk}",
    response={200: OrganisationDetail, **WRITE},
    summary="Change an agency",
)
@access.require(Perm.MANAGE)
def organisation_change(request: HttpRequest, pk: int, body: OrganisationIn) -> Any:
    values = body.model_dump(mode="python") | {"kind": body.kind.value}
    changed = services.change_organisation(
        organisation=_managed(request, pk), by=request.user, at=clock.now(), **values
    )
    return _detail(changed)


@router.post(
    "/organisations/{int:pk}/closing",
    response={200: OrganisationDetail, **WRITE},
    summary="Close an agency",
)
@access.require(Perm.MANAGE)
def organisation_closing(request: HttpRequest, pk: int, body: ClosingIn) -> Any:
    closed = services.close_organisation(
        organisation=_managed(request, pk),
        on=body.on,
        successors=[_managed(request, one) for one in dict.fromkeys(body.successor_ids)],
        ground=body.ground,
        by=request.user,
        at=clock.now(),
    )
    return _detail(closed)


@router.get(
    "/organisations/{int:pk}/positions",
    response={200: list[PositionOut], **READ},
    summary="Posts and their holders",
)
@access.require(Perm.VIEW)
def positions(request: HttpRequest, pk: int, as_of: date | None = None) -> Any:
    day = as_of or clock.today()
    found = list(selectors.positions_of(organisation=_visible(request, pk), day=day))
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
        organisation=_managed(request, pk), by=request.user, at=clock.now(), **body.model_dump()
    )
    return Status(201, _position(post, None))


@router.get("/names", response={200: list[MatchOut], **READ}, summary="Whom written names mean")
@access.require(Perm.VIEW)
def names(
    request: HttpRequest,
    written: Annotated[list[Name], Query(max_length=100)],
    as_of: date | None = None,
) -> Any:
    home = selectors.home_organisation(user=request.user)
    root = selectors.province_root_of(organisation=home) if home else None
    found = selectors.match_mentions(
        mentions=written, province_root=root, day=as_of or clock.today()
    )
    return [_match(name, match) for name, match in found.items()]


@router.get("/collectives", response={200: list[CollectiveOut], **READ}, summary="Collective names")
@access.require(Perm.VIEW)
def collectives(request: HttpRequest) -> Any:
    home = selectors.home_organisation(user=request.user)
    root = selectors.province_root_of(organisation=home) if home else None
    return selectors.collectives(province_root=root)


@router.get(
    "/people", response={200: PersonPage, **READ}, summary="People of the agencies one answers for"
)
@access.require(AccountPerm.VIEW)
def people(request: HttpRequest, query: Annotated[PageQuery, Query()]) -> Any:
    scope = access.scope(request.user, AccountPerm.VIEW)
    return _page(selectors.people_in(scope=scope, query=query.q), query)


def _page(found: Any, query: PageQuery) -> dict[str, Any]:
    start = (query.page - 1) * query.size
    return {
        "total": found.order_by().count(),
        "page": query.page,
        "size": query.size,
        "items": list(found[start : start + query.size]),
    }


def _visible(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(selectors.visible_to(user=request.user), pk=pk)


def _managed(request: HttpRequest, pk: int) -> Organisation:
    scope = access.scope(request.user, Perm.MANAGE)
    return get_object_or_404(selectors.organisations(scope=scope), pk=pk)


def _detail(one: Organisation) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in OrganisationOut.model_fields},
        "above": [above.pk for above in selectors.ancestors_of(organisation=one)],
        "aliases": [alias.name for alias in one.aliases.all()],
        "successors": [
            {"organisation_id": taking.successor_id, "on": taking.on, "ground": taking.ground}
            for taking in selectors.successors_of(organisation=one)
        ],
        "predecessors": [
            {"organisation_id": taking.predecessor_id, "on": taking.on, "ground": taking.ground}
            for taking in selectors.predecessors_of(organisation=one)
        ],
    }


def _position(post: Position, holder: Any) -> dict[str, Any]:
    fields = ("id", "title", "is_head", "portfolio")
    shown = {name: getattr(post, name) for name in fields}
    return {**shown, "holder": str(holder) if holder else None}


def _match(written: str, match: selectors.Match) -> dict[str, Any]:
    key = match.object.pk if match.object else None
    return {
        "written": written,
        "reason": match.reason,
        "organisation_id": key if match.kind == "organisation" else None,
        "collective_id": key if match.kind == "collective" else None,
        "successor_id": match.successor.pk if match.successor else None,
        "suggestions": [str(one.object) for one in match.suggestions],
    }
