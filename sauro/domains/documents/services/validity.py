"""Until when a document holds: recall and expiry."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import rules
from sauro.domains.documents.models import Document
from sauro.domains.documents.services.refusals import DocumentRefused, locked
from sauro.engines import text
from sauro.engines.history.recording import changes, record


@transaction.atomic
def recall_document(
    *, document: Document, recalled_on: date, reason: str, by: Any, at: datetime
) -> Document:
    """The document, recalled for good: it keeps its number, holds no more and is frozen."""
    document = locked(document, by=by)
    wording = text.clean(reason)[:500]
    if not wording:
        raise DocumentRefused(_("Say why."), field="reason")
    if recalled_on < document.issued_on:
        raise DocumentRefused(
            _("It cannot be recalled before the day of its issue."), field="recalled_on"
        )
    document.recalled_on, document.recall_reason = recalled_on, wording
    document.version += 1
    document.save(update_fields=["recalled_on", "recall_reason", "version"])
    record(
        kind="documents.document.recalled",
        subject=document,
        by=by,
        at=at,
        after={"recalled_on": recalled_on},
        note=wording,
    )
    return document


@transaction.atomic
def set_expiry(
    *,
    document: Document,
    valid_until: date | None,
    valid_from: date | None = None,
    by: Any,
    at: datetime,
) -> Document:
    """The document with its first day in force (its date, when none is given) and its last."""
    document = locked(document, by=by)
    starts = rules.starts_on(issued_on=document.issued_on, valid_from=valid_from)
    if valid_until is not None and valid_until < starts:
        raise DocumentRefused(
            _("The last day in force is before the first one."), field="valid_until"
        )
    before, after = changes(document, {"valid_from": valid_from, "valid_until": valid_until})
    if after:
        document.valid_from, document.valid_until = valid_from, valid_until
        document.version += 1
        document.save(update_fields=["valid_from", "valid_until", "version"])
        record(
            kind="documents.document.validity_set",
            subject=document,
            by=by,
            at=at,
            before=before,
            after=after,
        )
    return document
