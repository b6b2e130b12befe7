"""What happens by the clock: a table of entries, each started once for each of its moments.

The table is named in the settings. Every worker looks at it beside its work; a conditional update
decides which one starts a moment. Moments that passed while nothing ran are made up for once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from sauro.engines.jobs import services
from sauro.engines.jobs.kinds import Kind
from sauro.engines.jobs.models import Job, Slot
from sauro.engines.jobs.states import OPEN
from sauro.engines.jobs.work import Work
from sauro.engines.periods import selectors as period_selectors

KIND = "jobs.scheduled"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A function `run(*, at)`, by its dotted path, and when it is called.

    Every `minutes` from midnight on, or daily `at` a time, on `working_days` only if so said. It
    may be called twice for one moment when its worker dies: it must be safe to repeat.
    """

    code: str
    title: Any
    run: str
    minutes: int = 0
    at: time = time(0)
    working_days: bool = False


def entries() -> dict[str, Entry]:
    """The entries of the schedule by code."""
    table: tuple[Entry, ...] = import_string(settings.SAURO["schedule"])
    return {entry.code: entry for entry in table}


def latest_moment(entry: Entry, *, now: datetime, is_working: Callable[[date], bool]) -> datetime:
    """The last moment of an entry that has come, for a `now` in the time zone of the offices."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if entry.minutes:
        passed = (now - midnight) // timedelta(minutes=entry.minutes)
        return midnight + passed * timedelta(minutes=entry.minutes)
    moment = midnight.replace(hour=entry.at.hour, minute=entry.at.minute)
    while moment > now or (entry.working_days and not is_working(moment.date())):
        moment -= DAY
    return moment


def start_due(*, at: datetime, worker: str) -> list[Job]:
    """The jobs of entries whose moment has come and which no other worker has started.

    An entry that was never seen waits for its next moment.
    """
    now = timezone.localtime(at)
    known = dict(Slot.objects.values_list("code", "moment"))
    is_working = _Calendar()
    started = []
    for entry in entries().values():
        latest = latest_moment(entry, now=now, is_working=is_working)
        if entry.code not in known:
            Slot.objects.get_or_create(code=entry.code, defaults={"moment": latest})
        elif known[entry.code] < latest:
            job = _start(entry, known[entry.code], latest, at, worker)
            started += [job] if job else []
    return started


class _Calendar:
    """Whether a day is worked, looked up in the database only when something asks."""

    def __init__(self) -> None:
        self._calendar: Any = None

    def __call__(self, day: date) -> bool:
        self._calendar = self._calendar or period_selectors.calendar()
        return bool(self._calendar.is_working(day))


@transaction.atomic
def _start(entry: Entry, seen: datetime, latest: datetime, at: datetime, worker: str) -> Job | None:
    """The job of a moment, or None when another worker took the moment first."""
    slot = Slot.objects.filter(code=entry.code, moment=seen)
    if not slot.update(moment=latest, worker=worker[:120], started_at=at):
        return None
    key = f"schedule:{entry.code}"
    Job.objects.filter(key=key).exclude(state__in=OPEN).delete()  # a failure is shown until now
    return services.start(
        kind=KIND,
        title=str(entry.title),
        arguments={"code": entry.code},
        key=key,
        by=import_string(settings.SAURO["system_person"])(at=at),
        at=at,
    )


def _carry_out(work: Work) -> None:
    entry = entries()[str(work.arguments["code"])]
    import_string(entry.run)(at=work.now())


KINDS = (Kind(KIND, _carry_out, unattended=True),)
