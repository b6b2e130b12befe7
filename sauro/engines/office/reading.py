"""Read the tables of an uploaded office file, whatever kind it turns out to be."""

from __future__ import annotations

from lxml import etree

from . import package
from .grid import Grid, Limits, OfficeError

__all__ = ["Grid", "Limits", "OfficeError", "read_tables"]


def read_tables(data: bytes, filename: str = "", limits: Limits | None = None) -> list[Grid]:
    """The tables of a .docx, .xlsx, .xls, .ods or delimited text file, in the order of the file.

    The kind is taken from the content; the name only helps to name it. Raises OfficeError.
    """
    from . import excel, legacy_sheets, word  # slow to import, and most processes never read

    limits = limits or Limits()
    kind = package.kind_of(data, limits)
    try:
        if kind == "xls":
            return legacy_sheets.read_xls(data, limits)
        if package.is_open_sheet(data):
            package.check_archive(data, limits)
            return legacy_sheets.read_xls(data, limits)
        if kind == "text":
            return _read_text(data, filename, limits)
        opened = package.open_package(data, limits)
        if opened.main.startswith("word/") or opened.part("word/document.xml") is not None:
            return word.read_document(opened, limits)
        if opened.main.startswith("xl/") and opened.main.endswith(".xml"):
            return excel.read_workbook(opened, limits)
    except (RecursionError, ValueError, OverflowError, etree.LxmlError) as error:
        raise OfficeError("corrupt") from error
    raise OfficeError("unknown")


def _read_text(data: bytes, filename: str, limits: Limits) -> list[Grid]:
    """A table of plain text, when the name says that it is one."""
    from . import legacy_sheets

    if not filename.lower().endswith((".csv", ".tsv", ".txt")):
        raise OfficeError("unknown")
    return legacy_sheets.read_delimited(data, limits)
