"""The register in groups for a steering committee: kinds by levels, and the ten heaviest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from sauro.domains.bottlenecks.models import Bottleneck, Escalation
from sauro.domains.bottlenecks.rules import ABOVE_PROVINCE, HOLDING, Kind, Level
from sauro.domains.bottlenecks.rules.ranking import Release
from sauro.domains.bottlenecks.selectors import ranking
from sauro.domains.bottlenecks.selectors.ranking import Day

TOP = 10
_HOLDING = sorted(state.value for state in HOLDING)


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many bottlenecks hold something up, by kind and level; sums add up."""

    cells: dict[tuple[str, str], int]
    late: int

    def of_kind(self, kind: str) -> int:
        """The sum of a row."""
        return sum(n for (one, _level), n in self.cells.items() if one == kind)

    def of_level(self, level: str) -> int:
        """The sum of a column."""
        return sum(n for (_kind, one), n in self.cells.items() if one == level)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.cells.values())


@dataclass(frozen=True, slots=True)
class Register:
    """A province with what holds something up in its register."""

    pk: int
    code: str
    name: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Ranked:
    """A bottleneck with what lifting it would release."""

    bottleneck: Any
    release: Release


def registers(*, rows: QuerySet[Bottleneck], day: Day) -> list[Register]:
    """The provinces whose bottlenecks are among the rows, by name; one SQL for all of them."""
    holds = Q(state__in=_HOLDING)
    counted = (
        rows.order_by("owner__sort_key", "owner")
        .values_list("owner", "owner__code", "owner__name", "kind", "authority")
        .annotate(n=Count("pk", filter=holds))
        .annotate(late=Count("pk", filter=holds & Q(lift_by__lt=day.today)))
    )
    found: dict[tuple[int, str, str], list[tuple[Any, ...]]] = {}
    for pk, code, name, *cell in counted:
        found.setdefault((pk, code, name), []).append(tuple(cell))
    return [Register(pk, code, name, _matrix(cells)) for (pk, code, name), cells in found.items()]


def _matrix(counted: Iterable[tuple[Any, ...]] = ()) -> Matrix:
    cells = {(kind.value, level.value): 0 for kind in Kind for level in Level}
    late = 0
    for kind, level, n, overdue in counted:
        cells[kind, level] = n
        late += overdue
    return Matrix(cells, late)


NOTHING = _matrix()
"""The matrix of those who see no register."""


def heaviest(*, rows: QuerySet[Bottleneck], day: Day, limit: int | None = TOP) -> list[Ranked]:
    """Those whose lifting releases most; two SQL."""
    found = ranking.ranked(rows=rows.filter(state__in=_HOLDING), day=day)
    listed = list(found[:limit] if limit else found)
    released = ranking.releases(ids=[one.pk for one in listed], day=day)
    return [Ranked(one, released[one.pk]) for one in listed]


@dataclass(frozen=True, slots=True)
class PutTo:
    """A bottleneck that waits for a higher level, with the last time it was put there."""

    bottleneck: Any
    release: Release
    last: Escalation | None


def put_to_levels(*, rows: QuerySet[Bottleneck], day: Day) -> dict[str, list[PutTo]]:
    """What waits for a ministry, the Government or the National Assembly, by level; three SQL."""
    above = [level.value for level in ABOVE_PROVINCE]
    found = ranking.ranked(rows=rows.filter(state__in=_HOLDING, authority__in=above), day=day)
    listed = list(found)
    ids = [one.pk for one in listed]
    released = ranking.releases(ids=ids, day=day)
    last: dict[int, Escalation] = {}
    steps = Escalation.objects.filter(bottleneck__in=ids).order_by("pk")
    for step in steps.select_related("organisation", "document"):
        last[step.bottleneck_id] = step
    levels: dict[str, list[PutTo]] = {level: [] for level in reversed(above)}
    for one in listed:
        levels[one.authority].append(PutTo(one, released[one.pk], last.get(one.pk)))
    return levels
