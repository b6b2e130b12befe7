"""`sauro export-figures`: figures, indicators, units and tasks, one folder for each province."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators import rules
from sauro.domains.indicators.models import Indicator
from sauro.engines import country
from sauro.shell.archives.writing import snapshot
from sauro.shell.country import reading, tables
from sauro.shell.country.reading import Place

_TASKS_AT_ONCE = 2000


class UnknownProvince(DomainError):
    """There is no province with this code."""

    code = "unknown_province"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did."""

    rows: int
    changed: list[str]
    unchanged: list[str]


def export(
    *,
    target: Path,
    day: date,
    provinces: Sequence[str] = (),
    progress: Callable[[int], None] = lambda _rows: None,
) -> Exported:
    """The provinces written anew into the folder, all of them without a choice.

    One moment of the database is read; memory does not grow with the number of figures. What is
    already there and the same is left alone.
    """
    country.require("pyarrow")
    with snapshot(), country.exporting(target) as out:
        source = _Source(day, provinces)
        rows = source.write_observations(out, progress)
        rows += source.write_tasks(out)
        rows += source.write_small(out)
        changed, unchanged = out.done(as_of=day.isoformat(), others=bool(provinces))
    return Exported(rows, changed, unchanged)


class _Source:
    """What every table needs: where a unit belongs, and which indicators a province knows."""

    def __init__(self, day: date, provinces: Sequence[str]) -> None:
        self.day = day
        self.places = reading.places(day=day)
        self.by_id: dict[int, Place] = {one.unit.pk: one for one in self.places}
        known = {one.province for one in self.places}
        if unknown := sorted(set(provinces) - known):
            raise UnknownProvince(
                _("There is no province with the code %(code)s.") % {"code": unknown[0]}
            )
        self.only = set(provinces) if provinces else None
        self.codes = sorted(self.only or known)
        self.used: dict[str, set[int]] = defaultdict(set)
        self.words: dict[int, str] = dict(Indicator.objects.order_by().values_list("pk", "code"))
        self.units = {pk: one.unit for pk, one in self.by_id.items()}

    def write_observations(self, out: country.Export, progress: Callable[[int], None]) -> int:
        """Rows written; figures of one batch are sorted into their provinces together."""
        import numpy as np
        import pyarrow as pa

        numbers = {code: n for n, code in enumerate(self.codes)}
        province = np.full(max(self.by_id, default=0) + 1, -1, dtype=np.int32)
        for pk, place in self.by_id.items():
            province[pk] = numbers.get(place.province, -1)
        rows = 0
        for batch in reading.observations(codes=self.only, places=self.places):
            bare = tables.bare_observations(batch)
            where = province[bare["unit_id"].to_numpy()]
            for n in np.unique(where[where >= 0]).tolist():
                part = bare.take(pa.array(np.flatnonzero(where == n)))
                self._add(out, self.codes[n], part)
                self.used[self.codes[n]].update(part["indicator_id"].unique().to_pylist())
            rows += len(batch)
            progress(rows)
        for code in self.codes:
            self._add(out, code, tables.bare_observations([]))
        return rows

    def _add(self, out: country.Export, code: str, bare: Any) -> None:
        def dressed(bare: Any) -> Any:
            return tables.dressed_observations(
                bare, province=code, indicators=self.words, units=self.units
            )

        out.add(code, tables.OBSERVATIONS, bare, dressed=dressed)

    def write_tasks(self, out: country.Export) -> int:
        """Rows written; a task belongs to the province that owns its programme."""
        waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        rows = 0
        for pk, title, folded, owner, programme, lead, state, due_on in reading.tasks():
            code = self.by_id[owner].province
            if self.only is not None and code not in self.only:
                continue
            led = self.by_id[lead].unit if lead else None
            waiting[code].append(
                (
                    *(code, pk, title, folded, programme),
                    *(led.code if led else None, led.name if led else None, state, due_on),
                )
            )
            rows += 1
            if len(waiting[code]) == _TASKS_AT_ONCE:
                out.add(code, tables.TASKS, tables.table_of(tables.TASKS, waiting.pop(code)))
        for code in self.codes:
            out.add(code, tables.TASKS, tables.table_of(tables.TASKS, waiting.pop(code, [])))
        return rows

    def write_small(self, out: country.Export) -> int:
        """Rows written of units, indicators and what is owed; every partition has all tables."""
        indicators = list(Indicator.objects.select_related("owner").order_by("pk"))
        leaders = reading.meanings(indicators=indicators)
        owed = reading.owed(day=self.day, province_of=lambda pk: self.by_id[pk].province)
        for code, indicator, _period in owed:
            self.used[code].add(indicator)
        for one in indicators:
            self.used[self.by_id[one.owner_id].province].add(one.pk)
        rows = 0
        for code in self.codes:
            small = {
                tables.UNITS: [one.row for one in self.places if one.province == code],
                tables.INDICATORS: [
                    _indicator_row(one, leaders[one.pk])
                    for one in indicators
                    if one.pk in self.used[code]
                ],
                tables.EXPECTED: sorted(
                    (owner, indicator, period, units)
                    for (owner, indicator, period), units in owed.items()
                    if owner == code
                ),
            }
            for name, found in small.items():
                out.add(code, name, tables.table_of(name, found))
                rows += len(found)
        return rows


def _indicator_row(one: Indicator, leader: int) -> tuple[Any, ...]:
    threshold = None if one.threshold is None else rules.amount_of(one.threshold)
    return (
        *(one.pk, leader, one.owner.code, one.code, one.name, one.unit),
        *(one.direction, one.periodicity, one.over_time, one.rollup, one.factor, threshold),
    )
