"""Charts as data: ECharts options built in Python, each with the table of the same figures."""

from sauro.engines.charts.builders import bar, bullet, donut, heat_map, line_trend, stacked_bar
from sauro.engines.charts.shapes import Bullet, Category, Cell, Chart, Series

__all__ = [
    "Bullet",
    "Category",
    "Cell",
    "Chart",
    "Series",
    "bar",
    "bullet",
    "donut",
    "heat_map",
    "line_trend",
    "stacked_bar",
]
