"""What the pages of units print, put together from selectors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.territory import rules, selectors
from sauro.domains.territory.labels import KINDS
from sauro.domains.territory.models import Unit


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province with the number of its communes and the provinces it was made from."""

    unit: Unit
    full_name: str
    communes: int
    made_from: str


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """Everything the page of a unit prints."""

    unit: Unit
    full_name: str
    is_in_force: bool
    province: Unit | None
    counts: list[tuple[Any, int]]
    communes: list[tuple[int, str, str]]
    predecessors: list[selectors.Predecessor]
    successors: list[Unit]
    versions: list[tuple[str, date, date | None]]


def province_lines(*, day: date | None) -> list[ProvinceLine]:
    """Provinces on a day; three queries for all of them."""
    found = list(selectors.provinces(as_of=day))
    communes = selectors.commune_counts(as_of=day)
    origins = selectors.merged_names(units=found)
    return [
        ProvinceLine(
            unit=unit,
            full_name=rules.full_name(unit.kind_on, unit.name_on),
            communes=communes.get(unit.path, 0),
            made_from=", ".join(origins.get(unit.pk, ())),
        )
        for unit in found
    ]


def country_counts(*, day: date | None) -> list[tuple[Any, int]]:
    """How many communes, wards and special zones there are on a day."""
    counts = selectors.counts_by_kind(as_of=day)
    return [(KINDS.get(rules.Kind(kind), kind), number) for kind, number in counts.items()]


def unit_sheet(*, unit: Unit, day: date | None, today: date) -> UnitSheet:
    """The page of a unit, with its communes, predecessors and successors on a day."""
    looked_at = day or today
    standing = unit.as_of(looked_at)
    is_commune = unit.level == rules.Level.COMMUNE
    communes = [] if is_commune else _communes(unit, day)
    counts = {} if is_commune else selectors.counts_by_kind(as_of=day, unit=unit)
    following = [] if unit.valid_to is None else selectors.successors(unit=unit)
    return UnitSheet(
        unit=unit,
        full_name=standing.full_name,
        is_in_force=rules.in_force(unit.valid_from, unit.valid_to, looked_at),
        province=selectors.province_of(unit=unit) if is_commune else None,
        counts=[(KINDS.get(rules.Kind(kind), kind), number) for kind, number in counts.items()],
        communes=communes,
        predecessors=selectors.predecessors(unit=unit),
        successors=following,
        versions=[
            (rules.full_name(one.kind, one.name), one.valid_from, one.valid_to)
            for one in unit.versions.all()
        ],
    )


def _communes(unit: Unit, day: date | None) -> list[tuple[int, str, str]]:
    if unit.level == rules.Level.COUNTRY:
        return []
    rows = selectors.communes_of(unit=unit, as_of=day).values_list(
        "pk", "code", "kind_on", "name_on"
    )
    return [(pk, rules.full_name(kind, name), code) for pk, code, kind, name in rows]
