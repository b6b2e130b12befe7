"""The list of requests for explanation."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sauro.domains.explanations.labels import SHOWN_AS, TERMS
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.rules import is_late
from sauro.domains.explanations.selectors import statistics
from sauro.domains.programmes.inputs import AgencyInput, DayInput
from sauro.domains.programmes.selectors import choices
from sauro.engines import subjects
from sauro.engines.listing import Column, Listing
from sauro.engines.ui.templatetags import ui as ui_tags

_LONG = 90


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds of records of which requests may speak."""
    return [(kind.code, kind.label) for kind in subjects.kinds().values()]


class RequestFilter(django_filters.FilterSet):
    """By unit, kind of record, how the first answer stood to its day, and when it was asked."""

    unit = django_filters.CharFilter(method="by_unit", label=_("Agency"), widget=AgencyInput)
    kind = django_filters.ChoiceFilter(
        field_name="subject_kind", label=_("About"), choices=kind_choices
    )
    term = django_filters.ChoiceFilter(method="by_term", label=_("Answer"), choices=TERMS)
    since = django_filters.DateFilter(
        field_name="asked_on", lookup_expr="gte", label=_("Asked from"), widget=DayInput
    )
    until = django_filters.DateFilter(
        field_name="asked_on", lookup_expr="lte", label=_("Asked until"), widget=DayInput
    )
    returned = django_filters.BooleanFilter(
        method="by_returned", label=_("Returned at least once"), widget=forms.CheckboxInput
    )
    accepted = django_filters.BooleanFilter(
        method="by_accepted", label=_("Explanation accepted"), widget=forms.CheckboxInput
    )

    def by_unit(self, rows: QuerySet[Request], _name: str, value: str) -> QuerySet[Request]:
        """The units whose code or name is typed."""
        return rows.filter(asked_of_id__in=choices.organisations_meant(words=value))

    def by_term(self, rows: QuerySet[Request], _name: str, value: str) -> QuerySet[Request]:
        """How the first answer stood to its day."""
        conditions = statistics.term_q(today=self.request.today)
        return rows.filter(next(q for term, q in conditions.items() if term.value == value))

    def by_returned(
        self, rows: QuerySet[Request], _name: str, value: bool | None
    ) -> QuerySet[Request]:
        """Requests of which an answer was returned."""
        return rows.filter(returns__gt=0) if value else rows

    def by_accepted(
        self, rows: QuerySet[Request], _name: str, value: bool | None
    ) -> QuerySet[Request]:
        """Requests settled by an answer."""
        return rows.filter(state="accepted") if value else rows


def _address(request: Request) -> str:
    return reverse("explanation_detail", args=[request.pk])


def _kind(request: Request) -> str:
    known = subjects.kinds().get(request.subject_kind)
    return str(known.label) if known else request.subject_kind


class RequestListing(Listing):
    """Requests for explanation, those that wait longest first."""

    code = "explanations"
    title = _("Requests for explanation")
    columns = (
        Column(
            "subject_label",
            _("About"),
            value=lambda one: Truncator(one.subject_label).chars(_LONG),
            export=lambda one: one.subject_label,
            link=_address,
            fixed=True,
        ),
        Column("subject_kind", _("Kind"), value=_kind, default=False),
        Column("asked_of", _("Unit that explains"), sort="asked_of__sort_key",
               value=lambda one: one.asked_of.label),
        Column("question", _("Question"), default=False,
               value=lambda one: Truncator(one.question).chars(_LONG),
               export=lambda one: one.question),
        Column("due_on", _("Due"), sort="due_on", value=lambda one: one.shown_due,
               export=lambda one: one.due_on, classes="text-nowrap"),
        Column("state", _("State"), sort="state", value=lambda one: one.shown_state,
               export=lambda one: one.get_state_display()),
        Column("asked_by", _("Who asked"), value=lambda one: str(one.asked_by), default=False),
        Column("asked_on", _("Asked on"), sort="asked_on", classes="text-nowrap"),
        Column("first_answered_on", _("First answered on"), sort="first_answered_on",
               default=False),
        Column("answer_days", _("Working days to answer"), sort="answer_days", align="end",
               default=False),
        Column("returns", _("Times returned"), sort="returns", align="end", default=False),
    )  # fmt: skip
    filters = RequestFilter
    search = ("folded",)
    order_default = ("-asked_at", "-id")
    empty_title = _("No requests for explanation yet")
    empty_text = _(
        "A leader asks about a task, a target or a report that worries him; the unit answers here."
    )

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        """Give each row its day with what is left of it, and its state."""
        for row in rows:
            row.shown_due = row.due_on
            row.shown_state = ui_tags.status(SHOWN_AS[row.state], row.get_state_display())
            if today is None:
                continue
            if is_late(state=row.state, due_on=row.due_on, today=today):
                row.shown_due = _with_countdown(row.due_on, (row.due_on - today).days)

    def row_title(self, row: Any) -> str:
        """The record asked about."""
        return str(row.subject_label)


def _with_countdown(day: date, days: int) -> SafeString:
    return format_html(
        '{} <small class="cell-note">{}</small>', ui_tags.vi_date(day), ui_tags.countdown(days)
    )
