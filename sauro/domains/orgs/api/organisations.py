"""Agencies, their other names, collective names, and whom a written name means.

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
    Email,
    Key,
    Line,
    Name,
    OrganisationOut,
    OrganisationPage,
    PageQuery,
    Short,
    managed,
    page_of,
    visible,
)
from sauro.domains.orgs.models import Organisation, in_force
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import OrgKind
from sauro.engines import access

router = Router(tags=["Agencies"])


class Taking(Schema):
    """Who took over, or from whom, and on which day."""

    organisation_id: int
    on: date
    ground: str


class AliasOut(Schema):
    """Another name of an agency."""

    id: int
    name: str


class OrganisationDetail(OrganisationOut):
    """An agency with its place in the tree, its other names and its successors."""

    above: list[int]
    aliases: list[str]
    other_names: list[AliasOut]
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


class AliasIn(Schema):
    """Another name of an agency."""

    name: Name


class ClosingIn(Schema):
    """The last day, who takes over, and the document that decided it."""

    on: date
    successor_ids: list[Key] = Field(default_factory=list, max_length=20)
    ground: Line = ""


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
    return page_of(found, query)


@router.get(
    "/organisations/{int:pk}", response={200: OrganisationDetail, **READ}, summary="One agency"
)
@access.require(Perm.VIEW)
def organisation(request: HttpRequest, pk: int) -> Any:
    return _detail(visible(request, pk))


@router.post("/organisations", response={201: OrganisationDetail, **WRITE}, summary="Add an agency")
@access.require(Perm.MANAGE)
def organisation_add(request: HttpRequest, body: NewOrganisationIn) -> Any:
    values = body.model_dump(exclude={"parent_id"})
    made = services.create_organisation(
        parent=managed(request, body.parent_id), by=request.user, at=clock.now(), **values
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
        organisation=managed(request, pk), by=request.user, at=clock.now(), **values
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
        organisation=managed(request, pk),
        on=body.on,
        successors=[managed(request, one) for one in dict.fromkeys(body.successor_ids)],
        ground=body.ground,
        by=request.user,
        at=clock.now(),
    )
    return _detail(closed)


@router.post(
    "/organisations/{int:pk}/aliases",
    response={201: OrganisationDetail, **WRITE},
    summary="Add another name",
)
@access.require(Perm.MANAGE)
def alias_add(request: HttpRequest, pk: int, body: AliasIn) -> Any:
    found = managed(request, pk)
    services.add_alias(organisation=found, name=body.name, by=request.user, at=clock.now())
    return Status(201, _detail(found))


@router.delete(
    "/organisations/{int:pk}/aliases/{int:alias_id}",
    response={200: OrganisationDetail, **WRITE},
    summary="Take a name away",
)
@access.require(Perm.MANAGE)
def alias_remove(request: HttpRequest, pk: int, alias_id: int) -> Any:
    found = managed(request, pk)
    alias = get_object_or_404(found.aliases.select_related("organisation"), pk=alias_id)
    services.remove_alias(alias=alias, by=request.user, at=clock.now())
    return _detail(managed(request, pk))


def _detail(one: Organisation) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in OrganisationOut.model_fields},
        "above": [above.pk for above in selectors.ancestors_of(organisation=one)],
        "aliases": [alias.name for alias in one.aliases.all()],
        "other_names": list(one.aliases.all()),
        "successors": [
            {"organisation_id": taking.successor_id, "on": taking.on, "ground": taking.ground}
            for taking in selectors.successors_of(organisation=one)
        ],
        "predecessors": [
            {"organisation_id": taking.predecessor_id, "on": taking.on, "ground": taking.ground}
            for taking in selectors.predecessors_of(organisation=one)
        ],
    }
