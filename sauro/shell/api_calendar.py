"""The working calendar for other programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.programmes.api.shapes import UpTo200
from sauro.engines.periods import selectors, services
from sauro.engines.periods.forms import FIRST_YEAR, LAST_YEAR

router = Router(tags=["Working calendar"])

CalendarDate = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
PathDay = Annotated[CalendarDate, Path()]
YearNumber = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]


class DayOut(Schema):
    """A day that differs from other days of the week."""

    day: date
    is_working: bool
    reason: str
    decided: bool
    document: str


class YearOut(Schema):
    """The days of a year that differ, and how many days offices work."""

    year: int
    working_days: int
    days: list[DayOut]


class DayIn(Schema):
    """What is decided about a day."""

    is_working: bool
    reason: UpTo200 = Field(min_length=1)
    document: UpTo200 = ""


class TermQuery(Schema):
    """A term counted in working days from the day after `start`."""

    start: CalendarDate
    term: int = Field(ge=1, le=1000)


class TermOut(Schema):
    """The last day of a term."""

    ends_on: date


@router.get("/calendar/{year}", response=YearOut, summary="Working calendar of a year")
def calendar_year(request: HttpRequest, year: YearNumber) -> Any:  # noqa: ARG001
    found = selectors.calendar_year(year=year)
    days = [_body(one) for one in found.days]
    return {"year": year, "working_days": found.working_days, "days": days}


@router.get("/calendar-terms", response=TermOut, summary="When a term in working days ends")
def calendar_term(request: HttpRequest, query: Query[TermQuery]) -> Any:  # noqa: ARG001
    return {"ends_on": selectors.calendar().add_working_days(query.start, query.term)}


@router.put("/calendar-days/{day}", response=DayOut, summary="Decide a day of the calendar")
def calendar_decide(request: HttpRequest, day: PathDay, body: DayIn) -> Any:
    made = services.set_day_override(
        day=day, **body.model_dump(), by=_person(request), at=clock.now()
    )
    return _body(selectors.CalendarDay(made.day, made.is_working, made.reason, made))


@router.delete(
    "/calendar-days/{day}", response={204: None}, summary="Withdraw the decision on a day"
)
def calendar_clear(request: HttpRequest, day: PathDay) -> Any:
    services.clear_day_override(day=day, by=_person(request), at=clock.now())
    return Status(204, None)


def _person(request: HttpRequest) -> Any:
    return request.user


def _body(one: selectors.CalendarDay) -> dict[str, Any]:
    return {
        "day": one.day,
        "is_working": one.is_working,
        "reason": one.reason,
        "decided": one.decided is not None,
        "document": one.decided.document if one.decided else "",
    }
