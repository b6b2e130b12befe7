"""Keeping the file of a draft or of a document under a random name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from django.core.files.base import File

from sauro.domains.documents import rules
from sauro.domains.documents.models import Document, DocumentFile, DraftVersion
from sauro.domains.documents.services import contents
from sauro.domains.documents.services.refusals import SecrecyRefused, content_rule
from sauro.engines.office import uploads


@contextmanager
def together(row: DocumentFile | DraftVersion) -> Iterator[None]:
    """What belongs to keeping a file: when it fails, the file goes as its row does."""
    try:
        yield
    except BaseException:
        row.file.delete(save=False)
        raise


def keep(row: DocumentFile | DraftVersion, file: bytes | IO[bytes], extension: str) -> None:
    """Save the row with its file; a row that is not kept leaves no file behind."""
    row.file.save(f"{secrets.token_hex(16)}.{extension}", File(stream(file)), save=False)
    with together(row):
        row.save()


def file_document(
    document: Document, file: bytes | IO[bytes], name: str, *, by: Any, at: datetime
) -> DocumentFile:
    """The file attached to a document, once; its type is found in its content."""
    if not rules.content_allowed(document.secrecy):  # whichever way it came
        raise SecrecyRefused(content_rule(), field="file")
    facts = uploads.check_upload(file, name)
    same = document.files.filter(sha256=facts.sha256).first()
    if same is not None:
        return same
    attached = DocumentFile(
        document=document,
        name=facts.safe_name,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
        at=at,
        by=by,
    )
    keep(attached, file, facts.extension)
    with together(attached):
        contents.note_file(attached, stream(file).read(), by=by, at=at)
    return attached


def file_version(document: Document, version: DraftVersion, *, by: Any, at: datetime) -> None:
    """A copy of the last version of a draft, attached to the document it became."""
    file_document(document, content_of(version), version.name, by=by, at=at)


def content_of(row: DocumentFile | DraftVersion) -> bytes:
    """The bytes of a kept file."""
    with row.file.open("rb") as held:
        return bytes(held.read())


def stream(file: bytes | IO[bytes]) -> Any:
    """The content from its beginning."""
    if isinstance(file, bytes):
        return BytesIO(file)
    file.seek(0)
    return file
