"""Reports of all communes drawn by a real scheduler and two worker processes: the same bytes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import make_org
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.domains.reporting.services import closing, mass
from sauro.engines import periods
from sauro.engines.country import cluster
from sauro.engines.jobs import files
from sauro.engines.jobs.models import Job
from sauro.shell.tests.test_country_cluster import machines

pytest.importorskip("distributed", reason="the optional group `country` is not installed")
pytest.importorskip("duckdb", reason="the optional group `country` is not installed")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
COMMUNES = 9  # more than are joined at once


@pytest.fixture
def snapshot(province, monitor, at):
    programme = make_programme(owner=province, by=monitor, at=at - timedelta(days=60))
    for n in range(COMMUNES):
        unit = make_org(f"UBND xã Số {n}", "commune", f"LV-XA{n}", province)
        make_task(
            programme=programme,
            by=monitor,
            at=at - timedelta(days=40),
            lead=unit,
            title=f"Việc {n}",
        )
    june = periods.parse("2025-06")
    return closing.take_snapshot(owner=province, period=june, soon_days=7, by=monitor, at=at)


def made(snapshot, monitor, at):
    started = mass.start(snapshot=snapshot, definition="commune", by=monitor, at=at)
    job = Job.objects.get(pk=started.pk)
    assert (job.state, job.error) == ("done", "")
    return files.path_of(job.file["stored"]).read_bytes()


def test_two_worker_processes_draw_the_same_archive(
    snapshot, monitor, at, settings, tmp_path, monkeypatch
):
    here = made(snapshot, monitor, at)
    asked = []
    real = cluster.Cluster.run

    def noted(self, **wanted):
        asked.append(self.workers())
        return real(self, **wanted)

    monkeypatch.setattr(cluster.Cluster, "run", noted)
    with machines(tmp_path) as (address, _workers):
        settings.DASK_SCHEDULER = address
        with cluster.connected(address, wait=30) as runner:
            runner.client.wait_for_workers(2, timeout=30)
        assert made(snapshot, monitor, at) == here
    assert asked == [2]


def test_without_a_scheduler_the_work_says_so(snapshot, monitor, at, settings):
    settings.DASK_SCHEDULER = "tcp://127.0.0.1:9"
    started = mass.start(snapshot=snapshot, definition="commune", by=monitor, at=at)
    job = Job.objects.get(pk=started.pk)
    assert job.state == "failed"
    assert "127.0.0.1:9" in job.error
