"""All measurements on one engine; run in a process of its own by `bench`."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import data, load
from bench.measure import Row, measure, table
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import Progress
from sauro.domains.programmes.services import plans, progress, verification
from sauro.engines.history.models import Event
from sauro.engines.notify.models import CaughtUp
from sauro.engines.office.writing import Column, Sheet, write_xlsx
from sauro.engines.text import similar

SETTLED = 12  # seconds until the worker beside the server has started and looked around


def main() -> None:
    """Migrate, build, measure, print."""
    name, tasks = sys.argv[1], int(sys.argv[2])
    rows = [_migrated()]
    made = data.build(tasks=tasks, updates=6 * tasks)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    rows += _pages(made)
    rows += _writes(made)
    rows += _imports(made)
    rows += _text()
    rows += load.fifty_submitters(made)
    rows += _process()
    print(f"## {name}, {tasks} tasks\n\n{table(rows)}")


def _migrated() -> Row:
    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    ms = 1000 * (time.perf_counter() - start)
    return Row("migrate an empty database", ms, ms, ms, None, None, "≤ 15 s", ms <= 15_000)


def _client(user: Any) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _pages(made: dict[str, Any]) -> list[Row]:
    leader, officer, admin = (_client(made[who]) for who in ("leader", "officer", "admin"))
    monitor = _client(made["monitor"])
    leader.get("/")
    first = leader.get("/")
    etag = first.headers.get("ETag", "")
    code = made["programmes"][0].code
    task = Task.objects.filter(lead__in=made["agencies"]).first()
    month_ago = data.TODAY - timedelta(days=30)
    front = {"bar_ms": 100, "bar_sql": 12, "bar_size": 60_000}
    page = {"bar_ms": 100, "bar_size": 60_000}
    lists = {"bar_ms": 60, "bar_sql": 8, "bar_size": 60_000}
    rows = [
        measure("dashboard, leader", lambda: _ok(leader.get("/")), **front),
        measure("home, officer", lambda: _ok(officer.get("/")), **front),
        measure(
            "dashboard again (ETag)",
            lambda: leader.get("/", headers={"if-none-match": etag}),
            bar_ms=15,
            note="" if etag else "no ETag",
        ),
    ]
    for who, client in (("officer", officer), ("monitor", monitor), ("administrator", admin)):
        rows.append(
            measure(f"task list, {who}", lambda c=client: _ok(c.get("/nhiem-vu/")), **lists)
        )
        rows.append(
            measure(
                f"task list overdue, {who}",
                lambda c=client: _ok(c.get("/nhiem-vu/?deadline_class=overdue")),
                **lists,
            )
        )
    rows += [
        measure(
            "task list searched", lambda: _ok(monitor.get("/nhiem-vu/?q=kho+du+lieu")), **lists
        ),
        measure(
            "task list at risk, monitor",
            lambda: _ok(monitor.get("/nhiem-vu/?health=at_risk")),
            **lists,
        ),
        measure(
            "what changed in a month, leader",
            lambda: _ok(leader.get(f"/thay-doi/?since={month_ago}")),
            **{**page, "bar_sql": 12},
        ),
        measure("task page", lambda: _ok(monitor.get(f"/nhiem-vu/{task.pk}/")), **page),
        measure("programme page", lambda: _ok(leader.get(f"/chuong-trinh/{code}/")), **page),
        measure(
            "programme page as of a past day",
            lambda: _ok(leader.get(f"/chuong-trinh/{code}/?as_of=2026-06-30")),
            **page,
        ),
        measure("my work", lambda: _ok(officer.get("/viec-cua-toi/")), **page),
        measure("verification queue", lambda: _ok(monitor.get("/xac-nhan/")), **page),
        measure("who has not reported", lambda: _ok(monitor.get("/chua-bao-cao/")), **page),
    ]
    return rows


def _ok(response: Any) -> Any:
    if response.status_code != 200:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response


def _writes(made: dict[str, Any]) -> list[Row]:
    month = date(2026, 11, 1)
    at = data.moment(data.TODAY)
    working = Task.objects.filter(state="in_progress").select_related("lead")
    tasks = iter(working.order_by("pk")[:200])

    def submit() -> None:
        task = next(tasks)
        by = made["officers"][task.lead_id]
        percent = max(task.claimed_percent, 60)
        progress.submit_update(
            task=task,
            progress=Progress(month=month, percent=percent, done="Đã trình cấp có thẩm quyền"),
            by=by,
            at=at,
        )

    def verify() -> None:
        ids = list(
            ProgressUpdate.objects.filter(state="submitted")
            .order_by("pk")
            .values_list("pk", flat=True)[:200]
        )
        outcome = verification.verify_updates(updates=ids, by=made["second"], at=_now())
        if len(outcome.verified) != 200:
            raise SystemExit(f"only {len(outcome.verified)} of 200 verified: {outcome.refused[:1]}")

    return [
        measure("submit a progress update", submit, bar_ms=50, bar_sql=15, runs=100),
        measure("verify 200 updates", verify, bar_ms=1000, runs=4, warm=1),
    ]


def _now() -> datetime:
    return data.moment(date(2026, 11, 17))


def _sheet(rows: int) -> bytes:
    titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm")
    body = []
    for n in range(rows):
        body.append(
            [
                str(n + 1),
                f"Xây dựng hệ thống thông tin chuyên ngành số {n} phục vụ {data.FIELDS[n % 7]}",
                f"Sở số {n % 30 + 1}",
                f"UBND xã số {n % 120 + 1}",
                ("12/2026", "Quý III/2026", "30/6/2026", "Thường xuyên")[n % 4],
                "Quyết định của UBND tỉnh",
            ]
        )
    return write_xlsx([Sheet("Phụ lục", [Column(title) for title in titles], body)])


def _imports(made: dict[str, Any]) -> list[Row]:
    rows = []
    plans.stage_file(
        programme=made["programmes"][2],
        data=_sheet(20),
        file_name="nong-may.xlsx",
        by=made["monitor"],
        at=_now(),
    )  # warm, as every other row
    for count, validate_bar, commit_bar in ((1_000, 1000, 1000), (10_000, None, None)):
        content, by, at = _sheet(count), made["monitor"], _now()
        programme = made["programmes"][2 if count == 1_000 else 1]
        start = time.perf_counter()
        staging = plans.stage_file(
            programme=programme, data=content, file_name="ke-hoach.xlsx", by=by, at=at
        )
        staged = 1000 * (time.perf_counter() - start)
        start = time.perf_counter()
        summary = plans.accept_staging(staging=staging, by=by, at=at)
        written = 1000 * (time.perf_counter() - start)
        if summary["created"] != count:
            raise SystemExit(f"{summary['created']} of {count} rows were created")
        start = time.perf_counter()
        again = plans.stage_file(
            programme=programme, data=content, file_name="ke-hoach.xlsx", by=by, at=at
        )
        repeated = 1000 * (time.perf_counter() - start)
        writes = again.report.summary()
        rows += [
            _timed(f"import {count} rows: validate", staged, validate_bar),
            _timed(f"import {count} rows: commit", written, commit_bar),
            _timed(
                f"import {count} rows again",
                repeated,
                None,
                f"{writes['created'] + writes['updated']} writes",
            ),
        ]
    total = rows[3].p50 + rows[4].p50
    rows.append(_timed("import 10000 rows, both steps", total, 8000))
    return rows


def _timed(name: str, ms: float, bar: float | None, note: str = "") -> Row:
    met = None if bar is None else ms <= bar
    return Row(name, ms, ms, ms, None, None, f"≤ {bar:g} ms" if bar else "", met, note)


def _text() -> list[Row]:
    titles = list(Task.objects.order_by("pk").values_list("title", flat=True)[:10_000])
    similar.nearest("Xây dựng kho dữ liệu dùng chung của tỉnh", titles)
    start = time.perf_counter()
    similar.pairs(titles)
    pairs = 1000 * (time.perf_counter() - start)
    return [
        _timed("look-alikes among 10000 titles", pairs, 5000),
        measure(
            "look-alikes of one title",
            lambda: similar.nearest("Xây dựng kho dữ liệu dùng chung của tỉnh ta", titles),
            bar_ms=50,
        ),
    ]


def _process() -> list[Row]:
    """A start right after installing, and one that finds the code compiled."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    CaughtUp.objects.update_or_create(pk=1, defaults={"event_id": newest})  # told long ago
    with tempfile.TemporaryDirectory() as compiled:
        first, _memory = _started(compiled)
        again, (resident, shared_once) = _started(compiled, wait=SETTLED)
    limit = "≤ 300"
    return [
        Row("first start, code not compiled", first, first, first, None, None, "", None),
        Row("cold start to /healthz", again, again, again, None, None, "≤ 3 s", again <= 3000),
        Row("memory of the server, MB", resident, resident, 0, None, None, limit, resident <= 300),
        Row("… shared pages once, MB", shared_once, shared_once, 0, None, None, "", None),
    ]


def _started(compiled: str, wait: float = 0) -> tuple[float, tuple[float, float]]:
    start = time.perf_counter()
    with load.server(compiled=compiled) as address:
        ms = 1000 * (time.perf_counter() - start)
        load.get(address, "/dang-nhap/login/")
        time.sleep(wait)
        return ms, load.resident_mb(address)


if __name__ == "__main__":
    main()
