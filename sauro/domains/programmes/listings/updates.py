"""The list of updates that wait for verification."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sauro.domains.programmes.inputs import AgencyInput
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import choices
from sauro.engines.listing import BulkAction, Column, Listing
from sauro.engines.ui import formats

_DONE_LENGTH = 120


class UpdateFilter(django_filters.FilterSet):
    """Filters of waiting updates."""

    programme = django_filters.ChoiceFilter(
        label=gettext_lazy("Programme"), field_name="task__programme__code"
    )
    lead = django_filters.CharFilter(
        label=gettext_lazy("Lead agency"), method="by_lead", widget=AgencyInput
    )
    claims = django_filters.BooleanFilter(
        label=gettext_lazy("Only claims of completion"),
        method="by_claims",
        widget=forms.CheckboxInput,
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        found = choices.task_choices(user=self.request.user)
        self.filters["programme"].extra["choices"] = found.programmes

    def by_lead(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Updates of tasks led by the agencies whose code or name is typed."""
        return queryset.filter(task__lead__in=choices.organisations_meant(words=value))

    def by_claims(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Only updates that claim completion."""
        return queryset.filter(claims_completion=True) if value else queryset


def handed_in(update: Any) -> SafeString:
    """The day and the person."""
    day = formats.day(update.submitted_at, language=get_language() or "vi")
    return format_html("{} <small>{}</small>", day, update.submitted_by)


def said(update: Any) -> SafeString | str:
    """What was done, and that completion is claimed."""
    words = Truncator(update.done).chars(_DONE_LENGTH)
    if not update.claims_completion:
        return words
    return format_html("<b>{}</b> {}", _("Completion claimed") + ".", words)


class UpdateListing(Listing):
    """Updates waiting for verification, the oldest first."""

    code = "waiting-updates"
    title = gettext_lazy("Waiting for verification")
    columns = (
        Column(
            "submitted_at",
            gettext_lazy("Handed in"),
            sort="submitted_at",
            value=handed_in,
            export=lambda update: update.submitted_at,
        ),
        Column(
            "lead",
            gettext_lazy("Lead"),
            sort="task__lead__sort_key",
            value=lambda update: update.task.lead.label if update.task.lead else "",
            export=lambda update: update.task.lead.name if update.task.lead else "",
            labelled=False,
        ),
        Column(
            "task",
            gettext_lazy("Task"),
            sort="task__position",
            value=lambda update: Truncator(str(update.task)).chars(110),
            link=lambda update: reverse("verification_detail", args=[update.pk]),
            export=lambda update: str(update.task),
            fixed=True,
        ),
        Column(
            "month",
            gettext_lazy("Month"),
            sort="month",
            value=lambda update: f"{update.month:%m/%Y}",
            default=False,
        ),
        Column(
            "percent",
            gettext_lazy("Progress"),
            sort="percent",
            align="end",
            value=lambda update: f"{update.task.percent}% → {update.percent}%",
            export=lambda update: update.percent,
        ),
        Column(
            "done",
            gettext_lazy("What was done"),
            value=said,
            classes="cell-words",
            export=lambda update: update.done,
        ),
        Column(
            "evidence_count",
            gettext_lazy("Evidence"),
            sort="evidence_count",
            align="end",
        ),
        Column("deadline_class", gettext_lazy("Deadline"), status=True, default=False),
        Column(
            "submitted_by",
            gettext_lazy("Handed in by"),
            sort="submitted_by__full_name",
            default=False,
        ),
        Column("obstacle", gettext_lazy("Obstacle"), default=False),
    )
    filters = UpdateFilter
    search = ("task__folded",)
    order_default = ("submitted_at", "pk")
    bulk_actions = (
        BulkAction(
            "verify",
            gettext_lazy("Verify"),
            "verification_bulk",
            permission=Perm.VERIFY,
            icon="circle-check",
        ),
    )
    bulk_limit = 300
    empty_title = gettext_lazy("Nothing waits for verification")
    empty_text = gettext_lazy("Updates appear here when agencies hand them in.")

    def row_title(self, row: Any) -> str:
        """The number of the task, or the beginning of its title."""
        return row.task.number or Truncator(row.task.title).chars(24)
