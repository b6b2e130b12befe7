"""SIGKILL in the middle: what was confirmed stays, what was not leaves nothing half done."""

from __future__ import annotations

import json
import shutil
import signal
import time

import pytest

from sauro.engines.office.writing import Column, Sheet, write_xlsx
from tests.apart import Place, migrated_file

ROWS = 1200


def plan(folder):
    titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
    rows = [
        [str(n), f"Nâng cấp hệ thống thông tin số {n}", "Bộ Nội vụ", "12/2026"]
        for n in range(1, ROWS + 1)
    ]
    path = folder / "ke-hoach.xlsx"
    path.write_bytes(write_xlsx([Sheet("Phụ lục", [Column(title) for title in titles], rows)]))
    return path


LOAD = ("--programme", "THU", "--create", "--title", "Thử", "--accept", "--format", "json")


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_runs_again(tmp_path):
    place = Place(tmp_path, f"sqlite:///{shutil.copy(migrated_file(), tmp_path)}")
    path = plan(tmp_path)
    started = place.start("import_plan", str(path), *LOAD)
    journal = tmp_path / "sauro.sqlite3-wal"
    deadline = time.monotonic() + 60
    # The write-ahead log grows past half a megabyte only while the rows are being written.
    while started.poll() is None and time.monotonic() < deadline:
        if journal.exists() and journal.stat().st_size > 600_000:
            break
        time.sleep(0.002)
    started.send_signal(signal.SIGKILL)
    started.wait()
    kept = place.count("programmes_task")
    assert kept in (0, ROWS)
    assert place.count("programmes_programme") == (1 if kept else 0)
    summary = json.loads(place.run("-m", "django", "import_plan", str(path), *LOAD))
    assert summary["created"] + summary["unchanged"] == ROWS
    assert place.count("programmes_task") == ROWS
    assert place.count("programmes_taskspan") == ROWS
