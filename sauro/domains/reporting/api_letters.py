"""The API of urging letters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sauro.core import clock
from sauro.domains.reporting.api_asking import Code, as_of_today, owner_of, who
from sauro.domains.reporting.forms.urging import usual_day
from sauro.domains.reporting.models import UrgingLetter
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules.urging import LateAgency
from sauro.domains.reporting.selectors import urging as selectors
from sauro.domains.reporting.services import urging
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access

router = Router(tags=["Reports"])


class LateTaskOut(Schema):
    """A late task with its last confirmed progress."""

    id: int
    title: str
    due: date
    days_late: int
    percent: int
    confirmed_on: date | None


class LateAgencyOut(Schema):
    """An agency with the late tasks it leads."""

    id: int
    name: str
    tasks: list[LateTaskOut]


class LateQuery(Schema):
    """Of which province."""

    owner: Code


class UrgingIn(Schema):
    """Letters to agencies with late tasks; without `agencies` all of them are urged."""

    owner: Code
    agencies: Annotated[list[int], Field(max_length=2000)] = []
    together: bool = False
    answer_by: date | None = None
    text: Annotated[str, Field(max_length=urging.LONGEST)] = ""


class LetterOut(Schema):
    """A letter with its draft."""

    id: int
    draft_id: int
    day: date
    answer_by: date
    agencies: list[str]
    tasks: int
    state: str


@router.get("/urging", response=list[LateAgencyOut], summary="Agencies with late tasks today")
def urging_agencies(request: HttpRequest, query: Query[LateQuery]) -> Any:
    owner = owner_of(request, query.owner)
    access.check(request.user, Perm.MAKE_ALL, owner)
    as_of = as_of_today()
    found = selectors.late_agencies(owner=owner, as_of=as_of)
    return [_agency(one, as_of.day) for one in found]


@router.post(
    "/urging", response={201: list[LetterOut]}, summary="Write urging letters, or find them written"
)
def urging_create(request: HttpRequest, body: UrgingIn) -> Any:
    owner = owner_of(request, body.owner)
    access.check(request.user, Perm.MAKE_ALL, owner)
    wanted = body.agencies or [
        one.id for one in selectors.late_agencies(owner=owner, as_of=as_of_today())
    ]
    if not wanted:
        raise ReportRefused("No agency has late tasks today.", field="agencies")
    order = urging.LetterOrder(
        owner=owner,
        issuer=owner,
        agencies=tuple(wanted),
        together=body.together,
        answer_by=body.answer_by or usual_day(clock.today()),
        template=body.text,
    )
    made = urging.make_letters(order=order, soon_days=settings.DUE_SOON_DAYS, **who(request))
    return Status(201, [_letter(one) for one in made.letters])


def _agency(one: LateAgency, day: date) -> dict[str, Any]:
    tasks = [
        {
            "id": task.id,
            "title": task.title,
            "due": task.due,
            "days_late": task.days(day),
            "percent": task.percent,
            "confirmed_on": task.confirmed_on,
        }
        for task in one.tasks
    ]
    return {"id": one.id, "name": one.name, "tasks": tasks}


def _letter(letter: UrgingLetter) -> dict[str, Any]:
    urged = list(letter.agencies.select_related("organisation"))
    return {
        "id": letter.pk,
        "draft_id": letter.draft_id,
        "day": letter.day,
        "answer_by": letter.answer_by,
        "agencies": [one.organisation.code for one in urged],
        "tasks": sum(len(one.task_ids) for one in urged),
        "state": letter.draft.state,
    }
