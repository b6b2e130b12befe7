"""The list of dossiers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents import selectors
from sauro.domains.documents.labels import ARCHIVE_STATES
from sauro.domains.documents.models import Dossier
from sauro.engines.listing import Column, Listing

_STATES = dict(ARCHIVE_STATES)
_OPEN = [("open", _("Takes documents")), ("closed", _("Closed")), ("handed", _("Handed over"))]


class DossierFilter(django_filters.FilterSet):
    """By year, state and keeper."""

    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=_OPEN, method="by_state")
    owner = django_filters.CharFilter(label=_("Kept by (code)"), field_name="owner__code")

    def by_state(self, queryset: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        """Dossiers that still take documents, closed ones, those in the archive."""
        if value == "handed":
            return queryset.exclude(handed_over_on=None)
        found = queryset.filter(handed_over_on=None)
        return found.filter(closed_at__isnull=value == "open")


def _address(dossier: Dossier) -> str:
    return reverse("dossier_detail", args=[dossier.pk])


class DossierListing(Listing):
    """Dossiers with the number of their documents, the newest year first."""

    code = "dossiers"
    title = _("Dossiers")
    columns = (
        Column("title", _("Title"), link=_address, fixed=True),
        Column("code", _("Code of the dossier"), sort=("year", "notation")),
        Column("owner", _("Kept by"), value=lambda one: one.owner.label),
        Column("papers", _("Documents"), sort="papers", align="end"),
        Column("started_on", _("Begun on"), sort="started_on", classes="text-nowrap"),
        Column("ended_on", _("Ended on"), sort="ended_on", classes="text-nowrap"),
        Column(
            "retention",
            _("Kept for"),
            value=lambda one: selectors.retention_words(dossier=one),
            default=False,
        ),
        Column("state", _("State"), value=lambda one: one.state_words),
        Column("due", _("Hand over by"), value=lambda one: one.due, classes="text-nowrap"),
    )
    filters = DossierFilter
    search = ("folded",)
    order_default = ("-year", "notation", "id")
    empty_title = _("No dossiers yet")
    empty_text = _("A dossier holds the documents of one matter, without copying them.")

    def decorate(self, rows: list[Any], *, user: Any, today: Any) -> None:  # noqa: ARG002
        """Where each stands on its way to the archive."""
        for row in rows:
            state = selectors.archive_state_of(dossier=row, today=today)
            row.state_words = _STATES[state.value]
            row.due = None if row.handed_over_on else selectors.hand_over_due_of(dossier=row)
