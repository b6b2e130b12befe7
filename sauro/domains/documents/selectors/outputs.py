"""The six outputs of Decree 30/2020/NĐ-CP, Appendix VI, as tables.

Only papers that are not secret stand in them, whoever asks: those above have a list of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sauro.domains.documents.edxml.shapes import Status
from sauro.domains.documents.models import (
    Arrival,
    Document,
    DocumentRelation,
    Dossier,
    ExchangeDelivery,
)
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, ExchangeDirection, Secrecy
from sauro.domains.documents.selectors.dossiers import (
    dossiers_in_period,
    entries_of,
    hand_over_due_of,
)
from sauro.domains.documents.selectors.entries import documents_visible
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text

INCOMING, INCOMING_HANDLED = "incoming", "incoming_handled"
OUTGOING, OUTGOING_HANDLED = "outgoing", "outgoing_handled"
CONTENTS, DOSSIERS = "contents", "dossiers"


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its title, its width on paper, and whether it holds numbers."""

    title: str
    width_mm: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """A register, a report or a list: a title, what it covers, sums in words, columns and rows."""

    code: str
    title: str
    covers: str
    organisation: Organisation
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Any]]
    sums: tuple[str, ...] = ()


def keeping(*, user: Any) -> QuerySet[Organisation]:
    """The organisations whose registers a person may draw up."""
    scope = access.scope(user, Perm.VIEW)
    if not scope:
        return Organisation.objects.none()
    return Organisation.objects.filter(scope.q("path"), valid_to=None).order_by("path")


def output_of_period(
    *, code: str, user: Any, organisation: Organisation, since: date, until: date, today: date
) -> Output | None:
    """One of the five outputs of a period; nothing for another code."""
    make = _MAKERS.get(code)
    return make(user, organisation, since, until, today) if make else None


def _covers(since: date, until: date) -> str:
    days = {"since": text.vi_date(since), "until": text.vi_date(until)}
    return _("From %(since)s to %(until)s") % days


def _arrivals(user: Any, organisation: Organisation, since: date, until: date) -> QuerySet[Arrival]:
    visible = documents_visible(user=user).filter(secrecy=Secrecy.OPEN.value)
    found = Arrival.objects.filter(organisation=organisation, arrived_on__range=(since, until))
    found = found.filter(document__in=visible.order_by().values("pk"))
    return found.select_related("document").order_by("arrived_on", "number", "id")


def _written(document: Document) -> str:
    return f"{document.get_kind_display()}: {document.abstract}"


def _incoming(
    user: Any, organisation: Organisation, since: date, until: date, _today: date
) -> Output:
    heads = (
        *(Head(_("Arrived on"), 20), Head(_("Arrival number"), 14, number=True)),
        *(Head(_("Issuer"), 38), Head(_("Number and symbol"), 30)),
        *(Head(_("Date of issue"), 20), Head(_("Kind and abstract"), 70)),
        *(Head(_("Passed to"), 32), Head(_("To be dealt with by"), 20), Head(_("Note"), 16)),
    )
    rows = [
        (
            *(one.arrived_on, one.number, one.document.issuer_name, one.document.reference),
            *(one.document.issued_on, _written(one.document), one.passed_to, one.due_on),
            "" if one.document.urgency == "normal" else str(one.document.get_urgency_display()),
        )
        for one in _arrivals(user, organisation, since, until)
    ]
    title = _("Register of incoming documents")
    return Output(INCOMING, title, _covers(since, until), organisation, heads, rows)


def _incoming_handled(
    user: Any, organisation: Organisation, since: date, until: date, today: date
) -> Output:
    """Dealt with is what a later document of the organisation answers, or what it reported done."""
    answered = DocumentRelation.objects.filter(
        target=OuterRef("document"),
        source__owner__path__startswith=organisation.path,
        source__secrecy=Secrecy.OPEN.value,
        source__recalled_on=None,
    ).exclude(source__flow=DocumentFlow.INCOMING.value)
    first = answered.order_by("source__issued_on", "source_id")
    reported = Max(
        "document__exchange_messages__answered_by__at",
        filter=Q(
            document__exchange_messages__organisation=organisation,
            document__exchange_messages__answered_by__direction=ExchangeDirection.OUT.value,
            document__exchange_messages__answered_by__code=Status.DONE.value,
        ),
    )
    found = _arrivals(user, organisation, since, until).annotate(
        answer=Subquery(first.values("source")[:1]),
        answered_on=Subquery(first.values("source__issued_on")[:1]),
        reported_at=reported,
    )
    lines = list(found)
    answers = Document.objects.in_bulk({one.answer for one in lines if one.answer})
    rows, told = [], {"done": 0, "late": 0, "open": 0, "overdue": 0}
    for one in lines:
        done = one.answered_on or (one.reported_at.date() if one.reported_at else None)
        state, words = _handled(done, one.due_on, today)
        told[state] += 1
        answer = answers[one.answer].reference if one.answer else ""
        rows.append(
            (
                *(one.number, one.arrived_on, one.document.reference, one.document.issued_on),
                *(_written(one.document), one.passed_to, one.due_on, done, answer, words),
            )
        )
    sums = (
        _("Received: %(n)s") % {"n": len(rows)},
        _("Dealt with: %(n)s of %(m)s, %(late)s of them late")
        % {"n": told["done"] + told["late"], "m": len(rows), "late": told["late"]},
        _("Being dealt with: %(n)s of %(m)s, %(late)s of them overdue")
        % {"n": told["open"] + told["overdue"], "m": len(rows), "late": told["overdue"]},
    )
    title = _("Report on the handling of incoming documents")
    covers, heads = _covers(since, until), _heads_of_handling()
    return Output(INCOMING_HANDLED, title, covers, organisation, heads, rows, sums)


