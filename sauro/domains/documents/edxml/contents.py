"""The files of a message: decoded, out of the archive that some systems put round each, checked."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass

from sauro.domains.documents.edxml.faults import EdxmlError, Fault
from sauro.domains.documents.edxml.shapes import Attachment
from sauro.engines.office import uploads

MEGABYTE = 1024 * 1024
_RATIO = 200
_TYPES = {
    **{declared: kind for kind, declared in uploads.TYPES.items()},
    **{kind: kind for kind in uploads.TYPES},
    "application/x-pdf": "pdf",
    "image/jpg": "jpg",
    "jpeg": "jpg",
}
# What a sender writes when he does not know; nothing to hold the content against.
_ANY = {"", "application/octet-stream", "application/zip", "application/x-zip-compressed", "zip"}


@dataclass(frozen=True, slots=True)
class FileOf:
    """An attachment ready to be kept."""

    name: str
    content: bytes
    facts: uploads.UploadFacts
    path: str = ""


def file_of(attachment: Attachment, *, max_bytes: int) -> FileOf:
    """The checked file of an attachment; raises `EdxmlError` with the one fault that stops it."""
    if len(attachment.encoded) > max_bytes * 3 // 2 + 1024:
        raise EdxmlError(_large(attachment, max_bytes))
    content = _unwrapped(attachment, attachment.decoded(), max_bytes)
    if not content:
        raise EdxmlError(Fault("attachment_empty", attachment.path))
    if len(content) > max_bytes:
        raise EdxmlError(_large(attachment, max_bytes))
    if "." not in attachment.name.strip("."):
        raise EdxmlError(Fault("attachment_name", attachment.path))
    try:
        facts = uploads.check_upload(content, attachment.name, max_bytes=max_bytes)
    except uploads.UploadRefused as refused:
        reason = {"reason": str(refused)}
        raise EdxmlError(Fault("attachment_refused", attachment.path, reason)) from refused
    _check_declared(attachment, facts)
    return FileOf(facts.safe_name, content, facts, attachment.path)


def faults_of(attachments: tuple[Attachment, ...], *, max_bytes: int) -> list[Fault]:
    """What is wrong with each file, and files that come twice."""
    found: list[Fault] = []
    seen: set[str] = set()
    for attachment in attachments:
        try:
            digest = hashlib.sha256(file_of(attachment, max_bytes=max_bytes).content).hexdigest()
        except EdxmlError as error:
            found.extend(error.faults)
            continue
        if digest in seen:
            found.append(Fault("attachment_twice", attachment.path))
        seen.add(digest)
    return found


def _large(attachment: Attachment, max_bytes: int) -> Fault:
    limit = {"limit": max(max_bytes // MEGABYTE, 1)}
    return Fault("attachment_large", attachment.path, limit)


def _check_declared(attachment: Attachment, facts: uploads.UploadFacts) -> None:
    declared = attachment.content_type.split(";")[0].strip().lower().lstrip(".")
    if declared in _ANY or _TYPES.get(declared) == facts.extension:
        return
    raise EdxmlError(
        Fault(
            "attachment_type",
            f"{attachment.path}/ContentType",
            {"declared": attachment.content_type[:60], "found": facts.extension.upper()},
        )
    )


def _unwrapped(attachment: Attachment, content: bytes, max_bytes: int) -> bytes:
    """The file inside an archive that holds nothing else; any other content as it is."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) != 1 or _ending(parts[0].filename) != _ending(attachment.name):
                return content
            return _read_part(attachment, archive, parts[0], max_bytes)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
        return content  # what it is then, the check of uploads says


def _read_part(
    attachment: Attachment, archive: zipfile.ZipFile, part: zipfile.ZipInfo, max_bytes: int
) -> bytes:
    if part.file_size > max_bytes or (
        part.file_size > MEGABYTE and part.file_size > _RATIO * max(part.compress_size, 1)
    ):
        raise EdxmlError(Fault("attachment_bomb", attachment.path))
    with archive.open(part) as stream:
        content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:  # the archive lied about its size
        raise EdxmlError(Fault("attachment_bomb", attachment.path))
    return content


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""
