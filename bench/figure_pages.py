"""Pages, forms and files of figures, as an ordinary officer or monitor meets them.

A province of 100 communes with a form of 100 indicators inside a country of millions of figures.
"""

from __future__ import annotations

import gc
import http.client
import io
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from django.db import connections
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from bench import load, nation
from bench.measure import Row, measure, percentile
from bench.nation import AT, HUNDRED, LAST
from sauro.core import clock
from sauro.domains.indicators.excelform import keys, layout
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import excel, uploads
from sauro.engines.office.bundles import write_bundle

RUNS = 40
USERS, TURNS = 5, 4
PAGE = {"bar_ms": 100, "bar_sql": 12, "bar_size": 60_000}
_POSTED, _JSON = "application/x-www-form-urlencoded", {"accept": "application/json"}
FORMS = 30  # handed in one after the other, each by the officer of another commune


def pages(made: dict[str, Any]) -> list[Row]:
    """Pages of figures in a province and in the country, and a form of 100 indicators."""
    gc.collect()
    gc.freeze()  # as `sauro.config.wsgi` does
    with (
        mock.patch.object(clock, "now", return_value=AT),
        mock.patch.object(clock, "today", return_value=AT.date()),
    ):
        return [*_read(made), *_form_of_hundred(made)]


def files(made: dict[str, Any]) -> list[Row]:
    """Exports by five people at once, and Excel forms of 100 communes out and in."""
    return [*_exports(made), *_excel(made)]


def _client(user: Any) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _get(client: Client, path: str) -> Callable[[], Any]:
    def run() -> Any:
        response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        return response

    return run


def _pivot(indicators: list[Any], count: int, fmt: str = "") -> str:
    chosen = "&".join(f"indicator={one.pk}" for one in indicators)
    until = "2026-10-01"
    return f"/chi-so/tong-hop/?{chosen}&count={count}&until={until}" + (fmt and f"&format={fmt}")


def _read(made: dict[str, Any]) -> list[Row]:
    monitor = _client(made["people"]["do-monitor"])
    country = _client(made["people"]["do-country"])
    officer = _client(made["officers"][made["communes"][-1].pk])
    own, form = made["own"], made["own_form"]
    asked = [
        ("scoreboard of 43 targets, monitor", monitor, "/chi-tieu/"),
        ("who has handed in, 100 communes × 12", monitor, f"/so-lieu/tinh-hinh/?form={form.pk}"),
        ("who has handed in, 3,321 communes × 12", country, "/so-lieu/tinh-hinh/"),
        ("indicators of a province", monitor, "/chi-so/"),
        ("indicator of a province, 100 communes", monitor, f"/chi-so/{own[0].pk}/"),
        (
            "indicator of the country, 3,321 communes",
            country,
            f"/chi-so/{made['ids'][0]}/",
        ),
        ("map of a province", monitor, f"/chi-so/{own[0].pk}/ban-do/"),
        ("pivot, 3 indicators × 100 communes × 6", monitor, _pivot(own[:3], 6)),
        ("pivot, 10 indicators × 100 communes × 24", monitor, _pivot(own[:10], 24)),
        ("what is due from a commune", officer, "/so-lieu/"),
        ("forms to confirm", monitor, "/so-lieu/xac-nhan/"),
    ]
    return [measure(name, _get(who, path), runs=RUNS, **PAGE) for name, who, path in asked]


def _form_of_hundred(made: dict[str, Any]) -> list[Row]:
    """Each commune once: the page, all cells saved as the page does it, handed in."""
    form = made["own_form"]
    nation.forget(form)
    units = made["communes"][: FORMS + 6]
    clients = {unit.pk: _client(made["officers"][unit.pk]) for unit in units}
    steps = [iter(units) for _n in range(4)]

    def at(step: int) -> tuple[Client, str]:
        unit = next(steps[step])
        return clients[unit.pk], f"/so-lieu/{form.pk}/{unit.pk}/{LAST}/"

    def seen() -> Any:
        client, page = at(0)
        return _checked(client.get(page), 200)

    def saved() -> Any:
        client, page = at(1)
        return _checked(client.post(page, cells, _POSTED, headers=_JSON), 200)

    def looked_at() -> Any:
        client, page = at(2)
        return _checked(client.get(f"{page}nop/"), 200)

    def handed_in() -> Any:
        client, page = at(3)
        _checked(client.post(f"{page}nop/"), 302)

    filled = {}
    for n, one in enumerate(made["own"]):
        filled[f"v-{one.pk}"] = str(300 + n)
        filled[f"b-{one.pk}"] = "1000" if n % 3 != 1 else ""
        filled[f"r-{one.pk}"] = "đo tốc độ"
    cells = urlencode(filled)
    timed = {"warm": 4, "runs": FORMS}
    rows = [
        measure("form of 100 indicators: the page", seen, bar_ms=100, bar_sql=12, **timed),
        measure("… all 100 cells saved", saved, bar_ms=50, **timed),
        measure("… the last look", looked_at, bar_ms=100, bar_sql=12, **timed),
        measure("… handed in, all totals moved", handed_in, bar_ms=100, **timed),
    ]
    done = Submission.objects.filter(data_set=form, period=LAST, state="submitted").count()
    if done != FORMS + 5:
        raise SystemExit(f"only {done} of {FORMS + 5} forms were handed in")
    return rows


