"""What belongs to no single domain: published figures, and the working calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from sauro.core import clock
from sauro.shell import published
from sauro.shell.api_calendar import router as calendar
from sauro.shell.api_search import router as search

router = Router(tags=["Published figures"])
router.add_router("", calendar)
router.add_router("", search)


class FigureOut(Schema):
    """A published number beside the one computed from records as of its day."""

    province: str
    as_of: date
    what: str
    published: float
    computed: float | None
    match: bool


@router.get(
    "/published", response=list[FigureOut], summary="Published figures, computed from records"
)
def published_list(request: HttpRequest) -> Any:
    rows = published.published_rows(
        user=request.user,
        today=clock.today(),
        soon_days=settings.DUE_SOON_DAYS,
        only_known=True,
    )
    return [row.plain() for row in rows]
