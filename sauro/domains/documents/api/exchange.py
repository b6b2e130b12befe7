"""Electronic exchange and signatures for programs.

A carrier between this register and an exchange axis works with these operations: it posts every
file that arrives, and fetches every file that was made.
"""

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from sauro.core import clock
from sauro.domains.documents import selectors, services
from sauro.domains.documents.api.shapes import READ, WRITE, FileOut
from sauro.domains.documents.edxml import Fault, Organ
from sauro.domains.documents.models import ExchangeMessage
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import ExchangeDirection, MessageKind
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.office import uploads
from sauro.engines.office.signing import Change, CopyMark

router = Router(tags=["Electronic exchange"])


class FaultOut(Schema):
    """A fault of a message and the path of its element."""

    code: str
    path: str
    sentence: str


class DeliveryOut(Schema):
    """An addressee and the last thing it said."""

    organ_id: str
    name: str
    code: str
    reason: str
    answered_at: datetime | None


class MessageOut(Schema):
    """A message of the log."""

    id: int
    direction: ExchangeDirection
    kind: MessageKind
    organisation_id: int
    document_id: int | None
    answers_id: int | None
    partner_id: str
    partner_name: str
    identifier: str
    reference: str
    code: str
    reason: str
    secret: bool
    sha256: str
    size: int
    at: datetime


class MessageDetail(MessageOut):
    """A message with its faults, its addressees and the answers that may follow."""

    faults: list[FaultOut]
    deliveries: list[DeliveryOut]
    answers_open: list[str]


class MessagePage(Schema):
    """One page of messages, the newest first."""

    total: int
    page: int
    size: int
    items: list[MessageOut]


class MessageQuery(Schema):
    """Which messages; `after` gives what came after a message, for a carrier that polls."""

    direction: ExchangeDirection | None = None
    kind: MessageKind | None = None
    after: int | None = Field(None, ge=0, lt=2**63)
    page: int = Field(1, gt=0, le=100_000)
    size: int = Field(50, gt=0, le=200)


class CheckedOut(Schema):
    """Whether a file is a message that would be registered, and every fault."""

    grave: bool
    faults: list[FaultOut]


class ReceiveIn(Schema):
    """Who received the file; a `reason` sends it back instead of registering it."""

    organisation_id: int = Field(gt=0, lt=2**63)
    particulars_only: bool = False
    reason: str = Field("", max_length=500)


class AddresseeIn(Schema):
    """An addressee by its code."""

    organ_id: str = Field(min_length=1, max_length=13)
    name: str = Field(min_length=1, max_length=200)


class SendIn(Schema):
    """To whom a document is sent, and which of its files; without `files` all of them."""

    addressees: list[AddresseeIn] = Field(max_length=5000)
    files: list[int] | None = Field(None, max_length=50)


class AnswerIn(Schema):
    """The next answer about a received document."""

    code: str = Field(max_length=20)
    reason: str = Field("", max_length=500)


class RefusalIn(Schema):
    """Why."""

    reason: str = Field(min_length=1, max_length=500)


class AddressIn(Schema):
    """An organisation and its code."""

    organisation_id: int = Field(gt=0, lt=2**63)
    organ_id: str = Field(min_length=1, max_length=13)


class AddressOut(Schema):
    """The code of an organisation."""

    organisation_id: int
    organ_id: str


class SignIn(Schema):
    """How a file is signed; millimetres from the top left, pages from 0, -1 is the last one."""

    mark: CopyMark | None = None
    visible: bool = True
    page: int = Field(-1, ge=-1000, le=1000)
    x_mm: float = Field(118, ge=0, le=1000)
    y_mm: float = Field(232, ge=0, le=1500)


class VerdictOut(Schema):
    """One signature of a file; `good` sums it up, revocation is not checked."""

    good: bool
    signer: str
    organisation: str
    issuer: str
    reason: str
    signed_at: datetime | None
    intact: bool
    covers_file: bool
    change: Change
    trusted_by: str
    expired: bool
    timestamp_at: datetime | None
    timestamp_trusted_by: str
    problem: str | None


def _message(request: HttpRequest, pk: int) -> ExchangeMessage:
    found = selectors.messages_visible(user=request.user)
    return get_object_or_404(found, pk=pk)


def _detail(message: ExchangeMessage) -> dict[str, Any]:
    fields = {name: getattr(message, name) for name in MessageOut.model_fields}
    codes = services.answers_open(message) if message.is_received_document else ()
    return {
        **fields,
        "faults": [_fault(Fault(**fault)) for fault in message.faults],
        "deliveries": list(message.deliveries.all()),
        "answers_open": list(codes),
    }


def _fault(fault: Fault) -> dict[str, str]:
    return {"code": fault.code, "path": fault.path, "sentence": fault.sentence}


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    found = selectors.organisations_of_exchange(user=request.user)
    return get_object_or_404(found, pk=pk)


