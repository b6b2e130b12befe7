"""Whom a written name means, and collective names.

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
    Name,
    OrganisationPage,
    PageQuery,
    managed,
    page_of,
)
from sauro.domains.orgs.models import Collective, Organisation
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import MatchReason, OrgKind
from sauro.engines import access

router = Router(tags=["Agencies"])


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


class CollectiveIn(Schema):
    """What a collective name means, and its other names."""

    name: Name
    kinds: list[OrgKind] = Field(min_length=1, max_length=len(OrgKind))
    aliases: list[Name] = Field(default_factory=list, max_length=50)


class NewCollectiveIn(CollectiveIn):
    """A new collective name of a province."""

    code: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.-]+$")]


@router.get("/names", response={200: list[MatchOut], **READ}, summary="Whom written names mean")
@access.require(Perm.VIEW)
def names(
    request: HttpRequest,
    written: Annotated[list[Name], Query(max_length=100)],
    as_of: date | None = None,
) -> Any:
    found = selectors.match_mentions(
        mentions=written, province_root=_province(request), day=as_of or clock.today()
    )
    return [_match(name, match) for name, match in found.items()]


@router.get("/collectives", response={200: list[CollectiveOut], **READ}, summary="Collective names")
@access.require(Perm.VIEW)
def collectives(request: HttpRequest) -> Any:
    return selectors.collectives(province_root=_province(request))


@router.get(
    "/collectives/{int:collective_id}/members",
    response={200: OrganisationPage, **READ},
    summary="The agencies a collective name means",
)
@access.require(Perm.VIEW)
def collective_members(
    request: HttpRequest,
    collective_id: int,
    query: Annotated[PageQuery, Query()],
    as_of: date | None = None,
) -> Any:
    root = _province(request)
    found = get_object_or_404(selectors.collectives(province_root=root), pk=collective_id)
    members = selectors.collective_members(
        collective=found, province_root=root, day=as_of or clock.today()
    )
    return page_of(selectors.named(organisations=members, query=query.q), query)


@router.post(
    "/organisations/{int:pk}/collectives",
    response={201: CollectiveOut, **WRITE},
    summary="Add a collective name",
)
@access.require(Perm.MANAGE)
def collective_add(request: HttpRequest, pk: int, body: NewCollectiveIn) -> Any:
    return Status(201, _saved(request, managed(request, pk), body.code, body))


@router.put(
    "/collectives/{int:collective_id}",
    response={200: CollectiveOut, **WRITE},
    summary="Change a collective name",
)
@access.require(Perm.MANAGE)
def collective_change(request: HttpRequest, collective_id: int, body: CollectiveIn) -> Any:
    scope = access.scope(request.user, Perm.MANAGE)
    known = Collective.objects.select_related("within").filter(scope.q("within__path"))
    found = get_object_or_404(known, pk=collective_id)
    return _saved(request, found.within, found.code, body)


def _saved(
    request: HttpRequest, within: Organisation | None, code: str, body: CollectiveIn
) -> Collective:
    return services.save_collective(
        within=within,
        code=code,
        name=body.name,
        kinds=[kind.value for kind in body.kinds],
        aliases=body.aliases,
        by=request.user,
        at=clock.now(),
    )


def _province(request: HttpRequest) -> Organisation | None:
    home = selectors.home_organisation(user=request.user)
    return selectors.province_root_of(organisation=home) if home else None


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
