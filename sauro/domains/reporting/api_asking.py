"""What the operations on reports ask of a request."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Path
from pydantic import Field

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting.selectors import finding

PathId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def owner_of(request: HttpRequest, code: str) -> Organisation:
    """A province of the person by its code; what he may not see does not exist."""
    found = finding.provinces_for(user=request.user)
    chosen = next((one for one in found if one.code == code), None)
    if chosen is None:
        raise Http404
    return chosen


def as_of_today() -> AsOf:
    """Today, as the selectors of tasks take it."""
    today = clock.today()
    return AsOf(today, today, int(settings.DUE_SOON_DAYS))
