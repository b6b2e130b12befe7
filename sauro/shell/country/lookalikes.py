"""Near-duplicates: tasks of any two provinces whose titles look like the same work.

Titles that are equal after folding are one title with several owners. The rest are compared block
by block, every block with every other, so that no process holds more than two blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sauro.engines import text
from sauro.shell.country.asking import Asked, Question
from sauro.shell.country.tables import TASKS

BLOCK = 4000  # titles compared with one another in one process
ALIKE = 88.0
_SHOWN = 20  # tasks named under one title


@dataclass(frozen=True, slots=True)
class Held:
    """One title: the tasks that have it first, their provinces, how many there are."""

    title: str
    tasks: tuple[tuple[str, int, str], ...]  # province, number, programme
    provinces: frozenset[str]
    count: int


@dataclass(frozen=True, slots=True)
class Block:
    """Two runs of titles to compare; the same run twice means within it."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    threshold: float
    same: bool


Found = list[tuple[float, str, str]]


def lookalikes(
    question: Question, *, threshold: float = ALIKE, top: int = 0, block: int = BLOCK
) -> dict[str, Any]:
    """Groups of equal titles in several provinces, and pairs of titles that look alike."""
    held: dict[str, Held] = question.ask(of_partitions, gathered)
    order = sorted(held)
    titles = [held[key].title for key in order]
    keys = dict(zip(titles, order, strict=True))
    pairs: Found = []
    if blocks := blocks_of(titles, threshold, block):
        pairs = question.runner.run(
            work=in_block, items=blocks, join=listed, progress=question.progress
        )
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    equal = sorted(
        (one for one in held.values() if len(one.provinces) > 1),
        key=lambda one: (-len(one.provinces), -one.count, one.title),
    )
    return {
        "tasks": sum(one.count for one in held.values()),
        "titles": len(titles),
        "equal": [_told(one) for one in equal[: top or None]],
        "found": len(pairs),
        "pairs": [
            {"score": score, "one": _told(held[keys[a]]), "other": _told(held[keys[b]])}
            for score, a, b in pairs[: top or None]
        ],
    }


def of_partitions(asked: Asked) -> dict[str, Held]:
    """The titles of some provinces by their folded form."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    titles: dict[str, str] = {}
    for province, pk, title, folded, programme in asked.rows(
        "SELECT province, id, title, folded, programme "
        "FROM read_parquet($1, hive_partitioning=false) ORDER BY province, id",
        TASKS,
    ):
        titles.setdefault(folded, title)
        found.setdefault(folded, []).append((province, pk, programme))
    return {
        folded: Held(
            titles[folded],
            tuple(tasks[:_SHOWN]),
            frozenset(province for province, _pk, _programme in tasks),
            len(tasks),
        )
        for folded, tasks in found.items()
    }


def gathered(parts: list[dict[str, Held]]) -> dict[str, Held]:
    """Titles of several provinces; what stands first does not depend on the order of joining."""
    whole: dict[str, Held] = {}
    for part in parts:
        for folded, one in part.items():
            other = whole.get(folded)
            whole[folded] = one if other is None else _both(other, one)
    return whole


def blocks_of(titles: Sequence[str], threshold: float, size: int) -> list[Block]:
    """Every block of titles with itself and with each later one."""
    runs = [tuple(titles[start : start + size]) for start in range(0, len(titles), size)]
    return [
        Block(one, other, threshold, same=i == j)
        for i, one in enumerate(runs)
        for j, other in enumerate(runs)
        if i <= j
    ]


def in_block(block: Block) -> Found:
    """Pairs that look alike, within a block or across two."""
    titles = block.first if block.same else (*block.first, *block.second)
    edge = len(block.first)
    found: Found = []
    for i, j, score in text.similar.pairs(titles, block.threshold):
        if block.same or i < edge <= j:
            low, high = sorted((titles[i], titles[j]))
            found.append((score, low, high))
    return found


def listed(parts: list[Found]) -> Found:
    """Pairs of several blocks."""
    return [pair for part in parts for pair in part]


def _both(one: Held, other: Held) -> Held:
    tasks = tuple(sorted({*one.tasks, *other.tasks})[:_SHOWN])
    return Held(
        min((one, other), key=lambda held: held.tasks[0]).title,
        tasks,
        one.provinces | other.provinces,
        one.count + other.count,
    )


def _told(one: Held) -> dict[str, Any]:
    return {
        "title": one.title,
        "provinces": sorted(one.provinces),
        "count": one.count,
        "tasks": [
            {"province": province, "task": pk, "programme": programme}
            for province, pk, programme in one.tasks
        ],
    }
