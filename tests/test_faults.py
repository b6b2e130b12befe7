"""SIGKILL in the middle: what was confirmed stays, what was not leaves nothing half done."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sauro.engines.office.writing import Column, Sheet, write_xlsx

ROOT = Path(__file__).resolve().parents[1]
ROWS = 1200


@pytest.fixture
def place(tmp_path):
    """A migrated database of its own with the reference list, and the environment to reach it."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'sauro.sqlite3'}",
        "SAURO_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
    }
    sauro(environment, "migrate", "--verbosity", "0")
    return tmp_path, environment


def sauro(environment, *arguments, check=True):
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def plan(folder):
    titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
    rows = [
        [str(n), f"Nâng cấp hệ thống thông tin số {n}", "Bộ Nội vụ", "12/2026"]
        for n in range(1, ROWS + 1)
    ]
    path = folder / "ke-hoach.xlsx"
    path.write_bytes(write_xlsx([Sheet("Phụ lục", [Column(title) for title in titles], rows)]))
    return path


def count(folder, table):
    with sqlite3.connect(folder / "sauro.sqlite3", timeout=20) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


LOAD = ("--programme", "THU", "--create", "--title", "Thử", "--accept", "--format", "json")


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_runs_again(place):
    folder, environment = place
    path = plan(folder)
    started = subprocess.Popen(
        [sys.executable, "-m", "django", "import_plan", str(path), *LOAD],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    journal = folder / "sauro.sqlite3-wal"
    deadline = time.monotonic() + 60
    # The write-ahead log grows past half a megabyte only while the rows are being written.
    while started.poll() is None and time.monotonic() < deadline:
        if journal.exists() and journal.stat().st_size > 600_000:
            break
        time.sleep(0.002)
    started.send_signal(signal.SIGKILL)
    started.wait()
    assert count(folder, "programmes_task") in (0, ROWS)
    assert count(folder, "programmes_programme") == (1 if count(folder, "programmes_task") else 0)
    done = sauro(environment, "import_plan", str(path), *LOAD)
    summary = json.loads(done.stdout)
    assert summary["created"] + summary["unchanged"] == ROWS
    assert count(folder, "programmes_task") == ROWS
    assert count(folder, "programmes_taskspan") == ROWS
