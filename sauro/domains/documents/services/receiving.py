"""Electronic documents and answers that come in: registered, refused, or added to the log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.domains.documents import edxml, rules, selectors
from sauro.domains.documents.edxml import Business, Envelope, Fault, Reading, StatusMessage
from sauro.domains.documents.models import (
    Arrival,
    Document,
    ExchangeAddress,
    ExchangeMessage,
)
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, ExchangeDirection, MessageKind, Secrecy
from sauro.domains.documents.services import entries, filing, messages
from sauro.domains.documents.services.arrivals import NewArrival
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    DuplicateDocument,
    SecrecyRefused,
    content_rule,
)
from sauro.domains.documents.services.written import Details, Particulars
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.history.recording import record
from sauro.engines.office.trees import TreeLimits


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file: the message in the log; `is_new` is false for the same file again."""

    message: ExchangeMessage
    is_new: bool = True

    @property
    def document(self) -> Document | None:
        """The document of the register it brought or speaks of."""
        return self.message.document


def read_message(*, data: bytes, day: Any = None) -> tuple[Reading, tuple[Fault, ...]]:
    """The message in a file and all its faults; raises `EdxmlError` when it is none."""
    reading = edxml.parse(data, TreeLimits(bytes=3 * settings.UPLOAD_MAX_BYTES))
    found = edxml.validate(reading, max_bytes=settings.UPLOAD_MAX_BYTES, received_on=day)
    return reading, found


@transaction.atomic
def receive_message(
    *,
    data: bytes,
    organisation: Organisation,
    particulars_only: bool = False,
    by: Any,
    at: datetime,
) -> Receipt:
    """The message in the log, its document registered with its files and an arrival number.

    An answer is noted at the document it speaks of. The same file a second time changes nothing.
    Raises `EdxmlError` with every grave fault, `DuplicateDocument` with the first entry when
    another file brings the same document, `SecrecyRefused` for content above open: of such a paper
    only the particulars are taken, with `particulars_only`, by those who manage them.
    """
    access.check(by, Perm.EXCHANGE, organisation)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    digest = hashlib.sha256(data).hexdigest()
    first = selectors.received_before(organisation=organisation, sha256=digest)
    if first is not None:
        return Receipt(first, is_new=False)
    reading, faults = read_message(data=data, day=timezone.localdate(at))
    grave = [fault for fault in faults if fault.grave]
    message = reading.message
    if isinstance(message, StatusMessage):
        if grave:
            raise edxml.EdxmlError(*grave)
        if message.code == edxml.Status.RECALL_REQUESTED:
            return _recall_asked(_as_recall(message), data, organisation=organisation, by=by, at=at)
        return _answered(message, data, organisation=organisation, by=by, at=at)
    level = edxml.secrecy_of(message)
    _check_level(level, organisation, particulars_only=particulars_only, by=by)
    if grave:
        raise edxml.EdxmlError(*grave)
    _check_addressed(message, organisation)
    if message.business == Business.RECALL:
        return _recall_asked(message, data, organisation=organisation, by=by, at=at)
    document = _registered(message, level, organisation=organisation, by=by, at=at)
    row = messages.received(
        message,
        organisation=organisation,
        document=document,
        faults=faults,
        secret=level is not Secrecy.OPEN,
        by=by,
        at=at,
    )
    row = messages.keep(row, data)
    messages.answer(row, edxml.Status.RECEIVED.value, "", by=by, at=at)
    return Receipt(row)


@transaction.atomic
def refuse_message(
    *, data: bytes, organisation: Organisation, reason: str, by: Any, at: datetime
) -> Receipt:
    """The message in the log without a document, and the answer that refuses it with a reason."""
    access.check(by, Perm.EXCHANGE, organisation)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    digest = hashlib.sha256(data).hexdigest()
    if selectors.received_before(organisation=organisation, sha256=digest) is not None:
        raise DocumentRefused(_("This message was received before: answer it in the log."))
    if not reason.strip():
        raise DocumentRefused(_("A refusal needs a reason."), field="reason")
    reading, faults = read_message(data=data, day=timezone.localdate(at))
    message = reading.message
    if isinstance(message, StatusMessage):
        raise DocumentRefused(_("An answer is not refused."))
    secret = edxml.secrecy_of(message) is not Secrecy.OPEN
    row = messages.received(
        message,
        organisation=organisation,
        document=None,
        faults=faults,
        secret=secret,
        by=by,
        at=at,
    )
    row = messages.keep(row, data)
    messages.answer(row, edxml.Status.REFUSED.value, reason.strip(), by=by, at=at)
    record(
        kind="documents.exchange.refused",
        subject=organisation,
        by=by,
        at=at,
        after={"addressee": row.partner_name, "reason": "" if secret else reason.strip()},
    )
    return Receipt(row)


def _check_level(
    level: Secrecy, organisation: Organisation, *, particulars_only: bool, by: Any
) -> None:
    """Content above open is never taken; its particulars only where and by whom that is allowed."""
    if level is Secrecy.OPEN:
        return
    if not rules.registration_allowed(level):
        raise SecrecyRefused(
            _("Top-secret documents are not registered in this system, not even by number."),
            field="file",
        )
    may = access.allowed(by, Perm.MANAGE_CONFIDENTIAL, organisation)
    if not may or not particulars_only:
        raise SecrecyRefused(content_rule(), field="file")


