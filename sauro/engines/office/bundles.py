"""Many files in one archive: written for a download, read from an upload."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sauro.engines import text

from .grid import Limits, OfficeError
from .package import is_open_sheet
from .tables import EPOCH

_IGNORED = ("__macosx/", ".ds_store", "thumbs.db")
MOST_FILES = 500
_BYTES_OF_A_CELL = 30


def write_bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive of named files; the same input gives the same bytes."""
    buffer = io.BytesIO()
    moment = (EPOCH.year, EPOCH.month, EPOCH.day, 0, 0, 0)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(_unused(name, archive.NameToInfo), moment), data)
    return buffer.getvalue()


def _unused(name: str, taken: Mapping[str, object]) -> str:
    """The name, numbered when the archive holds it already."""
    stem, dot, ending = name.rpartition(".")
    found, number = name, 2
    while found in taken:
        found, number = f"{stem} ({number}){dot}{ending}", number + 1
    return found


def workbooks_in(data: bytes, name: str, limits: Limits | None = None) -> list[tuple[str, bytes]]:
    """The workbooks of an upload: those of a zip archive, or the file itself.

    Raises OfficeError for an archive that is damaged, encrypted or unpacks to far too much; what
    is no workbook inside an archive is given too, so that its reading can be refused by name.
    """
    limits = limits or Limits()
    if not data.startswith(b"PK\x03\x04"):
        return [(_leaf(name), data)]
    if len(data) > limits.megabytes * 1024 * 1024:
        raise OfficeError("too_large", found=len(data) // 1024 // 1024, limit=limits.megabytes)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            whole = is_open_sheet(data)
            if whole or any(part.filename == "[Content_Types].xml" for part in parts):
                return [(_leaf(name), data)]
            return _unpacked(archive, parts, limits)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise OfficeError("corrupt", where=_leaf(name)) from error
    except OfficeError:
        raise
    except Exception as error:  # zlib.error and its kin have no common base
        raise OfficeError("corrupt", where=_leaf(name)) from error


def files_in(data: bytes) -> list[tuple[str, bytes]]:
    """The files of an archive that `write_bundle` made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(part.filename, archive.read(part)) for part in archive.infolist()]


class Size(NamedTuple):
    """How much there is to read, at a glance."""

    sheets: int
    values: int


def size_of(files: Iterable[tuple[str, bytes]]) -> Size:
    """How many sheets and cells the files of an upload hold; a damaged one counts little."""
    sheets = values = 0
    for name, data in files:
        try:
            for _name, content in workbooks_in(data, name):
                one = _size_of_book(content)
                sheets, values = sheets + one.sheets, values + one.values
        except OfficeError:
            sheets += 1
    return Size(sheets, values)


def _size_of_book(data: bytes) -> Size:
    if not data.startswith(b"PK\x03\x04"):
        return Size(1, len(data) // _BYTES_OF_A_CELL)
    limits = Limits()
    sheets = values = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if "xl/worksheets/sheet" not in part.filename:
                    continue
                sheets += 1
                if part.file_size > min(limits.unpacked_megabytes, 20) * 1024 * 1024:
                    return Size(sheets, part.file_size // _BYTES_OF_A_CELL)
                values += archive.read(part).count(b"<v")
    except Exception:  # noqa: BLE001  (damaged in any way: its reading says so)
        return Size(1, 0)
    return Size(sheets, values)


def _unpacked(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], limits: Limits
) -> list[tuple[str, bytes]]:
    """The files of an archive, its declared sizes checked before anything is unpacked."""
    wanted = [part for part in parts if not _is_rubbish(part.filename)]
    if len(wanted) > MOST_FILES:
        raise OfficeError("too_many_parts", found=len(wanted), limit=MOST_FILES)
    if any(part.flag_bits & 1 for part in wanted):
        raise OfficeError("encrypted")
    size = sum(part.file_size for part in wanted)
    packed = sum(part.compress_size for part in wanted)
    most = limits.unpacked_megabytes * 1024 * 1024
    if size > most or (size > 4 * 1024 * 1024 and size > limits.ratio * max(packed, 1)):
        raise OfficeError("bomb")
    return [(_leaf(_named(part)), archive.read(part)) for part in wanted]


def _is_rubbish(name: str) -> bool:
    """What computers put into archives by themselves."""
    lowered = name.replace("\\", "/").lower()
    leaf = lowered.rsplit("/", 1)[-1]
    return lowered.startswith(_IGNORED[0]) or leaf in _IGNORED[1:] or leaf.startswith("~$")


def _named(part: zipfile.ZipInfo) -> str:
    """The name of a part; archives of old programs say the wrong encoding."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return part.filename


def _leaf(name: str) -> str:
    """The name without its folders."""
    return text.clean(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "?"
