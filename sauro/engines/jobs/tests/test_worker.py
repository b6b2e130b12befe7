"""Which workers are known to be gone, and what a worker refuses to start on."""

import os
import subprocess
import sys

import pytest

from sauro.engines.jobs import worker

HERE = f"may-nay:{os.getpid()}:aaaa"


def ended_process():
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.parametrize(
    ("other", "dead"),
    [
        (HERE, False),
        (f"may-nay:{os.getpid()}:bbbb", True),  # the same number again, as in a container
        (f"may-nay:{os.getppid()}:aaaa", False),
        ("may-nay:1:aaaa", False),
        ("may-khac:1:aaaa", False),
        ("may-nay:khong-so:aaaa", False),
        ("", False),
    ],
    ids=("itself", "reused", "parent", "first", "elsewhere", "no-number", "nobody"),
)
def test_only_workers_of_this_machine_are_known_to_be_dead(other, dead):
    assert worker.is_dead(other, HERE) is dead


def test_a_worker_whose_process_ended_is_dead():
    assert worker.is_dead(f"may-nay:{ended_process()}:aaaa", HERE)


@pytest.mark.django_db
def test_a_worker_does_not_start_on_a_database_that_is_behind(monkeypatch, at):
    monkeypatch.setattr(
        worker.MigrationExecutor, "migration_plan", lambda *_more: ["something to do"]
    )
    with pytest.raises(worker.DatabaseBehind):
        worker.work(now=lambda: at, batch=True)
