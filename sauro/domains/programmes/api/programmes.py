"""Programmes, their groups, and how they stand on a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import (
    Code,
    Day,
    GroupKind,
    GroupRef,
    MandateIn,
    OrganisationRef,
    Page,
    Paging,
    UpTo20,
    UpTo200,
    UpTo500,
    UpTo1000,
    Version,
    page_body,
)
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import mandates, status, visibility
from sauro.domains.programmes.services import programmes as services
from sauro.engines import access, text

router = Router(tags=["Programmes"])


class ProgrammeMandateOut(Schema):
    """A document, or one of its clauses, on which the programme stands."""

    document_id: int
    reference: str
    clause: str


class ProgrammeRow(Schema):
    """A listed programme."""

    code: str
    title: str
    owner: OrganisationRef
    standing: OrganisationRef | None
    starts_on: Day
    ends_on: Day | None
    closed_on: Day | None
    predecessor: str | None = None
    version: int
    may_manage: bool = Field(description="whether the person asking may change it")


class ProgrammeOut(ProgrammeRow):
    """A programme with what it stands on."""

    mandates: list[ProgrammeMandateOut] = Field(description="those the person asking may see")


class ProgrammePage(Page):
    """A page of programmes."""

    items: list[ProgrammeRow]


class ProgrammeIn(Schema):
    """A new programme; organisations by code, documents by id."""

    owner: Code
    code: Code
    title: UpTo500 = Field(min_length=1)
    starts_on: Day
    ends_on: Day | None = None
    standing: Code | None = None
    predecessor: Code | None = None
    mandates: list[MandateIn] = Field(default=[], max_length=50)


class ProgrammeChange(Schema):
    """What changes of a programme; what is left out stays."""

    expected_version: Version
    title: UpTo500 | None = Field(None, min_length=1)
    starts_on: Day | None = None
    ends_on: Day | None = None
    closed_on: Day | None = None
    standing: Code | None = None
    mandates: list[MandateIn] | None = Field(
        None, max_length=50, description="all documents and clauses it stands on; replaces them"
    )


class ProgrammeQuery(Paging):
    """Which programmes."""

    q: UpTo200 = ""


class GroupOut(GroupRef):
    """A group of tasks or targets."""

    kind: str
    position: int
    parent_id: int | None


class GroupIn(Schema):
    """A new group at the end of a programme."""

    number: UpTo20 = ""
    title: UpTo1000 = Field(min_length=1)
    kind: GroupKind = GroupKind.TASKS


class GroupStatus(Schema):
    """Totals of one group; `title` is empty for tasks outside every group."""

    number: str
    title: str
    total: int
    done: int
    by_state: dict[str, int]
    by_class: dict[str, int]


class StatusOut(Schema):
    """Totals of a programme on a day; every way of counting adds up to `total`."""

    programme: str
    as_of: Day
    total: int
    by_state: dict[str, int]
    by_class: dict[str, int]
    by_group: list[GroupStatus]


def programme_row(programme: Programme, user: Any) -> dict[str, Any]:
    """A listed programme as a body."""
    names = ("code", "title", "owner", "standing", "starts_on", "ends_on", "closed_on", "version")
    return {
        **{name: getattr(programme, name) for name in names},
        "predecessor": programme.predecessor.code if programme.predecessor else None,
        "may_manage": access.allowed(user, Perm.MANAGE, programme),
    }


def programme_body(programme: Programme, user: Any) -> dict[str, Any]:
    """A programme as a body."""
    shown = [
        {
            "document_id": row.document_id,
            "reference": row.document.reference,
            "clause": row.clause.label if row.clause else "",
        }
        for row in mandates.seen(of=programme, user=user)
    ]
    return {**programme_row(programme, user), "mandates": shown}


@router.get("/programmes", response=ProgrammePage, summary="Programmes the person may see")
def programme_list(request: HttpRequest, query: Query[ProgrammeQuery]) -> Any:
    found = (
        visibility.visible_programmes(user=request.user)
        .filter(text.matches_query(query.q, folded="folded"))
        .select_related("owner", "standing", "predecessor")
        .order_by("-starts_on", "code")
    )
    count, rows = asking.page_of(found, query)
    return page_body(count, [programme_row(row, request.user) for row in rows], query)


@router.post("/programmes", response={201: ProgrammeOut}, summary="Create a programme")
def programme_create(request: HttpRequest, body: ProgrammeIn) -> Any:
    [owner] = asking.organisations_named(request, [body.owner], "owner")
    earlier = asking.programme_named(request, body.predecessor) if body.predecessor else None
    made = services.create_programme(
        owner=owner,
        code=body.code,
        title=body.title,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        standing=asking.organisation_named(request, body.standing, "standing"),
        predecessor=earlier,
        mandates=asking.mandates_named(request, body.mandates, "mandates"),
        **asking.who(request),
    )
    return Status(201, programme_body(made, request.user))


@router.get("/programmes/{code}", response=ProgrammeOut, summary="One programme")
def programme_detail(request: HttpRequest, code: str) -> Any:
    return programme_body(asking.programme_or_404(request, code), request.user)


@router.patch("/programmes/{code}", response=ProgrammeOut, summary="Change a programme")
def programme_change(request: HttpRequest, code: str, body: ProgrammeChange) -> Any:
    programme = asking.programme_or_404(request, code)
    wanted = body.model_dump(exclude_unset=True, exclude={"expected_version"})
    for name in ("title", "starts_on"):
        if wanted.get(name, "") is None:
            del wanted[name]
    if "standing" in wanted:
        wanted["standing"] = asking.organisation_named(request, wanted["standing"], "standing")
    if wanted.pop("mandates", None) is not None:
        named = asking.mandates_named(request, body.mandates or [], "mandates")
        hidden = mandates.unseen(of=programme, user=request.user)
        wanted["mandates"] = [*named, *hidden]
    changed = services.change_programme(
        programme=programme,
        expected_version=body.expected_version,
        **wanted,
        **asking.who(request),
    )
    return programme_body(changed, request.user)


@router.get("/programmes/{code}/groups", response=list[GroupOut], summary="Groups of a programme")
def group_list(request: HttpRequest, code: str, kind: GroupKind | None = None) -> Any:
    groups = asking.programme_or_404(request, code).groups.all()
    return groups.filter(kind=kind) if kind else groups


@router.post("/programmes/{code}/groups", response={201: GroupOut}, summary="Add a group")
def group_add(request: HttpRequest, code: str, body: GroupIn) -> Any:
    programme = asking.programme_or_404(request, code)
    made = services.add_group(
        programme=programme, **body.model_dump(mode="json"), **asking.who(request)
    )
    return Status(201, made)


@router.get(
    "/programmes/{code}/status", response=StatusOut, summary="Totals of a programme on a day"
)
def programme_status(request: HttpRequest, code: str, as_of: Day | None = None) -> Any:
    programme = asking.programme_or_404(request, code)
    return status.programme_status(
        programme=programme, user=request.user, as_of=asking.as_of(as_of)
    )
