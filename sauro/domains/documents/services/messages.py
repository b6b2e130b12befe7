"""Keeping a message of the exchange with its file, and laying it out for the carrier."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import edxml, selectors
from sauro.domains.documents.models import Document, ExchangeMessage
from sauro.domains.documents.rules import ExchangeDirection, MessageKind
from sauro.domains.documents.services.refusals import DocumentRefused
from sauro.domains.orgs.models import Organisation


def keep(message: ExchangeMessage, data: bytes) -> ExchangeMessage:
    """Save a message with its bytes, of a secret paper only their digest; lay out what is sent."""
    message.sha256 = hashlib.sha256(data).hexdigest()
    message.size = len(data)
    if not message.secret:
        message.payload.save(f"{secrets.token_hex(16)}.edxml", ContentFile(data), save=False)
    try:
        message.save(force_insert=True)
    except BaseException:  # a row that is not kept must not leave its file behind
        if message.payload:
            message.payload.delete(save=False)
        raise
    if message.direction == ExchangeDirection.OUT.value and settings.EXCHANGE_OUTBOX:
        name = f"{message.at:%Y%m%dT%H%M%S}-{message.sha256[:16]}.edxml"
        transaction.on_commit(partial(_lay_out, Path(settings.EXCHANGE_OUTBOX) / name, data))
    return message


def _lay_out(path: Path, data: bytes) -> None:
    """Write a file so that a reader of the folder sees it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    os.replace(draft, path)  # noqa: PTH105 - replaces on every system


def sender_of(organisation: Organisation) -> edxml.Organ:
    """The organisation as the sender of a message; refused while it has no code."""
    organ_id = selectors.address_of(organisation=organisation)
    if not organ_id:
        raise DocumentRefused(
            _("%(organisation)s has no code for electronic exchange yet.")
            % {"organisation": organisation.name},
            field="organisation",
        )
    return edxml.Organ(organ_id, selectors.issuing_name(organisation=organisation))


def answer(
    message: ExchangeMessage, code: str, reason: str, *, by: Any, at: datetime
) -> ExchangeMessage:
    """The answer to a received document, built and kept."""
    status = edxml.StatusMessage(
        code=code,
        sender=sender_of(message.organisation),
        to_organ_id=message.partner_id,
        document_code=message.reference,
        issued_on=message.document.issued_on if message.document else None,
        document_id=message.identifier,
        description=reason,
        at=at,
        staff="" if by.is_system else by.full_name,
        department=message.organisation.name,
    )
    made = ExchangeMessage(
        organisation=message.organisation,
        direction=ExchangeDirection.OUT.value,
        kind=MessageKind.STATUS.value,
        document=message.document,
        answers=message,
        partner_id=message.partner_id,
        partner_name=message.partner_name,
        identifier=message.identifier,
        reference=message.reference,
        code=code,
        reason=reason[:1000],
        secret=message.secret,
        by=by,
        at=at,
    )
    return keep(made, edxml.build_status(status))


def received(
    envelope: edxml.Envelope,
    *,
    organisation: Organisation,
    document: Document | None,
    faults: tuple[edxml.Fault, ...],
    secret: bool,
    by: Any,
    at: datetime,
) -> ExchangeMessage:
    """The row of a received document, not yet saved."""
    return ExchangeMessage(
        organisation=organisation,
        direction=ExchangeDirection.IN.value,
        kind=MessageKind.DOCUMENT.value,
        document=document,
        partner_id=envelope.sender.organ_id[:13],
        partner_name=envelope.sender.name[:250],
        identifier=envelope.identifier[:200],
        reference="" if secret else envelope.reference[:90],
        business=envelope.business[:1],
        faults=told(faults),
        secret=secret,
        by=by,
        at=at,
    )


def told(faults: tuple[edxml.Fault, ...]) -> list[dict[str, Any]]:
    """Faults as they are kept: code, path, and the values of the sentence."""
    return [{"code": one.code, "path": one.path, "params": one.params} for one in faults]
