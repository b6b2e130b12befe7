"""What an uploaded file really is, told by its content; everything not on the list is refused."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines import text as vn

from . import package
from .grid import Limits, OfficeError

MEGABYTE = 1024 * 1024
_LONGEST_NAME = 150
_END = 4096
_OPENXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OPENXML}.wordprocessingml.document",
    "xlsx": f"{_OPENXML}.spreadsheetml.sheet",
    "pptx": f"{_OPENXML}.presentationml.presentation",
    "odt": f"{_ODF}.text",
    "ods": f"{_ODF}.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
DOCUMENTS = frozenset(TYPES)
_SAME = {"jpeg": "jpg", "jpe": "jpg"}
_PACKAGES = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_PROGRAM_ENDINGS = re.compile(
    r"\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs?|js|jse|wsf|hta|msi|jar|lnk|sh|php|html?|svg)$"
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class UploadRefused(DomainError):
    """The file cannot be taken."""

    code = "upload_refused"
    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """A file that may be kept: its type by content, size, digest and a name safe to show."""

    content_type: str
    extension: str
    size: int
    sha256: str
    safe_name: str


def check_upload(
    file: bytes | IO[bytes],
    name: str,
    *,
    allowed: Collection[str] = DOCUMENTS,
    max_bytes: int | None = None,
) -> UploadFacts:
    """The facts of an uploaded file; `allowed` holds extensions of `TYPES`.

    The file is left at its beginning. Raises `UploadRefused` with a sentence for the person.
    """
    data = _read(file, settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes)
    found = _kind(data)
    if found not in allowed:
        raise UploadRefused(
            _("A file of the type %(found)s cannot be attached here. Possible: %(allowed)s.")
            % {"found": found.upper(), "allowed": _listed(allowed)}
        )
    given = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    if _SAME.get(given, given) != found:
        raise UploadRefused(
            _("The name “%(name)s” does not fit the content, which is %(found)s.")
            % {"name": safe_name(name, found)[:80], "found": found.upper()}
        )
    return UploadFacts(
        content_type=TYPES[found],
        extension=found,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        safe_name=safe_name(name, found),
    )


def safe_name(name: str, extension: str) -> str:
    """The name of a file without path, control or direction marks, with its true extension."""
    leaf = vn.clean(name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = leaf.rsplit(".", 1)[0] if "." in leaf else leaf
    stem = _UNSAFE.sub("_", stem).strip(" .")[:_LONGEST_NAME].strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{extension}"


def _read(file: bytes | IO[bytes], limit: int) -> bytes:
    if isinstance(file, bytes):
        data = file
    else:
        file.seek(0)
        data = file.read(limit + 1)
        file.seek(0)
    if len(data) > limit:
        raise UploadRefused(
            _("The file is larger than %(limit)s MB.") % {"limit": max(limit // MEGABYTE, 1)}
        )
    if not data.strip(b"\x00\r\n\t "):
        raise UploadRefused(_("The file is empty."))
    return data


def _listed(allowed: Collection[str]) -> str:
    return ", ".join(extension.upper() for extension in TYPES if extension in allowed)


def _kind(data: bytes) -> str:
    for start, kind, is_whole in _SIGNATURES:
        if data.startswith(start):
            if not is_whole(data):
                raise UploadRefused(_("The file is damaged or was cut off. Send it again."))
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(data)
    raise UploadRefused(_why_unknown(data))


def _is_whole_pdf(data: bytes) -> bool:
    return b"%%EOF" in data[-_END:]


def _is_whole_png(data: bytes) -> bool:
    return data[12:16] == b"IHDR" and b"IEND" in data[-_END:]


def _is_whole_jpeg(data: bytes) -> bool:
    return b"\xff\xd9" in data[4:]


_SIGNATURES: tuple[tuple[bytes, str, Callable[[bytes], bool]], ...] = (
    (b"%PDF-", "pdf", _is_whole_pdf),
    (b"\x89PNG\r\n\x1a\n", "png", _is_whole_png),
    (b"\xff\xd8\xff", "jpg", _is_whole_jpeg),
)


def _kind_of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_contents(parts)
            if parts and parts[0].filename == "mimetype" and parts[0].file_size < _END:
                return _odf_kind(archive.read(parts[0]))
        main = package.open_package(data, Limits()).main
    except OfficeError as error:
        if error.code == "unknown":
            raise UploadRefused(
                _("Archives are not taken. Attach the files one by one.")
            ) from error
        raise UploadRefused(_(error.template) % error.params) from error
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError) as error:
        raise UploadRefused(_("The file is damaged or was cut off. Send it again.")) from error
    for folder, kind in _PACKAGES.items():
        if main.startswith(folder):
            return kind
    raise UploadRefused(_("Archives are not taken. Attach the files one by one."))


def _odf_kind(declared: bytes) -> str:
    known = {TYPES[kind].encode(): kind for kind in ("odt", "ods")}
    if declared not in known:
        raise UploadRefused(_("Archives are not taken. Attach the files one by one."))
    return known[declared]


def _refuse_contents(parts: list[zipfile.ZipInfo]) -> None:
    """Macros, programs, paths that lead outside and archives that unpack to far more."""
    limits = Limits()
    if len(parts) > limits.parts:
        raise OfficeError("too_many_parts", found=len(parts), limit=limits.parts)
    total = sum(part.file_size for part in parts)
    if total > min(limits.unpacked_megabytes, 4) * MEGABYTE and (
        total > limits.unpacked_megabytes * MEGABYTE
        or total > limits.ratio * sum(part.compress_size for part in parts)
    ):
        raise OfficeError("bomb")
    for part in parts:
        name = part.filename.replace("\\", "/").lower()
        if part.flag_bits & 1:
            raise OfficeError("encrypted")
        if name.startswith("/") or "../" in name or ":" in name:
            raise UploadRefused(_("The file is damaged or was cut off. Send it again."))
        if name.rsplit("/", 1)[-1] in _MACROS:
            raise UploadRefused(
                _("The file contains macros. Save it without them and send it again.")
            )
        if _PROGRAM_ENDINGS.search(name):
            raise UploadRefused(_("The file contains a program and is refused."))


def _why_unknown(data: bytes) -> str:
    head = data[:_END].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if data.startswith(_PROGRAMS):
        return _("This is a program. Programs are refused.")
    if b"<svg" in head:
        return _("SVG pictures are refused. Send the picture as PNG.")
    if any(mark in head for mark in (b"<html", b"<!doctype html", b"<script", b"<body")):
        return _("This is a web page. Save it as PDF and send that.")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _(
            "This is an old or password-protected office file. "
            "Save it as .docx, .xlsx or PDF without a password and send that."
        )
    return _("This type of file is not taken. Possible: %(allowed)s.") % {
        "allowed": _listed(DOCUMENTS)
    }
