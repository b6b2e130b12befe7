"""Drafts, opinions on them and their steps for programs."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from sauro.core import clock
from sauro.domains.documents import selectors, services
from sauro.domains.documents.api.shapes import READ, WRITE
from sauro.domains.documents.models import Draft
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import AskedState, DocumentKind, DraftState, Urgency, Verdict
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

router = Router(tags=["Drafts"])
Id = Annotated[int, Field(gt=0, lt=2**63)]


class DraftOut(Schema):
    """A paper on its way to a number."""

    id: int
    owner_id: int
    issuer_id: int
    issuer_name: str
    kind: DocumentKind
    abstract: str
    symbol: str
    state: DraftState
    state_reason: str
    document_id: int | None
    signed_on_paper: bool
    signed_sha256: str
    changed_at: datetime
    version: int


class VersionOut(Schema):
    """A version of the text."""

    number: int
    name: str
    size: int
    sha256: str
    note: str
    at: datetime


class OpinionOut(Schema):
    """A line of the table of opinions; without `id` the organisation has not answered."""

    id: int | None
    organisation_id: int
    due_on: date
    state: AskedState
    section: str = ""
    text: str = ""
    agrees: bool = False
    verdict: Verdict | None = None
    answer: str = ""


class DraftDetail(DraftOut):
    """A draft with its versions, opinions and the steps open to the person."""

    versions: list[VersionOut]
    opinions: list[OpinionOut]
    steps: list[str]


class DraftPage(Schema):
    """One page of drafts."""

    total: int
    items: list[DraftOut]


class DraftIn(Schema):
    """A new draft; without `symbol` it is composed."""

    owner_id: Id
    issuer_id: Id | None = None
    kind: DocumentKind
    abstract: str = Field(min_length=1, max_length=500)
    issuer_name: str = Field("", max_length=250)
    symbol: str = Field("", max_length=60)
    unit: str = Field("", max_length=20)
    flow: str = Field("outgoing", pattern="^(outgoing|internal)$")
    urgency: Urgency = Urgency.NORMAL
    signer_name: str = Field("", max_length=100)
    signer_position: str = Field("", max_length=150)
    recipients: str = Field("", max_length=5000)


class AskIn(Schema):
    """Whom to ask, until when."""

    organisation_ids: list[Id] = Field(min_length=1, max_length=400)
    due_on: date


class OpinionIn(Schema):
    """What an asked organisation says."""

    organisation_id: Id
    text: str = Field("", max_length=20_000)
    section: str = Field("", max_length=150)
    agrees: bool = False


class VerdictIn(Schema):
    """What became of an opinion."""

    decision: Verdict
    answer: str = Field("", max_length=2000)


class StepIn(Schema):
    """What a step needs; `version` is the state of the draft that the person looked at."""

    version: int | None = Field(None, gt=0, lt=2**31)
    reason: str = Field("", max_length=1000)
    day: date | None = None
    number: str = Field("", max_length=20)
    recipients: str = Field("", max_length=5000)


class SealIn(Schema):
    """Which PDF is signed: the digest of the version, or of the file of the document, in mind."""

    sha256: str = Field(min_length=64, max_length=64, pattern="^[0-9a-f]+$")


class DraftQuery(Schema):
    """Which drafts."""

    state: DraftState | None = None
    page: int = Field(1, gt=0, le=100_000)
    size: int = Field(50, gt=0, le=200)


def _one(request: HttpRequest, draft_pk: int) -> Draft:
    draft: Draft = get_object_or_404(selectors.drafts_visible(user=request.user), pk=draft_pk)
    return draft


def _detail(request: HttpRequest, draft_pk: int) -> dict[str, Any]:
    draft = _one(request, draft_pk)
    table = selectors.opinion_table(draft=draft, today=clock.today())
    return {
        **{name: getattr(draft, name) for name in DraftOut.model_fields},
        "versions": list(selectors.versions_of(draft=draft)),
        "opinions": [_line(line) for line in table.lines],
        "steps": [step.name for step in selectors.draft_steps(draft=draft, user=request.user)],
    }


def _done(
    request: HttpRequest, draft_pk: int, service: Callable[..., Any], **given: Any
) -> dict[str, Any]:
    """The draft after a service was run on it."""
    service(draft=_one(request, draft_pk), **given, by=request.user, at=clock.now())
    return _detail(request, draft_pk)


def _line(line: selectors.OpinionLine) -> dict[str, Any]:
    asked = {
        "id": None,
        "organisation_id": line.organisation.pk,
        "due_on": line.due_on,
        "state": line.state,
    }
    if line.opinion is None:
        return asked
    names = ("id", "section", "text", "agrees", "verdict", "answer")
    return asked | {name: getattr(line.opinion, name) for name in names}


def _among(request: HttpRequest, permission: str) -> Any:
    return Organisation.objects.filter(access.scope(request.user, permission).q("path"))


@router.get("/drafts", response={200: DraftPage, **READ}, summary="Drafts")
@access.require(Perm.VIEW)
def drafts(request: HttpRequest, query: Annotated[DraftQuery, Query()]) -> Any:
    found = selectors.drafts_visible(user=request.user)
    if query.state:
        found = found.filter(state=query.state.value)
    start = (query.page - 1) * query.size
    items = list(found.order_by("-changed_at", "-id")[start : start + query.size])
    return {"total": found.count(), "items": items}


@router.get("/drafts/{int:draft_pk}", response={200: DraftDetail, **READ}, summary="One draft")
@access.require(Perm.VIEW)
def draft(request: HttpRequest, draft_pk: int) -> Any:
    return _detail(request, draft_pk)


@router.post("/drafts", response={201: DraftDetail, **WRITE}, summary="Begin a paper")
@access.require(Perm.DRAFT)
def draft_create(request: HttpRequest, body: DraftIn) -> Any:
    owner = get_object_or_404(_among(request, Perm.DRAFT), pk=body.owner_id)
    issuer = get_object_or_404(Organisation, pk=body.issuer_id) if body.issuer_id else None
    made = services.create_draft(
        owner=owner,
        issuer=issuer,
        **body.model_dump(exclude={"owner_id", "issuer_id"}, mode="json"),
        by=request.user,
        at=clock.now(),
    )
    return Status(201, _detail(request, made.pk))


@router.post(
    "/drafts/{int:draft_pk}/versions", response={201: VersionOut, **WRITE}, summary="Add a version"
)
@access.require(Perm.DRAFT)
def version_add(
    request: HttpRequest,
    draft_pk: int,
    file: File[UploadedFile],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Any:
    made = services.add_version(
        draft=_one(request, draft_pk),
        file=file,
        name=file.name or "",
        note=note,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, made)


@router.post(
    "/drafts/{int:draft_pk}/consultations",
    response={200: DraftDetail, **WRITE},
    summary="Ask for opinions",
)
@access.require(Perm.DRAFT)
def opinions_ask(request: HttpRequest, draft_pk: int, body: AskIn) -> Any:
    found = _one(request, draft_pk)
    register = selectors.register_of(owner=found.owner)
    asked = Organisation.objects.filter(
        pk__in=body.organisation_ids, path__startswith=register.path
    )
    organisations = list(asked.order_by("path"))
    return _done(
        request, draft_pk, services.ask_opinions, organisations=organisations, due_on=body.due_on
    )


@router.post(
    "/drafts/{int:draft_pk}/opinions",
    response={201: DraftDetail, **WRITE},
    summary="Give an opinion",
)
@access.require(Perm.DRAFT)
def opinion_give(request: HttpRequest, draft_pk: int, body: OpinionIn) -> Any:
    organisation = get_object_or_404(_among(request, Perm.DRAFT), pk=body.organisation_id)
    said = {"text_of": body.text, "section": body.section, "agrees": body.agrees}
    given = _done(request, draft_pk, services.give_opinion, organisation=organisation, **said)
    return Status(201, given)


@router.put(
    "/drafts/{int:draft_pk}/opinions/{int:opinion_pk}",
    response={200: DraftDetail, **WRITE},
    summary="Decide an opinion",
)
@access.require(Perm.DRAFT)
def opinion_decide(request: HttpRequest, draft_pk: int, opinion_pk: int, body: VerdictIn) -> Any:
    held = _one(request, draft_pk).opinions.select_related("draft", "organisation")
    services.decide_opinion(
        opinion=get_object_or_404(held, pk=opinion_pk),
        verdict=body.decision.value,
        answer=body.answer,
        by=request.user,
        at=clock.now(),
    )
    return _detail(request, draft_pk)


@router.post(
    "/drafts/{int:draft_pk}/submit", response={200: DraftDetail, **WRITE}, summary="Submit"
)
@access.require(Perm.DRAFT)
def draft_submit(request: HttpRequest, draft_pk: int) -> Any:
    return _done(request, draft_pk, services.submit_draft)


@router.post(
    "/drafts/{int:draft_pk}/approve", response={200: DraftDetail, **WRITE}, summary="Approve"
)
@access.require(Perm.APPROVE)
def draft_approve(request: HttpRequest, draft_pk: int, body: StepIn) -> Any:
    return _done(request, draft_pk, services.approve_draft, version=body.version)


@router.post(
    "/drafts/{int:draft_pk}/return",
    response={200: DraftDetail, **WRITE},
    summary="Return for redrafting",
)
@access.require(Perm.VIEW)
def draft_return(request: HttpRequest, draft_pk: int, body: StepIn) -> Any:
    return _done(request, draft_pk, services.return_draft, reason=body.reason)


@router.post(
    "/drafts/{int:draft_pk}/withdraw", response={200: DraftDetail, **WRITE}, summary="Withdraw"
)
@access.require(Perm.DRAFT)
def draft_withdraw(request: HttpRequest, draft_pk: int, body: StepIn) -> Any:
    return _done(request, draft_pk, services.withdraw_draft, reason=body.reason)


@router.post(
    "/drafts/{int:draft_pk}/number",
    response={200: DraftDetail, **WRITE},
    summary="Give the number",
)
@access.require(Perm.NUMBER)
def draft_number(request: HttpRequest, draft_pk: int, body: StepIn) -> Any:
    return _done(
        request, draft_pk, services.number_draft, day=body.day or clock.today(), number=body.number
    )


@router.post(
    "/drafts/{int:draft_pk}/sign",
    response={200: DraftDetail, **WRITE},
    summary="Record the signature with the signed file",
)
@access.require(Perm.NUMBER)
def draft_sign(request: HttpRequest, draft_pk: int, file: File[UploadedFile]) -> Any:
    return _done(request, draft_pk, services.sign_draft, file=file, name=file.name or "")


@router.post(
    "/drafts/{int:draft_pk}/sign-on-paper",
    response={200: DraftDetail, **WRITE},
    summary="Record the signature on paper",
)
@access.require(Perm.NUMBER)
def draft_sign_on_paper(request: HttpRequest, draft_pk: int) -> Any:
    return _done(request, draft_pk, services.sign_draft, on_paper=True)


@router.post(
    "/drafts/{int:draft_pk}/sign-here",
    response={200: DraftDetail, **WRITE},
    summary="Sign the final paper with the certificate of the server",
)
@access.require(Perm.SIGN)
def draft_seal(request: HttpRequest, draft_pk: int, body: SealIn) -> Any:
    return _done(request, draft_pk, services.sign_draft_here, sha256=body.sha256)


@router.post("/drafts/{int:draft_pk}/issue", response={200: DraftDetail, **WRITE}, summary="Issue")
@access.require(Perm.NUMBER)
def draft_issue(request: HttpRequest, draft_pk: int, body: StepIn) -> Any:
    return _done(
        request,
        draft_pk,
        services.issue_draft,
        day=body.day or clock.today(),
        recipients=body.recipients,
    )
