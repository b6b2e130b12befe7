"""Pictures of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sauro.domains.indicators import figure_words
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Forecast
from sauro.domains.indicators.selectors.aims import AimLine
from sauro.domains.indicators.selectors.figures import Total
from sauro.engines import charts
from sauro.engines.charts import Chart, Key, Series

SHOWN = 36
COLOURS = 3  # of lines, before they come again
NAMES_WIDTH = 190  # pixels for the names at the ends of lines, where there is room
NARROW_BELOW = 560  # pixels


def trend_chart(
    *,
    indicator: Indicator,
    trend: Sequence[Total],
    ahead: Sequence[tuple[int, Forecast]],
    aims: Sequence[AimLine],
    urls: Sequence[str],
) -> Chart:
    """The owner's totals over time, what is foreseen with its interval, and the targets."""
    shown = list(trend)[-SHOWN:]
    if not shown:
        return charts.line_trend(title=_("Over time"), periods=[], series=[])
    series = _lines(shown, ahead, list(urls)[-SHOWN:])
    chart = charts.line_trend(
        title=_("Over time"),
        note=str(indicator.owner.label),
        periods=[
            figure_words.period(indicator, number)
            for number in [*(one.period for one in shown), *(number for number, _f in ahead)]
        ],
        series=series,
        target=plain(aims[0].low) if aims else None,
        unit=figure_words.unit_of(indicator),
    )
    _add_aims(chart, indicator, aims[1:])
    _shorten(chart, indicator, [*(one.period for one in shown), *(number for number, _f in ahead)])
    return _with_faint_ends(chart)


def _lines(
    shown: Sequence[Total], ahead: Sequence[tuple[int, Forecast]], urls: Sequence[str]
) -> list[Series]:
    """The figures, and after the last of them the forecast between its two ends."""
    gap: list[Any] = [None] * len(shown)
    later: list[Any] = [None] * len(ahead)
    known = [plain(one.value) for one in shown]
    series = [Series(label=_("Figure"), values=known + later, urls=urls)]
    if not ahead:
        return series
    for label, start, read in (
        (_("Forecast"), [*gap[:-1], known[-1]], lambda one: one.middle),
        (_("Forecast, lower end"), gap, lambda one: one.low),
        (_("Forecast, upper end"), gap, lambda one: one.high),
    ):
        values = start + [plain(read(found)) for _number, found in ahead]
        series.append(Series(label=label, code="forecast", values=values))
    return series


def compare_chart(
    *, indicator: Indicator, rows: Sequence[tuple[Any, Sequence[Decimal | None]]], periods: Any
) -> Chart:
    """Chosen units over periods; colours come again, so lines carry their names."""
    chart = charts.line_trend(
        title=_("Units compared"),
        periods=[figure_words.period(indicator, number) for number in periods],
        series=[
            Series(label=unit.label, values=[plain(value) for value in values])
            for unit, values in rows
        ],
        unit=figure_words.unit_of(indicator),
    )
    chart.option["grid"]["right"] = NAMES_WIDTH
    chart.option["yAxis"]["scale"] = True
    for place, line in enumerate(chart.option["series"]):
        line["endLabel"] = {
            "show": True,
            "formatter": "{a}",
            "color": "var(--ink)",
            "minMargin": 4,
        }
        line["labelLayout"] = {"moveOverlap": "shiftY"}
        if place >= COLOURS:
            line["lineStyle"] = {**line["lineStyle"], "type": "dashed"}
    unnamed = [{"endLabel": {"show": False}} for _line in chart.option["series"]]
    small = {"grid": {"right": 20}, "series": unnamed}
    chart.option["media"] = [{"query": {"maxWidth": NARROW_BELOW}, "option": small}]
    _shorten(chart, indicator, periods)
    dashed = [Key(one.word, f"{one.mark} is-dashed") for one in chart.legend[COLOURS:]]
    return replace(chart, legend=[*chart.legend[:COLOURS], *dashed])


def plain(value: Any) -> float | int | None:
    """A figure as the shortest number that JSON can carry."""
    if value is None:
        return None
    number = float(figure_words.rounded(value) or 0)
    return int(number) if number.is_integer() else number


def _add_aims(chart: Chart, indicator: Indicator, aims: Sequence[AimLine]) -> None:
    """Lines of further targets, each with its own words."""
    lines = chart.option["series"][0].get("markLine", {}).get("data", [])
    unit = figure_words.unit_of(indicator)
    for aim in aims:
        words = f"{_('Target')}: {figure_words.figure(aim.low, unit)}"
        lines.append({"yAxis": plain(aim.low), "label": {"formatter": words}})


def _with_faint_ends(chart: Chart) -> Chart:
    """The ends of the interval are thin and have no points; the legend names them once."""
    for line in chart.option["series"][2:]:
        line["symbol"] = "none"
        line["lineStyle"] = {**line["lineStyle"], "width": 1, "type": "dotted"}
    if not chart.legend[2:]:
        return chart
    ends = Key(_("Lower and upper end of the forecast"), "line-dotted")
    return replace(chart, legend=[*chart.legend[:2], ends])


def _shorten(chart: Chart, indicator: Indicator, numbers: Sequence[int]) -> None:
    """Short names of the periods below the picture, none of them cut off at its edge."""
    axis = chart.option["xAxis"]
    axis["data"] = [figure_words.short_period(indicator.periodicity, number) for number in numbers]
    axis["axisLabel"] = {"alignMinLabel": "left", "alignMaxLabel": "right", "hideOverlap": True}
