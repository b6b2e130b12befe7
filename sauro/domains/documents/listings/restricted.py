"""The list of papers above open, for those who manage them."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import SECRECY
from sauro.domains.documents.listings.entries import DocumentFilter, DocumentListing
from sauro.engines.listing import Column

SHOWN = ("reference", "abstract", "kind", "issuer_name", "issued_on", "owner")


class RestrictedFilter(DocumentFilter):
    """By level too."""

    secrecy = django_filters.ChoiceFilter(label=_("Secrecy"), choices=SECRECY[1:-1])


class RestrictedListing(DocumentListing):
    """Particulars alone: of these papers there is no content here."""

    code = "documents_restricted"
    title = _("Restricted list")
    columns = (
        *(column for column in DocumentListing.columns if column.name in SHOWN),
        Column("secrecy", _("Secrecy"), sort="secrecy"),
    )
    filters = RestrictedFilter
    empty_text = _("Particulars of papers above open are entered by those in charge of them.")
