"""The list of drafts."""

from __future__ import annotations

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import DRAFT_STATES, KINDS
from sauro.domains.documents.models import Draft
from sauro.engines.listing import Column, Listing


class DraftFilter(django_filters.FilterSet):
    """By state and kind."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=DRAFT_STATES)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=KINDS)


def _address(draft: Draft) -> str:
    return reverse("draft_detail", args=[draft.pk])


class DraftListing(Listing):
    """Papers on their way to a number, the last changed first."""

    code = "drafts"
    title = _("Drafts")
    columns = (
        Column("abstract", _("Abstract"), link=_address, fixed=True),
        Column("kind", _("Kind"), sort="kind"),
        Column("symbol", _("Symbol"), sort="symbol"),
        Column("state", _("State"), sort="state", classes="text-nowrap"),
        Column("owner", _("Drafted by"), value=lambda one: one.owner.label),
        Column("issuer_name", _("Issuer"), default=False),
        Column(
            "reference",
            _("Number and symbol"),
            value=lambda one: one.document.reference if one.document else None,
        ),
        Column("changed_at", _("Last change"), sort="changed_at", classes="text-nowrap"),
    )
    filters = DraftFilter
    search = ("folded",)
    order_default = ("-changed_at", "-id")
    empty_title = _("No drafts yet")
    empty_text = _("A paper begins as a draft: versions, opinions, approval, number, signature.")
