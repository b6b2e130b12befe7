"""Reading units: as of a day, by code, by level, by predecessor and successor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Substr

from sauro.domains.territory import rules
from sauro.domains.territory.models import FormerCommune, Succession, Unit, UnitQuerySet
from sauro.domains.territory.rules import Level, Share


@dataclass(frozen=True, slots=True)
class Predecessor:
    """What a unit was made from; `unit` is set where the predecessor is itself on record."""

    code: str
    full_name: str
    within: str
    whole: bool
    ended_on: date | None
    document: str
    unit: Unit | None = None


def country() -> Unit | None:
    """The root of the tree; None before the units are loaded."""
    found: Unit | None = Unit.objects.filter(level=Level.COUNTRY).first()
    return found


def provinces(*, as_of: date | None = None) -> UnitQuerySet:
    """Provinces and centrally run cities in Vietnamese order, with `kind_on` and `name_on`."""
    found: UnitQuerySet = Unit.objects.get_queryset().as_of(as_of).filter(level=Level.PROVINCE)
    return _in_order(found)


def communes_of(*, unit: Unit, as_of: date | None = None) -> UnitQuerySet:
    """Communes, wards and special zones of a province or the country, with `kind_on`, `name_on`.

    Of a province that has ended: the units of today to which its communes went, wholly or mainly.
    """
    found: UnitQuerySet = Unit.objects.get_queryset().as_of(as_of).filter(level=Level.COMMUNE)
    if unit.level == Level.PROVINCE and unit.valid_to is not None:
        mainly = FormerCommune.objects.filter(
            province=unit, share__in=(Share.WHOLE, Share.MAIN)
        ).order_by()
        found = found.filter(pk__in=mainly.values("successor"))
    else:
        found = found.below(unit)
    return _in_order(found)


def _in_order(found: UnitQuerySet) -> UnitQuerySet:
    ordered: UnitQuerySet = found.order_by("sort_key", "code")
    return ordered


def unit_by_code(*, code: str, as_of: date | None = None) -> Unit | None:
    """The unit that has this official code on the day; codes were used again after mergers."""
    found: Unit | None = Unit.objects.get_queryset().as_of(as_of).filter(code=code).first()
    return found


def province_of(*, unit: Unit) -> Unit | None:
    """The province a unit lies in, a province itself included; None for the country."""
    if unit.level == Level.COUNTRY:
        return None
    if unit.level == Level.PROVINCE:
        return unit
    found: Unit | None = Unit.objects.filter(path=unit.path[: 2 * Unit.steplen]).first()
    return found


def units_with_code(*, code: str) -> UnitQuerySet:
    """Every unit that ever had the code, newest first."""
    found: UnitQuerySet = Unit.objects.filter(code=code).order_by("-valid_from")
    return found


def counts_by_kind(
    *, as_of: date | None = None, level: str = Level.COMMUNE, unit: Unit | None = None
) -> dict[str, int]:
    """How many units of a level there are of each kind, in the country or below a unit."""
    found = Unit.objects.get_queryset().as_of(as_of).filter(level=level)
    if unit is not None:
        found = found.below(unit)
    rows = found.order_by().values("kind_on").annotate(n=Count("pk")).values_list("kind_on", "n")
    return dict(sorted(rows))


def commune_counts(*, as_of: date | None = None) -> dict[str, int]:
    """The number of communes, wards and special zones of each province, by the province's path."""
    found = Unit.objects.get_queryset().as_of(as_of).filter(level=Level.COMMUNE)
    rows = found.order_by().values(within=Substr("path", 1, 2 * Unit.steplen))
    return dict(rows.annotate(n=Count("pk")).values_list("within", "n"))


def merged_names(*, units: Iterable[Unit]) -> dict[int, list[str]]:
    """The names of the units each of these was made from, by its key."""
    found = Succession.objects.filter(successor__in=[unit.pk for unit in units])
    rows = found.order_by("predecessor__sort_key").values_list("successor", "predecessor__name")
    names: dict[int, list[str]] = {}
    for key, name in rows:
        names.setdefault(key, []).append(name)
    return names


def predecessors(*, unit: Unit) -> list[Predecessor]:
    """What a unit was made from: provinces for a province, former communes for a commune."""
    if unit.level == Level.COMMUNE:
        rows = unit.origin_communes.select_related("province").order_by("sort_key", "code")
        return [_former(row) for row in rows]
    merged = unit.origins.select_related("predecessor").order_by("predecessor__sort_key")
    return [
        Predecessor(
            code=row.predecessor.code,
            full_name=row.predecessor.full_name,
            within="",
            whole=row.share == 1,
            ended_on=row.predecessor.valid_to,
            document=row.document,
            unit=row.predecessor,
        )
        for row in merged
    ]


def _former(row: FormerCommune) -> Predecessor:
    island = row.kind == rules.Kind.DISTRICT  # a district without communes is its own predecessor
    around = (row.province.full_name,) if island else (row.district, row.province.full_name)
    return Predecessor(
        code=row.code,
        full_name=row.full_name,
        within=", ".join(around),
        whole=row.share == Share.WHOLE,
        ended_on=row.ended_on,
        document=row.document,
    )


def successors(*, unit: Unit) -> list[Unit]:
    """The units in force that stand in the place of a unit; the unit itself while in force."""
    found: dict[int, Unit] = {}
    current, seen = [unit], set[int]()
    while current:
        found |= {one.pk: one for one in current if one.valid_to is None}
        ended = [one.pk for one in current if one.valid_to is not None and one.pk not in seen]
        seen.update(ended)
        current = list(Unit.objects.filter(origins__predecessor__in=ended)) if ended else []
    return sorted(found.values(), key=lambda one: one.sort_key)
