"""What the map of an indicator prints: communes as dots, provinces as areas, and the table."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.indicators import charts, figure_words, indicator_page
from sauro.domains.indicators.indicator_page import Asked
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.selectors import places
from sauro.domains.indicators.selectors.places import Places
from sauro.engines.charts import Area, Chart, Dot, country_map


def context(*, indicator: Indicator, asked: Asked, inside: int | None = None) -> dict[str, Any]:
    """The map of an indicator in a period, of all its units or of those inside a province."""
    trend = indicator_page.trend_on(indicator=indicator, day=asked.day, as_of=asked.as_of)
    period = indicator_page.shown_period(indicator, trend, asked)
    here = next((one for one in trend if one.period == period), None)
    found = places.places_of(
        indicator=indicator,
        period=period,
        user=asked.user,
        day=asked.day,
        as_of=asked.as_of,
        total=here,
        inside=inside,
    )
    return {
        "indicator": indicator,
        "chart": map_chart(indicator, found, period),
        "crowded": places.MOST_DOTS if found.crowded else 0,
        "inside": inside,
        "period_name": figure_words.period(indicator, period),
        "periods": indicator_page.period_choices(indicator, trend, period),
        "coverage": figure_words.coverage(found.reported, found.expected),
        "nowhere": found.nowhere,
    }


def map_chart(indicator: Indicator, found: Places, period: int) -> Chart:
    """The picture and its table."""
    dots = [
        Dot(
            str(one.organisation),
            lat,
            lon,
            charts.plain(one.value),
            indicator_page.cell_url(indicator, one.organisation.pk, period),
        )
        for one, lat, lon in found.dots
    ]
    areas = [
        Area(one.name, charts.plain(one.value), _address(one, indicator, period))
        for one in found.areas
    ]
    return country_map(
        title=_("Map"),
        note=figure_words.period(indicator, period),
        areas=areas,
        dots=dots,
        label=figure_words.unit_of(indicator) or _("Figure"),
        unit=figure_words.unit_of(indicator),
    )


def _address(one: places.Region, indicator: Indicator, period: int) -> str:
    """Where a province leads: to its own indicator, or to the map of its units."""
    if one.indicator:
        return reverse("indicator_detail", args=[one.indicator])
    if one.inside:
        return (
            f"{reverse('indicator_map', args=[indicator.pk])}?period={period}&inside={one.inside}"
        )
    return ""
