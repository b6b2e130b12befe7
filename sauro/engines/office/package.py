"""Open an uploaded file safely: what it really is, and the parts of an office package."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from .grid import Limits, OfficeError

_MEGABYTE = 1024 * 1024
_SMALL = 2 * _MEGABYTE
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a .docx or .xlsx, read one at a time."""

    archive: zipfile.ZipFile
    main: str

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None when it is not there."""
        try:
            return self.archive.read(name)
        except KeyError:
            return None
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            raise OfficeError("corrupt", where=name) from error
        except Exception as error:  # zlib.error and its kin have no common base
            raise OfficeError("corrupt", where=name) from error

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, or None when it is not there."""
        data = self.part(name)
        return None if data is None else parse_xml(data, name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relation id to (kind, part name) of the parts a part points at."""
        folder, leaf = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            path = (
                target[1:]
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], path)
        return found

    def companion(self, kind: str) -> str:
        """The part of a kind that the main part points at, or an empty name."""
        return next((path for found, path in self.related(self.main).values() if found == kind), "")


def parse_xml(data: bytes, where: str = "") -> etree._Element:
    """The root of an XML part; entities and document types are refused before parsing."""
    plain = data.replace(b"\x00", b"") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise OfficeError("forbidden_xml", where=where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OfficeError("corrupt", where=where) from error
    if root is None:
        raise OfficeError("corrupt", where=where)
    if root.getroottree().docinfo.doctype:
        raise OfficeError("forbidden_xml", where=where)
    return root


def kind_of(data: bytes, limits: Limits) -> str:
    """What the bytes are: zip, xls or text; anything else is refused by name."""
    if not data.strip(b"\x00 \r\n\t"):
        raise OfficeError("empty")
    if len(data) > limits.megabytes * _MEGABYTE:
        raise OfficeError("too_large", found=len(data) // _MEGABYTE, limit=limits.megabytes)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    _refuse_by_signature(data)
    return "text"


def _ole_kind(data: bytes) -> str:
    """Xls for an old workbook; an encrypted file and an old .doc are refused."""
    if (
        "EncryptedPackage".encode("utf-16-le") in data
        or "EncryptionInfo".encode("utf-16-le") in data
    ):
        raise OfficeError("encrypted")
    if "Workbook".encode("utf-16-le") in data or b"B\x00o\x00o\x00k\x00" in data:
        return "xls"
    raise OfficeError("old_word" if "WordDocument".encode("utf-16-le") in data else "unknown")


def _refuse_by_signature(data: bytes) -> None:
    """Name the well-known kinds of file that officers send by mistake."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"%pdf-" in data[:1024].lower():
        raise OfficeError("pdf")
    if data.startswith(_PICTURES):
        raise OfficeError("picture")
    if head.startswith(b"{\\rtf"):
        raise OfficeError("rtf")
    if (
        b"<html" in head
        or b"<!doctype html" in head
        or b"<table" in head
        or head.startswith(b"mime-version")
    ):
        raise OfficeError("html")
    if head.startswith(b"<"):
        raise OfficeError("forbidden_xml" if b"<!entity" in head else "old_xml")
    if data.startswith(b"PK"):
        raise OfficeError("corrupt")


def is_open_sheet(data: bytes) -> bool:
    """Whether the bytes are an OpenDocument workbook (.ods): its type stands first, unpacked."""
    return data[30:38] == b"mimetype" and b"opendocument.spreadsheet" in data[38:120]


def check_archive(data: bytes, limits: Limits) -> None:
    """Refuse an archive that is damaged or unpacks to far more than its size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise OfficeError("corrupt") from error
    if len(parts) > limits.parts:
        raise OfficeError("too_many_parts", found=len(parts), limit=limits.parts)
    _refuse_bombs(parts, limits)


def open_package(data: bytes, limits: Limits) -> Package:
    """The package behind the bytes, its declared sizes checked before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise OfficeError("corrupt") from error
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise OfficeError("too_many_parts", found=len(parts), limit=limits.parts)
    if any(part.flag_bits & 1 for part in parts):
        raise OfficeError("encrypted")
    _refuse_bombs(parts, limits)
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise OfficeError("encrypted" if "EncryptedPackage" in names else "unknown")
    package = Package(archive, "")
    main = next(
        (path for kind, path in package.related("").values() if kind == "officeDocument"), ""
    )
    if main not in names:
        raise OfficeError("corrupt" if main else "unknown")
    return Package(archive, main)


def _refuse_bombs(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by the sizes the archive declares; reading never goes past a declared size."""
    if sum(part.file_size for part in parts) > limits.unpacked_megabytes * _MEGABYTE:
        raise OfficeError("bomb")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise OfficeError("bomb", where=part.filename)
