"""The readings that show where a target stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import (
    Day,
    Figure,
    Line,
    PathId,
    UpTo250,
)
from sauro.domains.programmes.api.targets import ReadingOut, reading_body
from sauro.domains.programmes.selectors import targets
from sauro.domains.programmes.services import targets as services
from sauro.domains.programmes.services.targets import ReadingInput

router = Router(tags=["Targets"])


class ReadingIn(Schema):
    """The value of a target on a day, or the word that it is met, or not measurable yet."""

    on: Day
    source: UpTo250 = Field(min_length=1)
    value: Figure | None = None
    wording: Line = ""
    met: bool | None = None
    measurable: bool = True


@router.get(
    "/targets/{target_id}/readings", response=list[ReadingOut], summary="Readings, newest first"
)
def reading_list(request: HttpRequest, target_id: PathId, as_of: Day | None = None) -> Any:
    target = asking.target_or_404(request, target_id)
    found = targets.readings_of(target=target, as_of=asking.as_of(as_of))
    return [reading_body(reading) for reading in found]


@router.post("/targets/{target_id}/readings", response={201: ReadingOut}, summary="Add a reading")
def reading_add(request: HttpRequest, target_id: PathId, body: ReadingIn) -> Any:
    made = services.add_reading(
        target=asking.target_or_404(request, target_id),
        reading=ReadingInput(**body.model_dump()),
        **asking.who(request),
    )
    return Status(201, reading_body(made))
