"""Kinds of units in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.domains.territory.rules import Kind

KINDS = {
    Kind.COUNTRY: _("Country"),
    Kind.PROVINCE: _("Provinces"),
    Kind.CITY: _("Centrally run cities"),
    Kind.COMMUNE: _("Communes"),
    Kind.WARD: _("Wards"),
    Kind.SPECIAL_ZONE: _("Special zones"),
}
