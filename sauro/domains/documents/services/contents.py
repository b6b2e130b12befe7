"""Keeping the text of attached files, so that it can be searched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sauro.domains.documents import rules
from sauro.domains.documents.models import PASSAGES, DocumentFile, FilePassage, FileReading
from sauro.domains.documents.rules import ReadingState
from sauro.engines.jobs import services as job_services
from sauro.engines.office import texts, uploads
from sauro.engines.office.grid import OfficeError
from sauro.engines.office.texts import DocumentText, TextLimits
from sauro.engines.text import fulltext

READ = "documents.read_file"
SMALL = 400_000  # bytes that are read while the file is attached
_AT_ONCE = TextLimits(pages=40, seconds=1.0, letters=300_000)
_READABLE = {uploads.TYPES[kind] for kind in ("pdf", "docx")}
_STATES = {texts.SCANNED: ReadingState.SCANNED, texts.EMPTY: ReadingState.EMPTY}


def note_file(file: DocumentFile, data: bytes, *, by: Any, at: datetime) -> FileReading | None:
    """Read a small file at once and leave a large one to a job; only words of open papers stay."""
    if file.content_type not in _READABLE or not rules.content_allowed(file.document.secrecy):
        return None
    if file.size <= SMALL:
        found, state = read(data, limits=_AT_ONCE)
        if not (found and found.cut):
            return _keep(file, found, state)
    reading = FileReading.objects.create(file=file)
    _leave_to_job(file, by=by, at=at)
    return reading


def _leave_to_job(file: DocumentFile, *, by: Any, at: datetime) -> None:
    """A person with too much work waiting leaves the file to the nightly command."""
    try:
        job_services.start(
            kind=READ,
            title=_("Reading the text of “%(name)s”") % {"name": file.name},
            by=by,
            at=at,
            arguments={"file": file.pk},
            key=f"{READ}:{file.pk}",
        )
    except job_services.TooManyJobs:
        return


def read(
    data: bytes, *, limits: TextLimits | None = None
) -> tuple[DocumentText | None, ReadingState]:
    """The text of a file and what came of reading it; a damaged file has none."""
    try:
        found = texts.read_text(data, limits=limits)
    except OfficeError:
        return None, ReadingState.UNREADABLE
    return found, _STATES.get(found.status, ReadingState.TEXT)


@transaction.atomic
def keep_text(
    *,
    file: DocumentFile,
    found: DocumentText | None,
    state: ReadingState,
    by: Any,  # noqa: ARG001 - what a file says is found, not decided: there is no event
    at: datetime,  # noqa: ARG001
) -> FileReading | None:
    """The text in place of what was kept before; nothing when the file has gone meanwhile."""
    held = DocumentFile.objects.select_for_update(of=("self",)).select_related("document")
    current = held.filter(pk=file.pk).first()
    if current is None or not rules.content_allowed(current.document.secrecy):
        return None
    return _keep(current, found, state)


def _keep(file: DocumentFile, found: DocumentText | None, state: ReadingState) -> FileReading:
    FilePassage.objects.filter(file=file).delete()
    text = found.text if found else ""
    pieces = fulltext.pieces(text) if state in (ReadingState.TEXT, ReadingState.SCANNED) else []
    first = _next_key(file)
    FilePassage.objects.bulk_create(
        FilePassage(
            id=first + number,
            document_id=file.document_id,
            file=file,
            content=piece.content,
            exact=piece.exact,
            folded=piece.folded,
        )
        for number, piece in enumerate(pieces)
    )
    reading, _made = FileReading.objects.update_or_create(
        file=file,
        defaults={
            "state": state.value,
            "pages": found.pages if found else 0,
            "letters": len(text),
            "is_cut": bool(found and found.cut),
        },
    )
    return reading


def _next_key(file: DocumentFile) -> int:
    """The first free key of the document, whose row every change of its files locks."""
    last = FilePassage.objects.filter(document_id=file.document_id).aggregate(last=Max("id"))
    return (last["last"] or file.document_id * PASSAGES - 1) + 1
