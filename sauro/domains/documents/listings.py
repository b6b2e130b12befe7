"""The list of documents."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import KINDS, SECRECY
from sauro.domains.documents.models import Document
from sauro.domains.documents.selectors import issuer_key
from sauro.engines.listing import Column, Listing

VALIDITY = [("in_force", _("In force")), ("replaced", _("Replaced"))]


class DocumentFilter(django_filters.FilterSet):
    """By kind, issuer, days, validity and secrecy."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=KINDS)
    issuer = django_filters.CharFilter(
        label=_("Issuer"), field_name="issuer_folded", method="by_issuer"
    )
    issued_from = django_filters.DateFilter(
        label=_("Issued from"),
        field_name="issued_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    issued_to = django_filters.DateFilter(
        label=_("Issued to"),
        field_name="issued_on",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    validity = django_filters.ChoiceFilter(
        label=_("Validity"), choices=VALIDITY, method="by_validity"
    )
    secrecy = django_filters.ChoiceFilter(label=_("Secrecy"), choices=SECRECY[:-1])

    def by_issuer(self, queryset: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        """Documents whose issuer carries these words, however they are written."""
        return queryset.filter(issuer_folded__contains=issuer_key(name=value))

    def by_validity(
        self, queryset: QuerySet[Document], _name: str, value: str
    ) -> QuerySet[Document]:
        """Documents that another one replaces, or the others."""
        wanted: dict[str, bool] = {"is_replaced": value == "replaced"}
        return queryset.filter(**wanted)


def _address(document: Document) -> str:
    return reverse("document_detail", args=[document.pk])


def _validity(document: Any) -> Any:
    return _("Replaced") if document.is_replaced else _("In force")


class DocumentListing(Listing):
    """Directing documents, the newest first."""

    code = "documents"
    title = _("Documents")
    columns = (
        Column(
            "reference",
            _("Number and symbol"),
            sort=("symbol_folded", "number"),
            link=_address,
            fixed=True,
        ),
        Column("abstract", _("Abstract")),
        Column("kind", _("Kind"), sort="kind"),
        Column("issuer_name", _("Issuer"), sort="issuer_folded"),
        Column("issued_on", _("Date of issue"), sort="issued_on", classes="text-nowrap"),
        Column("validity", _("Validity"), value=_validity, classes="text-nowrap"),
        Column("owner", _("Kept by"), value=lambda one: one.owner.label, default=False),
        Column("secrecy", _("Secrecy"), default=False),
        Column("registered_at", _("Registered at"), sort="registered_at", default=False),
    )
    filters = DocumentFilter
    search = ("folded",)
    order_default = ("-issued_on", "-id")
    empty_title = _("No documents yet")
    empty_text = _("Register the documents that give tasks: resolutions, programmes, plans.")