@router.get("/exchange", response={200: MessagePage, **READ}, summary="The log of messages")
@access.require(Perm.EXCHANGE)
def exchange_messages(request: HttpRequest, query: Annotated[MessageQuery, Query()]) -> Any:
    found = selectors.messages_visible(user=request.user)
    if query.direction:
        found = found.filter(direction=query.direction.value)
    if query.kind:
        found = found.filter(kind=query.kind.value)
    if query.after is not None:
        found = found.filter(pk__gt=query.after)
    start = (query.page - 1) * query.size
    return {
        "total": found.order_by().count(),
        "page": query.page,
        "size": query.size,
        "items": list(found[start : start + query.size]),
    }


@router.post("/exchange", response={201: MessageDetail, 200: MessageDetail, **WRITE})
@access.require(Perm.EXCHANGE)
def exchange_receive(
    request: HttpRequest, file: File[UploadedFile], body: Annotated[ReceiveIn, Form()]
) -> Any:
    """Receive a message: 201 when it is new, 200 when the same file was received before."""
    given = {
        "data": file.read(),
        "organisation": _organisation(request, body.organisation_id),
        "by": request.user,
        "at": clock.now(),
    }
    if body.reason:
        receipt = services.refuse_message(reason=body.reason, **given)
    else:
        receipt = services.receive_message(particulars_only=body.particulars_only, **given)
    return Status(201 if receipt.is_new else 200, _detail(receipt.message))


@router.post(
    "/exchange/check", response={200: CheckedOut, **WRITE}, summary="Check a message, keep nothing"
)
@access.require(Perm.EXCHANGE)
def exchange_check(request: HttpRequest, file: File[UploadedFile]) -> Any:  # noqa: ARG001
    _reading, faults = services.read_message(data=file.read(), day=clock.today())
    return {
        "grave": any(fault.grave for fault in faults),
        "faults": [_fault(fault) for fault in faults],
    }


@router.put("/exchange/codes", response={200: AddressOut, **WRITE}, summary="Set a code")
@access.require(Perm.EXCHANGE)
def exchange_code_set(request: HttpRequest, body: AddressIn) -> Any:
    return services.set_exchange_address(
        organisation=_organisation(request, body.organisation_id),
        organ_id=body.organ_id,
        by=request.user,
        at=clock.now(),
    )


@router.get("/exchange/{int:pk}", response={200: MessageDetail, **READ}, summary="One message")
@access.require(Perm.EXCHANGE)
def exchange_message(request: HttpRequest, pk: int) -> Any:
    return _detail(_message(request, pk))


@router.get("/exchange/{int:pk}/file", response=READ, summary="Download a message")
@access.require(Perm.EXCHANGE)
def exchange_file(request: HttpRequest, pk: int) -> Any:
    message = get_object_or_404(
        selectors.messages_visible(user=request.user).exclude(payload=""), pk=pk
    )
    response = FileResponse(
        message.payload.open("rb"),
        as_attachment=True,
        filename=f"{message.pk}.edxml",
        content_type="application/xml",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@router.post("/exchange/{int:pk}/answers", response={201: MessageDetail, **WRITE}, summary="Answer")
@access.require(Perm.EXCHANGE)
def exchange_answer(request: HttpRequest, pk: int, body: AnswerIn) -> Any:
    made = services.answer_message(
        message=_message(request, pk),
        code=body.code,
        reason=body.reason,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, _detail(made))


@router.post(
    "/exchange/{int:pk}/recall", response={201: MessageDetail, **WRITE}, summary="Ask back"
)
@access.require(Perm.EXCHANGE)
def exchange_recall(request: HttpRequest, pk: int, body: RefusalIn) -> Any:
    made = services.ask_recall(
        message=_message(request, pk), reason=body.reason, by=request.user, at=clock.now()
    )
    return Status(201, _detail(made))


@router.post("/documents/{int:pk}/send", response={201: MessageDetail, **WRITE}, summary="Send")
@access.require(Perm.EXCHANGE)
def exchange_send(request: HttpRequest, pk: int, body: SendIn) -> Any:
    document = get_object_or_404(selectors.documents_visible(user=request.user), pk=pk)
    made = services.send_document(
        document=document,
        addressees=[Organ(one.organ_id, one.name) for one in body.addressees],
        files=body.files,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, _detail(made))


@router.post(
    "/documents/{int:pk}/files/{int:file_pk}/sign",
    response={201: FileOut, **WRITE},
    summary="Sign a PDF file",
)
@access.require(Perm.SIGN)
def file_sign(request: HttpRequest, pk: int, file_pk: int, body: SignIn) -> Any:
    document = get_object_or_404(selectors.documents_visible(user=request.user), pk=pk)
    file = get_object_or_404(document.files, pk=file_pk)
    made = services.sign_file(file=file, **body.dict(), by=request.user, at=clock.now())
    return Status(201, made)


@router.post(
    "/signatures", response={200: list[VerdictOut], **WRITE}, summary="Check a PDF, keep nothing"
)
@access.require(Perm.VIEW)
def signature_check(request: HttpRequest, file: File[UploadedFile]) -> Any:  # noqa: ARG001
    uploads.check_upload(file, file.name or "", allowed=("pdf",))
    return services.verdicts(pdf=file.read(), at=clock.now())
