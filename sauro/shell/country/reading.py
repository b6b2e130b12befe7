"""What the export reads from the database: units by province, indicators, forms that are owed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import (
    DataSet,
    Indicator,
    NotApplicable,
    Observation,
    SameMeaning,
)
from sauro.domains.indicators.selectors import forms
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.programmes.models import Task
from sauro.shell.country.tables import CENTRAL

_AT_ONCE = 20_000  # rows fetched together


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, the province it belongs to, and the open unit in which its figures count today."""

    unit: Organisation
    province: str
    now: Organisation

    @property
    def row(self) -> tuple[Any, ...]:
        """As a row of the table of units."""
        one, now = self.unit, self.now
        return (
            *(self.province, one.pk, one.code, one.name, one.kind, one.path),
            *(now.pk, now.code, now.name, now.kind),
            *(one.valid_from, one.valid_to),
        )


def places(*, day: date) -> list[Place]:
    """Every organisation in the order of the tree; one SQL."""
    found: list[Place] = []
    above: list[Place] = []
    for unit in Organisation.objects.order_by("path"):
        while above and not unit.path.startswith(above[-1].unit.path):
            above.pop()
        parent = above[-1] if above else None
        province = parent.province if parent else CENTRAL
        if province == CENTRAL and unit.kind == OrgKind.PROVINCE:
            province = unit.code
        closed = unit.valid_to is not None and unit.valid_to < day
        place = Place(unit, province, parent.now if closed and parent else unit)
        found.append(place)
        above.append(place)
    return found


def meanings(*, indicators: Iterable[Indicator]) -> dict[int, int]:
    """The indicator that stands for each: the first of those said to mean the same; one SQL."""
    leader = {one.pk: one.pk for one in indicators}

    def first(pk: int) -> int:
        while leader[pk] != pk:
            pk = leader[pk]
        return pk

    pairs = SameMeaning.objects.values_list("indicator_id", "other_id").order_by("pk")
    for one, other in pairs:
        low, high = sorted((first(one), first(other)))
        leader[high] = low
    return {pk: first(pk) for pk in leader}


def observations(*, codes: Iterable[str] | None, places: Iterable[Place]) -> Iterator[list[Any]]:
    """Figures in the order of their key, many at a time; of some provinces only when named.

    One SQL, read from the index of the key and streamed.
    """
    rows = Observation.objects.order_by("indicator_id", "period", "organisation_id")
    if codes is not None:
        wanted = set(codes)
        rows = rows.filter(organisation__in=[p.unit.pk for p in places if p.province in wanted])
    columns = ("indicator_id", "period", "organisation_id", "amount", "base", "status")
    batch: list[Any] = []
    for row in rows.values_list(*columns).iterator(chunk_size=_AT_ONCE):
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def tasks() -> Iterator[tuple[Any, ...]]:
    """Id, title, folded title, owner of the programme, programme, lead, state, due day; one SQL."""
    rows = Task.objects.order_by("pk").values_list(
        *("pk", "title", "folded", "programme__owner_id", "programme__code", "lead_id"),
        *("state", "due_on"),
    )
    yield from rows.iterator(chunk_size=2000)


def owed(*, day: date, province_of: Callable[[int], str]) -> dict[tuple[str, int, int], int]:
    """How many units owe an indicator in a period, by (province, indicator, period).

    Periods run to the one that holds the day; one SQL for each day and kind of unit, two more.
    """
    exempt: dict[int, set[int]] = defaultdict(set)
    for indicator, unit in NotApplicable.objects.values_list("indicator_id", "organisation_id"):
        exempt[indicator].add(unit)
    forms_of: dict[int, list[DataSet]] = defaultdict(list)
    for form in DataSet.objects.select_related("owner").prefetch_related("items").order_by("pk"):
        for item in form.items.all():
            forms_of[item.indicator_id].append(form)
    owing = _Owing(province_of)
    found: dict[tuple[str, int, int], int] = {}
    for indicator, asking in sorted(forms_of.items()):
        for period in sorted({period for form in asking for period in _periods(form, day)}):
            sets = [owing.units(form, period) for form in asking if period in _periods(form, day)]
            for province, units in owing.counted(sets, exempt[indicator]).items():
                found[province, indicator, period] = units
    return found


class _Owing:
    """The units that owe a form in a period, each answer of the database remembered once."""

    def __init__(self, province_of: Callable[[int], str]) -> None:
        self._province_of = province_of
        self._units: dict[tuple[Any, ...], frozenset[int]] = {}
        self._counts: dict[frozenset[int], Counter[str]] = {}

    def units(self, form: DataSet, period: int) -> frozenset[int]:
        """Ids of the units of a form at the end of a period."""
        end = rules.period_at(form.periodicity, period).end
        key = (form.owner.path, tuple(form.kinds), end)
        if key not in self._units:
            rows = forms.reporting_units(form=form, day=end).order_by()
            ids = frozenset(rows.values_list("pk", flat=True))
            self._units[key] = next((one for one in self._units.values() if one == ids), ids)
        return self._units[key]

    def counted(self, sets: list[frozenset[int]], exempt: set[int]) -> Counter[str]:
        """How many units of each province are in any of the sets."""
        units = sets[0].union(*sets[1:]) - exempt if len(sets) > 1 or exempt else sets[0]
        if len(sets) == 1 and units == sets[0]:
            if units not in self._counts:
                self._counts[units] = Counter(map(self._province_of, units))
            return self._counts[units]
        return Counter(map(self._province_of, units))


def _periods(form: DataSet, day: date) -> range:
    here = rules.index_of(rules.period_at(form.periodicity, day.year * 12 + day.month - 1))
    last = here if form.last_period is None else min(here, form.last_period)
    return range(form.first_period, last + 1, forms.MONTHS[form.periodicity])
