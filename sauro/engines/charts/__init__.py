"""Charts as data: ECharts options built in Python, each with the table of the same figures."""

from sauro.engines.charts.builders import bar, bullet, donut, heat_map, line_trend, stacked_bar
from sauro.engines.charts.maps import Area, Dot, country_map
from sauro.engines.charts.shapes import Bullet, Category, Cell, Chart, Key, Series

__all__ = [
    "Area",
    "Bullet",
    "Category",
    "Cell",
    "Chart",
    "Dot",
    "Key",
    "Series",
    "bar",
    "bullet",
    "country_map",
    "donut",
    "heat_map",
    "line_trend",
    "stacked_bar",
]
