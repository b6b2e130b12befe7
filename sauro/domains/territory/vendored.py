"""The vendored lists of units, read into records; `data/README.md` tells where they come from."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from sauro.domains.territory import rules

DATA = Path(__file__).parent / "data"
MERGER = "202/2025/QH15"
Row = dict[str, str]
Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as it was on its first day; `above` is the key of the unit it hangs below."""

    code: str
    level: rules.Level
    kind: rules.Kind
    name: str
    valid_from: date
    valid_to: date | None = None
    above: Key | None = None
    successor: Key | None = None
    lat: float | None = None
    lon: float | None = None
    area_km2: Decimal | None = None
    population: int | None = None
    document: str = ""

    @property
    def key(self) -> Key:
        """What tells this unit from any other that had the same code."""
        return self.code, self.valid_from


@dataclass(frozen=True, slots=True)
class Change:
    """A change of kind or name of a unit that goes on."""

    code: str
    on: date
    before: rules.Standing
    after: rules.Standing
    document: str


@dataclass(frozen=True, slots=True)
class FormerRecord:
    """A former commune and one successor; province and successor by key."""

    code: str
    kind: rules.Kind
    name: str
    district: str
    province: Key
    successor: Key
    share: rules.Share
    ended_on: date
    document: str


@dataclass(frozen=True, slots=True)
class Lists:
    """All that is loaded, parents before children."""

    units: list[UnitRecord]
    changes: list[Change]
    former: list[FormerRecord]


def read(folder: Path = DATA) -> Lists:
    """The lists of a folder."""
    country = UnitRecord(
        code=rules.COUNTRY_CODE,
        level=rules.Level.COUNTRY,
        kind=rules.Kind.COUNTRY,
        name="Việt Nam",
        valid_from=date(1945, 9, 2),
    )
    facts = {row["code"]: row for row in _rows(folder / "province_facts.csv")}
    provinces = _provinces(folder, country.key, facts)
    in_force = {unit.code: unit.key for unit in provinces if unit.valid_to is None}
    communes = [_commune(row, in_force, facts) for row in _rows(folder / "communes.csv")]
    keys = {unit.code: unit.key for unit in communes}
    return Lists(
        units=[country, *provinces, *communes],
        changes=[_change(row) for row in _rows(folder / "changes.csv")],
        former=list(_former(folder, provinces, keys, {unit.code: unit for unit in communes})),
    )


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _provinces(folder: Path, country: Key, facts: dict[str, Row]) -> list[UnitRecord]:
    rows = list(_rows(folder / "provinces.csv"))
    today = {
        row["code"]: (row["code"], date.fromisoformat(row["valid_from"]))
        for row in rows
        if not row["valid_to"]
    }
    records = [_province(row, country, today, facts) for row in rows]
    return sorted(records, key=lambda unit: unit.valid_to is not None)


def _province(row: Row, country: Key, today: dict[str, Key], facts: dict[str, Row]) -> UnitRecord:
    successor = today[row["successor"]] if row["successor"] else None
    fact = {} if successor else facts[row["code"]]
    since = date.fromisoformat(row["valid_from"])
    return UnitRecord(
        code=row["code"],
        level=rules.Level.PROVINCE,
        kind=rules.Kind(row["kind"]),
        name=row["name"],
        valid_from=since,
        valid_to=_day(row["valid_to"]),
        above=successor or country,
        successor=successor,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        area_km2=Decimal(fact["area_km2"]) if fact.get("area_km2") else None,
        population=int(fact["population"]) if fact.get("population") else None,
        document=MERGER if since == rules.TWO_LEVELS_ON else "",
    )


def _commune(row: Row, provinces: dict[str, Key], facts: dict[str, Row]) -> UnitRecord:
    return UnitRecord(
        code=row["code"],
        level=rules.Level.COMMUNE,
        kind=rules.Kind(row["kind"]),
        name=row["name"],
        valid_from=rules.TWO_LEVELS_ON,
        above=provinces[row["province"]],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        area_km2=Decimal(row["area_km2"]) if row["area_km2"] else None,
        document=facts[row["province"]]["communes_document"],
    )


def _change(row: Row) -> Change:
    return Change(
        code=row["code"],
        on=date.fromisoformat(row["on"]),
        before=rules.Standing(rules.Kind(row["kind_before"]), row["name_before"]),
        after=rules.Standing(rules.Kind(row["kind_after"]), row["name_after"]),
        document=row["document"],
    )


def _former(
    folder: Path, provinces: list[UnitRecord], keys: dict[str, Key], today: dict[str, UnitRecord]
) -> Iterator[FormerRecord]:
    last_day = rules.TWO_LEVELS_ON - timedelta(days=1)
    then = {
        unit.code: unit.key
        for unit in provinces
        if rules.in_force(unit.valid_from, unit.valid_to, last_day)
    }
    districts = {
        row["code"]: (rules.full_name(row["kind"], row["name"]), then[row["province"]])
        for row in _rows(folder / "former_districts.csv")
    }
    for row in _rows(folder / "former_communes.csv"):
        district, province = districts[row["district"]]
        yield FormerRecord(
            code=row["code"],
            kind=rules.Kind(row["kind"]),
            name=row["name"],
            district=district,
            province=province,
            successor=keys[row["successor"]],
            share=rules.Share(row["share"]),
            ended_on=last_day,
            document=today[row["successor"]].document,
        )
