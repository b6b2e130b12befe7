"""Reading series of numbers: what is next, and the books of an organisation."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from sauro.domains.documents import rules
from sauro.domains.documents.models import Arrival, Document, NumberBook, NumberRule
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.orgs.models import Organisation


def next_number(
    *,
    organisation: Organisation,
    flow: str,
    day: date,
    kind: str = "",
    symbol: str = "",
) -> int:
    """The number that the next open paper would get; nothing is held by asking."""
    way = rules.series_flow(flow)
    group = ""
    if way is not DocumentFlow.INCOMING:
        rule = rule_of(organisation=organisation)
        group = rules.series_group(
            series=rule.series, own_kinds=rule.own_kinds, kind=kind, symbol=symbol
        )
    book = NumberBook.objects.filter(
        organisation=organisation, flow=way.value, group=group, secret=False, year=day.year
    ).first()
    return 1 if book is None else rules.first_free(last=book.last, taken=given_after(book=book))


def given_after(*, book: NumberBook) -> set[int]:
    """Numbers of a book after its last one, which were entered by hand."""
    if book.flow == DocumentFlow.INCOMING.value:
        arrivals = Arrival.objects.filter(book=book, number__gt=book.last)
        return set(arrivals.values_list("number", flat=True))
    written = Document.objects.filter(book=book).values_list("number", flat=True)
    return {int(number) for number in written if number.isdigit() and int(number) > book.last}


def books_of(*, organisation: Organisation, secret: bool = False) -> QuerySet[NumberBook]:
    """The books of an organisation with how many papers stand in each, the newest year first."""
    found = NumberBook.objects.filter(organisation=organisation)
    if not secret:
        found = found.filter(secret=False)
    return found.annotate(
        papers=Count("documents", distinct=True) + Count("arrivals", distinct=True)
    ).order_by("-year", "flow", "group", "id")


def rule_of(*, organisation: Organisation) -> NumberRule:
    """What the organisation numbers together; the default when it has not said."""
    found = NumberRule.objects.filter(organisation=organisation).first()
    return found or NumberRule(organisation=organisation)
