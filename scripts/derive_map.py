"""Derive the map of the 34 provinces from a map of the 63 before them.

    python scripts/derive_map.py PROVINCES63.geojson PROVINCES.csv OUT

PROVINCES63.geojson is the map of Viet Nam in the wheel of apache-superset (Apache-2.0), whose
features carry `NAME_1`; PROVINCES.csv is `sauro/domains/territory/data/provinces.csv`, which says
who took over whom on 1 July 2025; OUT receives `vn34.topojson` and `vn34.json`, the same shapes
as GeoJSON, which browsers draw. All mergers were of whole provinces: the borders between those
that merged fall away, and the slivers left where the source draws one border twice.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Point = tuple[int, int]  # on the grid
Ring = list[Point]  # the last point is the first again
GRID = 0.0008  # degrees, under a hundred metres
PLACES = 3
SLIVER = 4_500  # grid squares, about 35 km²
CLOSE_BY = 15  # grid steps, a kilometre: one point drawn twice
MERGED_ON = "2025-06-30"
OTHER_NAMES = {"thuathienhue": "hue", "thanhphohochiminh": "hochiminh"}
# The source counts the islands of Côn Đảo to Sóc Trăng; they are of Bà Rịa - Vũng Tàu.
CON_DAO = (106.4, 8.5, 106.8, 8.9)


def plain(name: str) -> str:
    """A name without marks, spaces and hyphens."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in bare if letter.isascii() and letter.isalpha())


def key_of(kind: str, name: str) -> str:
    """The official name without marks and spaces, as the shapes are keyed."""
    return plain({"centrally_run_city": "Thành phố", "province": "Tỉnh"}[kind] + name)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The list of provinces."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def provinces_in(path: Path) -> dict[str, str]:
    """Names of the 34 provinces by key."""
    today = [row for row in rows_of(path) if not row["valid_to"]]
    return {key_of(row["kind"], row["name"]): row["name"] for row in today}


def successors_in(path: Path) -> dict[str, str]:
    """The key of today's province by the plain name of the one before it."""
    rows = rows_of(path)
    today = {row["code"]: key_of(row["kind"], row["name"]) for row in rows if not row["valid_to"]}
    before = {plain(row["name"]): today[row["code"]] for row in rows if not row["valid_to"]}
    merged = [row for row in rows if row["valid_to"] == MERGED_ON]
    return before | {plain(row["name"]): today[row["successor"]] for row in merged}


def outlines(source: dict[str, Any], successors: dict[str, str]) -> dict[str, list[Ring]]:
    """Outer rings of the old provinces on the grid, by the key of the one of today."""
    found: dict[str, list[Ring]] = defaultdict(list)
    for feature in source["features"]:
        name = plain(feature["properties"]["NAME_1"])
        shape = feature["geometry"]
        polygons = shape["coordinates"]
        for polygon in polygons if shape["type"] == "MultiPolygon" else [polygons]:
            owner = "bariavungtau" if _is_con_dao(polygon[0]) else OTHER_NAMES.get(name, name)
            ring = [(round(lon / GRID), round(lat / GRID)) for lon, lat, *_rest in polygon[0]]
            ring = [point for n, point in enumerate(ring) if n == 0 or point != ring[n - 1]]
            if len(ring) > 3:
                found[successors[owner]].append(ring if area(ring) > 0 else ring[::-1])
    return found


def _is_con_dao(ring: list[list[float]]) -> bool:
    west, south, east, north = CON_DAO
    return all(west < lon < east and south < lat < north for lon, lat, *_rest in ring)


