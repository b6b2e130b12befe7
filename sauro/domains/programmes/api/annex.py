"""The annex of a programme as a file."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from sauro.core import clock
from sauro.domains.accounts.api import Problem
from sauro.domains.programmes import annexes
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import Year

router = Router(tags=["Programmes"])


class AnnexQuery(Schema):
    """What the file holds; the year is that of the monthly reports, this year unless given."""

    kind: Literal["tasks", "targets", "all", "months"] = "all"
    file_format: Literal["xlsx", "docx"] = Field("xlsx", alias="format")
    year: Year | None = None


@router.get("/programmes/{code}/annex", response={404: Problem}, summary="The annex as a file")
def programme_annex(request: HttpRequest, code: str, query: Query[AnnexQuery]) -> Any:
    programme = asking.programme_or_404(request, code)
    data = annexes.write(
        programme=programme,
        user=request.user,
        kind=query.kind,
        file_format=query.file_format,
        year=query.year or clock.today().year,
    )
    name = f"{programme.code}-{query.kind}.{query.file_format}"
    return HttpResponse(
        data,
        content_type=annexes.MEDIA[query.file_format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
