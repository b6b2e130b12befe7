"""Loading the vendored lists of units; the same lists again write nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.territory import rules, vendored
from sauro.domains.territory.models import FormerCommune, Succession, Unit, UnitVersion
from sauro.engines import text
from sauro.engines.history import recording

WHOLE = Decimal(1)
Values = dict[str, Any]


class UnitMoved(DomainError):
    """A unit hangs below another one in the lists than on record."""

    code = "unit_moved"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote: rows made and rows changed, by table."""

    country: Unit
    created: dict[str, int]
    updated: dict[str, int]

    @property
    def wrote(self) -> bool:
        """Whether anything was written at all."""
        return bool(self.created or self.updated)


@dataclass(slots=True)
class _Tally:
    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def load_units(*, by: Any, at: datetime, lists: vendored.Lists | None = None) -> Loaded:
    """What the load wrote; one event when it wrote something, no row is ever deleted."""
    lists = lists or vendored.read()
    tally = _Tally()
    units = _load_tree(lists, tally)
    _load_versions(lists, units, tally)
    _load_successions(lists, units, tally)
    _load_former(lists, units, tally)
    loaded = Loaded(units[lists.units[0].key], dict(tally.created), dict(tally.updated))
    if loaded.wrote:
        recording.record(
            kind="territory.units.loaded",
            subject=loaded.country,
            by=by,
            at=at,
            after={"created": loaded.created, "updated": loaded.updated},
        )
    return loaded


def _load_tree(lists: vendored.Lists, tally: _Tally) -> dict[vendored.Key, Unit]:
    on_record = {(unit.code, unit.valid_from): unit for unit in Unit.objects.select_for_update()}
    standings = _standings(lists.changes)
    tree = _Tree(on_record.values())
    units: dict[vendored.Key, Unit] = {}
    fresh, changed, differing = [], [], set[str]()
    for record in lists.units:
        above = units[record.above] if record.above else None
        values = _unit_values(record, above, standings)
        unit = on_record.get(record.key)
        if unit is None:
            unit = Unit(**values)
            tree.hang(unit, above)
            fresh.append(unit)
        else:
            tree.expect(unit, above)
            if differs := _apply(unit, values):
                changed.append(unit)
                differing |= differs
        units[record.key] = unit
    grown = tree.count_children(units.values())
    _write(Unit, fresh, changed, differing, tally)
    Unit.objects.bulk_update(grown, ["numchild"], batch_size=200)
    return units


class _Tree:
    """Paths for new nodes, computed in memory: `load_bulk` would take a query for each."""

    def __init__(self, on_record: Iterable[Unit]) -> None:
        self._last: Counter[str] = Counter()
        self._children: Counter[str] = Counter()
        for unit in on_record:
            self._note(unit.path)

    def hang(self, unit: Unit, above: Unit | None) -> None:
        """Give a new unit the next free place below another."""
        base = above.path if above else ""
        unit.depth = len(base) // Unit.steplen + 1
        unit.path = Unit._get_path(base, unit.depth, self._last[base] + 1)
        unit.numchild = 0
        self._note(unit.path)

    def expect(self, unit: Unit, above: Unit | None) -> None:
        """Refuse when a unit on record hangs elsewhere; moving it is a decision, not a load."""
        if unit.path[: -Unit.steplen] != (above.path if above else ""):
            raise UnitMoved(
                _("%(unit)s is elsewhere in the tree than in the list.") % {"unit": unit}
            )

    def count_children(self, units: Iterable[Unit]) -> list[Unit]:
        """Units with their number of children set; only those on record that gained some."""
        grown = []
        for unit in units:
            if unit.numchild != self._children[unit.path]:
                unit.numchild = self._children[unit.path]
                if unit.pk:
                    grown.append(unit)
        return grown

    def _note(self, path: str) -> None:
        base, step = path[: -Unit.steplen], path[-Unit.steplen :]
        self._last[base] = max(self._last[base], Unit._str2int(step))
        self._children[base] += 1


def _standings(changes: Iterable[vendored.Change]) -> dict[str, list[rules.Standing]]:
    """By code, what each changed unit was called, oldest first."""
    found: dict[str, list[rules.Standing]] = {}
    for change in sorted(changes, key=lambda one: one.on):
        found.setdefault(change.code, [change.before]).append(change.after)
    return found


def _named(kind: str, name: str, context: Iterable[str]) -> Values:
    full = rules.full_name(kind, name)
    return {
        "kind": str(kind),
        "name": name,
        "search_text": rules.search_text(
            text.fold(full), text.fold(name), (text.fold(one) for one in context)
        ),
    }