def area(ring: Ring) -> float:
    """The area of a ring in grid squares; negative when it runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def united(rings: list[Ring]) -> list[Ring]:
    """The outline of neighbours together: an edge walked in both directions is a border inside."""
    if len(rings) == 1:
        return rings
    ahead: dict[Point, list[Point]] = defaultdict(list)
    for ring in _snapped(rings):
        for a, b in itertools.pairwise(ring):
            if a in ahead[b]:
                ahead[b].remove(a)
            else:
                ahead[a].append(b)
    return [
        one for ring in _loops(ahead) if (one := _without_spikes(ring)) and _is_land(one, rings)
    ]


def _snapped(rings: list[Ring]) -> list[Ring]:
    """Rings whose points lie on those of the rings before them where these are close by."""
    known: list[Point] = []
    done = []
    for ring in rings:
        moved = [min(known, key=lambda one: _apart(one, at), default=at) for at in ring]
        near = [
            new if _apart(new, at) < CLOSE_BY else at for new, at in zip(moved, ring, strict=True)
        ]
        done.append([at for n, at in enumerate(near) if n == 0 or at != near[n - 1]])
        known += ring
    return [ring for ring in done if len(ring) > 3]


def _loops(ahead: dict[Point, list[Point]]) -> Iterator[Ring]:
    """Simple rings out of directed edges, keeping to the right; a point met again closes one."""
    for start in sorted(ahead, key=lambda point: (point[1], point[0])):
        while ahead[start]:
            path, place = [start], {start: 0}
            while ahead[path[-1]]:
                point = _rightmost(path, ahead[path[-1]])
                ahead[path[-1]].remove(point)
                if point in place:
                    cut = place[point]
                    yield [*path[cut:], point]
                    for gone in path[cut + 1 :]:
                        del place[gone]
                    path = path[: cut + 1]
                else:
                    place[point] = len(path)
                    path.append(point)


def _rightmost(path: Ring, choices: list[Point]) -> Point:
    """Where the walk goes on so that it follows the outer side of what it surrounds."""
    if len(choices) == 1 or len(path) == 1:
        return choices[0]
    (ax, ay), (bx, by) = path[-2:]
    inward = (bx - ax, by - ay)

    def turn(point: Point) -> float:
        outward = (point[0] - bx, point[1] - by)
        cross = inward[0] * outward[1] - inward[1] * outward[0]
        return math.atan2(cross, inward[0] * outward[0] + inward[1] * outward[1])

    return min(choices, key=turn)


def _is_land(ring: Ring, rings: list[Ring]) -> bool:
    """Whether a ring is more than a sliver between two drawings of one border."""
    return area(ring) > SLIVER or any(set(ring) == set(one) for one in rings)


def _without_spikes(ring: Ring) -> Ring:
    """A ring without the needles where two drawings of a border do not end in one point."""
    points = ring[:-1]
    kept = True
    while kept and len(points) > 3:
        kept = False
        for n, point in enumerate(points):
            before, after = points[n - 1], points[(n + 1) % len(points)]
            base = _apart(before, after)
            if base * 5 < min(_apart(before, point), _apart(point, after)):
                del points[n]
                kept = True
                break
    return [*points, points[0]]


def _apart(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def topology_of(shapes: dict[str, list[Ring]]) -> dict[str, Any]:
    """Rings cut where they part from each other, every stretch stored once, as differences."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in (ring for rings in shapes.values() for ring in rings):
        for a, b in itertools.pairwise(ring):
            beside[a].add(b)
            beside[b].add(a)
    forks = {point for point, near in beside.items() if len(near) > 2}
    numbers: dict[tuple[Point, ...], int] = {}
    geometries = []
    for key in sorted(shapes):
        arcs = [[[_number(arc, numbers) for arc in _cut(ring, forks)]] for ring in shapes[key]]
        geometries.append({"properties": {"key": key}, "type": "MultiPolygon", "arcs": arcs})
    west = min(point[0] for point in beside)
    south = min(point[1] for point in beside)
    return {
        "type": "Topology",
        "objects": {"data": {"type": "GeometryCollection", "geometries": geometries}},
        "transform": {"scale": [GRID, GRID], "translate": [west * GRID, south * GRID]},
        "arcs": [list(_steps(arc, (west, south))) for arc in numbers],
    }


def _cut(ring: Ring, forks: set[Point]) -> list[Ring]:
    places = [n for n, point in enumerate(ring[:-1]) if point in forks]
    first = places[0] if places else ring.index(min(ring))
    turned = [*ring[first:-1], *ring[:first], ring[first]]
    ends = [n for n, point in enumerate(turned) if point in forks] if places else []
    ends = ends or [0, len(turned) - 1]
    return [turned[a : b + 1] for a, b in itertools.pairwise(ends)]


def _number(arc: Ring, numbers: dict[tuple[Point, ...], int]) -> int:
    """The number of a stretch; one walked backwards counts from -1 downwards."""
    if (back := numbers.get(tuple(arc[::-1]))) is not None:
        return ~back
    return numbers.setdefault(tuple(arc), len(numbers))


def _steps(arc: Iterable[Point], start: Point) -> Iterator[list[int]]:
    x, y = start
    for point in arc:
        yield [point[0] - x, point[1] - y]
        x, y = point


def geojson_of(topology: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The shapes as GeoJSON, named as provinces are."""
    arcs = list(_lines(topology))
    features = [
        {
            "type": "Feature",
            "properties": {"name": names[shape["properties"]["key"]]},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[_ring(ring, arcs) for ring in part] for part in shape["arcs"]],
            },
        }
        for shape in topology["objects"]["data"]["geometries"]
    ]
    return {"type": "FeatureCollection", "features": features}


def _lines(topology: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The arcs in degrees."""
    (across, up), (left, bottom) = (topology["transform"][name] for name in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([round(x * across + left, PLACES), round(y * up + bottom, PLACES)])
        yield line


def _ring(numbers: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    ring: list[list[float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("provinces63", "provinces", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    source = json.loads(given.provinces63.read_text(encoding="utf-8"))
    rings = outlines(source, successors_in(given.provinces))
    topology = topology_of({key: united(found) for key, found in rings.items()})
    shapes = geojson_of(topology, provinces_in(given.provinces))
    for name, found in (("vn34.topojson", topology), ("vn34.json", shapes)):
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        (given.out / name).write_text(text + "\n", encoding="utf-8")
        print(name, len(text), "characters")
    print(len(shapes["features"]), "provinces")


if __name__ == "__main__":
    main()