def _check_addressed(envelope: Envelope, organisation: Organisation) -> None:
    organ_id = messages.sender_of(organisation).organ_id
    if organ_id not in {one.organ_id for one in envelope.addressees}:
        raise DocumentRefused(
            _("The message is not addressed to %(organisation)s (%(code)s).")
            % {"organisation": organisation.name, "code": organ_id},
            field="organisation",
        )


def _registered(
    envelope: Envelope, level: Secrecy, *, organisation: Organisation, by: Any, at: datetime
) -> Document:
    """The document with its arrival, and with its files when it is open."""
    known = (
        ExchangeAddress.objects.filter(organ_id=envelope.sender.organ_id)
        .select_related("organisation")
        .first()
    )
    name = (
        selectors.issuing_name(organisation=known.organisation) if known else envelope.sender.name
    )
    first = selectors.document_of_envelope(envelope=envelope, issuer_name=name, owner=organisation)
    if first and Arrival.objects.filter(document=first, organisation=organisation).exists():
        raise DuplicateDocument(first)
    arrived_on = timezone.localdate(at)
    document = entries.register_document(
        particulars=_particulars(
            envelope, level, name=name, issuer=known.organisation if known else None
        ),
        owner=organisation,
        arrival=NewArrival(arrived_on=arrived_on, due_on=envelope.due_on),
        by=by,
        at=at,
    )
    if rules.content_allowed(level):
        for one in envelope.attachments:
            file = edxml.file_of(one, max_bytes=settings.UPLOAD_MAX_BYTES)
            filing.file_document(document, file.content, file.name, by=by, at=at)
    return document


def _particulars(
    envelope: Envelope, level: Secrecy, *, name: str, issuer: Organisation | None
) -> Particulars:
    cited = f"{envelope.type_name} số {envelope.code_number}/{envelope.code_notation}"
    kind = rules.parse_reference(cited).kind
    assert envelope.issued_on is not None, "validated before"
    return Particulars(
        number=envelope.code_number,
        symbol=envelope.code_notation,
        issued_on=envelope.issued_on,
        issuer_name=name,
        issuer=issuer,
        kind=kind.value if kind else "",
        abstract=envelope.subject,
        secrecy=level.value,
        flow=DocumentFlow.INCOMING.value,
        details=Details(
            urgency=rules.urgency_of(envelope.priority),
            signer_name=envelope.signer.full_name,
            signer_position=envelope.signer.position,
            recipients="\n".join(envelope.to_places or (one.name for one in envelope.addressees)),
            page_amount=envelope.page_amount or None,
            answer_due_on=envelope.due_on,
        ),
    )


def _as_recall(status: StatusMessage) -> Envelope:
    """A recall that some systems ask for with an answer and not with a document."""
    number, _stroke, notation = status.document_code.partition("/")
    return Envelope(
        sender=status.sender,
        code_number=number,
        code_notation=notation,
        issued_on=status.issued_on,
        document_id=status.document_id,
        business=Business.RECALL.value,
        reason=status.description,
    )


def _recall_asked(
    envelope: Envelope, data: bytes, *, organisation: Organisation, by: Any, at: datetime
) -> Receipt:
    """The sender wants a document back; a person answers whether it goes back."""
    earlier = (
        ExchangeMessage.objects.filter(
            organisation=organisation,
            direction=ExchangeDirection.IN.value,
            identifier=envelope.identifier,
            partner_id=envelope.sender.organ_id,
        )
        .exclude(document=None)
        .select_related("document")
        .first()
    )
    if earlier is None or earlier.document is None:
        raise DocumentRefused(_("The document that shall be recalled never came in here."))
    row = messages.received(
        envelope,
        organisation=organisation,
        document=earlier.document,
        faults=(),
        secret=earlier.secret,
        by=by,
        at=at,
    )
    row.reason = envelope.reason[:1000]
    record(
        kind="documents.document.recall_asked",
        subject=earlier.document,
        by=by,
        at=at,
        after={"addressee": envelope.sender.name, "reason": envelope.reason},
    )
    return Receipt(messages.keep(row, data))


def _answered(
    status: StatusMessage, data: bytes, *, organisation: Organisation, by: Any, at: datetime
) -> Receipt:
    """An addressee answers; an older answer that comes later does not undo a newer one."""
    sent = selectors.sent_document(organisation=organisation, status=status)
    if sent is None or sent.document is None:
        raise DocumentRefused(_("This answer speaks of no document that was sent from here."))
    delivery = sent.deliveries.select_for_update().get(organ_id=status.sender.organ_id)
    answered_at = status.at or at
    if delivery.answered_at is None or delivery.answered_at <= answered_at:
        delivery.code, delivery.reason = status.code, status.description[:1000]
        delivery.answered_at = answered_at
        delivery.save(update_fields=["code", "reason", "answered_at"])
    row = messages.keep(
        ExchangeMessage(
            organisation=organisation,
            direction=ExchangeDirection.IN.value,
            kind=MessageKind.STATUS.value,
            document=sent.document,
            answers=sent,
            partner_id=status.sender.organ_id,
            partner_name=status.sender.name[:250],
            identifier=sent.identifier,
            reference=sent.reference,
            code=status.code,
            reason=status.description[:1000],
            by=by,
            at=at,
        ),
        data,
    )
    record(
        kind="documents.document.answered",
        subject=sent.document,
        by=by,
        at=at,
        after={
            "addressee": status.sender.name,
            "answer": status.code,
            "reason": status.description,
        },
    )
    return Receipt(row)
