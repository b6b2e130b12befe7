"""Workers as processes: killed in the middle, racing each other, started and stopped by the server."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import psutil
import pytest

from tests.apart import JOBS, WAIT, Place, free_port

ROWS = 2200  # more than a page accepts itself

PREPARE = """
import sys
import django
django.setup()
from conftest import NOW, give, make_org, make_user
from sauro.domains.programmes.services import plans
from sauro.domains.programmes.tests.factories import make_programme
from sauro.engines.jobs import services
from sauro.engines.office.writing import Column, Sheet, write_xlsx
province = make_org("Tỉnh Lúa Vàng", "province", "LV")
monitor = give(make_user("theo-doi", "Lê Minh Quân"), "monitor", province)
programme = make_programme(owner=province, by=monitor, at=NOW)
who = {"by": monitor, "at": NOW}
"""
BIG_PLAN = """
titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
lines = [[str(n), f"Nâng cấp hệ thống số {n}", "Tỉnh Lúa Vàng", "12/2026"] for n in range(1, ROWS + 1)]
data = write_xlsx([Sheet("Phụ lục", [Column(title) for title in titles], lines)])
plan = plans.stage_plan(programme=programme, data=data, file_name="a.xlsx", kind="auto", **who)
plans.accept_or_queue(plan=plan, **who)
"""
LISTS = """
for n in range(10):
    address = f"/chuong-trinh/?format=csv&n={n}"
    services.start(kind="jobs.file", title=f"Tệp {n}", arguments={"address": address}, **who)
"""


def prepare(place: Place, script: str) -> None:
    place.run("-c", PREPARE + script.replace("ROWS", str(ROWS)))


def end(process: subprocess.Popen) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=30)


@pytest.mark.slow
def test_an_import_killed_while_it_writes_leaves_nothing_and_the_next_worker_finishes_it(place):
    prepare(place, BIG_PLAN)
    assert place.job()["state"] == "waiting"
    worker = place.start("work")
    place.until(lambda: (job := place.job())["phase"] and job["total"] == 0)
    assert place.job()["state"] == "running"
    worker.kill()
    worker.wait()
    assert place.job()["state"] == "running"
    assert [place.count(f"programmes_{name}") for name in ("task", "taskspan", "group")] == [
        0,
        0,
        0,
    ]
    place.run("-m", "django", "work", "--batch")
    job = place.job()
    assert (job["state"], job["attempts"], job["error"]) == ("done", 2, "")
    assert [place.count(f"programmes_{name}") for name in ("task", "taskspan")] == [ROWS, ROWS]


@pytest.mark.slow
def test_a_worker_that_is_stopped_gives_its_job_back_or_finishes_it(place):
    prepare(place, BIG_PLAN)
    worker = place.start("work")
    place.until(lambda: place.job()["total"])
    assert end(worker) == 0
    job = place.job()
    assert (job["state"], job["attempts"]) in {("waiting", 0), ("done", 1)}
    assert place.count("programmes_task") == (ROWS if job["state"] == "done" else 0)
    place.run("-m", "django", "work", "--batch")
    assert (place.job()["state"], place.job()["attempts"]) == ("done", 1)
    assert place.count("programmes_task") == ROWS


@pytest.mark.slow
def test_two_workers_share_the_queue_and_no_job_is_run_twice(place):
    prepare(place, LISTS)
    workers = [place.start("work", "--batch", "--interval", "0.1") for _n in range(2)]
    assert [worker.wait(timeout=WAIT) for worker in workers] == [0, 0]
    assert set(place.ask(f"SELECT state, attempts FROM {JOBS}")) == {("done", 1)}
    outcomes = [row[0] for row in place.ask(f"SELECT outcome FROM {JOBS}")]
    outcomes = [json.loads(one) if isinstance(one, str) else one for one in outcomes]
    stored = {outcome["file"]["stored"] for outcome in outcomes}
    assert {path.name for path in (place.folder / "results").iterdir()} == stored
    assert len(stored) == 10


@pytest.mark.slow
def test_the_server_starts_a_worker_again_when_it_dies_and_stops_it_with_itself(place):
    prepare(place, LISTS)
    server = place.start("serve", "--port", str(free_port()))
    try:
        place.until(lambda: working(server))
        first = working(server)[0]
        assert first.nice() == 10
        place.until(lambda: set(place.ask(f"SELECT state FROM {JOBS}")) == {("done",)})
        first.kill()
        place.until(lambda: [one for one in working(server) if one.pid != first.pid])
        second = working(server)[0]
    finally:
        end(server)
    assert not second.is_running() or second.status() == psutil.STATUS_ZOMBIE


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.0, 0.5, 1.5])
def test_a_server_stopped_while_it_still_loads_the_site_ends(place, moment):
    server = place.start("serve", "--no-worker", "--port", str(free_port()))
    place.until(lambda: psutil.Process(server.pid).children())
    time.sleep(moment)
    processes = psutil.Process(server.pid).children(recursive=True)
    end(server)
    assert not any(one.is_running() for one in processes)


@pytest.mark.slow
def test_a_server_without_worker_starts_none_and_a_worker_ends_with_its_parent(place):
    server = place.start("serve", "--no-worker", "--port", str(free_port()))
    time.sleep(4)
    assert working(server) == []
    end(server)
    orphan = place.start("work", "--parent", str(server.pid))
    assert orphan.wait(timeout=30) == 0


def working(server: subprocess.Popen) -> list[psutil.Process]:
    """Workers that the server has started."""
    found = []
    for child in psutil.Process(server.pid).children(recursive=True):
        try:
            if "work" in child.cmdline() and child.nice() == 10:
                found.append(child)
        except psutil.Error:
            continue
    return found
