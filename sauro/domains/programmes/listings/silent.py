"""Who owes a report: agencies with n of m tasks reported, and the tasks nobody reported on."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy

from sauro.domains.programmes.labels import STATES
from sauro.domains.programmes.selectors import choices, reporting
from sauro.engines.listing import Column, Listing
from sauro.engines.ui.templatetags import ui as ui_tags

STATE_WORDS = dict(STATES)


class ReportingFilter(django_filters.FilterSet):
    """The month and the programme; both decided which rows there are."""

    month = django_filters.ChoiceFilter(
        label=gettext_lazy("Reporting month"), method="unchanged", empty_label=None
    )
    programme = django_filters.ChoiceFilter(label=gettext_lazy("Programme"), method="unchanged")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        language = get_language() or "vi"
        months = reporting.months_to_choose(today=self.request.today)
        self.filters["month"].extra["choices"] = [
            (f"{month.start:%Y-%m}", month.label(language)) for month in months
        ]
        found = choices.task_choices(user=self.request.user)
        self.filters["programme"].extra["choices"] = found.programmes

    def unchanged(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Every row."""
        return queryset


def fraction_of(agency: Any) -> SafeString:
    """Reported of expected, with its share."""
    return ui_tags.fraction(agency.reported, agency.expected)


class AgencyListing(Listing):
    """Agencies that owe reports, those that owe most first."""

    code = "who-reported"
    title = gettext_lazy("Who has not reported")
    columns = (
        Column(
            "name",
            gettext_lazy("Agency"),
            sort="sort_key",
            link=lambda agency: agency.silent_url,
            fixed=True,
        ),
        Column("missing", gettext_lazy("Not reported"), sort=("missing", "expected"), align="end"),
        Column(
            "reported",
            gettext_lazy("Reported"),
            sort="reported",
            align="end",
            value=fraction_of,
            export=lambda agency: agency.reported,
        ),
        Column("expected", gettext_lazy("Tasks under way"), sort="expected", align="end"),
        Column("last_on", gettext_lazy("Last update"), sort="last_on"),
    )
    filters = ReportingFilter
    search = ("folded",)
    order_default = ("-missing", "sort_key", "pk")
    empty_title = gettext_lazy("No agency owes a report")
    empty_text = gettext_lazy("Agencies appear here when tasks are assigned to them.")

    def __init__(self, query: str = "") -> None:
        self._query = query

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        """Where the missing tasks of each agency are."""
        for agency in rows:
            address = reverse("silent_agency", args=[agency.code])
            agency.silent_url = f"{address}?{self._query}" if self._query else address


class SilentTaskListing(Listing):
    """Tasks that owe a report and have none."""

    code = "silent-tasks"
    title = gettext_lazy("Tasks without a report")
    columns = (
        Column(
            "lead",
            gettext_lazy("Lead"),
            sort="lead__sort_key",
            value=lambda task: task.lead.label if task.lead else "",
            export=lambda task: task.lead.name if task.lead else "",
            labelled=False,
        ),
        Column("number", gettext_lazy("No."), sort="position"),
        Column(
            "title",
            gettext_lazy("Task"),
            sort="folded",
            value=lambda task: Truncator(task.title).chars(110),
            link=lambda task: reverse("task_detail", args=[task.pk]),
            export=lambda task: task.title,
            fixed=True,
        ),
        Column("as_due_on", gettext_lazy("Due"), sort="as_due_on"),
        Column("deadline_class", gettext_lazy("Deadline"), status=True, labelled=False),
        Column(
            "state",
            gettext_lazy("State"),
            sort="as_state",
            value=lambda task: STATE_WORDS[task.as_state],
        ),
        Column(
            "percent",
            gettext_lazy("Progress"),
            sort="as_percent",
            align="end",
            value=lambda task: f"{task.as_percent}%",
            export=lambda task: task.as_percent,
        ),
        Column("last_update_on", gettext_lazy("Last update"), sort="last_update_on"),
        Column(
            "programme",
            gettext_lazy("Programme"),
            value=lambda task: task.programme.code,
            default=False,
        ),
    )
    filters = ReportingFilter
    search = ("folded",)
    order_default = ("lead__sort_key", "as_due_on", "pk")
    empty_title = gettext_lazy("Every task was reported on")
    empty_text = gettext_lazy("Nobody owes a report for this month.")
