"""The list of alerts."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.alerts import records, sentences
from sauro.domains.alerts.labels import (
    LEVEL_NAMES,
    LEVELS,
    RULE_NAMES,
    RULES,
    STATE_NAMES,
    STATES,
    TONES,
)
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.standing import AlertState
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.domains.programmes.inputs import AgencyInput
from sauro.domains.programmes.selectors import choices
from sauro.engines.listing import BulkAction, Column, Listing
from sauro.engines.ui import formats

AGES = [
    ("week", gettext_lazy("Opened in the last 7 days")),
    ("month", gettext_lazy("Opened in the last 30 days")),
    ("older", gettext_lazy("Opened more than 30 days ago")),
    ("closed", gettext_lazy("Closed in the last 30 days")),
]


class AlertFilter(django_filters.FilterSet):
    """Filters of alerts; without a state those going on that nobody put aside."""

    level = django_filters.ChoiceFilter(label=gettext_lazy("Severity"), choices=LEVELS)
    rule = django_filters.ChoiceFilter(label=gettext_lazy("Rule"), choices=RULES)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="by_state",
        choices=[*STATES, ("all", gettext_lazy("All, closed ones too"))],
        empty_label=gettext_lazy("Going on, not put aside"),
    )
    agency = django_filters.CharFilter(
        label=gettext_lazy("Agency"), method="by_agency", widget=AgencyInput
    )
    programme = django_filters.ChoiceFilter(
        label=gettext_lazy("Programme"), field_name="programme__code"
    )
    age = django_filters.ChoiceFilter(label=gettext_lazy("Age"), method="by_age", choices=AGES)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        found = choices.task_choices(user=self.request.user)
        self.filters["programme"].extra["choices"] = found.programmes

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that pass every filter."""
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return found
        return found.filter(selectors.awake(self.request.today), closed_at__isnull=True)

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those in one state, or in any."""
        return queryset if value == "all" else queryset.filter(state=value)

    def by_agency(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those for which the agencies answer whose code or name is typed."""
        return queryset.filter(organisation__in=choices.organisations_meant(words=value))

    def by_age(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those opened, or closed, in a span of days before today."""
        today = self.request.today
        week, month = (selectors.days_before(day=today, days=days) for days in (7, 30))
        conditions: dict[str, dict[str, Any]] = {
            "week": {"opened_at__gte": week},
            "month": {"opened_at__gte": month},
            "older": {"opened_at__lt": month},
            "closed": {"closed_at__gte": month},
        }
        return queryset.filter(**conditions[value])


def level_badge(alert: Any) -> SafeString:
    """The level as a badge: colour, sign and word."""
    tone, sign = TONES[alert.level]
    return format_html(
        '<span class="st st-{} i-{}">{}</span>', tone, sign, LEVEL_NAMES[alert.level]
    )


def said(alert: Any) -> SafeString:
    """The record, what is the matter with it, and the sentence that leads to the alert."""
    name = Truncator(alert.record_name).chars(110)
    record = (
        format_html('<a href="{}">{}</a>', alert.record_url, name) if alert.record_url else name
    )
    page = reverse("alert_detail", args=[alert.pk])
    return format_html(
        '{} <b>{}</b><span class="alert-said">{}. <a href="{}">{}</a></span>',
        level_badge(alert),
        record,
        RULE_NAMES[alert.rule],
        page,
        alert.sentence,
    )


def state_words(alert: Any) -> SafeString:
    """The state, and until when it rests."""
    words = STATE_NAMES[alert.state]
    if alert.state == AlertState.SNOOZED:
        until = formats.day(alert.snoozed_until, language=get_language() or "vi")
        return format_html(
            "<span>{}<br><small>{}</small></span>", words, _("until %(day)s") % {"day": until}
        )
    if alert.state == AlertState.ACKNOWLEDGED:
        return format_html(
            "<span>{}<br><small>{}</small></span>", words, Truncator(alert.reason).chars(60)
        )
    return format_html("{}", words)


def opened(alert: Any) -> SafeString:
    """The day it was opened and how long ago that is."""
    day = formats.day(alert.opened_at, language=get_language() or "vi")
    if not alert.age:
        return format_html("{}", day)
    ago = ngettext("%(n)s day", "%(n)s days", alert.age) % {"n": alert.age}
    return format_html("<span>{}<br><small>{}</small></span>", day, ago)


class AlertListing(Listing):
    """Alerts, the gravest and oldest first."""

    code = "alerts"
    title = gettext_lazy("Alerts")
    columns = (
        Column(
            "level",
            gettext_lazy("Severity"),
            sort="weight",
            value=level_badge,
            export=lambda alert: LEVEL_NAMES[alert.level],
            classes="text-nowrap",
            default=False,
        ),
        Column(
            "alert",
            gettext_lazy("Alert"),
            sort="weight",
            value=said,
            export=lambda alert: f"{alert.record_name}: {alert.sentence}",
            fixed=True,
            labelled=False,
            classes="alert-cell",
        ),
        Column("rule", gettext_lazy("Rule"), sort="rule", default=False),
        Column(
            "agency",
            gettext_lazy("Unit that answers"),
            sort="organisation__sort_key",
            value=lambda alert: alert.organisation.label,
            export=lambda alert: alert.organisation.name,
        ),
        Column(
            "programme",
            gettext_lazy("Programme"),
            value=lambda alert: alert.programme.code if alert.programme else "",
            default=False,
        ),
        Column(
            "opened_at",
            gettext_lazy("Opened"),
            sort="opened_at",
            value=opened,
            export=lambda alert: alert.opened_at,
            classes="text-nowrap",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            value=state_words,
            export=lambda alert: STATE_NAMES[alert.state],
        ),
    )
    filters = AlertFilter
    search = ("folded",)
    order_default = ("-weight", "opened_at", "pk")
    bulk_actions = (
        BulkAction(
            "acknowledge",
            gettext_lazy("Acknowledge"),
            "alert_bulk_acknowledge",
            permission=Perm.HANDLE,
            icon="check",
        ),
        BulkAction(
            "snooze",
            gettext_lazy("Put aside"),
            "alert_bulk_snooze",
            permission=Perm.HANDLE,
            icon="clock-pause",
        ),
    )
    bulk_limit = 1_000
    page_size = 30
    empty_title = gettext_lazy("No alert")
    empty_text = gettext_lazy("Nothing that you oversee gives cause for an alert.")

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:
        """Where each record is, and the sentence of each alert."""
        assert today is not None
        records.place(rows, user=user)
        for row in rows:
            row.sentence = sentences.sentence(row, today=today)
            row.age = max((today - clock.day_of(row.opened_at)).days, 0)

    def row_title(self, row: Any) -> str:
        """The rule and the beginning of the record's name."""
        return f"{row.get_rule_display()}: {Truncator(row.record_name).chars(60)}"
