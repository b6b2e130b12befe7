"""Kept files as answers."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404


def download(row: Any) -> FileResponse:
    """The file of a row with `file`, `name` and `content_type`, as `attachment` answers it."""
    return attachment(row.file, name=row.name, content_type=row.content_type)


def attachment(file: Any, *, name: str, content_type: str) -> FileResponse:
    """A kept file, never shown by the browser itself; 404 when there is none or it is gone.

    No browser guesses what it is or keeps it.
    """
    if not file:
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
