"""The log of electronic exchange as a list."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import DIRECTIONS, MESSAGE_KINDS, STATUSES
from sauro.domains.documents.models import ExchangeMessage
from sauro.engines.listing import Column, Listing


class ExchangeFilter(django_filters.FilterSet):
    """By direction, kind and status."""

    direction = django_filters.ChoiceFilter(label=_("Direction"), choices=DIRECTIONS)
    kind = django_filters.ChoiceFilter(label=_("Kind of message"), choices=MESSAGE_KINDS)
    code = django_filters.ChoiceFilter(label=_("Status"), choices=STATUSES)


def _address(message: ExchangeMessage) -> str:
    return reverse("exchange_message", args=[message.pk])


def _about(message: ExchangeMessage) -> Any:
    """What the message speaks of; a secret paper keeps its number."""
    return _("secret paper") if message.secret else message.reference or message.pk


class ExchangeListing(Listing):
    """Messages in and out, the newest first."""

    code = "exchange"
    title = _("Electronic exchange")
    columns = (
        Column("reference", _("Number and symbol"), value=_about, link=_address, fixed=True),
        Column("direction", _("Direction"), sort="direction"),
        Column("kind", _("Kind of message"), sort="kind"),
        Column("partner_name", _("Other side"), sort="partner_name"),
        Column("code", _("Status"), sort="code"),
        Column("organisation", _("Organisation"), value=lambda one: one.organisation.label),
        Column("reason", _("Reason"), default=False),
        Column("by", _("By"), value=lambda one: str(one.by), default=False),
        Column("at", _("At"), sort="at", classes="text-nowrap"),
    )
    filters = ExchangeFilter
    search = ("reference", "partner_name", "partner_id")
    order_default = ("-at", "-id")
    empty_title = _("No messages yet")
    empty_text = _("Received and sent electronic documents and the answers to them stand here.")