def _unit_values(
    record: vendored.UnitRecord, above: Unit | None, standings: dict[str, list[rules.Standing]]
) -> Values:
    now = rules.Standing(record.kind, record.name)
    if record.valid_to is None:
        now = standings.get(record.code, [now])[-1]
    around: list[str] = []
    if above and record.level is rules.Level.COMMUNE:  # people go on writing "tỉnh" for a city
        around = [above.full_name, *(one.full_name for one in standings.get(above.code, ()))]
    return {
        **_named(now.kind, now.name, around),
        "code": record.code,
        "level": str(record.level),
        "name_en": rules.name_en(now.kind, now.name),
        "folded": text.fold(now.name),
        "sort_key": text.sort_key(now.name),
        "lat": record.lat,
        "lon": record.lon,
        "area_km2": record.area_km2,
        "population": record.population,
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "document": record.document,
    }


def _load_versions(lists: vendored.Lists, units: dict[vendored.Key, Unit], tally: _Tally) -> None:
    in_force = {unit.code: unit for unit in units.values() if unit.valid_to is None}
    wanted: list[Values] = []
    last: dict[str, Values] = {}
    for change in sorted(lists.changes, key=lambda one: one.on):
        unit = in_force[change.code]
        before = last.get(change.code)
        if before is None:
            before = _version(unit, change.before, unit.valid_from, unit.document)
            wanted.append(before)
        before["valid_to"] = change.on - timedelta(days=1)
        last[change.code] = _version(unit, change.after, change.on, change.document)
        wanted.append(last[change.code])
    _sync(UnitVersion, wanted, lambda row: (row["unit_id"], row["valid_from"]), tally)


def _version(unit: Unit, standing: rules.Standing, since: Any, document: str) -> Values:
    around = unit.search_text.partition("| /")[2].replace("/", " ")
    return {
        **_named(standing.kind, standing.name, [around]),
        "unit_id": unit.pk,
        "valid_from": since,
        "valid_to": None,
        "document": document,
    }


def _load_successions(
    lists: vendored.Lists, units: dict[vendored.Key, Unit], tally: _Tally
) -> None:
    wanted = [
        {
            "predecessor_id": units[record.key].pk,
            "successor_id": units[record.successor].pk,
            "on": record.successor[1],
            "share": WHOLE,
            "document": units[record.successor].document,
        }
        for record in lists.units
        if record.successor
    ]
    _sync(Succession, wanted, lambda row: (row["predecessor_id"], row["successor_id"]), tally)


def _load_former(lists: vendored.Lists, units: dict[vendored.Key, Unit], tally: _Tally) -> None:
    wanted = [
        {
            **_named(record.kind, record.name, [record.district, units[record.province].full_name]),
            "code": record.code,
            "folded": text.fold(record.name),
            "sort_key": text.sort_key(record.name),
            "district": record.district,
            "province_id": units[record.province].pk,
            "successor_id": units[record.successor].pk,
            "share": str(record.share),
            "ended_on": record.ended_on,
            "document": record.document,
        }
        for record in lists.former
    ]
    _sync(FormerCommune, wanted, lambda row: (row["code"], row["successor_id"]), tally)


def _sync(
    model: type[models.Model],
    wanted: list[Values],
    key: Callable[[Values], tuple[Any, ...]],
    tally: _Tally,
) -> None:
    """Bring a table to the wanted rows: make the missing ones, change those that differ."""
    if not wanted:
        return
    names = list(wanted[0])
    on_record = {key(row): row for row in model._default_manager.values("pk", *names).order_by()}
    fresh, changed, differing = [], [], set[str]()
    for values in wanted:
        row = on_record.get(key(values))
        if row is None:
            fresh.append(model(**values))
        elif differs := {name for name in names if row[name] != values[name]}:
            changed.append(model(pk=row["pk"], **values))
            differing |= differs
    _write(model, fresh, changed, differing, tally)


def _apply(unit: Unit, values: Values) -> set[str]:
    """The names of the fields that setting the values changed."""
    differing = {name: value for name, value in values.items() if getattr(unit, name) != value}
    for name, value in differing.items():
        setattr(unit, name, value)
    return set(differing)


def _write(
    model: type[models.Model],
    fresh: list[Any],
    changed: list[Any],
    differing: set[str],
    tally: _Tally,
) -> None:
    name = model._meta.model_name or ""
    if fresh:
        model._default_manager.bulk_create(fresh, batch_size=1000)
        tally.created[name] += len(fresh)
    if changed:
        columns = sorted({model._meta.get_field(one).name for one in differing})
        model._default_manager.bulk_update(changed, columns, batch_size=200)
        tally.updated[name] += len(changed)
