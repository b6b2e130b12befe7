"""The process that carries out jobs one after another, and looks after those of dead workers."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading

from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.management.commands.db_worker import Worker

from sauro.engines.jobs import queue, schedule, services
from sauro.engines.jobs.work import Clock

log = logging.getLogger(__name__)
BEAT = 5.0  # seconds; a job is stale after `services.STALE_AFTER`


class DatabaseBehind(Exception):
    """The database is not up to date."""


def work(*, now: Clock, batch: bool = False, interval: float = 1.0, parent: int = 0) -> None:
    """Carry out jobs until stopped, or in a `batch` until none waits.

    With `parent`, stop when that process is no longer the parent of this one.
    """
    _check_database()
    name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    worker = Worker(
        queue_names=["default"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name[:64],
        excluded_queue_names=[],
    )
    queue.station.name = name
    queue.station.stopping = lambda: not worker.running
    worker.configure_signals()
    services.recover(at=now(), is_dead=lambda other: is_dead(other, name))
    _start_due(name, now)
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(name, now, parent, ended), daemon=True)
    keeper.start()
    try:
        worker.run()
    finally:
        ended.set()
        keeper.join(timeout=BEAT)


def _keep(name: str, now: Clock, parent: int, ended: threading.Event) -> None:
    """Beside the work itself: beat for it, recover that of dead workers, start what is due."""
    while not ended.wait(BEAT):
        if parent and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
        try:
            services.beat(worker=name, at=now())
            services.recover(at=now(), is_dead=lambda other: is_dead(other, name))
            _start_due(name, now)
        except Exception:  # the next beat tries again; a locked database is no reason to end
            log.warning("the worker could not beat", exc_info=True)
        finally:
            close_old_connections()
    connection.close()


def _start_due(name: str, now: Clock) -> None:
    """What the schedule wants now; a fault of the schedule is no reason not to do other work."""
    try:
        schedule.start_due(at=now(), worker=name)
    except Exception:
        log.exception("the schedule could not be looked at")


def is_dead(other: str, mine: str) -> bool:
    """Whether a worker is known to be gone; of another machine nothing is known."""
    host, _colon, rest = other.rpartition(":")[0].rpartition(":")
    here, _colon, number = mine.rpartition(":")[0].rpartition(":")
    if not host or host != here or not rest.isdecimal() or other == mine:
        return False
    if rest == number:  # the same number again after a restart, as in a container
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _check_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DatabaseBehind("The database is not up to date: run `sauro migrate` first.")
