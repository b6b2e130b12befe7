"""The list of forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from sauro.domains.indicators.labels import PERIODICITY
from sauro.domains.indicators.selectors import data_sets as selectors
from sauro.domains.orgs.labels import ORG_KINDS
from sauro.engines.listing import Column, Listing

KINDS = dict(ORG_KINDS)


class DataSetFilter(django_filters.FilterSet):
    """Filters of forms."""

    periodicity = django_filters.ChoiceFilter(
        label=gettext_lazy("Periodicity"), choices=PERIODICITY
    )
    indicator = django_filters.CharFilter(
        label=gettext_lazy("Code of an indicator"), method="by_indicator"
    )

    def by_indicator(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Forms that ask for an indicator."""
        return queryset.filter(items__indicator__code__iexact=value.strip()).distinct()


class DataSetListing(Listing):
    """Forms with how many lines they have and how many units owe them."""

    code = "data_sets"
    title = gettext_lazy("Forms")
    columns = (
        Column("code", gettext_lazy("Code"), sort="code", classes="text-nowrap"),
        Column(
            "name",
            gettext_lazy("Form"),
            sort="folded",
            link=lambda row: reverse("data_set_detail", args=[row.pk]),
            fixed=True,
        ),
        Column("periodicity", gettext_lazy("Periodicity"), sort="periodicity"),
        Column(
            "kinds",
            gettext_lazy("Reported by"),
            value=lambda row: ", ".join(str(KINDS.get(kind, kind)) for kind in row.kinds),
        ),
        Column("lines", gettext_lazy("Lines"), align="end", value=lambda row: row.lines),
        Column("units", gettext_lazy("Units"), align="end", value=lambda row: row.units),
        Column(
            "checker",
            gettext_lazy("Checked first by"),
            value=lambda row: row.checker.label if row.checker else "",
        ),
        Column(
            "owner",
            gettext_lazy("Owner"),
            sort="owner__sort_key",
            value=lambda row: row.owner.label,
            default=False,
        ),
    )
    filters = DataSetFilter
    search = ("folded",)
    order_default = ("owner__path", "code")
    empty_title = gettext_lazy("No form yet")
    empty_text = gettext_lazy(
        "A form says which indicators which units report for which period, and by when."
    )

    def __init__(self, day: date) -> None:
        self.day = day

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        lines, units = selectors.sizes_of(forms=rows, day=self.day)
        for row in rows:
            row.lines, row.units = lines.get(row.pk, 0), units.get(row.pk, 0)
