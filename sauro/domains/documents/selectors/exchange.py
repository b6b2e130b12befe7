"""The log of electronic exchange, and what a message means in the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.documents import edxml, rules
from sauro.domains.documents.models import (
    Arrival,
    Document,
    ExchangeAddress,
    ExchangeDelivery,
    ExchangeMessage,
)
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, ExchangeDirection, MessageKind, Secrecy
from sauro.domains.documents.selectors.entries import issuer_key, register_of
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.subjects.pages import PageLink


@dataclass(frozen=True, slots=True)
class Exchanger:
    """An organisation in whose name a person exchanges documents, and its code."""

    organisation: Organisation
    organ_id: str


def messages_visible(*, user: Any) -> QuerySet[ExchangeMessage]:
    """The messages of a person's organisations; secret ones only for those who manage them."""
    scope = access.scope(user, Perm.EXCHANGE)
    if not scope:
        return ExchangeMessage.objects.none()
    confidential = access.scope(user, Perm.MANAGE_CONFIDENTIAL)
    found = ExchangeMessage.objects.filter(scope.q("organisation__path"))
    shown = Q(secret=False) | confidential.q("organisation__path")
    return found.filter(shown).select_related("organisation", "document", "answers", "by")


def messages_of(*, document: Document, user: Any) -> QuerySet[ExchangeMessage]:
    """What was exchanged about a document, the newest first."""
    found = messages_visible(user=user).filter(document=document)
    return found.prefetch_related("deliveries")


def exchangers(*, user: Any) -> list[Exchanger]:
    """The organisations with a code within a person's rights, his own first."""
    scope = access.scope(user, Perm.EXCHANGE)
    if not scope:
        return []
    home = org_selectors.home_organisation(user=user)
    found = ExchangeAddress.objects.filter(scope.q("organisation__path")).select_related(
        "organisation"
    )
    known = [Exchanger(one.organisation, one.organ_id) for one in found[:500]]
    return sorted(
        known,
        key=lambda one: (home is None or one.organisation.pk != home.pk, one.organisation.path),
    )


def organisations_of_exchange(*, user: Any) -> QuerySet[Organisation]:
    """The organisations within a person's rights to which a code can be given."""
    scope = access.scope(user, Perm.EXCHANGE)
    if not scope:
        return Organisation.objects.none()
    return Organisation.objects.filter(scope.q("path"), valid_to=None).order_by("path")


def address_of(*, organisation: Organisation) -> str:
    """The code of an organisation, or an empty text."""
    found = ExchangeAddress.objects.filter(organisation=organisation).first()
    return found.organ_id if found else ""


def partners(*, limit: int = 1000) -> list[ExchangeAddress]:
    """Every organisation with a code, to choose addressees from."""
    found = ExchangeAddress.objects.select_related("organisation")
    return list(found.order_by("organisation__path")[:limit])


def document_of_envelope(
    *, envelope: edxml.Envelope, issuer_name: str, owner: Organisation
) -> Document | None:
    """The open document of the register with the four-part key of a message."""
    if envelope.issued_on is None:
        return None
    return Document.objects.filter(
        register=register_of(owner=owner),
        secrecy=Secrecy.OPEN.value,
        issuer_folded=issuer_key(name=issuer_name),
        number=rules.tidy_number(envelope.code_number),
        symbol_folded=rules.symbol_key(envelope.code_notation),
        issued_on=envelope.issued_on,
    ).first()


def received_before(*, organisation: Organisation, sha256: str) -> ExchangeMessage | None:
    """The message of the same bytes that an organisation already received."""
    found = ExchangeMessage.objects.filter(
        organisation=organisation, direction=ExchangeDirection.IN.value, sha256=sha256
    )
    return found.select_related("document").first()


def sent_document(
    *, organisation: Organisation, status: edxml.StatusMessage
) -> ExchangeMessage | None:
    """The message with which the document was sent that an answer speaks of."""
    found = ExchangeMessage.objects.filter(
        organisation=organisation,
        direction=ExchangeDirection.OUT.value,
        kind=MessageKind.DOCUMENT.value,
        deliveries__organ_id=status.sender.organ_id,
    )
    if status.document_id:
        found = found.filter(identifier=status.document_id)
    elif status.issued_on is not None:
        found = found.filter(reference=status.document_code, document__issued_on=status.issued_on)
    else:
        return None
    return found.select_related("document").order_by("-at", "-id").first()


def last_answer(*, message: ExchangeMessage) -> str:
    """The code of the last answer given to a received document."""
    found = (
        message.answered_by.filter(direction=ExchangeDirection.OUT.value)
        .order_by("-at", "-id")
        .first()
    )
    return found.code if found else ""


def addressees_of(*, document: Document) -> dict[str, str]:
    """Those to whom a document was sent electronically: names by their codes, in their order."""
    sent = ExchangeDelivery.objects.filter(
        message__document=document,
        message__direction=ExchangeDirection.OUT.value,
        message__kind=MessageKind.DOCUMENT.value,
        message__code="",
    )
    return dict(sent.order_by("id").values_list("organ_id", "name"))


def answers_of(*, arrival: Arrival) -> QuerySet[ExchangeMessage]:
    """What the organisation answered to the sender about a document that came to it, in order."""
    return ExchangeMessage.objects.filter(
        direction=ExchangeDirection.OUT.value,
        answers__document=arrival.document_id,
        answers__organisation=arrival.organisation_id,
    ).order_by("at", "id")


def document_links(*, user: Any, kind: str, record: Document) -> list[PageLink]:  # noqa: ARG001
    """On the page of a document issued here: sending it electronically, or asking it back."""
    document = record
    issued_here = document.flow != DocumentFlow.INCOMING.value
    if not issued_here or not rules.content_allowed(document.secrecy):
        return []
    if not access.allowed(user, Perm.EXCHANGE, document):
        return []
    if document.recalled_on is not None:
        return _asking_back(document)
    url = reverse("exchange_send", args=[document.pk])
    return [PageLink(label=_("Send electronically"), url=url, icon="send")]


def _asking_back(document: Document) -> list[PageLink]:
    """The messages of a recalled document whose addressees were not asked to give it back."""
    sent = document.exchange_messages.filter(
        direction=ExchangeDirection.OUT.value, kind=MessageKind.DOCUMENT.value, code=""
    ).exclude(answered_by__business=edxml.Business.RECALL.value)
    return [
        PageLink(
            label=_("Ask the addressees to give it back"),
            url=reverse("exchange_message", args=[one.pk]),
            icon="arrow-back-up",
        )
        for one in sent.order_by("id")[:5]
    ]
