"""Carrying out a question here: one partition after the other, DuckDB using every core."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Part = TypeVar("Part")
Progress = Callable[[int, int], None]
ARITY = 8  # answers joined at once

_here = threading.local()


class Runner(Protocol):
    """Whoever carries out work on many items and joins the answers."""

    share: int  # partitions that are best asked together

    def run(
        self,
        *,
        work: Callable[[Item], Part],
        items: Sequence[Item],
        join: Callable[[list[Part]], Part],
        progress: Progress,
    ) -> Part:
        """The joined answer of at least one item; the order of joining is not promised."""


class Local:
    """In this process, without any other."""

    share = 8  # DuckDB spreads one question over the cores; a question itself costs a few ms

    def run(
        self,
        *,
        work: Callable[[Item], Part],
        items: Sequence[Item],
        join: Callable[[list[Part]], Part],
        progress: Progress,
    ) -> Part:
        """The joined answer; no more than a few answers are held at a time."""
        waiting: list[Part] = []
        progress(0, len(items))
        for done, item in enumerate(items, 1):
            waiting.append(work(item))
            if len(waiting) == ARITY:
                waiting = [join(waiting)]
            progress(done, len(items))
        return join(waiting)


def rows(sql: str, parameters: Sequence[Any] = (), **tables: Any) -> list[tuple[Any, ...]]:
    """What DuckDB answers, whole numbers as whole numbers of any size; `tables` by their names."""
    found: list[tuple[Any, ...]] = _with(tables).execute(sql, list(parameters)).fetchall()
    return found


def table(sql: str, parameters: Sequence[Any] = (), **tables: Any) -> Any:
    """What DuckDB answers, as a `pyarrow.Table`: cheap to send and to join."""
    return _with(tables).sql(sql, params=list(parameters)).to_arrow_table()


def _with(tables: Mapping[str, Any]) -> Any:
    connection = _connection()
    for name, one in tables.items():
        connection.register(name, one)
    return connection


def _connection() -> Any:
    """One connection for each thread: opening one costs more than a query."""
    found = getattr(_here, "connection", None)
    if found is None:
        found = _here.connection = _database().cursor()
    return found


@cache
def use_one_core() -> None:
    """Leave the other cores to the other workers of this computer."""
    _database().execute("SET threads = 1")


@cache
def _database() -> Any:
    import duckdb

    return duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
