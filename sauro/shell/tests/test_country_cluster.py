"""A real scheduler and two worker processes: one is killed, work is stopped and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from sauro.engines import country
from sauro.engines.country import cluster
from sauro.shell.country import answering, rollups
from sauro.shell.country.asking import Question
from sauro.shell.tests import country_files

pytest.importorskip("distributed", reason="the optional group `country` is not installed")
pytest.importorskip("duckdb", reason="the optional group `country` is not installed")

pytestmark = [
    pytest.mark.slow,
    # the library leaves its own sockets to the collector when a worker vanishes
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PROVINCES = 24
FIGURES = country_files.scattered(PROVINCES, 60)
OWN = ("--host", "127.0.0.1", "--no-dashboard")


def started(tmp_path, *arguments):
    with (tmp_path / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            stdout=log,
            stderr=log,
            cwd=tmp_path,
        )


@contextmanager
def machines(tmp_path, workers=2):
    """A scheduler and its workers as processes of their own, on this machine only."""
    known = tmp_path / "scheduler.json"
    running = [started(tmp_path, "scheduler", *OWN, "--port", "0", "--scheduler-file", str(known))]
    try:
        running += [worker(tmp_path) for _n in range(workers)]
        yield address_in(known), running[1:]
    finally:
        for one in running:
            one.kill()
        for one in running:
            one.wait()


def worker(tmp_path):
    known = str(tmp_path / "scheduler.json")
    own = (*OWN, "--no-nanny", "--nthreads", "1", "--scheduler-file", known)
    return started(tmp_path, "worker", *own, "--local-directory", str(tmp_path / "scratch"))


def address_in(known):
    import json

    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            return json.loads(known.read_text())["address"]
        except (OSError, ValueError):
            time.sleep(0.05)
    pytest.fail("the scheduler did not start")


@contextmanager
def connected(address, workers):
    with cluster.connected(address, wait=30) as found:
        found.client.wait_for_workers(workers, timeout=30)
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return country_files.write(tmp_path_factory.mktemp("country"), FIGURES)


@pytest.fixture
def two(tmp_path):
    with machines(tmp_path) as found:
        yield found


def sums_found(runner, folder, progress=lambda _done, _total: None):
    question = Question(folder, runner, progress)
    found = question.ask(
        *(country_files.slowly, rollups.joined),
        by=rollups.BY_PROVINCE,
        meanings=question.meanings().values(),
    )
    return {key: sums for key, (sums, _owed) in found.items()}


def test_a_killed_worker_costs_time_and_nothing_else(two, folder):
    address, (first, _second) = two
    seen = []

    def kill_in_the_middle(done, total):
        seen.append((done, total))
        if done >= 4 and first.poll() is None:
            os.kill(first.pid, signal.SIGKILL)

    with connected(address, 2) as runner:
        assert sums_found(runner, folder, kill_in_the_middle) == country_files.expected(FIGURES)
        assert first.poll() == -signal.SIGKILL
        assert seen[-1] == (PROVINCES, PROVINCES)
        assert any(0 < done < PROVINCES for done, _total in seen)
        # and the next question is answered by who is left
        assert sums_found(runner, folder) == country_files.expected(FIGURES)


class Stopped(KeyboardInterrupt):
    """Somebody pressed Ctrl-C."""


def test_stopped_in_the_middle_nothing_is_kept_and_it_can_be_asked_again(two, folder):
    address, _workers = two
    results = folder.path / country.folder.RESULTS
    arguments = {"by": rollups.BY_PROVINCE, "indicator": "", "period": ""}

    def stop(done, _total):
        if done >= 1:
            raise Stopped

    ask = {"folder": folder.path, "question": "rollups", "arguments": arguments}
    with pytest.raises(Stopped):
        answering.answer(**ask, engine="dask", scheduler=address, progress=stop)
    assert not list(results.glob("*"))
    with connected(address, 2) as runner:
        assert runner.client.scheduler_info()["type"] == "Scheduler"
        deadline = time.monotonic() + 10
        while runner.client.run_on_scheduler(_left) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert runner.client.run_on_scheduler(_left) == 0
    once = answering.answer(**ask, engine="dask", scheduler=address)
    again = answering.answer(**ask, engine="dask", scheduler=address)
    assert (once.kept, again.kept) == (False, True)
    assert once.value == again.value
    assert once.value == answering.answer(**ask, fresh=True).value
    assert len(list(results.glob("*"))) == 1


def _left(dask_scheduler):
    return len(dask_scheduler.tasks)


def test_workers_tell_their_version_and_what_they_see(two, folder, tmp_path):
    address, _workers = two
    with connected(address, 2) as runner:
        assert [one.digest for one in runner.seen(folder.path)] == [folder.digest] * 2
        assert [one.digest for one in runner.seen(tmp_path / "elsewhere")] == [None] * 2


def test_a_scheduler_without_workers_is_refused(tmp_path):
    with (
        machines(tmp_path, workers=0) as (address, _none),
        pytest.raises(cluster.NoWorkers),
        cluster.connected(address, wait=0.5),
    ):
        pytest.fail("it was taken")


def test_when_every_worker_is_gone_the_question_ends(two, folder):
    address, workers = two

    def kill_all(_done, _total):
        for one in workers:
            one.kill()

    with connected(address, 2) as runner:
        runner._patience = 0.5
        with pytest.raises(cluster.NoWorkers):
            sums_found(runner, folder, kill_all)


def test_when_the_scheduler_is_gone_the_question_ends(two, folder):
    address, _workers = two
    with connected(address, 2) as runner:
        pid = runner.client.run_on_scheduler(os.getpid)

        def kill_it(_done, _total):
            os.kill(pid, signal.SIGKILL)

        with pytest.raises(cluster.NoCluster):
            sums_found(runner, folder, kill_it)
