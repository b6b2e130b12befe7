"""Arrivals, validity, numbers and counts of documents for programs."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.documents import selectors, services
from sauro.domains.documents.api.entries import detail, one_or_404
from sauro.domains.documents.api.shapes import READ, WRITE, ArrivalIn, DocumentDetail
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, DocumentKind
from sauro.domains.documents.selectors import LostBy
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

router = Router(tags=["Documents"])


class ReceivedIn(ArrivalIn):
    """An arrival, and who received it."""

    organisation_id: int = Field(gt=0, lt=2**63)


class RecallIn(Schema):
    """From when a document is recalled, and why."""

    recalled_on: date
    reason: str = Field(min_length=1, max_length=500)


class ValidityIn(Schema):
    """The first and the last day in force."""

    valid_from: date | None = None
    valid_until: date | None = None


class LostOut(Schema):
    """Why a document stands on nothing; ids are left out for what the person may not see."""

    by: LostBy
    since: date | None
    ground_id: int | None
    replaced_by_id: int | None
    successor_ids: list[int]


class GroundlessOut(Schema):
    """A document without ground."""

    document_id: int
    reference: str
    reasons: list[LostOut]


class KindCountOut(Schema):
    """Documents of a kind, month by month."""

    kind: DocumentKind
    months: list[int]
    total: int


class CountsOut(Schema):
    """Documents of a year by kind."""

    year: int
    total: int
    kinds: list[KindCountOut]


class NextNumberOut(Schema):
    """The number that the next paper would get; asking holds nothing."""

    number: int


class NumberQuery(Schema):
    """Which series."""

    organisation_id: int = Field(gt=0, lt=2**63)
    flow: DocumentFlow
    kind: DocumentKind | None = None
    symbol: str = Field("", max_length=60)
    day: date | None = None


@router.post(
    "/documents/{int:pk}/arrivals",
    response={201: DocumentDetail, **WRITE},
    summary="Register an arrival",
)
@access.require(Perm.REGISTER)
def document_arrived(request: HttpRequest, pk: int, body: ReceivedIn) -> Any:
    found = Organisation.objects.filter(access.scope(request.user, Perm.REGISTER).q("path"))
    services.receive_document(
        document=one_or_404(request, pk),
        arrival=body.plain(),
        organisation=get_object_or_404(found, pk=body.organisation_id),
        by=request.user,
        at=clock.now(),
    )
    return Status(201, detail(request, pk))


@router.post(
    "/documents/{int:pk}/recall",
    response={200: DocumentDetail, **WRITE},
    summary="Recall a document",
)
@access.require(Perm.REGISTER)
def document_recalled(request: HttpRequest, pk: int, body: RecallIn) -> Any:
    services.recall_document(
        document=one_or_404(request, pk), **body.model_dump(), by=request.user, at=clock.now()
    )
    return detail(request, pk)


@router.put(
    "/documents/{int:pk}/validity",
    response={200: DocumentDetail, **WRITE},
    summary="Set the validity",
)
@access.require(Perm.REGISTER)
def document_validity(request: HttpRequest, pk: int, body: ValidityIn) -> Any:
    services.set_expiry(
        document=one_or_404(request, pk), **body.model_dump(), by=request.user, at=clock.now()
    )
    return detail(request, pk)


@router.get(
    "/documents/without-ground",
    response={200: list[GroundlessOut], **READ},
    summary="Documents in force whose ground is gone",
)
@access.require(Perm.VIEW)
def documents_without_ground(request: HttpRequest, as_of: date | None = None) -> Any:
    day = min(as_of or clock.today(), clock.today())
    found = selectors.documents_without_ground(user=request.user, as_of=day)
    rows = list(found.order_by("-issued_on", "-id")[:500])
    reasons = selectors.grounds_lost(documents=rows, user=request.user, as_of=day)
    return [
        {
            "document_id": row.pk,
            "reference": row.reference,
            "reasons": [
                {
                    "by": one.by,
                    "since": one.since,
                    "ground_id": one.ground.pk if one.ground else None,
                    "replaced_by_id": one.successor_document.pk if one.successor_document else None,
                    "successor_ids": [successor.pk for successor in one.successors],
                }
                for one in reasons[row.pk]
            ],
        }
        for row in rows
    ]


@router.get(
    "/documents/counts", response={200: CountsOut, **READ}, summary="Documents by kind and month"
)
@access.require(Perm.VIEW)
def document_counted(
    request: HttpRequest,
    year: Annotated[int, Query(ge=1976, le=2200)],
    flow: DocumentFlow | None = None,
) -> Any:
    found = selectors.counts_by_kind(user=request.user, year=year, flow=flow.value if flow else "")
    kinds = [{"kind": one.kind, "months": one.months, "total": one.total} for one in found.kinds]
    return {"year": year, "total": found.total, "kinds": kinds}


@router.get(
    "/documents/next-number",
    response={200: NextNumberOut, **READ},
    summary="The next number of a series",
)
@access.require(Perm.REGISTER)
def next_number(request: HttpRequest, query: Annotated[NumberQuery, Query()]) -> Any:
    found = Organisation.objects.filter(access.scope(request.user, Perm.REGISTER).q("path"))
    number = selectors.next_number(
        organisation=get_object_or_404(found, pk=query.organisation_id),
        flow=query.flow.value,
        day=query.day or clock.today(),
        kind=query.kind.value if query.kind else "",
        symbol=query.symbol,
    )
    return {"number": number}
