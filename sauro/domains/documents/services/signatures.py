"""Signing PDF files of the register with the certificate of this server; checking any PDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.models import Document, DocumentFile
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.documents.services import filing
from sauro.domains.documents.services.refusals import DocumentRefused, SecrecyRefused, content_rule
from sauro.engines import access, text
from sauro.engines.history.recording import record
from sauro.engines.office import signing
from sauro.engines.office.signing import CopyMark, FileKey, KeyRefused, Stamp, TokenKey, Verdict

PDF = "application/pdf"


def is_configured() -> bool:
    """Whether this server has a certificate to sign with."""
    return bool(settings.SIGNING["file"] or settings.SIGNING["module"])


def configured_key() -> FileKey | TokenKey:
    """The certificate named in the settings; raises `KeyRefused` when none is."""
    told = settings.SIGNING
    if told["file"]:
        return FileKey(Path(told["file"]), told["passphrase"])
    if told["module"]:
        slot = int(told["slot"]) if told["slot"].isdigit() else None
        return TokenKey(Path(told["module"]), told["label"], slot, told["token"], told["pin"])
    raise KeyRefused(_("No signing certificate is set up on this server."))


def trusted_roots() -> list[bytes]:
    """The roots named in the settings."""
    path = settings.SIGNING["roots"]
    if not path:
        return []
    try:
        return [Path(path).read_bytes()]
    except OSError as error:
        raise ImproperlyConfigured(f"SAURO_SIGN_ROOTS cannot be read: {path}") from error


def verdicts(*, pdf: bytes, at: datetime) -> list[Verdict]:
    """What is signed in a PDF, by whom, whether altered; nothing is kept."""
    return signing.validate(pdf, at=at, roots=trusted_roots())


def sign_file(
    *,
    file: DocumentFile,
    mark: CopyMark | None = None,
    visible: bool = True,
    page: int = -1,
    x_mm: float = 118,
    y_mm: float = 232,
    by: Any,
    at: datetime,
) -> DocumentFile:
    """A new file of the document: the PDF signed, or signed as a copy with its mark.

    The unsigned file stays. Papers of others are only copied, not signed.
    """
    document = _signable(file, mark, by=by)
    key = configured_key()
    holder = signing.holder_of(key)
    stamp = None
    if mark is not None:
        issuer = selectors.issuing_name(organisation=document.owner)
        stamp = signing.copy_stamp(mark=mark, issuer=issuer, at=at)
    elif visible:
        stamp = stamp_of(holder, page=page, x_mm=x_mm, y_mm=y_mm, at=at)
    # outside of the transaction: a time-stamping service may take its time
    made = signed(filing.content_of(file), key=key, stamp=stamp, mark=mark, at=at)
    with transaction.atomic():
        document = _signable(file, mark, by=by)
        kept = filing.file_document(document, made, signed_name(file.name, mark), by=by, at=at)
        record(
            kind="documents.document.file_signed",
            subject=document,
            by=by,
            at=at,
            after={"file": kept.name, "signer": holder.name},
        )
    return kept


def signed(
    content: bytes,
    *,
    key: FileKey | TokenKey,
    stamp: Stamp | None,
    mark: CopyMark | None = None,
    at: datetime,
) -> bytes:
    """The PDF with a signature of this server; to be called outside of a transaction."""
    reason = mark.value if mark else ""
    tsa_url = settings.SIGNING["tsa"]
    return signing.sign(content, key=key, at=at, reason=reason, stamp=stamp, tsa_url=tsa_url)


def stamp_of(holder: signing.Holder, *, page: int, x_mm: float, y_mm: float, at: datetime) -> Stamp:
    """The visible mark of the holder of a certificate."""
    lines = [line for line in (holder.organisation, f"Ký lúc {text.vi_datetime(at)}") if line]
    return signing.person_stamp(name=holder.name, lines=lines, page=page, x_mm=x_mm, y_mm=y_mm)


def _signable(file: DocumentFile, mark: CopyMark | None, *, by: Any) -> Document:
    found = Document.objects.select_related("owner")
    document = found.get(pk=file.document_id)
    access.check(by, Perm.SIGN, document)
    if not rules.content_allowed(document.secrecy):
        raise SecrecyRefused(content_rule())
    if document.recalled_on is not None:
        raise DocumentRefused(_("The document was recalled."))
    if mark is None and document.flow == DocumentFlow.INCOMING.value:
        raise DocumentRefused(_("A document of somebody else is only copied, not signed."))
    if file.content_type != PDF:
        raise DocumentRefused(_("Only PDF files are signed."), field="file")
    return document


def signed_name(name: str, mark: CopyMark | None = None) -> str:
    """The name of the signed file, beside the unsigned one."""
    stem = name.rsplit(".", 1)[0][:120]
    return f"{stem} ({mark.abbreviation if mark else 'đã ký'}).pdf"