def _checked(response: Any, status: int) -> Any:
    if response.status_code != status:
        path = response.request["PATH_INFO"]
        raise SystemExit(f"{path} answered {response.status_code}: {response.content[:300]!r}")
    return response


def _exports(made: dict[str, Any]) -> list[Row]:
    """Five monitors fetch the same subtree at the same moment, several times, from a server."""
    monitors = [load._session(made["people"][f"do-monitor-{n}"]) for n in range(USERS)]
    country = [load._session(made["people"]["do-country"])] * USERS
    own, whole = made["own"][:10], made["indicators"][:10]
    asked = [
        ("10 indicators × 100 communes × 24", monitors, _pivot(own, 24, "csv"), TURNS, 5_000),
        ("10 indicators × 100 communes × 24", monitors, _pivot(own, 24, "xlsx"), TURNS, 5_000),
        ("10 indicators × 3,321 communes × 24", country, _pivot(whole, 24, "csv"), 1, None),
    ]
    connections.close_all()
    rows = []
    with load.server() as address:
        _fetch(address, monitors[0], _pivot(own, 24, "csv"))
        for name, sessions, path, turns, bar in asked:
            spent: list[float] = []
            size = 0
            with ThreadPoolExecutor(USERS) as pool:
                for _n in range(turns):
                    found = list(pool.map(partial(_fetch, address, path=path), sessions))
                    spent += [ms for ms, _size in found]
                    size = found[0][1]
            p95 = percentile(spent, 0.95)
            memory = f"server {load.resident_mb(address)[0]:.0f} MB after"
            met = None if bar is None else p95 <= bar
            kind = "Excel" if path.endswith("xlsx") else "CSV"
            title = f"export by {USERS} at once, {kind}: {name}"
            told = f"≤ {bar / 1000:g} s" if bar else ""
            rows.append(Row(title, percentile(spent, 0.5), p95, 0, None, size, told, met, memory))
    return rows


def _fetch(address: load.Address, cookie: str, path: str) -> tuple[float, int]:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=300)
    try:
        headers = {"Cookie": f"sessionid={cookie}", "Accept-Language": "vi"}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{path} answered {response.status}")
        return 1000 * (time.perf_counter() - start), len(body)
    finally:
        connection.close()


def _excel(made: dict[str, Any]) -> list[Row]:
    """Workbooks of 100 communes × 100 indicators written, filled in by another program, taken."""
    form, by = made["own_form"], made["people"]["do-filler"]
    nation.forget(form)
    with translation.override("vi"):
        start = time.perf_counter()
        units = blanks.units_for(user=by, form=form, period=LAST, day=AT.date())
        found = blanks.blanks_of(form=form, units=units, period=LAST)
        bundle = write_bundle((layout.file_name(one), layout.workbook_of([one])) for one in found)
        written = time.perf_counter() - start
        filled = _filled(bundle)
        start = time.perf_counter()
        upload = uploads.stage_upload(files=[("bieu.zip", filled)], by=by, at=AT)
        read = time.perf_counter() - start
        start = time.perf_counter()
        upload = excel.accept_upload(upload=upload, submit=True, by=by, at=AT)
        taken = time.perf_counter() - start
    done = sum(one["status"] == excel.SUBMITTED for one in upload.results)
    if done != HUNDRED:
        raise SystemExit(f"only {done} of {HUNDRED} forms were handed in: {upload.results[0]}")
    note = f"{HUNDRED * len(made['own']):,} cells"
    return [
        _timed("Excel forms of 100 communes × 100 indicators: written", written, 8, note),
        _timed("… read, checked and shown", read, None, note),
        _timed("… handed in, all totals moved", taken, None, f"{done} handed in"),
        _timed("… back in, both steps", read + taken, 8, ""),
    ]


def _filled(bundle: bytes) -> bytes:
    """The archive with a figure in every cell that asks for one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as given, zipfile.ZipFile(out, "w") as taken:
        for name in given.namelist():
            book = load_workbook(io.BytesIO(given.read(name)))
            sheet = book.worksheets[0]
            rows = list(sheet.iter_rows())
            marks = {one.value: one.column for row in rows for one in row if one.value in _MARKS}
            for n, row in enumerate(rows):
                key = row[marks[keys.KEY] - 1].value
                if keys.read_key(str(key or "")) is not None and str(key).count("|") > 4:
                    sheet.cell(row[0].row, marks[keys.VALUE]).value = 300 + n
                    if not sheet.cell(row[0].row, marks[keys.BASE]).protection.locked:
                        sheet.cell(row[0].row, marks[keys.BASE]).value = 1000
                    sheet.cell(row[0].row, marks[keys.REASON]).value = "đo tốc độ"
            kept = io.BytesIO()
            book.save(kept)
            taken.writestr(name, kept.getvalue())
    return out.getvalue()


_MARKS = {keys.KEY, *keys.INPUTS}


def _timed(name: str, seconds: float, bar: float | None, note: str) -> Row:
    ms = 1000 * seconds
    met = None if bar is None else seconds <= bar
    return Row(name, ms, ms, ms, None, None, f"≤ {bar:g} s" if bar else "", met, note)
