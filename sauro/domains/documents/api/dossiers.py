"""Dossiers, registers of a period and metadata for programs."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.documents import metadata, selectors, services
from sauro.domains.documents.api.entries import one_or_404
from sauro.domains.documents.api.shapes import READ, WRITE
from sauro.domains.documents.models import Dossier
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import ArchiveState
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

router = Router(tags=["Dossiers"])


class DossierIn(Schema):
    """The particulars of a dossier; without `retention_years` it is kept for ever."""

    year: int = Field(ge=1945, le=2100)
    notation: str = Field(max_length=20)
    title: str = Field(max_length=500)
    started_on: date
    ended_on: date | None = None
    retention_years: int | None = Field(None, ge=1, le=100)
    rights: str = Field("", max_length=30)
    creator: str = Field("", max_length=30)
    language: str = Field("Tiếng Việt", max_length=50)

    def plain(self) -> services.NewDossier:
        """The same for the services."""
        names = services.NewDossier.__dataclass_fields__
        return services.NewDossier(**{name: getattr(self, name) for name in names})


class NewDossierIn(DossierIn):
    """A new dossier and who keeps it."""

    owner_id: int = Field(gt=0, lt=2**63)


class ChangedDossierIn(DossierIn):
    """New particulars, and the version that was changed."""

    version: int = Field(gt=0, lt=2**31)


class FiledIn(Schema):
    """A document to be filed."""

    document_id: int = Field(gt=0, lt=2**63)
    note: str = Field("", max_length=250)


class ClosedIn(Schema):
    """The day on which the work ended."""

    ended_on: date


class HandedOverIn(Schema):
    """The day of the hand-over."""

    on: date


class DossierOut(Schema):
    """A dossier; `documents` and `pages` count what is not secret."""

    id: int
    code: str
    owner_id: int
    organ_id: str
    year: int
    notation: str
    title: str
    retention_years: int | None
    rights: str
    creator: str
    language: str
    started_on: date
    ended_on: date | None
    is_closed: bool
    handed_over_on: date | None
    hand_over_by: date | None
    state: ArchiveState
    documents: int = Field(alias="papers")
    pages: int
    version: int

    @staticmethod
    def resolve_state(one: Any) -> str:
        """Where it stands today."""
        return selectors.archive_state_of(dossier=one, today=clock.today()).value

    @staticmethod
    def resolve_hand_over_by(one: Any) -> date | None:
        """The last day of the hand-over."""
        return selectors.hand_over_due_of(dossier=one)


class DossierEntryOut(Schema):
    """A document in a dossier."""

    id: int
    position: int
    document_id: int
    reference: str = Field(alias="document.reference")
    abstract: str = Field(alias="document.abstract")
    note: str


class OutputQuery(Schema):
    """Which register or report, of whom, from when until when."""

    organisation_id: int = Field(gt=0, lt=2**63)
    since: date
    until: date


class OutputOut(Schema):
    """A register or report: columns and rows as they are printed."""

    title: str
    covers: str
    sums: list[str]
    columns: list[str]
    rows: list[list[Any]]


def dossier_or_404(request: HttpRequest, pk: int) -> Dossier:
    found: Dossier = get_object_or_404(selectors.dossiers_visible(user=request.user), pk=pk)
    return found


def _done(request: HttpRequest, pk: int, service: Callable[..., Any], **given: Any) -> Dossier:
    """The dossier after a service was run on it."""
    service(dossier=dossier_or_404(request, pk), **given, by=request.user, at=clock.now())
    return dossier_or_404(request, pk)


@router.get("/dossiers", response={200: list[DossierOut], **READ}, summary="Dossiers")
@access.require(Perm.VIEW)
def dossiers(
    request: HttpRequest,
    year: Annotated[int | None, Query(ge=1945, le=2100)] = None,
    page: Annotated[int, Query(gt=0, le=100_000)] = 1,
) -> Any:
    found = selectors.dossiers_visible(user=request.user)
    found = found.filter(year=year) if year else found
    return list(found[(page - 1) * 100 : page * 100])


@router.get("/dossiers/{int:pk}", response={200: DossierOut, **READ}, summary="One dossier")
@access.require(Perm.VIEW)
def dossier(request: HttpRequest, pk: int) -> Any:
    return dossier_or_404(request, pk)


@router.get(
    "/dossiers/{int:pk}/entries",
    response={200: list[DossierEntryOut], **READ},
    summary="Table of contents",
)
@access.require(Perm.VIEW)
def dossier_entries(request: HttpRequest, pk: int) -> Any:
    return list(selectors.entries_of(dossier=dossier_or_404(request, pk), user=request.user))


@router.post("/dossiers", response={201: DossierOut, **WRITE}, summary="Open a dossier")
@access.require(Perm.REGISTER)
def dossier_open(request: HttpRequest, body: NewDossierIn) -> Any:
    keepers = Organisation.objects.filter(access.scope(request.user, Perm.REGISTER).q("path"))
    made = services.create_dossier(
        owner=get_object_or_404(keepers, pk=body.owner_id),
        dossier=body.plain(),
        by=request.user,
        at=clock.now(),
    )
    return Status(201, dossier_or_404(request, made.pk))


@router.put("/dossiers/{int:pk}", response={200: DossierOut, **WRITE}, summary="Correct a dossier")
@access.require(Perm.REGISTER)
def dossier_change(request: HttpRequest, pk: int, body: ChangedDossierIn) -> Any:
    return _done(request, pk, services.change_dossier, new=body.plain(), version=body.version)


@router.post(
    "/dossiers/{int:pk}/entries",
    response={201: list[DossierEntryOut], **WRITE},
    summary="File a document",
)
@access.require(Perm.REGISTER)
def dossier_put(request: HttpRequest, pk: int, body: FiledIn) -> Any:
    services.file_in_dossier(
        dossier=dossier_or_404(request, pk),
        document=one_or_404(request, body.document_id),
        note=body.note,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, dossier_entries(request, pk))


@router.delete(
    "/dossiers/{int:pk}/entries/{int:entry_pk}",
    response={200: list[DossierEntryOut], **WRITE},
    summary="Take a document out",
)
@access.require(Perm.REGISTER)
def dossier_remove(request: HttpRequest, pk: int, entry_pk: int) -> Any:
    seen = selectors.entries_of(dossier=dossier_or_404(request, pk), user=request.user)
    entry = get_object_or_404(seen.select_related("dossier", "document"), pk=entry_pk)
    services.take_from_dossier(entry=entry, by=request.user, at=clock.now())
    return dossier_entries(request, pk)


@router.post(
    "/dossiers/{int:pk}/close", response={200: DossierOut, **WRITE}, summary="Close a dossier"
)
@access.require(Perm.REGISTER)
def dossier_end(request: HttpRequest, pk: int, body: ClosedIn) -> Any:
    return _done(request, pk, services.close_dossier, ended_on=body.ended_on)


@router.post(
    "/dossiers/{int:pk}/hand-over",
    response={200: DossierOut, **WRITE},
    summary="Record the hand-over to the archive",
)
@access.require(Perm.REGISTER)
def dossier_given(request: HttpRequest, pk: int, body: HandedOverIn) -> Any:
    return _done(request, pk, services.hand_over_dossier, on=body.on)


@router.get(
    "/dossiers/{int:pk}/metadata",
    response={200: dict[str, Any], **READ},
    summary="Metadata of a dossier (Decree 30/2020, Appendix VI)",
)
@access.require(Perm.VIEW)
def dossier_described(request: HttpRequest, pk: int) -> Any:
    return metadata.nested(metadata.of_dossier(dossier=dossier_or_404(request, pk)))


@router.get(
    "/documents/{int:pk}/metadata",
    response={200: dict[str, Any], **READ},
    summary="Metadata of a document (Decree 30/2020, Appendix VI)",
)
@access.require(Perm.VIEW)
def document_described(request: HttpRequest, pk: int) -> Any:
    found = one_or_404(request, pk)
    arrival = metadata.arrival_for(document=found, user=request.user)
    return metadata.nested(metadata.of_document(document=found, arrival=arrival))


@router.get(
    "/registers/{code}",
    response={200: OutputOut, **READ},
    summary="A register or report of a period",
)
@access.require(Perm.VIEW)
def register_of_period(
    request: HttpRequest, code: str, query: Annotated[OutputQuery, Query()]
) -> Any:
    """`code` is incoming, incoming_handled, outgoing, outgoing_handled or dossiers."""
    known = selectors.keeping(user=request.user)
    output = selectors.output_of_period(
        code=code,
        user=request.user,
        organisation=get_object_or_404(known, pk=query.organisation_id),
        since=query.since,
        until=query.until,
        today=clock.today(),
    )
    if output is None:
        raise Http404
    columns = [head.title for head in output.heads]
    shown = ("title", "covers", "sums", "rows")
    return {**{name: getattr(output, name) for name in shown}, "columns": columns}
