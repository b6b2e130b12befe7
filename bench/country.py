"""Measurements of the export and its questions: `python -m bench.country ROWS [--engine NAME]`.

Builds the country of `bench.figures` in a scratch database, exports it, and asks each question of
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
TASKS = 10_000


def main() -> None:
    """Build, export, ask, print a table."""
    parser = argparse.ArgumentParser(prog="bench.country", description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sauro-country-")))
        os.environ["SAURO_DATA"] = str(folder / "data")
        (folder / "data").mkdir()
        os.environ.pop("DATABASE_URL", None)
        if options.engine == "postgresql":
            from bench.scratch import postgresql

            os.environ["DATABASE_URL"] = stack.enter_context(postgresql()) or ""
        _measure(folder, options)


def _measure(folder: Path, options: argparse.Namespace) -> None:
    from bench import figures  # reads the environment that was just set

    figures.call_command("migrate", verbosity=0)
    made = figures._build(options.rows)
    _tasks(made)
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


def _tasks(made: dict[str, Any]) -> None:
    """Tasks as provinces write them: one plan with other numbers, places and words."""
    from bench import figures
    from sauro.domains.orgs.models import Organisation
    from sauro.domains.programmes.models import Programme, Task
    from sauro.engines import text

    work = ("Xây dựng nền tảng", "Phổ cập chữ ký số", "Hoàn thiện hạ tầng", "Kết nối dữ liệu")
    things = ("đất đai", "hộ tịch", "y tế", "giáo dục", "giao thông", "công chứng", "lao động")
    provinces = list(Organisation.objects.filter(kind="province").order_by("path"))
    for n, province in enumerate(provinces):
        programme = Programme.objects.create(
            owner=province,
            code=f"KH57-{n:02}",
            title="Kế hoạch",
            folded="ke hoach",
            starts_on=figures.AT.date(),
            created_at=figures.AT,
            created_by=made["by"],
        )
        titles = [
            f"{work[k % 4]} {things[k % 7]} đợt {k // 28 + 1} năm {2025 + (k + n) % 6}"
            for k in range(TASKS // len(provinces))
        ]
        Task.objects.bulk_create(
            Task(
                programme=programme,
                title=title,
                folded=text.fold(title),
                lead=province,
                created_at=figures.AT,
                created_by=made["by"],
            )
            for title in titles
        )


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
