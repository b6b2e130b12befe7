"""The list of forms that wait to be checked or confirmed."""

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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sauro.domains.indicators import filling, judged
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import judging, visibility
from sauro.engines.listing import BulkAction, Column, Listing
from sauro.engines.ui import formats


class WaitingFilter(django_filters.FilterSet):
    """Filters of waiting forms."""

    form = django_filters.ChoiceFilter(label=gettext_lazy("Form"), field_name="data_set")
    unusual = django_filters.BooleanFilter(
        label=gettext_lazy("Only with unusual figures"),
        method="by_unusual",
        widget=forms.CheckboxInput,
    )
    late = django_filters.BooleanFilter(
        label=gettext_lazy("Only late ones"), method="by_late", widget=forms.CheckboxInput
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        known = visibility.visible_forms(user=self.request.user)
        self.filters["form"].extra["choices"] = [
            (str(pk), f"{code} · {name}")
            for pk, code, name in known.values_list("pk", "code", "name")
        ]

    def by_unusual(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Only forms with a remark."""
        return queryset.filter(remarks__gt=0) if value else queryset

    def by_late(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Only forms that came late."""
        return queryset.filter(is_late=True) if value else queryset


def opened_inline(row: Any) -> SafeString:
    """The unit, a link to its form, and its figures when the row is opened."""
    address = reverse("figure_decide", args=[row.pk])
    return format_html(
        '<a href="{}">{}</a><details class="queue-cells" hx-get="{}" hx-trigger="toggle once"'
        ' hx-target="find .cells" hx-select="unset" hx-swap="innerHTML" hx-push-url="false">'
        '<summary>{}</summary><div class="cells"><a href="{}">{}</a></div></details>',
        *(address, row.organisation.name, address, _("Figures"), address, _("Open the form")),
    )


def form_of(row: Any) -> SafeString:
    """The code of the form and the beginning of its name."""
    form = row.data_set
    shown = '<span class="text-nowrap">{}</span> <small>{}</small>'
    return format_html(shown, form.code, Truncator(form.name).chars(48))


def unusual(row: Any) -> str:
    """How many figures are unusual."""
    if not row.remarks:
        return formats.NO_VALUE
    return ngettext("%(n)s unusual figure", "%(n)s unusual figures", row.remarks) % {
        "n": row.remarks
    }


def handed_in(row: Any) -> SafeString | str:
    """The day, and that it was late."""
    day = formats.day(row.submitted_at, language=filling.language())
    return format_html("{} <small>{}</small>", day, _("Late")) if row.is_late else day


def largest_move(row: Any) -> SafeString | str:
    """The figure that moved the farthest."""
    move = getattr(row, "move", None)
    if move is None:
        return formats.NO_VALUE
    return format_html("{} <small>{}</small>", judged.percent_words(move.percent), move.indicator)


class WaitingListing(Listing):
    """Forms waiting to be decided, unusual ones first."""

    code = "waiting-forms"
    title = gettext_lazy("Forms to confirm")
    columns = (
        Column(
            "organisation",
            gettext_lazy("Unit"),
            sort="organisation__sort_key",
            value=opened_inline,
            export=lambda row: row.organisation.name,
            fixed=True,
            classes="cell-title",
        ),
        Column(
            "data_set",
            gettext_lazy("Form"),
            sort="data_set__code",
            value=form_of,
            export=lambda row: row.data_set.name,
        ),
        Column(
            "period",
            gettext_lazy("Reporting period"),
            sort="period",
            value=lambda row: filling.label_of(row.data_set, row.period),
        ),
        Column("remarks", gettext_lazy("Unusual figures"), sort="remarks", value=unusual),
        Column(
            "move",
            gettext_lazy("Largest change"),
            value=largest_move,
            export=lambda row: getattr(getattr(row, "move", None), "percent", None),
        ),
        Column(
            "submitted_at",
            gettext_lazy("Handed in"),
            sort="submitted_at",
            value=handed_in,
            export=lambda row: row.submitted_at,
        ),
        Column("submitted_by", gettext_lazy("Handed in by"), default=False),
        Column("note", gettext_lazy("Note"), default=False),
    )
    filters = WaitingFilter
    search = ("organisation__folded",)
    order_default = ("-remarks", "-is_late", "submitted_at", "pk")
    bulk_actions = (
        BulkAction(
            "check",
            gettext_lazy("Mark as checked"),
            "figure_bulk_check",
            permission=Perm.CHECK,
            icon="checks",
        ),
        BulkAction(
            "confirm",
            gettext_lazy("Confirm"),
            "figure_bulk_confirm",
            permission=Perm.CONFIRM,
            icon="circle-check",
        ),
    )
    bulk_limit = 300
    empty_title = gettext_lazy("No form waits for you")
    empty_text = gettext_lazy("Forms appear here when units hand them in.")

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        """How far the figures of each form moved."""
        moves = judging.largest_moves(submissions=rows)
        for row in rows:
            row.move = moves.get(row.pk)

    def row_title(self, row: Any) -> str:
        """The unit and the form."""
        return f"{row.organisation} · {row.data_set.code}"
