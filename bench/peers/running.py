"""`python -m bench --peer redmine`: both products on one engine, one after the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.peers import comparing, redmine
from bench.scratch import postgresql

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def compared(*, engine: str, tasks: int, runs: int, imports: int) -> str:
    """The tables of the engines asked for; ends with one sentence when Redmine is missing."""
    if not redmine.installed():
        raise SystemExit(redmine.MISSING)
    head = (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Redmine {redmine.version()} with "
        f"Puma; one process each, one client, {tasks:,} tasks, {6 * tasks:,} updates"
    )
    parts = [head]
    if engine in ("sqlite", "both"):
        parts.append(_engine("sqlite", "", tasks, runs, imports))
    if engine in ("postgresql", "both"):
        with postgresql() as url:
            if url is None:
                parts.append("PostgreSQL is not installed here.")
            else:
                parts.append(_engine("postgresql", url, tasks, runs, imports))
    parts.append(f"Load of the machine at the end, ours included: {os.getloadavg()[0]:.1f}.")
    return "\n\n".join(parts)


def _engine(engine: str, url: str, tasks: int, runs: int, imports: int) -> str:
    with tempfile.TemporaryDirectory(prefix="sauro-peer-") as name:
        folder = Path(name)
        _ours(folder, url, tasks, runs, imports)
        ours = json.loads((folder / "ours.json").read_text(encoding="utf-8"))
        theirs = _redmine(folder, engine, url, runs, imports)
        table = comparing.comparison("Redmine", comparing.from_json(ours), theirs)
        return f"## {NAMES[engine]}\n\n{table}"


def _ours(folder: Path, url: str, tasks: int, runs: int, imports: int) -> None:
    environment = os.environ | {
        "DATABASE_URL": url or f"sqlite:///{folder / 'ours.sqlite3'}",
        "SAURO_DATA": str(folder / "ours"),
        "SAURO_HOSTS": "localhost,127.0.0.1",
        "SAURO_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
    }
    numbers = [str(number) for number in (tasks, runs, imports)]
    command = [sys.executable, "-m", "bench.peers.ours", str(folder), *numbers]
    subprocess.run(command, env=environment, check=True)  # noqa: S603


def _redmine(
    folder: Path, engine: str, url: str, runs: int, imports: int
) -> dict[str, comparing.Timed]:
    facts = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    environment = redmine.instance(folder, engine=engine, database=_database(folder, url))
    loaded = redmine.fill(folder, environment)
    if loaded["issues"] != len(facts["tasks"]):
        raise SystemExit(f"Redmine holds {loaded['issues']} of {len(facts['tasks'])} tasks")
    with redmine.server(folder, environment) as port:
        return redmine.measured(port, facts, tracker=loaded["tracker"], runs=runs, imports=imports)


def _database(folder: Path, url: str) -> dict[str, Any]:
    """A database of its own, beside ours in the same cluster or folder."""
    if not url:
        return {"database": str(folder / "redmine.sqlite3")}
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE redmine")
    parts = urlsplit(url)
    return {
        "host": parts.hostname,
        "port": parts.port,
        "username": parts.username,
        "database": "redmine",
    }
