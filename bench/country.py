"""Measurements of the export and its questions: `python -m bench.country ROWS [--engine NAME]`.

Builds the country of `bench.nation` in a scratch database (`--keep DIR`: in the one that
`python -m bench --figures ROWS --keep DIR` keeps), exports it, and asks each question of
DuckDB alone and of a Dask scheduler with two worker processes on this machine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

RUNS = 5
OWN = ("--host", "127.0.0.1", "--no-dashboard")


def main() -> None:
    """Build, export, ask, print a table."""
    parser = argparse.ArgumentParser(prog="bench.country", description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--keep", type=Path, default=None)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sauro-country-")))
        data = folder / "data"
        data.mkdir()
        os.environ["SAURO_DATA"] = str(data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "sauro.config.settings"
        keep = options.keep.resolve() if options.keep else data
        if options.engine == "postgresql":
            from bench.scratch import postgresql

            cluster = keep / "cluster" if options.keep else None
            os.environ["DATABASE_URL"] = stack.enter_context(postgresql(keep=cluster)) or ""
        else:
            (keep / "sqlite").mkdir(parents=True, exist_ok=True)
            os.environ["DATABASE_URL"] = f"sqlite:///{keep / 'sqlite' / 'bench.sqlite3'}"
        _measure(folder, options)


def _measure(folder: Path, options: argparse.Namespace) -> None:
    from bench import figures, nation  # they read the environment that was just set

    figures.call_command("migrate", verbosity=0)
    made = nation.nation(options.rows)
    lines: list[tuple[str, str]] = []

    out = folder / "out"
    figures.connection.close()
    for name in ("export, everything", "export again, nothing changed"):
        spent, told = _timed(lambda: _command("export-figures", str(out), "--format", "json"))
        done = json.loads(told)
        lines.append((name, f"{spent:.1f} s, {len(done['changed'])} provinces written"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lines.append(("most memory of the exporting process", f"{peak:.0f} MB"))
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    lines.append(("size of the export", f"{size / 1e6:.0f} MB"))
    lines.append(("one hand-written DuckDB statement", _hand(out)))
    lines += _questions(out, folder)
    print(f"## {options.engine}, {made['rows']:,} figures, {os.cpu_count()} cores\n")
    print("| What | |\n|---|---|")
    for name, told in lines:
        print(f"| {name} | {told} |")


def _command(*arguments: str) -> str:
    """What `sauro` prints, run as a process of its own."""
    code = "import sys; from sauro.config.cli import main; sys.argv[0] = 'sauro'; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _questions(out: Path, folder: Path) -> list[tuple[str, str]]:
    from sauro.shell.country import answering

    asked: list[tuple[str, dict[str, Any]]] = [
        ("rollups", {"by": "country"}),
        ("rollups", {"by": "province", "period": "2026-10"}),
        ("league", {"indicator": "CS-000", "by": "commune", "top": 50}),
        ("outliers", {"top": 50}),
        ("lookalikes", {"top": 50}),
    ]
    lines = []
    with _machines(folder) as address:
        for question, arguments in asked:
            told = []
            for engine, scheduler in (("duckdb", ""), ("dask", address)):

                def ask(engine: str = engine, scheduler: str = scheduler) -> Any:
                    return answering.answer(
                        folder=out,
                        question=question,  # noqa: B023 - called before the next turn
                        arguments=arguments,  # noqa: B023
                        engine=engine,
                        scheduler=scheduler,
                        fresh=True,
                    ).value

                ask()
                runs = sorted(_timed(ask) for _n in range(RUNS if question != "lookalikes" else 1))
                told.append((runs[len(runs) // 2][0], runs[0][1]))
            assert told[0][1] == told[1][1], f"{question}: the engines differ"
            said = ", ".join(f"{name} {value}" for name, value in arguments.items())
            times = f"DuckDB {told[0][0]:.2f} s, Dask with two processes {told[1][0]:.2f} s"
            lines.append((f"{question} ({said})", times))
    return lines


def _hand(out: Path) -> str:
    import duckdb

    connection = duckdb.connect()
    statement = (
        "SELECT indicator_id, period, SUM(amount), SUM(base), COUNT(*) "  # noqa: S608
        f"FROM read_parquet('{out}/province=*/observations.parquet') WHERE status > 0 GROUP BY 1, 2"
    )
    runs = [_timed(lambda: connection.execute(statement).fetchall())[0] for _n in range(RUNS)]
    return f"{sorted(runs)[RUNS // 2]:.2f} s"


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


@contextlib.contextmanager
def _machines(folder: Path) -> Iterator[str]:
    """A scheduler and two worker processes, ended with the run."""
    known = folder / "scheduler.json"

    def started(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *OWN, *arguments]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder)  # noqa: S603

    own = ("--scheduler-file", str(known))
    running = [started("scheduler", "--port", "0", *own)]
    running += [started("worker", "--no-nanny", "--nthreads", "1", *own) for _n in range(2)]
    try:
        for _look in range(600):
            if known.exists():
                with contextlib.suppress(ValueError, KeyError):
                    yield str(json.loads(known.read_text(encoding="utf-8"))["address"])
                    return
            time.sleep(0.1)
    finally:
        for one in running:
            one.kill()
            one.wait()


if __name__ == "__main__":
    main()
