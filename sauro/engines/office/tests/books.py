"""Workbooks that a test opens and spoils as people do."""

from __future__ import annotations

import io
from typing import Any

import openpyxl


def empty() -> Any:
    """A workbook with one empty sheet."""
    return openpyxl.Workbook()


def opened(data: bytes) -> Any:
    """A workbook to look at or to change."""
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Any) -> bytes:
    """The file of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
