"""One question, one engine, one answer; asked twice of the same export it is read, not computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sauro.engines import country
from sauro.engines.country import Local, Progress, Runner, cluster
from sauro.shell.country.asking import Question
from sauro.shell.country.league import league
from sauro.shell.country.lookalikes import lookalikes
from sauro.shell.country.outliers import outliers
from sauro.shell.country.rollups import rollups

DUCKDB, DASK = "duckdb", "dask"
ENGINES = (DUCKDB, DASK)
_NARROWING = ("indicator", "period")
ARGUMENTS = (*_NARROWING, "by", "top", "far", "threshold")
QUESTIONS: Mapping[str, Callable[..., Any]] = {
    "rollups": rollups,
    "league": league,
    "outliers": outliers,
    "lookalikes": lookalikes,
}
_HEADS = {
    "rollups": ("indicator", "province", "period", "value", "reported", "expected", "name"),
    "league": ("place", "province", "unit", "value", "name"),
    "outliers": ("distance", "indicator", "province", "unit_code", "value", "median", "name"),
    "lookalikes": ("score", "provinces", "one", "other"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and whether it was kept from before."""

    value: Any
    kept: bool


def answer(
    *,
    folder: Path,
    question: str,
    arguments: Mapping[str, Any],
    engine: str = DUCKDB,
    scheduler: str = "",
    fresh: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Answer:
    """The answer to a question of an export; both engines give the same one."""
    country.require("duckdb", "pyarrow", *(["distributed"] if engine == DASK else []))
    opened = country.opened(folder)
    own = {name: value for name, value in arguments.items() if name not in _NARROWING}

    def found() -> Any:
        with _runner(engine, scheduler) as runner:
            asked = Question(
                opened,
                runner,
                progress,
                **{name: arguments.get(name, "") for name in _NARROWING},
            )
            return QUESTIONS[question](asked, **own)

    value, kept = country.kept(
        folder=opened, question=question, arguments=arguments, answer=found, fresh=fresh
    )
    return Answer(value, kept)


def lines(question: str, value: Any) -> tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]:
    """The head and the rows of an answer as a table for people."""
    head = _HEADS[question]
    if question == "lookalikes":
        return head, [_pair(row) for row in [*value["equal"], *value["pairs"]]]
    rows = value if question == "rollups" else value["rows"]
    return head, [tuple(_shown(row.get(name)) for name in head) for row in rows]


def _pair(row: Mapping[str, Any]) -> tuple[Any, ...]:
    if "score" not in row:
        return "equal", ", ".join(row["provinces"]), row["title"][:60], f"{row['count']} tasks"
    both = sorted({*row["one"]["provinces"], *row["other"]["provinces"]})
    return row["score"], ", ".join(both), row["one"]["title"][:60], row["other"]["title"][:60]


def _shown(value: Any) -> Any:
    return "-" if value is None else value


@contextmanager
def _runner(engine: str, scheduler: str) -> Iterator[Runner]:
    if engine == DASK:
        with cluster.connected(scheduler) as found:
            yield found
    else:
        yield Local()
