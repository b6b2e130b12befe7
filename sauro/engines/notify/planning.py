"""Who would be told what on this day, and why: nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.engines.notify import tables, words
from sauro.engines.notify.models import Notice, Preference
from sauro.engines.notify.selectors.reminders import Reminder, reminders_of
from sauro.engines.notify.services import reminding, routing
from sauro.engines.periods import Calendar
from sauro.engines.periods import selectors as period_selectors


@dataclass(frozen=True, slots=True)
class Way:
    """By which channel something would leave, and when."""

    channel: str
    label: str
    at: datetime


@dataclass(slots=True)
class Planned:
    """One thing that one person would be told; without ways it stays in the inbox."""

    person: Any
    kind: str
    line: str
    url: str
    why: str
    ways: list[Way] = field(default_factory=list)


def plan(*, at: datetime, people: Iterable[int] | None = None) -> list[Planned]:
    """Everything that would be said and would leave, person by person; `people` limits it."""
    wanted = None if people is None else set(people)
    found = [*_new_reminders(at), *_on_the_way()]
    shown = [pair for pair in found if wanted is None or pair[0].person_id in wanted]
    planned = _described(shown, at)
    return sorted(planned, key=lambda one: (one.person.full_name, one.person.pk, one.line))


def _new_reminders(at: datetime) -> Iterator[tuple[Notice, str]]:
    """What the reminders of this day would add; none on a day on which offices are closed."""
    today = timezone.localtime(at).date()
    if not period_selectors.calendar().is_working(today):
        return
    for one in reminders_of(today=today):
        for notice in reminding.notices_of(one, at):
            yield notice, step_in_words(one)


def _on_the_way() -> Iterator[tuple[Notice, str]]:
    for notice in Notice.objects.filter(routed_at__isnull=True):
        yield notice, _("It has just happened.")
    for notice in Notice.objects.filter(awaits_digest=True, read_at__isnull=True):
        yield notice, _("It waits for the daily digest.")


def step_in_words(reminder: Reminder) -> str:
    """The rule by which a reminder falls on this day."""
    step = abs(reminder.step)
    if reminder.step < 0:
        return ngettext(
            "Step: %(n)s working day before the day.",
            "Step: %(n)s working days before the day.",
            step,
        ) % {"n": step}
    if reminder.step == 0:
        return _("Step: on the day.")
    return ngettext(
        "Step: %(n)s working day after the day.",
        "Step: %(n)s working days after the day.",
        step,
    ) % {"n": step}


def _described(pairs: list[tuple[Notice, str]], at: datetime) -> list[Planned]:
    ids = {notice.person_id for notice, _why in pairs}
    people = get_user_model()._default_manager.filter(is_active=True).in_bulk(ids)
    ways = _ways([notice for notice, _why in pairs], at)
    return [
        Planned(
            person=people[notice.person_id],
            kind=notice.kind,
            line=words.line(notice),
            url=notice.url,
            why=" ".join(filter(None, (why, words.reason(notice)))),
            ways=ways.get(id(notice), []),
        )
        for notice, why in pairs
        if notice.person_id in people
    ]


def _ways(notices: list[Notice], at: datetime) -> dict[int, list[Way]]:
    channels = tables.channels_on()
    routes = routing.routes_of(notices, channels=channels, at=at)
    wishes = Preference.objects.in_bulk({notice.person_id for notice in notices})
    calendar = period_selectors.calendar()
    found: dict[int, list[Way]] = {}
    for delivery in routes.deliveries:
        label = str(channels[delivery.channel].label)
        way = Way(delivery.channel, label, delivery.next_try_at)
        found.setdefault(id(delivery.notice), []).append(way)
    for notice in routes.to_digest:
        wish = wishes.get(notice.person_id) or Preference(person_id=notice.person_id)
        way = Way("digest", str(_("Daily digest")), _digest_at(wish, at, calendar))
        found.setdefault(id(notice), []).append(way)
    return found


def _digest_at(wish: Preference, at: datetime, calendar: Calendar) -> datetime:
    """The next hour of the digest on a working day, or this moment when it has just come."""
    now = timezone.localtime(at)
    today = now.replace(
        hour=wish.digest_at.hour, minute=wish.digest_at.minute, second=0, microsecond=0
    )
    if calendar.is_working(now.date()):
        return max(today, now)
    return timezone.make_aware(
        datetime.combine(calendar.next_working_day(now.date()), wish.digest_at)
    )
