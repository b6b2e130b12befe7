"""National roll-ups: what all units together report, each ratio as the ratio of its sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sauro.domains.indicators.rules import Sums
from sauro.shell.country import asking
from sauro.shell.country.asking import FIGURES, SUMS, Asked, Meaning, Question
from sauro.shell.country.tables import EXPECTED, OBSERVATIONS

NATION, BY_PROVINCE = "country", "province"
LEVELS = (NATION, BY_PROVINCE)
Key = tuple[str, int, int]  # province or nothing, meaning, period


def rollups(question: Question, *, by: str = NATION) -> list[dict[str, Any]]:
    """Every indicator and period: the figure, its terms, how many units of how many."""
    meanings = question.meanings()
    found: dict[Key, tuple[Sums, int]] = question.ask(
        of_partitions, joined, period=question.period_index(), by=by, meanings=meanings.values()
    )
    return [
        _told(meanings[key[1]], key, *found[key])
        for key in sorted(found, key=lambda key: (meanings[key[1]].code, key[1], key[2], key[0]))
    ]


def of_partitions(asked: Asked) -> dict[Key, tuple[Sums, int]]:
    """Sums of some provinces, and how many units owe each figure."""
    code = "o.province" if asked.by == BY_PROVINCE else "''"
    sums = {
        (row[0], row[1], row[2]): asking.sums_in(row[3:])
        for row in asked.rows(
            f"SELECT {code}, i.meaning, o.period, {SUMS} {FIGURES}{asked.when} GROUP BY 1, 2, 3",
            OBSERVATIONS,
        )
    }
    owed = {
        (row[0], row[1], row[2]): int(row[3])
        for row in asked.rows(
            f"SELECT {code}, i.meaning, o.period, SUM(o.units) "  # noqa: S608
            "FROM read_parquet($1, hive_partitioning=false) o "
            f"JOIN i ON i.id = o.indicator_id WHERE true{asked.when} GROUP BY 1, 2, 3",
            EXPECTED,
        )
    }
    return {key: (sums.get(key, Sums()), owed.get(key, 0)) for key in sums.keys() | owed.keys()}


def joined(parts: list[Mapping[Key, tuple[Sums, int]]]) -> dict[Key, tuple[Sums, int]]:
    """Sums of several provinces."""
    whole: dict[Key, tuple[Sums, int]] = {}
    for part in parts:
        for key, (sums, owed) in part.items():
            before = whole.get(key)
            whole[key] = (before[0] + sums, before[1] + owed) if before else (sums, owed)
    return whole


def _told(meaning: Meaning, key: Key, sums: Sums, owed: int) -> dict[str, Any]:
    return {
        **({"province": key[0]} if key[0] else {}),
        **meaning.told(),
        "period": meaning.label(key[2]),
        "value": meaning.value(sums),
        "total": sums.total,
        "base": sums.base,
        "over": sums.over,
        "reported": sums.units,
        "confirmed": sums.confirmed,
        "expected": owed,
    }
