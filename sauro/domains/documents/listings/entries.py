"""The list of documents."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import FLOWS, KINDS, SECRECY, URGENCY, VALIDITY
from sauro.domains.documents.models import Arrival, Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors import issuer_key
from sauro.engines import access
from sauro.engines.listing import Column, Listing


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
    owner = django_filters.CharFilter(label=_("Kept by (code)"), field_name="owner__code")
    flow = django_filters.ChoiceFilter(label=_("Way"), choices=FLOWS)
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), choices=URGENCY)
    secrecy = django_filters.ChoiceFilter(label=_("Secrecy"), choices=SECRECY[:-1])

    def by_issuer(self, queryset: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        """Documents whose issuer carries these words, however they are written."""
        return queryset.filter(issuer_folded__contains=issuer_key(name=value))

    def by_validity(
        self, queryset: QuerySet[Document], _name: str, value: str
    ) -> QuerySet[Document]:
        """Documents in this state on the day looked at."""
        wanted: dict[str, str] = {"validity": value}
        return queryset.filter(**wanted)


_VALIDITY = dict(VALIDITY)


def _address(document: Document) -> str:
    return reverse("document_detail", args=[document.pk])


def _validity(document: Any) -> Any:
    return _VALIDITY[document.validity]


class DocumentListing(Listing):
    """Documents, the newest first; the rows carry their validity."""

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
        Column("flow", _("Way"), sort="flow", default=False),
        Column("urgency", _("Urgency"), default=False),
        Column("signer_name", _("Signer"), default=False),
        Column("owner", _("Kept by"), value=lambda one: one.owner.label, default=False),
        Column("secrecy", _("Secrecy"), default=False),
        Column("registered_at", _("Registered at"), sort="registered_at", default=False),
    )
    filters = DocumentFilter
    search = ("folded",)
    order_default = ("-issued_on", "-id")
    empty_title = _("No documents yet")
    empty_text = _("Register the documents that give tasks: resolutions, programmes, plans.")


class IncomingListing(DocumentListing):
    """Incoming documents with the arrival numbers of the organisations of the reader."""

    code = "documents_incoming"
    title = _("Incoming documents")
    columns = (
        Column("arrival_number", _("Arrival number"), value=lambda one: one.arrived_as),
        Column("arrived_on", _("Arrived on"), value=lambda one: one.arrived_days),
        *DocumentListing.columns,
        Column("passed_to", _("Passed to"), value=lambda one: one.passed, default=False),
    )

    def decorate(self, rows: list[Any], *, user: Any, today: Any) -> None:  # noqa: ARG002
        """The arrivals of one page of documents, in one query."""
        scope = access.scope(user, Perm.VIEW)
        held: dict[int, list[Arrival]] = {}
        found = Arrival.objects.filter(scope.q("organisation__path"), document__in=rows)
        for arrival in found.select_related("organisation").order_by("organisation__path", "id"):
            held.setdefault(arrival.document_id, []).append(arrival)
        for row in rows:
            arrivals = held.get(row.pk, [])
            several = len(arrivals) > 1
            row.arrived_as = [_numbered(one, several=several) for one in arrivals]
            row.arrived_days = [one.arrived_on for one in arrivals]
            row.passed = [one.passed_to for one in arrivals if one.passed_to]


def _numbered(arrival: Arrival, *, several: bool) -> str:
    return f"{arrival.number} ({arrival.organisation.label})" if several else str(arrival.number)
