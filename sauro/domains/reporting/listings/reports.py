"""The list of reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from sauro.domains.documents.labels import DRAFT_STATES
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.labels import SUBJECTS
from sauro.engines import periods
from sauro.engines.listing import Column, Listing
from sauro.engines.ui.templatetags import ui as ui_tags

SHOWN_AS = {
    "drafting": "draft",
    "consulting": "in_progress",
    "submitted": "submitted",
    "approved": "accepted",
    "numbered": "accepted",
    "signed": "accepted",
    "issued": "completed",
    "withdrawn": "cancelled",
}


class ReportFilter(django_filters.FilterSet):
    """By whom it is about and how far it is."""

    subject_kind = django_filters.ChoiceFilter(label=gettext_lazy("About"), choices=SUBJECTS)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), field_name="draft__state", choices=DRAFT_STATES
    )


class ReportListing(Listing):
    """Period reports, newest first."""

    code = "reports"
    title = gettext_lazy("Reports")
    columns = (
        Column(
            "abstract",
            gettext_lazy("Report"),
            value=lambda row: row.draft.abstract,
            link=lambda row: reverse("report_detail", args=[row.pk]),
            fixed=True,
        ),
        Column("kind", gettext_lazy("Kind"), value=lambda row: row.kind_name),
        Column("period_name", gettext_lazy("Reporting period"), sort="period"),
        Column("maker", gettext_lazy("Made by"), value=lambda row: row.maker.label),
        Column("state", gettext_lazy("State"), value=lambda row: row.state_mark),
        Column(
            "reference",
            gettext_lazy("Number and symbol"),
            value=lambda row: row.draft.document.reference if row.draft.document else "",
            classes="text-nowrap",
        ),
    )
    filters = ReportFilter
    search = ("draft__folded",)
    order_default = ("-id",)
    empty_title = gettext_lazy("No report yet")
    empty_text = gettext_lazy(
        "Choose a period; the report is written from the data and you check and complete it."
    )

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        language = get_language() or "vi"
        for row in rows:
            row.kind_name = definitions()[row.definition].name
            row.period_name = periods.parse(row.period).label(language)
            row.state_mark = ui_tags.status(
                SHOWN_AS[row.draft.state], row.draft.get_state_display()
            )
