"""Kept files as answers."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404


def download(row: Any) -> FileResponse:
    """The file of a row with `file`, `name` and `content_type`, always as an attachment.

    404 when the row has none or it is gone. No browser guesses what it is or keeps it.
    """
    if not row.file:
        raise Http404
    try:
        opened = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        opened, as_attachment=True, filename=row.name, content_type=row.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