def _heads_of_handling() -> tuple[Head, ...]:
    return (
        *(Head(_("Arrival number"), 14, number=True), Head(_("Arrived on"), 20)),
        *(Head(_("Number and symbol"), 28), Head(_("Date of issue"), 20)),
        *(Head(_("Kind and abstract"), 62), Head(_("Passed to"), 28)),
        *(Head(_("To be dealt with by"), 20), Head(_("Dealt with on"), 20)),
        *(Head(_("Answered by"), 26), Head(_("State"), 22)),
    )


def _handled(done: date | None, due: date | None, today: date) -> tuple[str, str]:
    if done is not None:
        late = due is not None and done > due
        return ("late", _("Done late")) if late else ("done", _("Dealt with"))
    if due is not None and today > due:
        return "overdue", _("Overdue")
    return "open", _("Being dealt with")


def _issued(user: Any, organisation: Organisation, since: date, until: date) -> QuerySet[Document]:
    found = documents_visible(user=user).filter(
        owner=organisation,
        flow=DocumentFlow.OUTGOING.value,
        secrecy=Secrecy.OPEN.value,
        issued_on__range=(since, until),
    )
    return found.order_by("issued_on", "id")


def _outgoing(
    user: Any, organisation: Organisation, since: date, until: date, _today: date
) -> Output:
    heads = (
        *(Head(_("Number and symbol"), 30), Head(_("Date of issue"), 20)),
        *(Head(_("Kind and abstract"), 80), Head(_("Signer"), 34), Head(_("Recipients"), 50)),
        *(Head(_("Copies"), 14, number=True), Head(_("Number of pages"), 14, number=True)),
        Head(_("Note"), 18),
    )
    rows = [
        (
            *(one.reference, one.issued_on, _written(one), one.signer_name, one.recipients),
            *(one.copies, one.page_amount, _("Recalled") if one.recalled_on else ""),
        )
        for one in _issued(user, organisation, since, until)
    ]
    title = _("Register of outgoing documents")
    return Output(OUTGOING, title, _covers(since, until), organisation, heads, rows)


def _outgoing_handled(
    user: Any, organisation: Organisation, since: date, until: date, today: date
) -> Output:
    """What the addressees said of each document, and whether an answer came."""
    visible = documents_visible(user=user).filter(secrecy=Secrecy.OPEN.value)
    answers = DocumentRelation.objects.filter(
        target=OuterRef("pk"), source__in=visible.values("pk")
    )
    answers = answers.filter(source__flow=DocumentFlow.INCOMING.value)
    first = answers.order_by().values("target").annotate(day=Min("source__issued_on"))
    found = _issued(user, organisation, since, until).annotate(
        sent=_deliveries(Q()),
        received=_deliveries(Q(code__in=[s.value for s in _RECEIVED])),
        processed=_deliveries(Q(code=Status.DONE.value)),
        refused=_deliveries(Q(code=Status.REFUSED.value)),
        answered_on=Subquery(first.values("day")[:1]),
    )
    rows = [
        (
            *(one.reference, one.issued_on, _written(one), one.recipients),
            *(one.sent, one.received, one.processed, one.refused),
            *(one.answer_due_on, one.answered_on, _awaited(one, today)),
        )
        for one in found
    ]
    heads = (
        *(Head(_("Number and symbol"), 28), Head(_("Date of issue"), 20)),
        *(Head(_("Kind and abstract"), 62), Head(_("Recipients"), 40)),
        *(Head(_("Sent electronically"), 15, number=True), Head(_("Received"), 15, number=True)),
        *(Head(_("Processed"), 15, number=True), Head(_("Refused"), 15, number=True)),
        *(Head(_("Answer due on"), 20), Head(_("Answered on"), 20), Head(_("State"), 20)),
    )
    due = [row for row in rows if row[8]]
    sums = (
        _("Issued: %(n)s") % {"n": len(rows)},
        _("Sent electronically: %(n)s, received: %(m)s")
        % {"n": sum(row[4] for row in rows), "m": sum(row[5] for row in rows)},
        _("Answered: %(n)s of %(m)s that asked for an answer")
        % {"n": sum(1 for row in due if row[9]), "m": len(due)},
    )
    title = _("Report on the handling of outgoing documents")
    return Output(OUTGOING_HANDLED, title, _covers(since, until), organisation, heads, rows, sums)


