"""A real server on loopback and fifty officers who submit in the same minute."""

from __future__ import annotations

import atexit
import contextlib
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from bench.measure import Row, percentile
from bench.scratch import free_port
from sauro.domains.programmes.models import ProgressUpdate, Task

CLIENTS, EACH = 50, 4
SPREAD = 20  # seconds: three times denser than “in the same minute”


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server of ours listens, and its process."""

    port: int
    pid: int


@contextlib.contextmanager
def server(workers: int = 1, compiled: str = "") -> Iterator[Address]:
    """A server on the present database, ready to answer; `compiled` code lies in a folder."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603
        [
            sys.executable,
            "-c",
            "from sauro.config.cli import main; main()",
            "serve",
            "--port",
            str(port),
            "--workers",
            str(workers),
        ],
        env=_environment(compiled or _compiled()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield Address(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _environment(compiled: str) -> dict[str, str]:
    """As on an installation, where the first start leaves the compiled code behind."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.getcwd(), "PYTHONPYCACHEPREFIX": compiled}  # noqa: PTH109


@cache
def _compiled() -> str:
    folder = tempfile.mkdtemp(prefix="sauro-compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _wait(port: int) -> None:
    for _n in range(1200):
        with contextlib.suppress(OSError, http.client.HTTPException):
            if get(Address(port, 0), "/healthz") == 200:
                return
        time.sleep(0.01)
    raise SystemExit("the server did not start")


def get(address: Address, path: str) -> int:
    """The status of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def resident_mb(address: Address) -> tuple[float, float]:
    """Memory of the server and its children: each by itself, and what they share counted once."""
    import psutil

    process = psutil.Process(address.pid)
    family = [one.memory_full_info() for one in (process, *process.children(recursive=True))]
    return sum(one.rss for one in family) / 1e6, sum(one.pss for one in family) / 1e6


def _session(user: Any) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key or ""


def _submit(address: Address, cookie: str, task_id: int, n: int) -> tuple[float, int]:
    token = "a" * 32
    body = urlencode(
        {
            "csrfmiddlewaretoken": token,
            "month": date.today().replace(day=1).isoformat(),  # the server's own clock
            "percent": 95,
            "done": "Đã trình cấp có thẩm quyền",
            "action": "submit",
            "request_key": f"bench-{task_id}-{n}",
        }
    )
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={cookie}; csrftoken={token}",
    }
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=30)
    try:
        connection.request("POST", f"/nhiem-vu/{task_id}/cap-nhat/", body, headers)
        response = connection.getresponse()
        response.read()
        return 1000 * (time.perf_counter() - start), response.status
    finally:
        connection.close()


def fifty_submitters(made: dict[str, Any]) -> list[Row]:
    """p95 of an update by fifty officers at once, through HTTP, with nothing lost."""
    jobs = []
    for agency in made["agencies"][:CLIENTS]:
        user = made["officers"][agency.pk]
        tasks = Task.objects.filter(lead=agency, state="in_progress").order_by("-pk")[:EACH]
        jobs.append((_session(user), [task.pk for task in tasks]))
    before = ProgressUpdate.objects.filter(request_key__startswith="bench-").count()
    connections.close_all()
    chance = random.Random(57)
    with server() as address:

        def officer(job: tuple[str, list[int]]) -> list[tuple[float, int]]:
            answers = []
            for n, task_id in enumerate(job[1]):
                time.sleep(chance.uniform(0, 2 * SPREAD / EACH))
                answers.append(_submit(address, job[0], task_id, n))
            return answers

        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = [answer for answers in pool.map(officer, jobs) for answer in answers]
    times = [ms for ms, _status in answers]
    wrong = [status for _ms, status in answers if status not in (200, 302)]
    stored = ProgressUpdate.objects.filter(request_key__startswith="bench-").count() - before
    p95 = percentile(times, 0.95)
    note = f"{len(answers)} sent, {stored} stored, {len(wrong)} errors"
    met = p95 <= 250 and not wrong and stored == len(answers)
    return [
        Row(
            f"{CLIENTS} officers submit {EACH} updates each within {SPREAD} s",
            percentile(times, 0.5),
            p95,
            0,
            None,
            None,
            "≤ 250 ms, 0 errors",
            met,
            note,
        )
    ]
