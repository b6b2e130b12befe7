"""A migrated database and data folder of its own, for tests that start processes and kill them."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
WAIT = 90
JOBS = "jobs_job WHERE kind <> 'jobs.scheduled'"  # a worker starts others when the clock strikes


class Place:
    """A migrated database of its own, on the engine of this run."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.environment = os.environ | {
            "DATABASE_URL": url,
            "SAURO_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
            "SAURO_PRODUCTION": "",
        }

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "django", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def at_once(self, code: str, *, processes: int) -> None:
        """Run the code in so many processes, its number in `sys.argv[1]`; none may complain.

        Each says a line when it is ready and reads one: then all go on in the same moment.
        """
        started = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(number)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(processes)
        ]
        said = [one.stdout.readline() for one in started]
        for one in started:
            with suppress(BrokenPipeError):
                one.stdin.write("go\n")
                one.stdin.flush()
        faults = [one.communicate(timeout=240)[1] for one in started]
        assert said == ["ready\n"] * processes, faults
        assert [one.returncode for one in started] == [0] * processes, faults
        assert not any(faults), faults

    def ask(self, question: str):
        if self.url.startswith("sqlite"):
            with sqlite3.connect(self.folder / "sauro.sqlite3", timeout=20) as connection:
                return connection.execute(question).fetchall()
        with psycopg.connect(self.url) as connection:
            return connection.execute(question).fetchall()

    def count(self, table: str) -> int:
        return self.ask(f"SELECT COUNT(*) FROM {table}")[0][0]

    def job(self) -> dict:
        names = ("state", "attempts", "total", "phase", "error")
        [row] = self.ask(f"SELECT {', '.join(names)} FROM {JOBS}")
        return dict(zip(names, row, strict=True))

    def until(self, condition) -> None:
        deadline = time.monotonic() + WAIT
        while not condition():
            assert time.monotonic() < deadline, self.ask("SELECT state, error FROM jobs_job")
            time.sleep(0.01)


@contextmanager
def place_in(tmp_path: Path) -> Iterator[Place]:
    """A place on the engine of this run, gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        shutil.copy(migrated_file(), tmp_path / "sauro.sqlite3")
        yield Place(tmp_path, f"sqlite:///{tmp_path / 'sauro.sqlite3'}")
        return
    name = f"jobs_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_database(given)}")
        yield Place(tmp_path, f"{given.rpartition('/')[0]}/{name}")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def migrated_file() -> Path:
    """An empty database that is up to date: migrating takes long, so it is done once a process."""
    folder = Path(tempfile.mkdtemp(prefix="sauro-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "sauro.sqlite3"
    Place(folder, f"sqlite:///{file}").run("-m", "django", "migrate", "--verbosity", "0")
    return file


@cache
def migrated_database(given: str) -> str:
    """The name of such a database on a server."""
    name = f"migrated_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    folder = Path(tempfile.mkdtemp(prefix="sauro-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(_dropped, given, name)
    place = Place(folder, f"{given.rpartition('/')[0]}/{name}")
    place.run("-m", "django", "migrate", "--verbosity", "0")
    return name


def _dropped(given: str, name: str) -> None:
    with suppress(psycopg.Error), psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
