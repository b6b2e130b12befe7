"""Incoming documents: the number under which an organisation received one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import selectors
from sauro.domains.documents.models import Arrival, Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, Secrecy
from sauro.domains.documents.services import numbers
from sauro.domains.documents.services.refusals import DocumentRefused, NumberTaken
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import record


@dataclass(frozen=True, slots=True)
class NewArrival:
    """When a document arrived; without `number` it takes the next of the year."""

    arrived_on: date
    number: int | None = None
    passed_to: str = ""
    due_on: date | None = None


@transaction.atomic
def receive_document(
    *, document: Document, arrival: NewArrival, organisation: Organisation, by: Any, at: datetime
) -> Document:
    """The document, which arrived at an organisation too; once at each."""
    access.check(by, Perm.REGISTER, organisation)
    if not selectors.documents_visible(user=by).filter(pk=document.pk).exists():
        raise DocumentRefused(_("This document is not in the register."))
    return add_arrival(document, arrival, organisation=organisation, by=by, at=at)


def add_arrival(
    document: Document, arrival: NewArrival, *, organisation: Organisation, by: Any, at: datetime
) -> Document:
    """The document of the register, with one more arrival and its event."""
    if document.secrecy != Secrecy.OPEN.value:
        access.check(by, Perm.MANAGE_CONFIDENTIAL, organisation)
    made = new_arrival(document, arrival, organisation=organisation, by=by, at=at)
    record(
        kind="documents.document.arrived",
        subject=document,
        by=by,
        at=at,
        after={"organisation": organisation, "arrival_number": made.number},
    )
    return document


def new_arrival(
    document: Document, arrival: NewArrival, *, organisation: Organisation, by: Any, at: datetime
) -> Arrival:
    """The row of an arrival, under its own number of the organisation and the year."""
    if arrival.arrived_on < document.issued_on:
        raise DocumentRefused(
            _("It cannot arrive before the day of its issue."), field="arrived_on"
        )
    if Arrival.objects.filter(document=document, organisation=organisation).exists():
        raise DocumentRefused(_("Its arrival here is already registered."), field="number")
    key = numbers.book_key(
        organisation=organisation,
        flow=DocumentFlow.INCOMING.value,
        kind=document.kind,
        symbol="",
        secrecy=document.secrecy,
        day=arrival.arrived_on,
    )
    book = numbers.open_book(key)
    number = arrival.number
    if number is not None and Arrival.objects.filter(book=book, number=number).exists():
        raise NumberTaken(str(number))
    return Arrival.objects.create(
        document=document,
        organisation=organisation,
        book=book,
        number=number if number is not None else numbers.take_number(book),
        arrived_on=arrival.arrived_on,
        passed_to=text.clean(arrival.passed_to)[:250],
        due_on=arrival.due_on,
        by=by,
        at=at,
    )
