"""The list of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents import selectors
from sauro.domains.documents.labels import FLOWS, KINDS, URGENCY, VALIDITY
from sauro.domains.documents.models import Arrival, Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors import issuer_key
from sauro.engines import access, text
from sauro.engines.listing import Column, Listing, ListPage, filtering
from sauro.engines.listing.parameters import Asked


class DocumentFilter(django_filters.FilterSet):
    """By kind, issuer, days and validity."""

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
_FOUND = '<span>{}<small class="found-in"><b>{}</b> {}</small></span>'


def _address(document: Document) -> str:
    return reverse("document_detail", args=[document.pk])


def _validity(document: Any) -> Any:
    return _VALIDITY[document.validity]


def _abstract(document: Any) -> Any:
    """The abstract; under it the place in a file that was found."""
    shown = getattr(document, "snippet", "")
    if not shown:
        return document.abstract
    return format_html(_FOUND, document.abstract, _("Found in content:"), shown)


class DocumentListing(Listing):
    """Documents, the newest first; the rows carry their validity.

    A search finds words of the entry and of the attached files, the entries first.
    """

    code = "documents"
    title = _("Documents")
    columns: ClassVar[Sequence[Column]] = (
        Column(
            "reference",
            _("Number and symbol"),
            sort=("symbol_folded", "number"),
            link=_address,
            fixed=True,
        ),
        Column(
            "abstract",
            _("Abstract"),
            value=_abstract,
            export=lambda one: one.abstract,
            classes="cell-abstract",
        ),
        Column("kind", _("Kind"), sort="kind"),
        Column("issuer_name", _("Issuer"), sort="issuer_folded", classes="cell-issuer"),
        Column("issued_on", _("Date of issue"), sort="issued_on", classes="text-nowrap"),
        Column("validity", _("Validity"), value=_validity, classes="cell-validity"),
        Column("flow", _("Way"), sort="flow", default=False),
        Column("urgency", _("Urgency"), default=False),
        Column("signer_name", _("Signer"), default=False),
        Column("owner", _("Kept by"), value=lambda one: one.owner.label, default=False),
        Column("registered_at", _("Registered at"), sort="registered_at", default=False),
    )
    filters = DocumentFilter
    search = ("folded",)
    order_default = ("-issued_on", "-id")
    empty_title = _("No documents yet")
    empty_text = _("Register the documents that give tasks: resolutions, programmes, plans.")

    def __init__(self) -> None:
        self._query = ""
        self._paged = False

    def narrowed(
        self, asked: Asked, queryset: QuerySet[Any], asker: filtering.Asker
    ) -> filtering.Filtered:
        """The rows after filters and search: sorted by a column all of them, else the best."""
        self._query = asked.query
        found = super().narrowed(replace(asked, query=""), queryset, asker)
        if not asked.query:
            return found
        if asked.sort or not self._paged:
            rows: QuerySet[Any] = found.queryset.filter(selectors.matching(query=asked.query))
            return filtering.Filtered(rows, found.form, found.active)
        hits = selectors.hits(found=found.queryset, query=asked.query)
        if hits.more:
            asked.messages.append(
                _("Very many documents match; the newest %(most)s are shown. Add a word, or sort.")
                % {"most": text.vi_number(len(hits.keys))}
            )
        rows = selectors.ranked(found=found.queryset, hits=hits, query=asked.query)
        ordered = rows.order_by("rank", *self.order_default)
        return filtering.Filtered(ordered, found.form, found.active)

    def read(self, **asked: Any) -> ListPage:
        """One page; a search that finds very much stops at the newest."""
        self._paged = True
        return super().read(**asked)

    def decorate(self, rows: list[Any], *, user: Any, today: Any) -> None:
        """Where the words stand in the files of one page of documents."""
        super().decorate(rows, user=user, today=today)
        if self._query:
            shown = selectors.snippets(documents=rows, query=self._query)
            for row in rows:
                row.snippet = shown.get(row.pk, "")


class IncomingListing(DocumentListing):
    """Incoming documents with the arrival numbers of the organisations of the reader."""

    code = "documents_incoming"
    title = _("Incoming documents")
    columns: ClassVar[Sequence[Column]] = (
        Column("arrival_number", _("Arrival number"), value=lambda one: one.arrived_as),
        Column("arrived_on", _("Arrived on"), value=lambda one: one.arrived_days),
        *DocumentListing.columns,
        Column("passed_to", _("Passed to"), value=lambda one: one.passed, default=False),
    )

    def decorate(self, rows: list[Any], *, user: Any, today: Any) -> None:
        """The arrivals of one page of documents, in one query."""
        super().decorate(rows, user=user, today=today)
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
