"""What every question shares: which indicators there are, by meaning, and numbers as sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators import rules
from sauro.domains.indicators.rules import SCALE, Direction, Rollup, Sums
from sauro.engines import periods
from sauro.engines.country import Folder, Partition, Progress, Runner
from sauro.engines.country.running import rows, table
from sauro.shell.country.tables import INDICATORS, OBSERVATIONS

# What one figure adds, as rules.contribution says it; `//` cuts towards nought there as here.
_WEIGHT = f"COALESCE(o.base, {SCALE})"
_TOTAL = (
    f"CASE i.rollup WHEN '{Rollup.AVERAGE}' THEN (o.amount::HUGEINT * {_WEIGHT}) // {SCALE} "
    "ELSE o.amount::HUGEINT END"
)
_BASE = (
    f"CASE i.rollup WHEN '{Rollup.AVERAGE}' THEN {_WEIGHT} WHEN '{Rollup.SHARE}' THEN 0 "
    "ELSE COALESCE(o.base, 0) END"
)
_REACHED = (
    f"CASE WHEN i.direction = '{Direction.DOWN}' THEN o.amount <= i.threshold "
    "ELSE o.amount >= i.threshold END"
)
SUMS = (
    f"SUM({_TOTAL}), SUM(({_BASE})::HUGEINT), COUNT(*), "
    f"COUNT(*) FILTER (WHERE i.rollup = '{Rollup.SHARE}' AND {_REACHED}), "
    "COUNT(*) FILTER (WHERE o.status = 2)"
)
FIGURES = (
    "FROM read_parquet($1, hive_partitioning=false) o "
    "JOIN i ON i.id = o.indicator_id WHERE o.status > 0"
)
FIGURES_OF_UNITS = (
    "FROM read_parquet($1, hive_partitioning=false) o JOIN i ON i.id = o.indicator_id "
    "JOIN read_parquet($2, hive_partitioning=false) u ON u.id = o.unit_id WHERE o.status > 0"
)


class UnknownIndicator(DomainError):
    """Nobody measures anything under this code."""

    code = "unknown_indicator"


class BadPeriod(DomainError):
    """What was named is not a period."""

    code = "bad_period"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one or several provinces measure under one meaning."""

    id: int
    owner: str
    code: str
    name: str
    unit: str
    direction: str
    periodicity: str
    rollup: str
    factor: int
    codes: set[str] = field(default_factory=set)
    members: list[tuple[int, str, str, int | None]] = field(default_factory=list)

    def told(self) -> dict[str, str]:
        """Who it is."""
        return {
            "indicator": self.code,
            "owner": self.owner,
            "name": self.name,
            "unit": self.unit,
            "rollup": self.rollup,
        }

    def value(self, sums: Sums) -> str | None:
        """The figure that sums stand for, as text that loses nothing a reader needs."""
        value = rules.value_of(self.rollup, sums, factor=self.factor)
        return None if value is None else plain(value)

    def label(self, period: int) -> str:
        """The code of a period of this indicator."""
        return rules.period_at(self.periodicity, period).code


@dataclass(frozen=True, slots=True)
class Asked:
    """Some partitions and what is asked of them; small enough to send to a worker.

    `indicators` says how each indicator asked for adds up: one table for all, so that partitions
    exported on different days are still added by the same rules.
    """

    partitions: tuple[Partition, ...]
    indicators: Any
    period: int | None = None
    by: str = ""

    def files(self, table: str) -> list[str]:
        """The files of one table."""
        return [one.table(table) for one in self.partitions]

    def rows(self, sql: str, *names: str) -> list[tuple[Any, ...]]:
        """What DuckDB answers from these tables ($1, $2 …) and the indicators (i)."""
        return rows(sql, [self.files(name) for name in names], i=self.indicators)

    def table(self, sql: str, *names: str) -> Any:
        """The same as a `pyarrow.Table`."""
        return table(sql, [self.files(name) for name in names], i=self.indicators)

    @property
    def when(self) -> str:
        """What narrows figures to the period; nothing but a whole number goes in."""
        return "" if self.period is None else f" AND o.period = {int(self.period)}"


