"""One function for each kind of chart; each returns the picture and its table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from sauro.engines.charts.shapes import (
    Bullet,
    Category,
    Cell,
    Chart,
    Key,
    Option,
    Series,
    Text,
    Value,
    shown,
    tone,
    tone_class,
)

ROW_HEIGHT = 30
FRAME_HEIGHT = 36
QUIET_LINE = {"lineStyle": {"color": "var(--line)"}}
# Series that are no status: one slate hue in three depths, never a status colour.
PLAIN_COLOURS = ("var(--series-1)", "var(--series-2)", "var(--series-3)")


def stacked_bar(
    *, title: Text, categories: Sequence[Category], series: Sequence[Series], note: Text = ""
) -> Chart:
    """Horizontal bars, one for each category, stacked by status; zero segments are left out."""
    option = _horizontal(categories)
    option["series"] = [
        {
            "type": "bar",
            "stack": "all",
            "name": item.word,
            "barMaxWidth": 18,
            "itemStyle": {
                "color": tone(item.code),
                "borderColor": "var(--surface)",
                "borderWidth": 1,
            },
            "emphasis": {"focus": "series"},
            "data": [value or None for value in item.values],
        }
        for item in series
    ]
    rows = [
        _row(place, [(s.values[i], s.url_at(i)) for s in series], total=True)
        for i, place in enumerate(categories)
    ]
    columns = [sum(value or 0 for value in item.values) for item in series]
    foot = [Cell(_("Total"), numeric=False), *(Cell(shown(n)) for n in (*columns, sum(columns)))]
    head = ["", *(item.word for item in series), _("Total")]
    legend = [Key(item.word, tone_class(item.code)) for item in series]
    return Chart(title, option, head, rows, _height(categories), note, foot, legend)


def bar(
    *,
    title: Text,
    categories: Sequence[Category],
    values: Sequence[Value],
    label: Text,
    urls: Sequence[str] = (),
    unit: str = "",
    note: Text = "",
) -> Chart:
    """Horizontal bars of one figure, in the order given."""
    item = Series(values, label=label, urls=urls)
    option = _horizontal(categories)
    option["unit"] = unit
    option["grid"]["right"] = 44  # room for the number at the end of the longest bar
    option["series"] = [
        {
            "type": "bar",
            "name": item.word,
            "barMaxWidth": 18,
            "itemStyle": {"color": PLAIN_COLOURS[0]},
            "label": {"show": True, "position": "right", "color": "var(--ink)"},
            "data": list(values),
        }
    ]
    rows = [
        _row(place, [(values[i], item.url_at(i))], unit=unit) for i, place in enumerate(categories)
    ]
    return Chart(title, option, ["", item.word], rows, _height(categories), note)


def line_trend(
    *,
    title: Text,
    periods: Sequence[Text],
    series: Sequence[Series],
    target: Value = None,
    unit: str = "",
    note: Text = "",
) -> Chart:
    """Values over periods; the target and a series whose code is `forecast` are dashed."""
    option: Option = {
        "unit": unit,
        "grid": {"left": 4, "right": 20, "top": 16, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [force_str(period) for period in periods],
            "boundaryGap": False,
            "axisLine": QUIET_LINE,
            "axisTick": {"show": False},
        },
        "yAxis": {**_value_axis(), "max": _top(series, target)},
        "series": [_line(item, index) for index, item in enumerate(series)],
    }
    if target is not None and option["series"]:
        option["series"][0]["markLine"] = {
            "silent": True,
            "symbol": "none",
            "data": [{"yAxis": target}],
            "lineStyle": {"color": "var(--ink-2)", "type": "dashed"},
            "label": {
                "formatter": f"{_('Target')}: {shown(target, unit)}",
                "position": "insideEndTop",
                "color": "var(--ink-2)",
            },
        }
    head = ["", *(item.word for item in series)]
    rows = [
        _row(Category(period), [(s.values[i], s.url_at(i)) for s in series], unit=unit)
        for i, period in enumerate(periods)
    ]
    legend = [Key(item.word, _line_class(item, index)) for index, item in enumerate(series)]
    return Chart(title, option, head, rows, 250, note, legend=legend)


def donut(*, title: Text, series: Sequence[Series], note: Text = "") -> Chart:
    """Shares of a whole, one value for each series; only where a bar would say less."""
    counted = [item for item in series if item.values and item.values[0]]
    option: Option = {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "pie",
                "radius": ["52%", "78%"],
                "center": ["50%", "50%"],
                "itemStyle": {"borderColor": "var(--surface)", "borderWidth": 2},
                "label": {"formatter": "{c}", "color": "var(--ink)", "overflow": "none"},
                "labelLine": {"length": 8, "length2": 8},
                "data": [
                    {"name": s.word, "value": s.values[0], "itemStyle": {"color": tone(s.code)}}
                    for s in counted
                ],
            }
        ],
    }
    rows = [_row(Category(item.word), [(item.values[0], item.url_at(0))]) for item in counted]
    total = sum(item.values[0] or 0 for item in counted)
    foot = [Cell(_("Total"), numeric=False), Cell(shown(total))]
    legend = [Key(item.word, tone_class(item.code)) for item in counted]
    return Chart(title, option, ["", _("Number")], rows, 240, note, foot, legend)


def bullet(*, title: Text, bullets: Sequence[Bullet], note: Text = "") -> Chart:
    """Each target as a bar on a scale where its promise is 100 %, with a mark at the promise."""
    measured = [item for item in bullets if item.target]
    option = _horizontal([Category(item.label, item.url) for item in measured])
    option["unit"] = "%"
    option["xAxis"] = {**_value_axis(), "min": 0, "splitNumber": 4}
    option["series"] = [
        {
            "type": "bar",
            "name": _("Reached"),
            "barMaxWidth": 12,
            "data": [
                {
                    "value": _share(item),
                    "itemStyle": {"color": tone(item.code)},
                    "shown": _against(item),
                }
                for item in measured
            ],
        },
        {
            "type": "scatter",
            "name": _("Target"),
            "symbol": "rect",
            "symbolSize": [3, 20],
            "silent": True,
            "itemStyle": {"color": "var(--ink)"},
            "data": [[100, index] for index in range(len(measured))],
        },
    ]
    rows = [
        [
            Cell(force_str(item.label), item.url, numeric=False),
            Cell(shown(item.actual, item.unit)),
            Cell(shown(item.target, item.unit)),
            Cell(shown(_share(item), "%")),
        ]
        for item in (*measured, *(item for item in bullets if not item.target))
    ]
    head = ["", _("Reached"), _("Target"), "%"]
    return Chart(title, option, head, rows, _height(measured), note)


def heat_map(
    *,
    title: Text,
    rows: Sequence[Category],
    columns: Sequence[Text],
    values: Sequence[Sequence[Value]],
    maximum: float,
    urls: Sequence[Sequence[str]] = (),
    unit: str = "",
    note: Text = "",
) -> Chart:
    """A grid of figures from none (paper) to all (ink): reports received by unit and month."""
    points = [
        [x, y, "-" if value is None else value]
        for y, line in enumerate(values)
        for x, value in enumerate(line)
    ]
    option = _grid_option(title, rows, columns, points, maximum, unit)
    table = [
        _row(
            place,
            [(value, urls[y][x] if urls else "") for x, value in enumerate(values[y])],
            unit=unit,
        )
        for y, place in enumerate(rows)
    ]
    return Chart(title, option, ["", *columns], table, _height(rows), note)


def _grid_option(
    title: Text,
    rows: Sequence[Category],
    columns: Sequence[Text],
    points: list[list[Any]],
    maximum: float,
    unit: str,
) -> Option:
    return {
        "unit": unit,
        "grid": {"left": 4, "right": 4, "top": 24, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {
            "type": "category",
            "data": [force_str(c) for c in columns],
            "position": "top",
            "axisLine": {"show": False},
            "axisTick": {"show": False},
        },
        "yAxis": {**_name_axis(rows), "splitArea": {"show": False}},
        "visualMap": {
            "show": False,
            "min": 0,
            "max": maximum,
            "inRange": {"color": ["var(--surface-3)", "var(--series-1)"]},
        },
        "series": [
            {
                "type": "heatmap",
                "name": force_str(title),
                "data": points,
                "itemStyle": {"borderColor": "var(--surface)", "borderWidth": 2},
            }
        ],
    }


def _horizontal(categories: Sequence[Category]) -> Option:
    return {
        "grid": {"left": 4, "right": 18, "top": 4, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": _value_axis(),
        "yAxis": _name_axis(categories),
    }


def _name_axis(categories: Sequence[Category]) -> Option:
    return {
        "type": "category",
        "inverse": True,
        "data": [force_str(place.label) for place in categories],
        "axisLabel": {"color": "var(--ink)", "width": 190, "overflow": "truncate"},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
    }


def _value_axis() -> Option:
    return {
        "type": "value",
        "minInterval": 1,
        "axisLabel": {"color": "var(--ink-2)", "hideOverlap": True},
        "splitLine": QUIET_LINE,
    }


def _line_class(item: Series, index: int) -> str:
    return "line-dashed" if item.code == "forecast" else f"line-{index % len(PLAIN_COLOURS) + 1}"


def _top(series: Sequence[Series], target: Value) -> Value:
    """Room for the target line, which does not stretch the axis by itself, or None."""
    highest = max(
        (value for item in series for value in item.values if value is not None), default=0
    )
    if target is None or target <= highest:
        return None
    if target <= 0:
        return None
    unit = 10 ** math.floor(math.log10(target))
    return next(
        step * unit
        for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12)
        if step * unit >= target * 1.04
    )


def _line(item: Series, index: int) -> Option:
    dashed = item.code == "forecast"
    colour = PLAIN_COLOURS[0] if dashed else PLAIN_COLOURS[index % len(PLAIN_COLOURS)]
    return {
        "type": "line",
        "name": item.word,
        "symbol": "circle",
        "symbolSize": 6,
        "connectNulls": False,
        "lineStyle": {"width": 2, "color": colour, "type": "dashed" if dashed else "solid"},
        "itemStyle": {"color": colour},
        "data": list(item.values),
    }


def _row(
    place: Category, cells: Sequence[tuple[Value, str]], *, total: bool = False, unit: str = ""
) -> list[Cell]:
    row = [
        Cell(force_str(place.label), place.url, numeric=False),
        *(Cell(shown(v, unit), url) for v, url in cells),
    ]
    return [*row, Cell(shown(sum(value or 0 for value, _url in cells)))] if total else row


def _share(item: Bullet) -> Value:
    return (
        round(100 * item.actual / item.target, 1)
        if item.target and item.actual is not None
        else None
    )


def _against(item: Bullet) -> str:
    return f"{shown(item.actual, item.unit)} / {shown(item.target, item.unit)}"


def _height(places: Sequence[object]) -> int:
    return FRAME_HEIGHT + ROW_HEIGHT * max(len(places), 2)
