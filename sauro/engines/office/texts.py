"""The text of a document as passages in reading order: .docx, .pdf and plain text."""

from __future__ import annotations

from lxml import etree

from . import package
from .grid import OfficeError
from .passages import (
    CELL,
    EMPTY,
    FOOTER,
    HEADER,
    NOTE,
    PARAGRAPH,
    SCANNED,
    TEXT,
    DocumentText,
    Passage,
    Raw,
    TextLimits,
    assemble,
)

__all__ = [
    "CELL",
    "EMPTY",
    "FOOTER",
    "HEADER",
    "NOTE",
    "PARAGRAPH",
    "SCANNED",
    "TEXT",
    "DocumentText",
    "Passage",
    "Raw",
    "TextLimits",
    "assemble",
    "read_plain",
    "read_text",
]


def read_text(data: bytes, filename: str = "", limits: TextLimits | None = None) -> DocumentText:
    """The text of a .docx, .pdf or .txt file in NFC, old fonts repaired.

    The kind is taken from the content. A scanned file gives a text with the status “scanned”;
    a damaged, protected, too large or other file raises OfficeError, and nothing else does.
    """
    from . import texts_pdf, texts_word  # slow to import, and most processes never read

    limits = limits or TextLimits()
    try:
        if b"%pdf-" in data[:1024].lower():
            if len(data) > limits.files.compressed:
                raise OfficeError(
                    "too_large", found=len(data) // 1024 // 1024, limit=limits.files.megabytes
                )
            return texts_pdf.read(data, limits)
        kind = package.kind_of(data, limits.files)
        if kind == "zip":
            return texts_word.read(package.open_package(data, limits.files), limits)
    except (RecursionError, ValueError, OverflowError, MemoryError, etree.LxmlError) as error:
        raise OfficeError("corrupt") from error
    if kind == "text" and filename.lower().endswith((".txt", ".text", ".md")):
        return read_plain(data, limits)
    raise OfficeError("no_text_kind")


def read_plain(data: bytes, limits: TextLimits) -> DocumentText:
    """The lines of a text file as passages."""
    from .legacy_sheets import decoded

    lines = decoded(data).replace("\x00", "").splitlines()
    return assemble([Raw(line) for line in lines], limits=limits)
