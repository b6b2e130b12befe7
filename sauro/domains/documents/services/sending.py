"""Electronic documents and answers that go out, and the codes of organisations."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import edxml, rules, selectors
from sauro.domains.documents.edxml import Attachment, Business, Envelope, Organ, Signer, Trace
from sauro.domains.documents.models import (
    Document,
    ExchangeAddress,
    ExchangeDelivery,
    ExchangeMessage,
)
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import (
    DocumentFlow,
    DocumentKind,
    DraftState,
    ExchangeDirection,
    MessageKind,
)
from sauro.domains.documents.services import messages
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    SecrecyRefused,
    content_rule,
)
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import record

_ORGAN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-_]{0,12}")
# Names of kinds as they are printed on papers, whatever the language of the person who sends.
_TYPE_NAMES = {
    DocumentKind.RESOLUTION: "Nghị quyết",
    DocumentKind.DECISION: "Quyết định",
    DocumentKind.DIRECTIVE: "Chỉ thị",
    DocumentKind.REGULATION: "Quy chế",
    DocumentKind.PROGRAMME: "Chương trình",
    DocumentKind.PLAN: "Kế hoạch",
    DocumentKind.SCHEME: "Đề án",
    DocumentKind.CONCLUSION: "Kết luận",
    DocumentKind.NOTICE: "Thông báo",
    DocumentKind.REPORT: "Báo cáo",
    DocumentKind.SUBMISSION: "Tờ trình",
    DocumentKind.OFFICIAL_LETTER: "Công văn",
    DocumentKind.GUIDANCE: "Hướng dẫn",
    DocumentKind.TELEGRAM: "Công điện",
    DocumentKind.INVITATION: "Giấy mời",
    DocumentKind.DECREE: "Nghị định",
    DocumentKind.CIRCULAR: "Thông tư",
    DocumentKind.LAW: "Luật",
    DocumentKind.OTHER: "Văn bản khác",
}


@transaction.atomic
def set_exchange_address(
    *, organisation: Organisation, organ_id: str, by: Any, at: datetime
) -> ExchangeAddress:
    """The organisation's code for electronic exchange; a code belongs to one organisation."""
    access.check(by, Perm.EXCHANGE, organisation)
    code = text.clean(organ_id)
    if not _ORGAN_ID.fullmatch(code):
        raise DocumentRefused(
            _("An organisation code has at most 13 characters: letters, digits, dots, hyphens."),
            field="organ_id",
        )
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    holder = ExchangeAddress.objects.filter(organ_id=code).select_related("organisation").first()
    if holder is not None and holder.organisation_id != organisation.pk:
        raise DocumentRefused(
            _("This code already belongs to %(organisation)s.")
            % {"organisation": holder.organisation.name},
            field="organ_id",
        )
    before = selectors.address_of(organisation=organisation)
    made, _new = ExchangeAddress.objects.update_or_create(
        organisation=organisation, defaults={"organ_id": code}
    )
    if before != code:
        record(
            kind="documents.exchange.address_set",
            subject=organisation,
            by=by,
            at=at,
            before={"organ_id": before},
            after={"organ_id": code},
        )
    return made


@transaction.atomic
def send_document(
    *,
    document: Document,
    addressees: Sequence[Organ],
    files: Collection[int] | None = None,
    by: Any,
    at: datetime,
) -> ExchangeMessage:
    """The message of an issued document for these addressees, built, kept and laid out.

    It carries the files with these ids; without `files` every file of the document.
    """
    document = _sendable(document, by=by)
    sender = messages.sender_of(document.owner)
    chosen = _chosen(document, sender, addressees)
    envelope = replace(
        _envelope(document, sender, chosen, at=at), attachments=_attachments(document, files)
    )
    data = edxml.build_envelope(envelope)
    message = messages.keep(
        ExchangeMessage(
            organisation=document.owner,
            direction=ExchangeDirection.OUT.value,
            kind=MessageKind.DOCUMENT.value,
            document=document,
            partner_id=chosen[0].organ_id if len(chosen) == 1 else "",
            partner_name=", ".join(one.name for one in chosen)[:250],
            identifier=envelope.identifier[:200],
            reference=envelope.reference[:90],
            business=Business.NEW.value,
            by=by,
            at=at,
        ),
        data,
    )
    ExchangeDelivery.objects.bulk_create(
        ExchangeDelivery(message=message, organ_id=one.organ_id, name=one.name[:250])
        for one in chosen
    )
    record(
        kind="documents.document.sent",
        subject=document,
        by=by,
        at=at,
        after={"addressees": "; ".join(one.name for one in chosen)},
    )
    return message


@transaction.atomic
def ask_recall(*, message: ExchangeMessage, reason: str, by: Any, at: datetime) -> ExchangeMessage:
    """The message that asks every addressee of a sent document to give it back."""
    message = _locked(message, by=by)
    document = message.document
    if document is None or not message.is_sent_document:
        raise DocumentRefused(_("Only a document that was sent is asked back."))
    if not reason.strip():
        raise DocumentRefused(_("This answer needs a reason."), field="reason")
    if message.answered_by.filter(business=Business.RECALL.value).exists():
        raise DocumentRefused(_("It was asked back before."))
    to = [Organ(one.organ_id, one.name) for one in message.deliveries.all()]
    envelope = replace(
        _envelope(document, messages.sender_of(message.organisation), to, at=at),
        document_id=message.identifier,
        business=Business.RECALL.value,
        reason=text.clean(reason),
    )
    made = messages.keep(
        ExchangeMessage(
            organisation=message.organisation,
            direction=ExchangeDirection.OUT.value,
            kind=MessageKind.DOCUMENT.value,
            document=document,
            answers=message,
            partner_name=message.partner_name,
            identifier=message.identifier,
            reference=message.reference,
            business=Business.RECALL.value,
            code=edxml.Status.RECALL_REQUESTED.value,
            reason=envelope.reason[:1000],
            by=by,
            at=at,
        ),
        edxml.build_envelope(envelope),
    )
    told = {"addressees": message.partner_name, "reason": made.reason}
    record(kind="documents.document.recall_asked", subject=document, by=by, at=at, after=told)
    return made


