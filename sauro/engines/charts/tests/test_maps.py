"""The map: every province and both archipelagos are drawn, and the table says the same."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from sauro.engines import charts

ROOT = Path(__file__).resolve().parents[4]
PROVINCES = ROOT / "sauro" / "domains" / "territory" / "data" / "provinces.csv"
AREAS = [charts.Area("Đà Nẵng", 40), charts.Area("Khánh Hòa", 55.5), charts.Area("Huế", None)]
DOTS = [
    charts.Dot("UBND xã Đông Hải", 22.3, 103.9, 75, "/chi-so/1/2/3/"),
    charts.Dot("UBND xã Đông Tiến", 22.1, 104.1, None),
]


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def drawn(dots=(), areas=AREAS):
    return charts.country_map(title="Bản đồ", areas=areas, dots=dots, label="Tỷ lệ", unit="%")


def shapes(name):
    return json.loads(Path(finders.find(f"vendor/{name}")).read_text(encoding="utf-8"))


def names_in(collection):
    return [feature["properties"]["name"] for feature in collection["features"]]


def test_both_archipelagos_are_drawn_and_labelled():
    for chart in (drawn(), drawn(DOTS), drawn(areas=[])):
        inset = chart.option["maps"]["archipelagos"]
        assert {"Hoàng Sa", "Trường Sa"} <= set(names_in(inset))
        assert "archipelagos" in [part["map"] for part in chart.option["geo"]]
        labelled = [part["name"] for part in chart.option["geo"][1]["regions"]]
        assert labelled == ["Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"]
        assert set(labelled) <= set(names_in(inset))


def test_the_archipelagos_lie_where_they_are():
    places = {}
    for feature in drawn().option["maps"]["archipelagos"]["features"]:
        if feature["geometry"]["type"] == "MultiPolygon":
            points = [p for poly in feature["geometry"]["coordinates"] for p in poly[0]]
            places[feature["properties"]["name"]] = points
    assert len(places["Hoàng Sa"]) >= 30
    assert all(110 < lon < 114 and 15 < lat < 18 for lon, lat in places["Hoàng Sa"])
    assert all(111 < lon < 117 and 7 < lat < 12 for lon, lat in places["Trường Sa"])


def test_an_archipelago_has_the_figure_of_its_province():
    islands = drawn().option["series"][1]
    assert islands["data"] == [
        {"name": "Hoàng Sa", "value": 40},
        {"name": "Trường Sa", "value": 55.5},
    ]


def test_every_province_of_today_has_a_shape_under_its_name():
    with PROVINCES.open(encoding="utf-8", newline="") as file:
        today = {row["name"] for row in csv.DictReader(file) if not row["valid_to"]}
    assert set(names_in(shapes("vn34.json"))) == today
    assert len(today) == 34


def test_the_shapes_are_closed_and_lie_in_the_country():
    for feature in shapes("vn34.json")["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert all(102 < lon < 110 and 8 < lat < 24 for lon, lat in ring)


def test_the_file_browsers_draw_is_the_topology_in_degrees():
    derive = derivation()
    made = derive.geojson_of(shapes("vn34.topojson"), derive.provinces_in(PROVINCES))
    assert json.loads(json.dumps(made)) == shapes("vn34.json")


def derivation():
    spec = importlib.util.spec_from_file_location("derive_map", ROOT / "scripts" / "derive_map.py")
    derive = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(derive)
    return derive


def test_con_dao_belongs_to_ho_chi_minh_city():
    owners = {
        feature["properties"]["name"]
        for feature in shapes("vn34.json")["features"]
        for polygon in feature["geometry"]["coordinates"]
        if all(106.4 < lon < 106.8 and 8.5 < lat < 8.9 for lon, lat in polygon[0])
    }
    assert owners == {"Hồ Chí Minh"}


def test_neighbours_are_united_without_their_border():
    left = [(0, 0), (50, 0), (50, 90), (0, 90), (0, 0)]
    right = [(50, 0), (120, 0), (120, 90), (50, 90), (50, 0)]
    [ring] = derivation().united([left, right])
    assert derivation().area(ring) == 120 * 90
    assert set(ring) == {(0, 0), (50, 0), (120, 0), (120, 90), (50, 90), (0, 90)}


def test_a_border_drawn_twice_leaves_no_sliver():
    left = [(0, 0), (500, 0), (510, 300), (500, 900), (0, 900), (0, 0)]
    right = [(500, 0), (1200, 0), (1200, 900), (500, 900), (505, 600), (500, 0)]
    [ring] = derivation().united([left, right])
    assert derivation().area(ring) == 1200 * 900


def test_a_stretch_between_two_provinces_is_stored_once():
    left = [(0, 0), (50, 0), (50, 90), (0, 90), (0, 0)]
    right = [(50, 0), (120, 0), (120, 90), (50, 90), (50, 0)]
    found = derivation().topology_of({"a": [left], "b": [right]})
    assert len(found["arcs"]) == 3
    parts = [shape["arcs"][0][0] for shape in found["objects"]["data"]["geometries"]]
    left_arcs, right_arcs = ({n if n >= 0 else ~n for n in part} for part in parts)
    assert len(left_arcs & right_arcs) == 1


def test_the_table_beside_the_map_holds_the_same_figures():
    chart = drawn(DOTS)
    rows = [[cell.text for cell in row] for row in chart.rows]
    assert rows[0] == ["UBND xã Đông Hải", "75%"]
    assert rows[1][0] == "UBND xã Đông Tiến"
    assert [row[0] for row in rows[2:]] == ["Đà Nẵng", "Khánh Hòa", "Huế"]
    assert chart.rows[0][0].url == "/chi-so/1/2/3/"
    known, missing = chart.option["series"][2:]
    assert [one["row"] for one in (*known["data"], *missing["data"])] == [0, 1]


def test_the_map_comes_close_to_where_the_dots_are():
    [[west, north], [east, south]] = drawn(DOTS).option["geo"][0]["boundingCoords"]
    assert west < 103.9
    assert east > 104.1
    assert south < 22.1
    assert north > 22.3
    assert "boundingCoords" not in drawn().option["geo"][0]


def test_the_archipelagos_have_a_strip_of_their_own_at_every_width():
    wide = drawn(DOTS).option
    [narrow] = wide["media"]
    assert narrow["query"] == {"maxWidth": 560}
    country, inset = wide["geo"]
    assert country["clip"]
    assert country["right"] >= inset["right"] + inset["width"]
    country, inset = ({**a, **b} for a, b in zip(wide["geo"], narrow["option"]["geo"], strict=True))
    assert country["right"] == 0
    assert country["bottom"] >= inset["bottom"] + inset["height"]


def test_a_map_without_figures_has_no_scale():
    assert "visualMap" not in drawn(areas=[charts.Area("Huế", None)]).option
    assert drawn(areas=[charts.Area("Huế", 3)]).option["visualMap"]["max"] == 4
