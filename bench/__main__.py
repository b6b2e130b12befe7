"""`make bench`: builds the reference data on SQLite and a scratch PostgreSQL, prints the table.

`python -m bench [--engine sqlite|postgresql] [--tasks N] [--out FILE]`; with `--figures 6000000` it
measures over so many figures, with `--documents 100000` the register (`--keep DIR` keeps the
databases for the next run, `--build` only
builds them), with `--peer redmine` Redmine beside us, see docs/bench.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.peers.running import compared
from bench.scratch import postgresql

PARTS = "rollups,reads,pages,files"


def main() -> int:
    """Each engine in a process of its own, so that memory and caches do not mix."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--peer", choices=("redmine",), default=None)
    parser.add_argument("--runs", type=int, default=30, help="with --peer: pages and updates")
    parser.add_argument("--imports", type=int, choices=range(1, 7), default=3)
    parser.add_argument("--figures", type=int, default=0, help="measure over so many figures")
    parser.add_argument(
        "--documents", type=int, default=0, help="measure the register at this size"
    )
    parser.add_argument("--parts", default=PARTS, help=f"with --figures: some of {PARTS}")
    parser.add_argument("--keep", type=Path, default=None, help="with --figures: reuse databases")
    parser.add_argument("--build", action="store_true", help="with --keep: build, measure nothing")
    options = parser.parse_args()
    text = _peer(options) if options.peer else _suite(options)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


def _peer(options: argparse.Namespace) -> str:
    return compared(
        engine=options.engine, tasks=options.tasks, runs=options.runs, imports=options.imports
    )


def _suite(options: argparse.Namespace) -> str:
    parts = [
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    ]
    with _folder(options.keep) as folder:
        if options.engine in ("sqlite", "both"):
            parts.append(_measured("SQLite", "", folder, options))
        if options.engine in ("postgresql", "both"):
            with postgresql(keep=options.keep and options.keep / "cluster") as url:
                if url is None:
                    parts.append("PostgreSQL is not installed here.")
                else:
                    parts.append(_measured("PostgreSQL", url, folder, options))
    return "\n\n".join(parts)


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[str]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
            yield folder
        return
    keep.mkdir(parents=True, exist_ok=True)
    yield str(keep.resolve())


def _measured(name: str, url: str, folder: str, options: argparse.Namespace) -> str:
    data = Path(folder) / name.lower()
    data.mkdir(exist_ok=True)
    environment = os.environ | {
        "DATABASE_URL": url or f"sqlite:///{data / 'bench.sqlite3'}",
        "SAURO_DATA": str(data),
        "SAURO_HOSTS": "testserver,localhost,127.0.0.1",
        "SAURO_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", *_part(name, options)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _part(name: str, options: argparse.Namespace) -> list[str]:
    if options.documents:
        build = ["build"] if options.build else []
        return ["bench.register", name, str(options.documents), *build]
    if options.figures:
        parts = "" if options.build else options.parts
        return ["bench.figures", name, str(options.figures), parts]
    return ["bench.suite", name, str(options.tasks)]


if __name__ == "__main__":
    sys.exit(main())
