"""How long it takes to tell people: reminders, digests and mail of 2,000 people on one morning.

`python -m bench.notices [--people N] [--each N] [--database ADDRESS]` uses a scratch SQLite
unless an empty database is given; the mail is put together in full and handed to memory.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

DAY = date(2025, 6, 10)


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="bench.notices", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--each", type=int, default=5, help="records that each person answers for")
    parser.add_argument("--database", default="", help="address of an empty database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "sauro.config.settings", "SAURO_DATA": folder}
        os.environ["DATABASE_URL"] = options.database or f"sqlite:///{folder}/bench.sqlite3"
        os.environ["SAURO_EMAIL_URL"] = "memorymail://"
        print(measured(people=options.people, each=options.each))
    return 0


def measured(*, people: int, each: int) -> str:
    """The table of one morning."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    reverse("home")  # a worker has read the addresses of the site long before
    ids = _people(people)
    rows = list(_morning(ids, each))
    head = f"{os.cpu_count()} cores, {connection.vendor}, {people} people, {each} records each"
    return "\n".join([head, "", "| step | n | seconds | CPU |", "|---|---:|---:|---:|", *rows])


def _people(n: int) -> list[int]:
    from django.utils import timezone

    from sauro.domains.accounts.models import User

    at = timezone.now()
    made = User.objects.bulk_create(
        User(
            username=f"nguoi-{number}",
            full_name=f"Nguyễn Văn {number}",
            email=f"nguoi-{number}@example.test",
            date_joined=at,
            password="!",  # noqa: S106  (nobody logs in)
        )
        for number in range(n)
    )
    return [person.pk for person in made]


def _dues(ids: list[int], each: int) -> list[Any]:
    from sauro.engines.notify import Due

    return [
        Due(
            subject_kind="programmes.task",
            subject_id=str(number * each + part),
            label=f"Hoàn thành nhiệm vụ số {number * each + part} của kế hoạch năm 2025",
            url=f"/nhiem-vu/{number * each + part}/",
            due_on=date(2025, 6, 10 + part),
            to=(person,),
        )
        for number, person in enumerate(ids)
        for part in range(each)
    ]


def _morning(ids: list[int], each: int) -> Iterator[str]:
    from django.core import mail
    from django.utils import timezone

    from sauro.engines.notify import Source, planning, tables
    from sauro.engines.notify.models import Delivery, Notice
    from sauro.engines.notify.services import delivering, digests, notices, reminding, routing

    dues = _dues(ids, each)
    tables.sources = lambda: {"bench": Source(label="Nhiệm vụ", dues=lambda *, today: dues)}  # noqa: ARG005
    at = datetime(2025, 6, 10, 7, 0, tzinfo=timezone.get_current_timezone())
    yield _row(
        "one event told to all",
        lambda: notices.give(kind="bench.event", people=ids, key="e1", label="Tin", at=at),
    )
    yield _row("dry run", lambda: len(planning.plan(at=at)))
    yield _row("reminders", lambda: reminding.remind(today=DAY, at=at).notices)
    yield _row("reminders, run again", lambda: reminding.remind(today=DAY, at=at).notices)
    yield _row("on their way", lambda: routing.route(at=at))
    yield _row("digests gathered", lambda: digests.make_digests(at=at))
    yield _row("digests put together and handed over", lambda: delivering.deliver(at=at).sent)
    if len(mail.outbox) != Delivery.objects.filter(state="sent").count() or not mail.outbox:
        raise RuntimeError("not everything arrived")
    waiting = Notice.objects.filter(awaits_digest=True).count()
    yield f"| still waiting | {waiting} | | |"


def _row(what: str, do: Callable[[], Any]) -> str:
    started, spent = time.perf_counter(), time.process_time()
    n = do()
    seconds, busy = time.perf_counter() - started, time.process_time() - spent
    return f"| {what} | {n} | {seconds:.2f} | {busy:.2f} |"


if __name__ == "__main__":
    raise SystemExit(main())
