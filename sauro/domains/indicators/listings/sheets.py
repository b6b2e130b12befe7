"""The list of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.indicators import figure_words
from sauro.domains.indicators.labels import (
    DIRECTIONS,
    OUTLOOKS,
    OVER_TIME,
    PERIODICITY,
    ROLLUPS,
)
from sauro.domains.indicators.models import DataSet, Indicator
from sauro.domains.indicators.selectors import aims, outlooks, overview, visibility
from sauro.domains.indicators.selectors.figures import Total
from sauro.engines.listing import Column, Listing
from sauro.engines.ui.templatetags import ui

OUTLOOK_STATUS = {"on_track": "on_track", "at_risk": "at_risk", "will_miss": "missed"}


class IndicatorFilter(django_filters.FilterSet):
    """Filters of indicators."""

    form = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Form"),
        field_name="items__data_set",
        queryset=DataSet.objects.none(),
    )
    periodicity = django_filters.ChoiceFilter(
        label=gettext_lazy("Periodicity"), choices=PERIODICITY
    )
    rollup = django_filters.ChoiceFilter(label=gettext_lazy("Added up by"), choices=ROLLUPS)
    over_time = django_filters.ChoiceFilter(label=gettext_lazy("Counts"), choices=OVER_TIME)
    direction = django_filters.ChoiceFilter(label=gettext_lazy("Direction"), choices=DIRECTIONS)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="by_state",
        choices=[("open", gettext_lazy("In use")), ("closed", gettext_lazy("Closed"))],
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.filters["form"].extra["queryset"] = visibility.visible_forms(user=self.request.user)

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Indicators in use, or closed ones."""
        return queryset.filter(closed_on__isnull=value == "open")


def last_figure(row: Any) -> str:
    """The owner's last total with its unit of measure."""
    return figure_words.figure(row.last.value, figure_words.unit_of(row)) if row.last else ""


def coverage_of(row: Any) -> str:
    """On how many of how many units it stands."""
    if row.last:
        return figure_words.coverage(row.last.sums.units, row.owed)
    return "" if row.asked_for else _("No form asks for it")


class IndicatorListing(Listing):
    """Indicators with the last total of their owner."""

    code = "indicators"
    title = gettext_lazy("Indicators")
    columns = (
        Column("code", gettext_lazy("Code"), sort="code", classes="text-nowrap"),
        Column(
            "name",
            gettext_lazy("Indicator"),
            sort="folded",
            link=lambda row: reverse("indicator_detail", args=[row.pk]),
            fixed=True,
        ),
        Column("unit", gettext_lazy("Unit of measure"), default=False),
        Column("periodicity", gettext_lazy("Periodicity"), sort="periodicity"),
        Column("rollup", gettext_lazy("Added up by"), sort="rollup", default=False),
        Column("direction", gettext_lazy("Direction"), sort="direction", default=False),
        Column(
            "owner",
            gettext_lazy("Owner"),
            sort="owner__sort_key",
            value=lambda row: row.owner.label,
            default=False,
        ),
        Column(
            "last",
            gettext_lazy("Last figure"),
            align="end",
            value=last_figure,
            export=lambda row: figure_words.rounded(row.last.value) if row.last else None,
        ),
        Column(
            "period",
            gettext_lazy("Latest period"),
            value=lambda row: figure_words.period(row, row.last.period) if row.last else "",
        ),
        Column(
            "coverage",
            gettext_lazy("Units reported"),
            value=coverage_of,
        ),
        Column(
            "outlook",
            gettext_lazy("Forecast"),
            value=lambda row: row.outlook,
            export=lambda row: str(OUTLOOKS[row.verdict]) if row.verdict else None,
        ),
        Column("source", gettext_lazy("Source"), default=False),
    )
    filters = IndicatorFilter
    search = ("folded",)
    search_codes = ("code",)
    order_default = ("owner__path", "-asked_for", "code")
    empty_title = gettext_lazy("No indicator yet")
    empty_text = gettext_lazy(
        "An indicator says what is measured, how often and how it is added up. Make one, or set a"
        " target: its indicator appears here."
    )

    def __init__(self, *, day: date, as_of: date | None) -> None:
        self.day, self.as_of = day, as_of

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        goals = aims.aims_of(user=user, indicators=rows, day=self.day)
        trends = overview.trends_of(
            indicators=rows, before=self.day, as_of=self.as_of, whole=set(goals)
        )
        last = {row: trends[row.pk][-1] for row in rows if trends.get(row.pk)}
        owed = overview.expected_of(cells={row: total.period for row, total in last.items()})
        for row in rows:
            row.last, row.owed = last.get(row), owed.get(row.pk)
            row.verdict = _verdict(row, trends.get(row.pk, ()), goals.get(row.pk, ()))
            row.outlook = outlook_badge(row.verdict)


def outlook_badge(verdict: str) -> Any:
    """The verdict of the forecast as a badge; nothing where there is no target."""
    if not verdict:
        return ""
    words = str(OUTLOOKS[verdict])
    if verdict not in OUTLOOK_STATUS:
        return format_html('<span class="quiet">{}</span>', words)
    return ui.status(OUTLOOK_STATUS[verdict], words)


def _verdict(row: Indicator, trend: Sequence[Total], goals: Sequence[Any]) -> str:
    if not goals:
        return ""
    seen = outlooks.foreseen(indicator=row, trend=trend, aims=goals)
    return seen.verdict if seen and seen.aim else ""
