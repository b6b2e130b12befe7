"""The server is killed while ten clients report: what was answered is kept, nothing is half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from tests.apart import ROOT, Place, free_port, migrated_file

CLIENTS = 10
ENOUGH = 40  # updates answered before the server is killed

# Run in a process of its own: ten tasks, and a token of the officer who reports on them.
PREPARE = """
import django
django.setup()
from conftest import NOW, give, make_org, make_user
from sauro.core import clock
from sauro.domains.accounts import services
from sauro.domains.programmes.tests.factories import make_programme, make_task
province = make_org("Tỉnh Lúa Vàng", "province", "LV")
department = make_org("Sở Khoa học và Công nghệ", "department", "LV-SKHCN", province)
monitor = give(make_user("theo-doi", "Lê Minh Quân"), "monitor", province)
clerk = give(make_user("can-bo", "Nguyễn Thị Lan"), "focal_officer", department)
programme = make_programme(owner=province, by=monitor, at=NOW)
tasks = [
    make_task(programme=programme, lead=department, title=f"Nhiệm vụ số {n}", by=monitor, at=NOW)
    for n in range(10)
]
_token, secret = services.issue_token(user=clerk, name="thử", by=clerk, at=clock.now())
print(secret, *(task.pk for task in tasks))
"""


class Server:
    """`sauro serve` in a process group of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "django", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(self.base)

    def kill(self) -> None:
        """SIGKILL to the server and its workers at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def prepared(tmp_path):
    kept = Place(tmp_path, f"sqlite:///{shutil.copy(migrated_file(), tmp_path)}")
    secret, *tasks = kept.run("-c", PREPARE).split()
    return tmp_path / "sauro.sqlite3", kept.environment, secret, [int(task) for task in tasks]


def hand_in(base, secret, task, percent, words):
    """One update over HTTP; true when the server answered that it was taken."""
    body = {"month": "2025-06-01", "percent": percent, "done": words}
    request = urllib.request.Request(
        f"{base}/api/v1/tasks/{task}/updates",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status == 201
    except urllib.error.HTTPError as refused:
        raise AssertionError(refused.read()) from None
    except (OSError, ValueError, EOFError):
        return False


class Client(threading.Thread):
    """Reports on one task, again and again, until the server is gone."""

    def __init__(self, base, secret, task, taken):
        super().__init__(daemon=True)
        self.base, self.secret, self.task, self.taken = base, secret, task, taken
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            for n in range(1, 100):
                words = f"Nhiệm vụ {self.task}, lần {n}"
                if not hand_in(self.base, self.secret, self.task, n, words):
                    return
                self.taken.append(words)
        except AssertionError as problem:
            self.problem = problem


def rows(path, sql, *values):
    with sqlite3.connect(path, timeout=20) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.mark.slow
def test_what_was_answered_is_kept_and_nothing_is_half_done(prepared):
    path, environment, secret, tasks = prepared
    server = Server(environment)
    taken: list[str] = []
    clients = [Client(server.base, secret, task, taken) for task in tasks[:CLIENTS]]
    try:
        for client in clients:
            client.start()
        end = time.monotonic() + 60
        while len(taken) < ENOUGH and time.monotonic() < end:
            time.sleep(0.005)
    finally:
        server.kill()
    for client in clients:
        client.join(30)
    assert [client.problem for client in clients if client.problem] == []
    assert len(taken) >= ENOUGH

    again = Server(environment)
    try:
        stored = rows(path, "SELECT task_id, percent, done, state FROM programmes_progressupdate")
        words = [update[2] for update in stored]
        assert len(words) == len(set(words))
        assert set(taken) <= set(words)
        assert len(words) - len(taken) <= CLIENTS  # written, but the answer was lost
        assert {update[3] for update in stored} == {"submitted"}
        for task in tasks:
            agree(path, task, [update for update in stored if update[0] == task])
        assert hand_in(again.base, secret, tasks[0], 100, "Sau khi khởi động lại")
    finally:
        again.kill()


def agree(path, task, updates):
    """The task, its open span and its events tell the same as its updates."""
    last = max((update[1] for update in updates), default=0)
    [(state, claimed)] = rows(
        path, "SELECT state, claimed_percent FROM programmes_task WHERE id = ?", task
    )
    assert (claimed, state) == (last, "in_progress" if updates else "assigned")
    spans = rows(
        path,
        "SELECT state FROM programmes_taskspan WHERE task_id = ? AND until_at IS NULL",
        task,
    )
    assert spans == [(state,)]
    [(events,)] = rows(
        path,
        "SELECT COUNT(*) FROM history_event WHERE kind = 'programmes.task.reported'"
        " AND subject_id = ?",
        str(task),
    )
    assert events == len(updates)