@dataclass(frozen=True, slots=True)
class Question:
    """The folder, what narrows it, and whoever carries the question out."""

    folder: Folder
    runner: Runner
    progress: Progress
    indicator: str = ""
    period: str = ""

    def ask(
        self,
        work: Callable[[Asked], Any],
        join: Callable[[list[Any]], Any],
        *,
        meanings: Iterable[Meaning] = (),
        period: int | None = None,
        by: str = "",
    ) -> Any:
        """The joined answer of all partitions."""
        every, share = self.folder.partitions, self.runner.share
        adding = _adding(meanings)
        return self.runner.run(
            work=work,
            items=[
                Asked(every[start : start + share], adding, period, by)
                for start in range(0, len(every), share)
            ],
            join=join,
            progress=lambda done, _n: self.progress(min(done * share, len(every)), len(every)),
        )

    def meanings(self) -> dict[int, Meaning]:
        """The indicators by meaning, those of a code only when one is named."""
        found = known(self.folder.partitions)
        if not self.indicator:
            return found
        wanted = self.indicator.casefold()
        named = {
            pk: one
            for pk, one in found.items()
            if wanted in {code.casefold() for code in one.codes} or wanted == str(pk)
        }
        if not named:
            raise UnknownIndicator(
                _("No indicator of the export has the code %(code)s.") % {"code": self.indicator}
            )
        return named

    def period_index(self) -> int | None:
        """The number of the period that was named."""
        if not self.period:
            return None
        try:
            return rules.index_of(periods.parse(self.period))
        except ValueError as error:
            raise BadPeriod(
                _("“%(code)s” is not the code of a period, such as 2025-06, 2025-Q2 or 2025.")
                % {"code": self.period}
            ) from error

    def last_period(self, meanings: Iterable[Meaning]) -> int | None:
        """The period that was named, or the last one with a figure."""
        named = self.period_index()
        if named is not None:
            return named
        last: int | None = self.ask(last_in, latest, meanings=meanings)
        return last


def known(partitions: Sequence[Partition]) -> dict[int, Meaning]:
    """Every meaning with the indicators that have it, each as the newest export tells it."""
    if not partitions:
        return {}
    newest = sorted(partitions, key=lambda one: (one.as_of, one.code))
    order = {one.table(INDICATORS): n for n, one in enumerate(newest)}
    told = rows(
        "SELECT filename, id, rollup, direction, threshold, meaning, owner, code, name, unit, "
        "direction, periodicity, rollup, factor "
        "FROM read_parquet($1, filename=true, hive_partitioning=false)",
        [list(order)],
    )
    last = {row[1]: row[1:] for row in sorted(told, key=lambda row: (order[row[0]], row[1]))}
    found: dict[int, Meaning] = {}
    for pk, rollup, direction, threshold, meaning, *sheet in sorted(last.values()):
        one = found.setdefault(meaning, Meaning(meaning, *sheet))
        one.codes.add(sheet[1])
        one.members.append((pk, rollup, direction, threshold))
    return found


def _adding(meanings: Iterable[Meaning]) -> Any:
    """How each indicator adds up, as the table `i` of the questions."""
    import pyarrow as pa

    rows = [
        (pk, one.id, rollup, direction, threshold)
        for one in meanings
        for pk, rollup, direction, threshold in one.members
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 5
    types = (pa.int64(), pa.int64(), pa.string(), pa.string(), pa.int64())
    names = ("id", "meaning", "rollup", "direction", "threshold")
    return pa.table(
        {
            name: pa.array(column, type=kind)
            for name, column, kind in zip(names, columns, types, strict=True)
        }
    )


def last_in(asked: Asked) -> int | None:
    """The last period with a figure that counts."""
    last: int | None = asked.rows(f"SELECT MAX(o.period) {FIGURES}", OBSERVATIONS)[0][0]
    return last


def latest(parts: list[int | None]) -> int | None:
    """The latest of several periods."""
    return max((one for one in parts if one is not None), default=None)


def added(parts: list[Mapping[Any, Sums]]) -> dict[Any, Sums]:
    """Sums of several partitions, key by key."""
    whole: dict[Any, Sums] = {}
    for part in parts:
        for key, sums in part.items():
            whole[key] = whole[key] + sums if key in whole else sums
    return whole


def sums_in(row: Sequence[Any]) -> Sums:
    """The columns of `SUMS`."""
    return Sums(*(int(number) for number in row))


def plain(value: Decimal) -> str:
    """A decimal with at most six places, no exponent and no idle noughts."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
