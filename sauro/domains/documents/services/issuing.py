"""From a finished draft to an issued document: approval, number, issue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.domains.documents import selectors
from sauro.domains.documents.models import Document, Draft
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DraftState, Secrecy
from sauro.domains.documents.services import filing, numbers
from sauro.domains.documents.services.drafts import locked_draft, standing, step
from sauro.domains.documents.services.refusals import DocumentRefused, DuplicateDocument
from sauro.domains.documents.services.written import Details, Particulars, columns_of
from sauro.engines import access, text


@transaction.atomic
def submit_draft(*, draft: Draft, version: int | None = None, by: Any, at: datetime) -> Draft:
    """The draft before the one who approves; every opinion must have its decision."""
    draft = locked_draft(draft, Perm.DRAFT, by=by, version=version)
    if not draft.versions.exists():
        raise DocumentRefused(_("Add the text before you submit."), field="file")
    open_opinions = draft.opinions.filter(agrees=False, verdict__isnull=True).count()
    if open_opinions:
        raise DocumentRefused(
            ngettext(
                "%(count)s opinion is not decided yet.",
                "%(count)s opinions are not decided yet.",
                open_opinions,
            )
            % {"count": open_opinions}
        )
    return step(draft, "submit", kind="documents.draft.submitted", submitted_by=by, by=by, at=at)


@transaction.atomic
def return_draft(*, draft: Draft, reason: str, by: Any, at: datetime) -> Draft:
    """The draft back with the one who drafts it, with the reason."""
    draft = Draft.objects.select_related("owner", "issuer").get(pk=draft.pk)
    own = draft.state == DraftState.CONSULTING.value and access.allowed(by, Perm.DRAFT, draft)
    draft = locked_draft(draft, Perm.DRAFT if own else Perm.APPROVE, by=by)
    return step(
        draft,
        "take_back" if own else "send_back",
        kind="documents.draft.returned",
        reason=reason,
        approved_by=None,
        approved_at=None,
        by=by,
        at=at,
    )


@transaction.atomic
def approve_draft(*, draft: Draft, version: int | None = None, by: Any, at: datetime) -> Draft:
    """The draft, approved by somebody else than its drafter, as it stood at `version`."""
    draft = locked_draft(draft, Perm.APPROVE, by=by, version=version)
    return step(
        draft,
        "approve",
        kind="documents.draft.approved",
        approved_by=by,
        approved_at=at,
        by=by,
        at=at,
    )


@transaction.atomic
def number_draft(*, draft: Draft, day: date, number: str = "", by: Any, at: datetime) -> Draft:
    """The draft with its document: the next number of the series, or one given by hand."""
    draft = locked_draft(draft, Perm.NUMBER, by=by)
    if day > timezone.localdate(at):
        raise DocumentRefused(_("The day is in the future."), field="day")
    document = _document_of(draft, day=day, number=number, by=by, at=at)
    return step(draft, "number", kind="documents.draft.numbered", document=document, by=by, at=at)


@transaction.atomic
def issue_draft(*, draft: Draft, day: date, recipients: str = "", by: Any, at: datetime) -> Draft:
    """The document sent out; without a signed file the last version of the text is its content."""
    draft = locked_draft(draft, Perm.NUMBER, by=by)
    named = text.clean(recipients, keep_lines=True)[:5000] or draft.recipients
    draft = step(
        draft, "issue", kind="documents.draft.issued", issued_on=day, recipients=named, by=by, at=at
    )
    document = standing(draft)
    if day < document.issued_on:
        raise DocumentRefused(_("It cannot leave before its date."), field="day")
    document.recipients = named
    document.save(update_fields=["recipients"])
    last = draft.versions.order_by("-number").first()
    if last is not None and not document.files.exists():
        filing.file_version(document, last, by=by, at=at)
    return draft


def _document_of(draft: Draft, *, day: date, number: str, by: Any, at: datetime) -> Document:
    """The new row of the register, with its number, in the transaction of the caller."""
    key = numbers.book_key(
        organisation=draft.issuer,
        flow=draft.flow,
        kind=draft.kind,
        symbol=draft.symbol,
        secrecy=Secrecy.OPEN.value,
        day=day,
    )
    register = selectors.register_of(owner=draft.issuer)
    book = numbers.open_book(key)
    given = number.strip()
    particulars = Particulars(
        number=given or str(numbers.take_number(book)),
        symbol=draft.symbol,
        issued_on=day,
        issuer=draft.issuer,
        issuer_name=draft.issuer_name,
        kind=draft.kind,
        abstract=draft.abstract,
        flow=draft.flow,
        details=Details(
            urgency=draft.urgency,
            signer_name=draft.signer_name,
            signer_position=draft.signer_position,
            recipients=draft.recipients,
        ),
    )
    values = columns_of(particulars, register=register)
    if given:
        numbers.hold_number(book, values["number"])
    same = {name: values[name] for name in _KEY}
    first = Document.objects.filter(register=register, secrecy=Secrecy.OPEN.value, **same).first()
    if first is not None:
        raise DuplicateDocument(first)
    return Document.objects.create(
        **values,
        book=book,
        owner=draft.issuer,
        register=register,
        registered_at=at,
        registered_by=by,
    )


_KEY = ("issuer_folded", "number", "symbol_folded", "issued_on")