@transaction.atomic
def answer_message(
    *, message: ExchangeMessage, code: str, reason: str = "", by: Any, at: datetime
) -> ExchangeMessage:
    """The next answer about a received document; a refusal needs a reason."""
    message = _locked(message, by=by)
    if not message.is_received_document:
        raise DocumentRefused(_("Only a received document is answered."))
    if code not in answers_open(message):
        raise DocumentRefused(_("This answer does not follow the last one."), field="code")
    if code in edxml.NEED_REASON and not reason.strip():
        raise DocumentRefused(_("This answer needs a reason."), field="reason")
    made = messages.answer(message, code, text.clean(reason), by=by, at=at)
    record(
        kind="documents.document.answer_sent",
        subject=message.document or message.organisation,
        by=by,
        at=at,
        after={
            "addressee": message.partner_name,
            "answer": code,
            "reason": "" if message.secret else made.reason,
        },
    )
    return made


def answers_open(message: ExchangeMessage) -> tuple[str, ...]:
    """The answers that may follow now."""
    if message.business == Business.RECALL:
        return () if selectors.last_answer(message=message) else rules.RECALL_ANSWERS
    return rules.answers_after(selectors.last_answer(message=message))


def _locked(message: ExchangeMessage, *, by: Any) -> ExchangeMessage:
    """The row, locked, if the person works with the messages of its organisation."""
    found = ExchangeMessage.objects.select_for_update(of=("self",)).select_related(
        "organisation", "document__owner"
    )
    message = found.get(pk=message.pk)
    access.check(by, Perm.EXCHANGE, message.organisation)
    if message.secret:
        access.check(by, Perm.MANAGE_CONFIDENTIAL, message.organisation)
    return message


def _sendable(document: Document, *, by: Any) -> Document:
    """The row, locked, if it is issued, open, has files and may be sent by this person."""
    found = Document.objects.select_for_update(of=("self",)).select_related("owner")
    document = found.get(pk=document.pk)
    access.check(by, Perm.EXCHANGE, document)
    if not rules.content_allowed(document.secrecy):
        raise SecrecyRefused(content_rule())
    if document.flow == DocumentFlow.INCOMING.value:
        raise DocumentRefused(_("Only a document issued here is sent."))
    if document.recalled_on is not None:
        raise DocumentRefused(_("The document was recalled."))
    draft = getattr(document, "draft", None)
    if draft is not None and draft.state != DraftState.ISSUED.value:
        raise DocumentRefused(_("The document is not issued yet."))
    if not document.files.exists():
        raise DocumentRefused(_("Attach the signed file first."))
    return document


def _chosen(document: Document, sender: Organ, addressees: Sequence[Organ]) -> list[Organ]:
    """Each addressee once, none twice for the same document."""
    chosen = list({one.organ_id: one for one in addressees}.values())
    if not chosen:
        raise DocumentRefused(_("Choose at least one addressee."), field="addressees")
    ids = [one.organ_id for one in chosen]
    if sender.organ_id in ids:
        raise DocumentRefused(_("The sender is also an addressee."), field="addressees")
    sent = ExchangeDelivery.objects.filter(
        message__document=document,
        message__direction=ExchangeDirection.OUT.value,
        message__business=Business.NEW.value,
        organ_id__in=ids,
    ).exclude(code=edxml.Status.REFUSED.value)
    names = sorted({one.name for one in sent})
    if names:
        raise DocumentRefused(
            _("Already sent to: %(names)s.") % {"names": ", ".join(names)}, field="addressees"
        )
    return chosen


def _envelope(
    document: Document, sender: Organ, addressees: list[Organ], *, at: datetime
) -> Envelope:
    return Envelope(
        sender=sender,
        addressees=tuple(addressees),
        code_number=document.number,
        code_notation=document.symbol,
        place=place_of(document.owner),
        issued_on=document.issued_on,
        type_name=_TYPE_NAMES[DocumentKind(document.kind)],
        subject=document.abstract,
        signer=Signer(position=document.signer_position, full_name=document.signer_name),
        due_on=document.answer_due_on,
        to_places=tuple(line for line in document.recipients.splitlines() if line.strip()),
        priority=rules.priority_of(document.urgency),
        page_amount=document.page_amount or 0,
        traces=(Trace(sender.organ_id, edxml.timestamp(at)),),
    )


def _attachments(document: Document, ids: Collection[int] | None) -> tuple[Attachment, ...]:
    found = document.files.all() if ids is None else document.files.filter(pk__in=ids)
    made = tuple(_attachment(file) for file in found)
    if not made:
        raise DocumentRefused(_("Choose at least one file."), field="files")
    return made


def _attachment(file: Any) -> Attachment:
    with file.file.open("rb") as held:
        content = held.read()
    return Attachment.of(name=file.name, content=content, content_type=file.content_type)


def place_of(organisation: Organisation) -> str:
    """The place written before a date: the name of the province without the word for it."""
    register = selectors.register_of(owner=organisation)
    return re.sub(r"^(?:tỉnh|thành phố)\s+", "", register.name, flags=re.IGNORECASE)
