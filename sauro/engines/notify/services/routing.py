"""Deciding how each new notice travels: at once, with the next digest, or by the inbox alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from sauro.engines.notify import tables
from sauro.engines.notify.channels import Channel
from sauro.engines.notify.models import Delivery, Notice, Preference
from sauro.engines.notify.rules import Way, leaves_from, way_of
from sauro.engines.periods import Calendar
from sauro.engines.periods import selectors as period_selectors

BATCH = 1000


@dataclass(slots=True)
class Routes:
    """What was decided for some notices."""

    deliveries: list[Delivery] = field(default_factory=list)
    to_digest: list[Notice] = field(default_factory=list)


def route(*, at: datetime) -> int:
    """How many new notices were put on their way."""
    total = 0
    while done := _route_some(at):
        total += done
    return total


@transaction.atomic
def _route_some(at: datetime) -> int:
    some = list(Notice.objects.filter(routed_at__isnull=True).order_by("id")[:BATCH])
    if not some:
        return 0
    routes = routes_of(some, channels=tables.channels_on(), at=at)
    Delivery.objects.bulk_create(routes.deliveries, ignore_conflicts=True, batch_size=500)
    for ids in _parts([notice.pk for notice in routes.to_digest]):
        Notice.objects.filter(pk__in=ids).update(awaits_digest=True)
    for ids in _parts([notice.pk for notice in some]):
        Notice.objects.filter(pk__in=ids).update(routed_at=at)
    return len(some)


def routes_of(
    notices: Sequence[Notice], *, channels: Mapping[str, Channel], at: datetime
) -> Routes:
    """How each of the notices travels, by the wish of its person; three SQL."""
    ids = {notice.person_id for notice in notices}
    people = get_user_model()._default_manager.filter(is_active=True).in_bulk(ids)
    wishes = Preference.objects.in_bulk(ids)
    calendar = period_selectors.calendar()
    routes = Routes()
    for notice in notices:
        person: Any = people.get(notice.person_id)
        if person is not None:
            wish = wishes.get(notice.person_id) or Preference(person_id=notice.person_id)
            leaves = leaves_at(wish, at, calendar)
            _route_one(notice, person, wish, channels, at, leaves, routes)
    return routes


def _route_one(
    notice: Notice,
    person: Any,
    wish: Preference,
    channels: Mapping[str, Channel],
    at: datetime,
    leaves: datetime,
    routes: Routes,
) -> None:
    for code, channel in channels.items():
        if not channel.address(person):
            continue
        way = way_of(wish.choices, kind=notice.kind, channel=code, urgent=notice.urgent)
        if way is Way.DIGEST:
            routes.to_digest.append(notice)
        elif way is Way.NOW:
            routes.deliveries.append(
                Delivery(
                    key=f"n{notice.pk}:{code}",
                    person_id=notice.person_id,
                    channel=code,
                    notice=notice,
                    created_at=at,
                    next_try_at=leaves,
                )
            )


def leaves_at(wish: Preference, at: datetime, calendar: Calendar) -> datetime:
    """The first moment from this one on at which the person may be disturbed."""
    return leaves_from(
        timezone.localtime(at),
        quiet_from=wish.quiet_from,
        quiet_to=wish.quiet_to,
        is_working=calendar.is_working,
    )


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))
