"""Finding units by what a person typed: with or without marks, by today's name or an old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from sauro.domains.territory import rules
from sauro.domains.territory.models import FormerCommune, Unit, UnitVersion
from sauro.engines import text

SPARE = 40  # more rows than asked for, so that marks can still reorder names that fold alike
MAX_WORDS = 10


@dataclass(frozen=True, slots=True)
class UnitHit:
    """A unit of the day that answers a query; `found_as` is the old name that led to it."""

    unit: Unit
    full_name: str
    province: str
    found_as: str
    part: bool
    order: tuple[Any, ...]


def units_search(*, query: str, limit: int = 20, as_of: date | None = None) -> list[UnitHit]:
    """Units in force that answer a query, best first, each once; an old name leads to today's.

    Words may lack marks, be cut short or name the units above: `tan phu dong nai`, `tp hue`.
    """
    words = rules.query_words(text.fold(query))[:MAX_WORDS]
    if not words or limit < 1:
        return []
    asked = _Asked(query, words, limit + SPARE)
    units = Unit.objects.get_queryset().as_of(as_of)
    hits = [*_by_name(units, asked), *_by_old_name(asked, units), *_by_former(asked, units)]
    best: dict[int, UnitHit] = {}
    for hit in sorted(hits, key=lambda one: one.order):
        best.setdefault(hit.unit.pk, hit)
    return _with_provinces(list(best.values())[:limit], as_of)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, its folded words, and how many rows to take from each table."""

    query: str
    words: list[str]
    rows: int

    def among(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows that have every word, ranked by where the words stand.

        First those where the words are the whole name, its start, or inside it; then those
        where the first words are the whole name and the rest names what lies above.
        """
        phrase = " ".join(self.words)
        starts = (" ".join(self.words[:n]) for n in range(len(self.words) - 1, 0, -1))
        forms = (f"| {phrase} |", f"| {phrase}", f" {phrase}", *(f"| {one} |" for one in starts))
        ranks = [When(search_text__contains=form, then=Value(n)) for n, form in enumerate(forms)]
        rank = Case(*ranks, default=Value(len(forms)), output_field=IntegerField())
        each = (
            Q(search_text__contains=f" {word}") | Q(search_text__contains=f"/{word}")
            for word in self.words
        )
        found: QuerySet[Any] = rows.filter(reduce(and_, each)).annotate(rank=rank)
        return found

    def order(self, unit: Unit, rank: int, old: bool, shown: str) -> tuple[Any, ...]:
        """What decides between hits: rank, marks, level, today's name before an old one."""
        return rank, self._misses(shown), unit.depth, old, unit.sort_key, unit.code

    def _misses(self, shown: str) -> int:
        """How many words typed with marks stand in the shown name with other marks."""
        there = set(rules.words(text.exact_form(shown)))
        alike = {text.fold(word) for word in there}
        asked = set(rules.words(text.exact_form(self.query))) - there
        return sum(text.has_marks(word) and text.fold(word) in alike for word in asked)


def _by_name(units: QuerySet[Unit], asked: _Asked) -> Iterator[UnitHit]:
    for unit in asked.among(units).order_by("rank", "depth", "sort_key")[: asked.rows]:
        name = rules.full_name(unit.kind_on, unit.name_on)
        yield UnitHit(unit, name, "", "", False, asked.order(unit, unit.rank, False, name))


def _by_old_name(asked: _Asked, units: QuerySet[Unit]) -> Iterator[UnitHit]:
    """Units that had another kind or name, and provinces that went into another."""
    earlier = asked.among(UnitVersion.objects.exclude(kind=F("unit__kind"), name=F("unit__name")))
    merged = asked.among(Unit.objects.filter(valid_to__isnull=False, successions__isnull=False))
    led: list[tuple[int, int, str]] = [
        (row.unit_id, row.rank, rules.full_name(row.kind, row.name))
        for row in earlier[: asked.rows]
    ]
    led += [
        (successor, rank, rules.full_name(kind, name))
        for successor, rank, kind, name in merged.order_by("rank", "sort_key").values_list(
            "successions__successor", "rank", "kind", "name"
        )[: asked.rows]
    ]
    found = units.in_bulk({pk for pk, _rank, _name in led}) if led else {}
    for pk, rank, old in led:
        if unit := found.get(pk):
            name = rules.full_name(unit.kind_on, unit.name_on)
            yield UnitHit(unit, name, "", old, False, asked.order(unit, rank, True, old))


def _by_former(asked: _Asked, units: QuerySet[Unit]) -> Iterator[UnitHit]:
    """Communes of the three-level system, with the district and province of their time."""
    rows = asked.among(FormerCommune.objects.select_related("province"))
    former = list(rows.order_by("rank", "sort_key", "id")[: asked.rows])
    found = units.in_bulk({row.successor_id for row in former}) if former else {}
    for row in former:
        if unit := found.get(row.successor_id):
            name = rules.full_name(unit.kind_on, unit.name_on)
            old = f"{row.full_name}, {row.district}, {row.province.full_name}"
            part = row.share != rules.Share.WHOLE
            order = (*asked.order(unit, row.rank, True, old), row.share)
            yield UnitHit(unit, name, "", old, part, order)


def _with_provinces(hits: list[UnitHit], as_of: date | None) -> list[UnitHit]:
    """The same hits with the name of the province each commune lies in."""
    paths = {hit.unit.path[: 2 * Unit.steplen] for hit in hits if hit.unit.depth > 2}
    above = Unit.objects.get_queryset().as_of(as_of).filter(path__in=paths) if paths else []
    names = {unit.path: rules.full_name(unit.kind_on, unit.name_on) for unit in above}
    return [
        UnitHit(
            hit.unit,
            hit.full_name,
            names.get(hit.unit.path[: 2 * Unit.steplen], "") if hit.unit.depth > 2 else "",
            hit.found_as,
            hit.part,
            hit.order,
        )
        for hit in hits
    ]
