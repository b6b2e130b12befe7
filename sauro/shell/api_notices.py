"""Notices for other programs: my own, how I want them, and what becomes of everybody's."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from sauro.core import clock
from sauro.domains.programmes.api.shapes import (
    Id,
    Page,
    Paging,
    PathId,
    PersonRef,
    UpTo80,
    page_body,
)
from sauro.engines import access
from sauro.engines.notify import planning, words
from sauro.engines.notify.models import Delivery, Notice
from sauro.engines.notify.permissions import Perm
from sauro.engines.notify.rules import DeliveryState, Steps, Way
from sauro.engines.notify.selectors import inbox, log, reminders
from sauro.engines.notify.services import notices, preferences, retrying, steps

router = Router(tags=["Notices"])
LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
_HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _hour(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(_HOUR, given):
        raise ValueError("an hour is written HH:MM")
    return given


# An hour of the day on the wall of the office: never with a time zone.
Hour = Annotated[
    time,
    BeforeValidator(_hour),
    PlainSerializer(lambda hour: f"{hour:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": _HOUR, "examples": ["20:00"]}),
]
Days = Annotated[list[Annotated[int, Field(ge=1, le=steps.LONGEST)]], Field(max_length=10)]


class NoticeOut(Schema):
    """One thing I was told, in words; `url` is the page it is about."""

    id: int
    kind: str
    line: str
    label: str
    subject_kind: str
    subject_id: str
    url: str
    urgent: bool
    at: datetime
    read_at: datetime | None


class NoticePage(Page):
    """A page of my notices, newest first."""

    items: list[NoticeOut]


class NoticeQuery(Paging):
    """Which of my notices."""

    unread: bool = False
    kind: UpTo80 = ""


class ReadIn(Schema):
    """Which notices I have read; without numbers all of them, or all of a kind."""

    ids: list[Id] | None = Field(None, max_length=200)
    kind: UpTo80 = ""


class CountOut(Schema):
    """How many there were."""

    n: int


class PreferenceBody(Schema):
    """How I want notices: kind → channel → way; what is missing goes the usual way."""

    choices: dict[str, dict[str, Way]] = {}
    quiet_from: Hour
    quiet_to: Hour
    digest_at: Hour
    language: str = Field(pattern=f"^({LANGUAGES})$")


class NoticeDeliveryOut(Schema):
    """One notice or digest on its way to one person by one channel."""

    id: int
    person: PersonRef
    channel: str
    state: DeliveryState
    attempts: int
    next_try_at: datetime
    sent_at: datetime | None
    last_error: str
    notice_id: int | None


class DeliveryPage(Page):
    """A page of deliveries, newest first."""

    items: list[NoticeDeliveryOut]


class DeliveryQuery(Paging):
    """Which deliveries."""

    state: DeliveryState | None = None
    channel: UpTo80 = ""


class PlannedWay(Schema):
    """By which channel something would leave, and when."""

    channel: str
    at: datetime


class PlannedOut(Schema):
    """What one person would be told today, and why; without ways it stays in the inbox."""

    person: PersonRef
    kind: str
    line: str
    url: str
    why: str
    ways: list[PlannedWay]


class PlannedPage(Page):
    """A page of what would be told today."""

    items: list[PlannedOut]


class StepsBody(Schema):
    """Steps of reminding, in working days."""

    before: Days
    on_day: bool
    after: Days
    every: int = Field(ge=0, le=steps.LONGEST)
    escalate_from: int = Field(ge=0, le=steps.LONGEST)


@router.get("/notices", response=NoticePage, summary="My notices")
def notice_items(request: HttpRequest, query: Query[NoticeQuery]) -> Any:
    found = inbox.notices_of(user=request.user, unread=query.unread, kind=query.kind)
    shown = found[query.offset : query.offset + query.limit]
    return page_body(found.count(), [_notice(one) for one in shown], query)


@router.post("/notices/read", response=CountOut, summary="Mark my notices as read")
def notices_mark_read(request: HttpRequest, body: ReadIn) -> Any:
    n = notices.mark_read(by=request.user, at=clock.now(), ids=body.ids, kind=body.kind)
    return {"n": n}


@router.get("/notices/preference", response=PreferenceBody, summary="How I want notices")
def notice_preference(request: HttpRequest) -> Any:
    return inbox.preference_of(user=request.user)


@router.put("/notices/preference", response=PreferenceBody, summary="Decide how I want notices")
def notice_preference_save(request: HttpRequest, body: PreferenceBody) -> Any:
    return preferences.save_preference(**body.dict(), by=request.user, at=clock.now())


@router.get("/notices/deliveries", response=DeliveryPage, summary="What became of messages")
def delivery_items(request: HttpRequest, query: Query[DeliveryQuery]) -> Any:
    access.check(request.user, Perm.MANAGE)
    state = query.state.value if query.state else ""
    found = log.deliveries(user=request.user, state=state, channel=query.channel)
    shown = found[query.offset : query.offset + query.limit]
    return page_body(found.count(), [_delivery(one) for one in shown], query)


@router.post(
    "/notices/deliveries/{delivery_id}/retry", response=CountOut, summary="Try a message again"
)
def delivery_retry(request: HttpRequest, delivery_id: PathId) -> Any:
    access.check(request.user, Perm.MANAGE)
    if not log.deliveries(user=request.user).filter(pk=delivery_id).exists():
        raise Http404
    return {"n": retrying.try_again(ids=[delivery_id], by=request.user, at=clock.now())}


@router.get("/notices/plan", response=PlannedPage, summary="Who would be told what today")
def notice_plan(request: HttpRequest, query: Query[Paging]) -> Any:
    access.check(request.user, Perm.MANAGE)
    people = log.people_of(user=request.user).values_list("pk", flat=True)
    found = planning.plan(at=clock.now(), people=people)
    shown = found[query.offset : query.offset + query.limit]
    return page_body(len(found), [planned_body(one) for one in shown], query)


@router.get("/notices/steps", response=dict[str, StepsBody], summary="Steps of reminders by kind")
def reminder_steps(request: HttpRequest) -> Any:
    access.check(request.user, Perm.MANAGE)
    return reminders.step_tables()


@router.put("/notices/steps", response=StepsBody, summary="Decide the steps of reminders")
def reminder_steps_save(request: HttpRequest, body: StepsBody, kind: UpTo80 = "") -> Any:
    made: Steps = reminders.steps_of(
        steps.set_steps(**body.dict(), code=kind, by=request.user, at=clock.now())
    )
    return made


@router.delete(
    "/notices/steps", response={204: None}, summary="Follow the general steps of reminders again"
)
def reminder_steps_clear(request: HttpRequest, kind: UpTo80 = "") -> Any:
    steps.clear_steps(code=kind, by=request.user, at=clock.now())
    return Status(204, None)


def _notice(one: Notice) -> dict[str, Any]:
    plain = ("id", "kind", "label", "subject_kind", "subject_id", "url", "urgent", "at", "read_at")
    return {"line": words.line(one), **{name: getattr(one, name) for name in plain}}


def _delivery(one: Delivery) -> dict[str, Any]:
    plain = ("id", "person", "channel", "state", "attempts", "next_try_at", "sent_at")
    return {name: getattr(one, name) for name in (*plain, "last_error", "notice_id")}


def planned_body(one: planning.Planned) -> dict[str, Any]:
    """Something that would be told, as JSON."""
    plain = ("person", "kind", "line", "url", "why")
    ways = [{"channel": way.channel, "at": way.at} for way in one.ways]
    return {**{name: getattr(one, name) for name in plain}, "ways": ways}
