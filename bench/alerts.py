"""Measurements of alerts: `python -m bench.alerts [--engine sqlite|postgresql] [--keep DIR]`.

The reference province (10,000 tasks, 60,000 updates, 2,000 people) stands beside the country of
6 million figures in one database; causes are looked for in all of it at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.measure import Row, measure, table
from bench.scratch import postgresql

FIGURES = 6_000_000
BAR = 5.0  # seconds


def main() -> None:
    """Build where nothing is built, measure in a process of its own, print."""
    parser = argparse.ArgumentParser(prog="bench.alerts", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--keep", type=Path, default=None, help="keep the database here")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _measured(options)
        return
    with _folder(options.keep) as folder, _address(options, folder) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "SAURO_DATA": str(folder),
            "SAURO_HOSTS": "testserver,localhost",
            "SAURO_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
        }
        more = ["--engine", options.engine, "--figures", str(options.figures), "--inside"]
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "bench.alerts", *more], env=environment, check=True
        )


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
            yield Path(folder)
        return
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.resolve()


@contextlib.contextmanager
def _address(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    if options.engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    with postgresql(keep=options.keep and folder / "cluster") as url:
        if url is None:
            raise SystemExit("PostgreSQL is not installed here.")
        yield url


def _measured(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from bench import data, nation
    from sauro.domains.accounts.models import User
    from sauro.domains.alerts.models import Alert, AlertRun

    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="nguoi-0").exists():
        data.build()
    nation.nation(options.figures)
    _analysed()
    reverse("home")  # a worker has its addresses loaded long before the night
    AlertRun.objects.all().delete()
    Alert.objects.all().delete()
    rows = [*_runs(), *_one_task(), *_pages()]
    print(f"## Alerts, {options.engine}, {Alert.objects.count():,} alerts\n\n{table(rows)}")


def _analysed() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _runs() -> list[Row]:
    """The first run opens everything, the next finds nothing new, the next day a little."""
    from bench import data
    from sauro.domains.accounts.services import system_person

    at = data.moment(data.TODAY)
    by = system_person(at=at)
    told = (("first run, every alert new", 0, 0), ("again, nothing new", 1, 0))
    rows = []
    for name, hours, days in (*told, ("the night after", 0, 1), ("a week later", 0, 7)):
        rows.append(_run(name, by, at + timedelta(hours=hours, days=days)))
    return rows


def _run(name: str, by: Any, at: Any) -> Row:
    from django.db import connection

    from sauro.domains.alerts.services import running

    statements = 0

    def counted(execute: Any, *args: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*args)

    start, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        made = running.run(by=by, at=at)
    seconds = time.perf_counter() - start
    spent = 1000 * (time.process_time() - cpu)
    note = f"{made.opened:,} opened, {made.closed:,} closed, {made.going_on:,} go on"
    ms = 1000 * seconds
    return Row(name, ms, ms, spent, statements, None, f"≤ {BAR:g} s", seconds <= BAR, note)


def _one_task() -> list[Row]:
    from bench import data
    from sauro.domains.accounts.services import system_person
    from sauro.domains.alerts.services import refreshing
    from sauro.domains.programmes.models import Task

    at = data.moment(data.TODAY + timedelta(days=7))
    by = system_person(at=at)
    ids = list(Task.objects.filter(state="in_progress").values_list("pk", flat=True)[:200])
    turn = iter(ids * 10)
    return [
        measure(
            "one task looked at again, nothing new",
            lambda: refreshing.refresh_tasks(task_ids=[next(turn)], by=by, at=at),
            bar_ms=10,
            bar_sql=4,
            runs=200,
        )
    ]


def _pages() -> list[Row]:
    from django.test import Client

    from sauro.domains.accounts.models import User

    rows = []
    for who, username in (
        ("leader", "nguoi-2"),
        ("officer", "nguoi-4"),
        ("of the country", "do-country"),
    ):
        client = Client(headers={"accept-language": "vi"})
        person = User.objects.get(username=username)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        rows.append(
            measure(
                f"list of alerts, {who}",
                lambda c=client: _ok(c.get("/canh-bao/")),
                bar_ms=100,
                bar_sql=12,
                bar_size=60_000,
                runs=20,
            )
        )
    return rows


def _ok(response: Any) -> Any:
    if response.status_code != 200:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response


if __name__ == "__main__":
    main()