_RECEIVED = (Status.RECEIVED, Status.ASSIGNED, Status.IN_PROCESS, Status.DONE)


def _deliveries(condition: Q) -> Any:
    """How many addressees of a document satisfy a condition; all its messages counted."""
    found = ExchangeDelivery.objects.filter(condition, message__document=OuterRef("pk"))
    counted = found.order_by().values("message__document").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _awaited(document: Any, today: date) -> str:
    if document.recalled_on:
        return _("Recalled")
    if document.answer_due_on is None or document.answered_on is not None:
        return _("Answered") if document.answered_on else ""
    return _("Overdue") if today > document.answer_due_on else _("Waiting for an answer")


def _dossiers(
    user: Any, organisation: Organisation, since: date, until: date, _today: date
) -> Output:
    found = dossiers_in_period(user=user, organisation=organisation, since=since, until=until)
    title = _("List of dossiers")
    covers = _covers(since, until)
    return Output(DOSSIERS, title, covers, organisation, *_of_dossiers(found))


def output_of_dossiers(*, organisation: Organisation, found: Any, title: str, day: date) -> Output:
    """A list of some dossiers of an organisation, for example of those to be handed over."""
    covers = _("As of %(day)s") % {"day": text.vi_date(day)}
    return Output("hand_over", title, covers, organisation, *_of_dossiers(found))


def _of_dossiers(found: Any) -> tuple[tuple[Head, ...], list[tuple[Any, ...]], tuple[str, ...]]:
    heads = (
        *(Head(_("No."), 10, number=True), Head(_("Code of the dossier"), 40)),
        *(Head(_("Title"), 84), Head(_("Begun on"), 20), Head(_("Ended on"), 20)),
        *(Head(_("Documents"), 16, number=True), Head(_("Number of pages"), 14, number=True)),
        *(Head(_("Kept for"), 22), Head(_("Hand over by"), 20), Head(_("Handed over on"), 20)),
    )
    rows = [
        (
            *(number, one.code, one.title, one.started_on, one.ended_on, one.papers, one.pages),
            *(retention_words(dossier=one), hand_over_due_of(dossier=one), one.handed_over_on),
        )
        for number, one in enumerate(found, 1)
    ]
    sums = (
        _("Dossiers: %(n)s, documents: %(m)s") % {"n": len(rows), "m": sum(row[5] for row in rows)},
    )
    return heads, rows, sums


def retention_words(*, dossier: Dossier) -> str:
    """How long it is kept, in words."""
    if dossier.retention_years is None:
        return _("For ever")
    return _("%(n)s years") % {"n": dossier.retention_years}


def table_of_contents(*, dossier: Dossier, user: Any) -> Output:
    """What lies in a dossier, as far as the person sees it."""
    heads = (
        *(Head(_("No."), 10, number=True), Head(_("Number and symbol"), 32)),
        *(Head(_("Date of issue"), 20), Head(_("Kind and abstract"), 90)),
        *(Head(_("Issuer"), 48), Head(_("Number of pages"), 14, number=True), Head(_("Note"), 40)),
    )
    rows = [
        (
            *(number, one.document.reference, one.document.issued_on, _written(one.document)),
            *(one.document.issuer_name, one.document.page_amount, one.note),
        )
        for number, one in enumerate(entries_of(dossier=dossier, user=user), 1)
    ]
    sums = (
        _("Code of the dossier: %(code)s") % {"code": dossier.code},
        _("Kept for: %(retention)s") % {"retention": retention_words(dossier=dossier)},
        _("Documents: %(n)s, pages: %(m)s")
        % {"n": len(rows), "m": sum(row[5] or 0 for row in rows)},
    )
    title = _("Table of contents of the dossier")
    return Output(CONTENTS, title, dossier.title, dossier.owner, heads, rows, sums)


_MAKERS: dict[str, Callable[[Any, Organisation, date, date, date], Output]] = {
    INCOMING: _incoming,
    INCOMING_HANDLED: _incoming_handled,
    OUTGOING: _outgoing,
    OUTGOING_HANDLED: _outgoing_handled,
    DOSSIERS: _dossiers,
}
