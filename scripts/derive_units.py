"""Derive the vendored lists of administrative units from the data of `vietnamadminunits`.

    python scripts/derive_units.py PACKAGE OUT

PACKAGE is the unpacked folder `vietnamadminunits` of that wheel (MIT), OUT the folder that
receives `provinces.csv`, `communes.csv`, `former_districts.csv` and `former_communes.csv`.
The lists state the law of 1 July 2025; later changes stand in `changes.csv`, written by hand.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

RECORD_BEGINS = "2008-08-01"  # Resolution 15/2008/QH12: from this day there were 63
TWO_LEVELS = "2025-07-01"  # Resolution 202/2025/QH15: 34, and no districts
LAST_DAY_OF_THREE = "2025-06-30"
KINDS = {
    "Thành phố": "centrally_run_city",
    "Tỉnh": "province",
    "Xã": "commune",
    "Phường": "ward",
    "Đặc khu": "special_zone",
    "Thị trấn": "township",
}
DISTRICT_KINDS = {
    "Huyện": "district",
    "Quận": "urban_district",
    "Thị xã": "town",
    "Thành phố": "district_city",
}
Row = sqlite3.Row


def split(full: str, kinds: dict[str, str]) -> tuple[str, str]:
    """Kind and bare name of a full name; the full name decides, the source's type column errs."""
    text = unicodedata.normalize("NFC", " ".join(full.split()))
    for word, kind in kinds.items():
        if text.lower().startswith(word.lower() + " "):
            return kind, text[len(word) + 1 :]
    raise ValueError(f"no known kind in {full!r}")


def place(lat: float | None, lon: float | None) -> tuple[str, str]:
    """Latitude and longitude with four decimals, about ten metres."""
    return tuple("" if value is None else f"{value:.4f}" for value in (lat, lon))  # type: ignore[return-value]


def write(path: Path, header: str, rows: Iterable[Iterable[Any]]) -> int:
    """How many rows were written."""
    lines = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(lines)
    return len(lines)


def provinces(
    new: list[Row], old: list[Row], merged: dict[str, list[str]]
) -> list[tuple[str, ...]]:
    """Every province of either list once; one that was not merged goes on as the same unit."""
    today = {row["provinceKey"]: row for row in new}
    before = {row["provinceKey"]: row for row in old}
    into = {source: target for target, sources in merged.items() for source in sources}
    kept = {target for target, sources in merged.items() if sources == [target]}
    rows = []
    for key, row in today.items():
        kind, name = split(row["province"], KINDS)
        since = RECORD_BEGINS if key in kept else TWO_LEVELS
        spot = place(row["provinceLat"], row["provinceLon"])
        rows.append((row["provinceCode"], kind, name, *spot, since, "", ""))
    for key, row in before.items():
        if key not in kept:
            kind, name = split(row["province"], KINDS)
            spot = place(row["provinceLat"], row["provinceLon"])
            successor = today[into[key]]["provinceCode"]
            until = (RECORD_BEGINS, LAST_DAY_OF_THREE)
            rows.append((row["provinceCode"], kind, name, *spot, *until, successor))
    return sorted(rows, key=lambda row: (row[6], row[0]))


def communes(new: list[Row]) -> list[tuple[str, ...]]:
    """The communes, wards and special zones of 1 July 2025."""
    rows = []
    for row in new:
        kind, name = split(row["ward"], KINDS)
        spot = place(row["wardLat"], row["wardLon"])
        area = f"{row['wardAreaKm2']:.2f}" if row["wardAreaKm2"] else ""
        rows.append((row["wardCode"], kind, name, row["provinceCode"], *spot, area))
    return sorted(rows)


def former_districts(old: list[Row]) -> list[tuple[str, ...]]:
    """The districts that ended on 1 July 2025, under the province of their time."""
    found = {row["districtCode"]: (row["district"], row["provinceCode"]) for row in old}
    return sorted(
        (code, *split(name, DISTRICT_KINDS), province) for code, (name, province) in found.items()
    )


def successors(converter: dict[str, Any]) -> dict[str, list[tuple[tuple[str, str], str]]]:
    """Old key → the new (province, commune) keys, each with the part that went there."""
    found: dict[str, list[tuple[tuple[str, str], str]]] = {}
    for province, targets in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for target, sources in targets.items():
            for source in sources:
                found.setdefault(source, []).append(((province, target), "whole"))
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in divided.items():
            for part in parts:
                share = "main" if part["isDefaultNewWard"] else "part"
                found.setdefault(source, []).append(((province, part["newWardKey"]), share))
    return found


def former_communes(
    new: list[Row], old: list[Row], converter: dict[str, Any]
) -> list[tuple[str, ...]]:
    """One line for each old commune and each unit that received it or a part of it."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    into = successors(converter)
    rows = []
    for row in old:
        key = "_".join((row["provinceKey"], row["districtKey"], row["wardKey"] or ""))
        if row["ward"]:
            code, (kind, name) = row["wardCode"], split(row["ward"], KINDS)
        else:  # five island districts had no communes: the district itself is the predecessor
            code, (kind, name) = row["districtCode"], split(row["district"], DISTRICT_KINDS)
        for target, share in into[key]:
            rows.append((code, kind, name, row["districtCode"], codes[target], share))
    return sorted(rows)


def main(arguments: list[str] | None = None) -> int:
    """Write the four lists and print how long each is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("package", type=Path, help="unpacked folder of the package")
    parser.add_argument("out", type=Path, help="folder for the lists")
    given = parser.parse_args(arguments)
    with closing(sqlite3.connect(given.package / "data" / "dataset.db")) as database:
        database.row_factory = sqlite3.Row
        new = database.execute("SELECT * FROM admin_units").fetchall()
        old = database.execute("SELECT * FROM admin_units_legacy").fetchall()
    converter = json.loads((given.package / "data" / "converter_2025.json").read_text("utf-8"))
    lists = {
        "provinces.csv": (
            "code kind name lat lon valid_from valid_to successor",
            provinces(new, old, converter["DICT_PROVINCE"]),
        ),
        "communes.csv": ("code kind name province lat lon area_km2", communes(new)),
        "former_districts.csv": ("code kind name province", former_districts(old)),
        "former_communes.csv": (
            "code kind name district successor share",
            former_communes(new, old, converter),
        ),
    }
    for name, (header, rows) in lists.items():
        sys.stdout.write(f"{name}: {write(given.out / name, header, rows)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
