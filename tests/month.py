"""A province of 150 agencies for a month of reminders, and the process that lives through it.

`python -m tests.month build` fills the database, `python -m tests.month live` runs the schedule at
three moments of each day. It may be killed anywhere: begun again it goes on at the moment at which
it was killed, as a worker that is started again does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

AGENCIES, TASKS_EACH = 150, 3
FIRST, DAYS = date(2025, 9, 15), 30
MOMENTS = (time(6, 31), time(7, 1), time(14, 0))
RUN = ("deliver", "remind", "digests")


def due_of(agency: int, task: int) -> date:
    """The day on which a task of an agency is due: spread over the month and what follows."""
    return FIRST + timedelta(days=(agency * 7 + task * 11) % (DAYS + 12))


def done_on(agency: int, task: int) -> date | None:
    """The day on which it is finished: every fourth, some days before or after it is due."""
    if (agency + task) % 4:
        return None
    return due_of(agency, task) + timedelta(days=agency % 9 - 4)


def wish_of(agency: int) -> dict[str, dict[str, str]]:
    """How the officer of an agency wants reminders: digest, mail at once, or SMS besides."""
    ways = ({}, {"email": "now"}, {"sms": "now"})[agency % 3]
    return {"programmes.tasks_due": ways} if ways else {}


def build() -> None:
    """The province: an officer and a head in each agency, three tasks each."""
    from django.db import transaction

    from conftest import give, make_org, make_user
    from sauro.domains.accounts import services as accounts
    from sauro.domains.programmes.tests.factories import make_programme, make_task
    from sauro.engines.history import recording
    from sauro.engines.notify.models import Preference

    at = _moment(FIRST - timedelta(days=40), time(9))
    with transaction.atomic(), recording.quietly():
        accounts.system_person(at=at)
        province = make_org("Tỉnh Lúa Vàng", "province", "LV")
        monitor = give(make_user("theo-doi", "Lê Minh Quân"), "monitor", province)
        programme = make_programme(owner=province, by=monitor, at=at)
        for n in range(AGENCIES):
            agency = make_org(f"Cơ quan {n}", "department", f"LV-{n:03}", province)
            officer = give(make_user(f"can-bo-{n:03}", f"Cán bộ {n}"), "focal_officer", agency)
            give(make_user(f"thu-truong-{n:03}", f"Thủ trưởng {n}"), "agency_head", agency)
            officer.phone = f"09{n:08}"
            officer.save(update_fields=["phone"])
            Preference.objects.create(person=officer, choices=wish_of(n))
            for k in range(TASKS_EACH):
                make_task(
                    programme=programme,
                    lead=agency,
                    title=f"Việc {n}-{k}",
                    due_on=due_of(n, k),
                    by=monitor,
                    at=at,
                )


def live(folder: Path) -> None:
    """Every moment from the one that was reached until the end of the month."""
    from sauro.core import clock
    from sauro.engines.jobs import schedule, services

    known = schedule.entries()
    schedule.entries = lambda: {code: known[code] for code in RUN}
    reached, stage = folder / "reached", folder / "stage"
    for moment in _moments():
        if reached.exists() and moment.isoformat() < reached.read_text():
            continue
        _write(reached, moment.isoformat())
        clock.now = lambda now=moment: now
        services.recover(at=moment, is_dead=lambda _other: True)
        _finish_tasks(moment)
        for entry in RUN:
            _write(stage, f"{moment:%d} {entry}")
            schedule.entries = lambda code=entry: {code: known[code]}
            schedule.start_due(at=moment, worker=f"w{os.getpid()}")
    _write(stage, "end")


def _moments() -> Iterator[datetime]:
    yield _moment(FIRST - timedelta(days=1), time(23))  # the schedule is seen for the first time
    for n in range(DAYS):
        for hour in MOMENTS:
            yield _moment(FIRST + timedelta(days=n), hour)


def _finish_tasks(moment: datetime) -> None:
    from sauro.domains.programmes.models import Task

    titles = [
        f"Việc {n}-{k}"
        for n in range(AGENCIES)
        for k in range(TASKS_EACH)
        if (day := done_on(n, k)) is not None and day <= moment.date()
    ]
    Task.objects.filter(title__in=titles).exclude(state="completed").update(
        state="completed", completed_on=moment.date()
    )


def _moment(day: date, hour: time) -> datetime:
    from django.utils import timezone

    return datetime.combine(day, hour, timezone.get_current_timezone())


def _write(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.write_text(text)
    unfinished.replace(path)


def told() -> list[dict[str, Any]]:
    """Every reminder: to whom, of which task, at which step, and how it travelled."""
    from sauro.engines.notify.models import Delivery, Notice

    ways: dict[int, list[str]] = {}
    for notice, channel in Delivery.objects.filter(notice__isnull=False).values_list(
        "notice_id", "channel"
    ):
        ways.setdefault(notice, []).append(channel)
    return [
        {
            "person": one.person.username,
            "task": one.label,
            "step": one.facts["step"],
            "digest": one.digest_id is not None,
            "awaits": one.awaits_digest,
            "ways": sorted(ways.get(one.pk, [])),
        }
        for one in Notice.objects.filter(kind="programmes.tasks_due").select_related("person")
    ]


def main() -> None:
    """Build, live, or print what was told."""
    import django
    from django.conf import settings

    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = os.environ["MONTH_MAIL"]
    what = sys.argv[1]
    if what == "build":
        build()
    elif what == "live":
        live(Path(sys.argv[2]))
    else:
        print(json.dumps(told()))


if __name__ == "__main__":
    main()
