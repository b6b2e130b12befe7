"""One message a day in place of ten: what waits for a person is gathered at his hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from sauro.engines.notify import tables
from sauro.engines.notify.models import Delivery, Digest, Notice, Preference
from sauro.engines.notify.services import routing
from sauro.engines.periods import selectors as period_selectors

BATCH = 500
CHANNEL = "email"


def make_digests(*, at: datetime) -> int:
    """How many people's digests of this day were made; none on a day on which offices are closed.

    What was read in the meantime is left out. Run again, it makes what is missing.
    """
    moment = timezone.localtime(at)
    day = moment.date()
    if CHANNEL not in tables.channels_on() or not period_selectors.calendar().is_working(day):
        return 0
    Notice.objects.filter(awaits_digest=True, read_at__isnull=False).update(awaits_digest=False)
    ready = _ready(day, moment.time())
    parts = (ready[start : start + BATCH] for start in range(0, len(ready), BATCH))
    return sum(_make(people, day, at) for people in parts)


def _ready(day: date, clock: time) -> list[int]:
    """People for whom something waits, whose hour has come and who had no digest on this day."""
    done = Digest.objects.filter(day=day).values("person_id")
    waiting = (
        Notice.objects.filter(awaits_digest=True, person__is_active=True)
        .exclude(person_id__in=done)
        .order_by("person_id")
        .values_list("person_id", flat=True)
        .distinct()
    )
    usual = Preference._meta.get_field("digest_at").default
    hours = dict(Preference.objects.values_list("person_id", "digest_at"))
    return [person for person in waiting if hours.get(person, usual) <= clock]


def _make(people: Iterable[int], day: date, at: datetime) -> int:
    """The digests of some people with what they gather and their way out, all or none.

    When another worker makes them at the same moment, they are his.
    """
    try:
        with transaction.atomic():
            made = Digest.objects.bulk_create(
                [Digest(person_id=person, day=day, at=at) for person in people]
            )
            own = Digest.objects.filter(person=OuterRef("person_id"), day=day).values("pk")
            Notice.objects.filter(
                awaits_digest=True, person_id__in=[one.person_id for one in made]
            ).update(digest_id=Subquery(own[:1]), awaits_digest=False)
            Delivery.objects.bulk_create(_on_their_way(made, at))
    except IntegrityError:
        return 0
    return len(made)


def _on_their_way(made: list[Digest], at: datetime) -> list[Delivery]:
    """Made at the hour of the digest, they leave when their person may be disturbed."""
    wishes = Preference.objects.in_bulk({digest.person_id for digest in made})
    calendar = period_selectors.calendar()
    return [
        Delivery(
            key=f"d{digest.pk}:{CHANNEL}",
            person_id=digest.person_id,
            channel=CHANNEL,
            digest=digest,
            created_at=at,
            next_try_at=routing.leaves_at(
                wishes.get(digest.person_id) or Preference(person_id=digest.person_id),
                at,
                calendar,
            ),
        )
        for digest in made
    ]
