"""The map of the country: provinces as areas, places as dots, the two archipelagos as insets.

The shapes of the provinces are a file of their own; those of the archipelagos are drawn here,
because the file does not have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from sauro.engines.charts.shapes import Cell, Chart, Key, Option, Text, Value, shown

HEIGHT = 520
MARGIN = 0.12  # degrees around the dots
ISLAND = 0.16  # half the width of an island as drawn: none of them would be seen at its size
INSET_WIDTH, INSET_HEIGHT = 110, 190
NARROW_INSET = 150
SCALE_HEIGHT = 40  # pixels for the scale below the country
# The country ends before the strip that the archipelagos have for themselves: beside it, or below
# it where the picture is narrow. What is zoomed or moved ends there and never lies under them.
WIDE = ({"right": 150, "bottom": SCALE_HEIGHT}, {"right": 20, "bottom": 90})
NARROW = (
    {"right": 0, "bottom": SCALE_HEIGHT + NARROW_INSET + 30},
    {"right": 60, "bottom": SCALE_HEIGHT + 24, "height": NARROW_INSET},
)
WIDE_SHAPE, NARROW_SHAPE = 1.55, 1.0  # width to height of what is shown around the dots
FLATTENED = 0.75  # a degree of longitude is drawn so much shorter than one of latitude
NARROW_BELOW = 560  # pixels
LABEL_BELOW = 0.55  # degrees below a frame

# Latitude and longitude of the larger islands, and the frame around each archipelago.
ARCHIPELAGOS = (
    (
        "Hoàng Sa",
        "Đà Nẵng",
        "Hoàng Sa (Đà Nẵng)",
        (110.6, 15.4, 113.3, 17.5),
        (
            *((16.84, 112.34), (16.67, 112.73), (16.98, 112.27), (16.54, 111.61)),
            *((16.45, 111.71), (15.79, 111.20), (17.10, 111.50), (16.05, 112.45)),
        ),
    ),
    (
        "Trường Sa",
        "Khánh Hòa",
        "Trường Sa (Khánh Hòa)",
        (111.3, 7.4, 116.4, 12.0),
        (
            *((8.64, 111.92), (11.43, 114.33), (10.18, 114.37), (9.89, 114.33)),
            *((10.38, 114.48), (8.93, 112.35), (8.97, 113.70), (7.90, 112.92)),
            *((11.05, 114.28), (11.08, 115.03), (10.73, 115.81), (9.00, 115.30)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A province by its name, and its figure."""

    name: str
    value: Value
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map; without a value it is hollow."""

    label: str
    lat: float
    lon: float
    value: Value
    url: str = ""


def country_map(
    *,
    title: Text,
    areas: Sequence[Area],
    dots: Sequence[Dot] = (),
    label: Text,
    unit: str = "",
    note: Text = "",
) -> Chart:
    """Provinces and places coloured by one figure, with the same figures as a table."""
    known = [one for one in dots if one.value is not None]
    empty = [one for one in dots if one.value is None]
    option: Option = {
        "unit": unit,
        "maps": {"vn34": {"url": static("vendor/vn34.json")}, "archipelagos": archipelagos()},
        "tooltip": {"trigger": "item"},
        "geo": [{**_country(dots), **WIDE[0]}, {**_inset(), **WIDE[1]}],
        "media": [{"query": {"maxWidth": NARROW_BELOW}, "option": {"geo": _narrow(dots)}}],
        "series": [
            _areas(areas, label),
            _islands(areas, label),
            _dots(known, label, first=0),
            _dots(empty, _("Missing"), first=len(known), hollow=True),
        ],
    }
    if scale := _scale([one.value for one in known] or [one.value for one in areas]):
        option["visualMap"] = {**scale, "seriesIndex": [2] if known else [0, 1]}
    rows = [_row(one.label, one, unit) for one in (*known, *empty)]
    rows += [_row(one.name, one, unit) for one in areas]
    legend = [Key(_("Missing"), "key-hollow")] if empty else []
    return Chart(title, option, ["", label], rows, HEIGHT, note, legend=legend)


def archipelagos() -> dict[str, Any]:
    """Hoàng Sa and Trường Sa as shapes, each in its frame, which carries its name."""
    features = []
    for name, province, label, frame, islands in ARCHIPELAGOS:
        drawn = [[_diamond(lat, lon)] for lat, lon in islands]
        below = [(frame[0] + frame[2]) / 2, frame[1] - LABEL_BELOW]
        features.append(_feature(label, "Polygon", [_rectangle(*frame)], cp=below))
        features.append(_feature(name, "MultiPolygon", drawn, province=province))
    return {"type": "FeatureCollection", "features": features}


def _country(dots: Sequence[Dot]) -> Option:
    part: Option = {
        "map": "vn34",
        "left": 0,
        "top": 0,
        "preserveAspect": True,
        "clip": True,
        "roam": True,
        "scaleLimit": {"min": 1, "max": 12},
        **_plain_areas(),
    }
    return {**part, **_around(dots, WIDE_SHAPE)}


def _narrow(dots: Sequence[Dot]) -> list[Option]:
    """Where both maps lie in a narrow picture."""
    return [{**NARROW[0], **_around(dots, NARROW_SHAPE)}, NARROW[1]]


def _around(dots: Sequence[Dot], shape: float) -> Option:
    """The part of the country around the dots, as wide to its height as the picture."""
    if not dots:
        return {}
    lats, lons = [one.lat for one in dots], [one.lon for one in dots]
    width, height = max(lons) - min(lons) + 2 * MARGIN, max(lats) - min(lats) + 2 * MARGIN
    width = max(width, height * shape / FLATTENED)
    height = max(height, width * FLATTENED / shape)
    lon, lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    corners = [(lon - width / 2, lat + height / 2), (lon + width / 2, lat - height / 2)]
    return {"boundingCoords": [[round(x, 3), round(y, 3)] for x, y in corners]}


def _inset() -> Option:
    """Both archipelagos where they lie to each other, beside the country."""
    frames = [
        {
            "name": label,
            "itemStyle": {"areaColor": "var(--surface)", "borderColor": "var(--ink-3)"},
            "label": {"show": True, "color": "var(--ink)", "fontSize": 10},
        }
        for _name, _province, label, _frame, _islands in ARCHIPELAGOS
    ]
    return {
        "map": "archipelagos",
        "width": INSET_WIDTH,
        "height": INSET_HEIGHT,
        "preserveAspect": True,
        "regions": frames,
        **_plain_areas(),
        "itemStyle": {"areaColor": "var(--ink-3)", "borderColor": "var(--ink-3)"},
    }


def _plain_areas() -> Option:
    return {
        "itemStyle": {"areaColor": "var(--surface-3)", "borderColor": "var(--line-2)"},
        "emphasis": {"label": {"show": False}, "itemStyle": {"areaColor": "var(--surface-2)"}},
        "select": {"disabled": True},
    }


def _areas(areas: Sequence[Area], label: Text) -> Option:
    data = [{"name": one.name, "value": one.value} for one in areas if one.value is not None]
    return {"type": "map", "geoIndex": 0, "name": str(label), "data": data}


def _islands(areas: Sequence[Area], label: Text) -> Option:
    """Each archipelago has the figure of its province."""
    values = {one.name: one.value for one in areas}
    data = [
        {"name": name, "value": values[province]}
        for name, province, _label, _frame, _islands in ARCHIPELAGOS
        if values.get(province) is not None
    ]
    return {"type": "map", "geoIndex": 1, "name": str(label), "data": data}


def _dots(dots: Sequence[Dot], label: Text, *, first: int, hollow: bool = False) -> Option:
    style: Option = {"borderColor": "var(--ink-2)", "borderWidth": 1}
    if hollow:
        style["color"] = "transparent"
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "geoIndex": 0,
        "name": str(label),
        "symbolSize": 9 if hollow else 12,
        "itemStyle": style,
        "data": [
            {"name": one.label, "value": [one.lon, one.lat, one.value], "row": first + n}
            for n, one in enumerate(dots)
        ],
    }


def _scale(values: Sequence[Value]) -> Option:
    known = [value for value in values if value is not None]
    if not known:
        return {}
    low, high = min(known), max(known)
    return {
        "min": low,
        "max": high if high > low else low + 1,
        "orient": "horizontal",
        "left": 4,
        "bottom": 4,
        "itemWidth": 12,
        "itemHeight": 110,
        "text": [shown(high), shown(low)],
        "textStyle": {"color": "var(--ink-2)"},
        "inRange": {"color": ["var(--line-2)", "var(--series-1)"]},
    }


def _row(label: str, one: Area | Dot, unit: str) -> list[Cell]:
    words = shown(one.value, unit) if one.value is not None else _("missing")
    return [Cell(label, one.url, numeric=False), Cell(words)]


def _feature(name: str, kind: str, coordinates: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": name, **more},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _rectangle(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _diamond(lat: float, lon: float) -> list[list[float]]:
    left, right, low, high = (
        round(number, 2) for number in (lon - ISLAND, lon + ISLAND, lat - ISLAND, lat + ISLAND)
    )
    return [[left, lat], [lon, low], [right, lat], [lon, high], [left, lat]]
