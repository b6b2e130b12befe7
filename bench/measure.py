"""Timing one operation: warm, several runs, p95 wall time, CPU seconds, SQL statements, bytes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in milliseconds, size in bytes."""

    name: str
    p50: float
    p95: float
    cpu: float
    sql: int | None
    size: int | None
    bar: str
    met: bool | None
    note: str = ""


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def measure(
    name: str,
    run: Callable[[], Any],
    *,
    bar_ms: float | None = None,
    bar_sql: int | None = None,
    bar_size: int | None = None,
    runs: int = 20,
    warm: int = 3,
    note: str = "",
) -> Row:
    """Run warm, count SQL once, then time; the result of a run may be a response with content."""
    for _n in range(warm):
        run()
    statements = 0

    def counted(execute: Any, *args: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*args)

    with connection.execute_wrapper(counted):  # outlives the end of a request, unlike the log
        result = run()
    size = len(result.content) if hasattr(result, "content") else None
    walls, cpu = [], time.process_time()
    for _n in range(runs):
        start = time.perf_counter()
        run()
        walls.append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (time.process_time() - cpu) / runs
    p95, sql = percentile(walls, 0.95), statements
    met = True
    met &= bar_ms is None or p95 <= bar_ms
    met &= bar_sql is None or sql <= bar_sql
    met &= bar_size is None or size is None or size <= bar_size
    bars = [f"≤ {bar_ms:g} ms" if bar_ms else "", f"≤ {bar_sql} SQL" if bar_sql else ""]
    bars.append(f"≤ {bar_size // 1000} kB" if bar_size else "")
    return Row(
        name, percentile(walls, 0.5), p95, cpu, sql, size, ", ".join(filter(None, bars)), met, note
    )


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| operation | p50 ms | p95 ms | CPU ms | SQL | kB | bar | met | note |",
        "|---|---:|---:|---:|---:|---:|---|---|---|",
    ]
    for row in rows:
        size = f"{row.size / 1000:.1f}" if row.size is not None else ""
        sql = "" if row.sql is None else str(row.sql)
        met = "" if row.met is None else ("yes" if row.met else "**no**")
        lines.append(
            f"| {row.name} | {row.p50:.1f} | {row.p95:.1f} | {row.cpu:.1f} | {sql} | {size} "
            f"| {row.bar} | {met} | {row.note} |"
        )
    return "\n".join(lines)
