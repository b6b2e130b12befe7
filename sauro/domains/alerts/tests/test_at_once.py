"""Searches at the same moment, from three processes: every alert once, every search counted."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PROCESSES, TURNS, TASKS = 3, 3, 40

BEGIN = """
import django; django.setup()
from datetime import date, timedelta
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.orgs import services as orgs
from sauro.domains.programmes.tests.factories import make_programme, make_task
at = clock.now() - timedelta(days=100)
by = accounts.system_person(at=at)
root = orgs.load_reference(by=by, at=at).root
words = {"parent": root, "valid_from": date(2020, 1, 1), "by": by, "at": at}
province = orgs.create_organisation(
    kind="province", code="LV", name="Tỉnh Lúa Vàng", short_name="LV", **words
)
programme = make_programme(owner=province, by=by, at=at)
for n in range({tasks}):
    make_task(
        programme=programme, lead=province, title=f"Nhiệm vụ {n}", due_on=date(2025, 1, 31),
        by=by, at=at,
    )
"""
LOOK = """
import django; django.setup()
import sys
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.alerts.services import running
by = accounts.system_person(at=clock.now())
print("ready", flush=True)
sys.stdin.readline()
for _n in range({turns}):
    running.run(by=by, at=clock.now())
"""


def run(environment, code):
    done = subprocess.run(
        [sys.executable, *code], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
def test_searches_at_once_open_each_alert_once(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'sauro.sqlite3'}",
        "SAURO_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
    }
    run(environment, ["-m", "django", "migrate", "--verbosity", "0"])
    run(environment, ["-c", BEGIN.replace("{tasks}", str(TASKS))])
    started = [
        subprocess.Popen(
            [sys.executable, "-c", LOOK.replace("{turns}", str(TURNS))],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _n in range(PROCESSES)
    ]
    for one in started:
        one.stdout.readline()  # all are ready
    for one in started:
        one.stdin.write(b"go\n")
        one.stdin.flush()
    faults = [one.communicate(timeout=240)[1].decode() for one in started]
    assert [one.returncode for one in started] == [0] * PROCESSES, faults
    with sqlite3.connect(tmp_path / "sauro.sqlite3") as connection:
        keys = connection.execute(
            "SELECT rule, subject_kind, subject_id, part FROM alerts_alert"
        ).fetchall()
        opened, runs = connection.execute(
            "SELECT SUM(opened), COUNT(*) FROM alerts_alertrun"
        ).fetchone()
        [by_events] = connection.execute(
            "SELECT COUNT(*) FROM history_event WHERE kind = 'alerts.alert.opened'"
        ).fetchone()
        closed = connection.execute(
            "SELECT COUNT(*) FROM alerts_alert WHERE closed_at IS NOT NULL"
        ).fetchone()
    assert len(keys) == len(set(keys)) == opened + by_events
    assert sum(rule == "task_late" for rule, *_rest in keys) == TASKS
    assert runs == PROCESSES * TURNS
    assert closed == (0,)
