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


def context(*, indicator: Indicator, asked: Asked) -> dict[str, Any]:
    """The map of an indicator in a period."""
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
    )
    return {
        "indicator": indicator,
        "chart": map_chart(indicator, found, period),
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
        Area(name, charts.plain(value), reverse("indicator_detail", args=[pk]) if pk else "")
        for name, value, pk in found.areas
    ]
    return country_map(
        title=_("Map"),
        note=figure_words.period(indicator, period),
        areas=areas,
        dots=dots,
        label=figure_words.unit_of(indicator) or _("Figure"),
        unit=figure_words.unit_of(indicator),
    )
