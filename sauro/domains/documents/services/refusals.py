"""Why the register refuses, and the row that every write locks first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import Secrecy
from sauro.engines import access, text


class DuplicateDocument(DomainError):
    """The register already has this document; `first` is that one."""

    code = "duplicate_document"

    def __init__(self, first: Document) -> None:
        self.first = first
        super().__init__(
            _("%(reference)s of %(day)s is already registered.")
            % {"reference": first.reference, "day": text.vi_date(first.issued_on)},
            field="number",
        )


class DocumentRefused(DomainError):
    """The particulars do not make a document."""

    code = "document_refused"
    status = 422


class NumberTaken(DomainError):
    """The series already gave this number."""

    code = "number_taken"

    def __init__(self, number: str) -> None:
        message = _("Number %(number)s of this series is already given.") % {"number": number}
        super().__init__(message, field="number")


class SecrecyRefused(DomainError):
    """The level of secrecy does not allow this here."""

    code = "secrecy_refused"
    status = 422


def content_rule() -> str:
    """Why nothing of a secret document is kept here, in a sentence."""
    return _(
        "The content of documents marked secret stays outside this system: no file, no wording."
    )


def locked(document: Document, *, by: Any) -> Document:
    """The row, locked for this transaction, if the person may see and change it."""
    found = Document.objects.select_for_update(of=("self",)).select_related("owner", "register")
    document = found.get(pk=document.pk)
    access.check(by, Perm.REGISTER, document)
    if document.secrecy != Secrecy.OPEN.value:
        access.check(by, Perm.MANAGE_CONFIDENTIAL, document)
    if document.recalled_on is not None:
        raise DocumentRefused(_("A recalled document is no longer changed."))
    return document
