"""Entering a document in the register and correcting the entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sauro.core.errors import Stale
from sauro.domains.documents import rules, selectors
from sauro.domains.documents.labels import SECRECY
from sauro.domains.documents.models import Document, NumberBook
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, Secrecy
from sauro.domains.documents.services import arrivals, numbers
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    DuplicateDocument,
    SecrecyRefused,
    content_rule,
    locked,
)
from sauro.domains.documents.services.written import Particulars, columns_of, searched
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.history.recording import changes, record


@transaction.atomic
def register_document(
    *,
    particulars: Particulars,
    owner: Organisation,
    arrival: arrivals.NewArrival | None = None,
    by: Any,
    at: datetime,
) -> Document:
    """The new entry; the same issuer, number, symbol and date a second time is refused.

    An outgoing or internal one without a number takes the next of its series. With `arrival` the
    owner received it, under the next arrival number; a document that stands in the register
    already is then not entered again, it only arrives.
    """
    access.check(by, Perm.REGISTER, owner)
    _check_secrecy(particulars.secrecy, owner=owner, by=by)
    register = selectors.register_of(owner=owner)
    values = columns_of(particulars, register=register)
    values.setdefault("flow", DocumentFlow.INCOMING.value)
    if arrival is not None and values["flow"] != DocumentFlow.INCOMING.value:
        raise DocumentRefused(_("Only an incoming document arrives."), field="flow")
    values |= _numbered(values, owner=owner, register=register, by=by)
    first = _duplicate(values, register=register, by=by)
    if first is not None and arrival is not None and first.secrecy == Secrecy.OPEN.value:
        return arrivals.add_arrival(first, arrival, organisation=owner, by=by, at=at)
    if first is not None:
        raise DuplicateDocument(first)
    document = Document(
        **values, owner=owner, register=register, registered_at=at, registered_by=by
    )
    _insert(document, values, register=register, by=by)
    told = {name: values[name] for name in _TOLD}
    if arrival is not None:
        made = arrivals.new_arrival(document, arrival, organisation=owner, by=by, at=at)
        told["arrival_number"] = made.number
    record(kind="documents.document.registered", subject=document, by=by, at=at, after=told)
    return document


def _insert(document: Document, values: dict[str, Any], *, register: Organisation, by: Any) -> None:
    """Write the new row; a double that was entered in this very moment is told as one."""
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        first = _duplicate(values, register=register, by=by)
        if first is not None:
            raise DuplicateDocument(first) from None
        raise


def _numbered(
    values: dict[str, Any],
    *,
    owner: Organisation,
    register: Organisation,
    by: Any,
    but: Document | None = None,
) -> dict[str, Any]:
    """The book of an issued document, and its number when none was given by hand."""
    if values["flow"] == DocumentFlow.INCOMING.value:
        return {"book": None}
    issuer = values["issuer"] or (None if values["number"] else owner)
    if issuer is None:  # a name that no organisation bears has no series to keep free of doubles
        return {"book": None}
    if not issuer.path.startswith(register.path):
        raise DocumentRefused(
            _("What goes out or stays inside is issued by one of your own organisations."),
            field="issuer_name",
        )
    book = _book_of(values, issuer)
    if not values["number"] and but is not None:
        raise DocumentRefused(_("A registered document keeps a number."), field="number")
    if values["number"]:
        numbers.hold_number(book, values["number"], but=but.pk if but else None)
        return {"book": book}
    access.check(by, Perm.NUMBER, issuer)
    number = str(numbers.take_number(book))
    return {
        "book": book,
        "number": number,
        "issuer": issuer,
        "folded": searched(
            number=number,
            symbol=values["symbol"],
            day=values["issued_on"],
            name=values["issuer_name"],
            abstract=values["abstract"],
        ),
    }


def _book_of(values: dict[str, Any], issuer: Organisation) -> NumberBook:
    key = numbers.book_key(
        organisation=issuer,
        flow=values["flow"],
        kind=values["kind"],
        symbol=values["symbol"],
        secrecy=values["secrecy"],
        day=values["issued_on"],
    )
    return numbers.open_book(key)


@transaction.atomic
def change_document(
    *, document: Document, particulars: Particulars, version: int, by: Any, at: datetime
) -> Document:
    """The entry with new particulars; refused when somebody changed it since `version`."""
    document = locked(document, by=by)
    values = columns_of(particulars, register=document.register)
    if document.flow != DocumentFlow.INCOMING.value or values.get("flow"):
        series = {"flow": document.flow, **values}
        values |= _numbered(
            series, owner=document.owner, register=document.register, by=by, but=document
        )
    before, after = changes(document, values)
    if not after:
        return document
    if document.version != version:
        raise Stale(
            _("Somebody changed this document while you were writing. Compare and save again.")
        )
    _check_number_kept(document, after)
    if "secrecy" in after:
        _check_secrecy(particulars.secrecy, owner=document.owner, by=by)
        _check_no_content(document, particulars.secrecy)
    first = _duplicate(values, register=document.register, by=by, but=document)
    if first is not None:
        raise DuplicateDocument(first)
    for name, value in after.items():
        setattr(document, name, value)
    document.version += 1
    document.save(update_fields=[*after, "version"])
    record(
        kind="documents.document.changed",
        subject=document,
        by=by,
        at=at,
        before={name: value for name, value in before.items() if name in _TOLD},
        after={name: value for name, value in after.items() if name in _TOLD},
    )
    return document


_TOLD = ("issuer_name", "number", "symbol", "issued_on", "kind", "abstract", "secrecy", "flow")
_FIXED = {"number", "symbol", "book", "flow"}


def _check_number_kept(document: Document, after: dict[str, Any]) -> None:
    """A number that the register gave to a draft stays: a change would leave a gap."""
    if _FIXED & set(after) and hasattr(document, "draft"):
        raise DocumentRefused(
            _("The register gave this number. Recall the document and issue another one."),
            field="number",
        )


def _duplicate(
    values: dict[str, Any], *, register: Organisation, by: Any, but: Document | None = None
) -> Document | None:
    """The first entry of the same key, in the same register or among what the person sees."""
    same = {
        name: values[name] for name in ("issuer_folded", "number", "symbol_folded", "issued_on")
    }
    visible = selectors.documents_visible(user=by).filter(**same)
    own_register = Document.objects.filter(**same, register=register)
    if values["secrecy"] == Secrecy.OPEN.value:
        own_register = own_register.filter(secrecy=Secrecy.OPEN.value)
    if values.get("book"):  # an issued paper shares its number with none of its own series
        is_open = Q(secrecy=Secrecy.OPEN.value)
        level = is_open if values["secrecy"] == Secrecy.OPEN.value else ~is_open
        visible, own_register = visible.filter(level), own_register.filter(level)
    others = (visible | own_register).exclude(pk=but.pk) if but else visible | own_register
    return others.order_by("id").first()


def _check_secrecy(secrecy: str, *, owner: Organisation, by: Any) -> None:
    """Top secret never; anything above open only by those who manage it."""
    if secrecy not in dict(SECRECY):
        raise DocumentRefused(_("This level of secrecy does not exist."), field="secrecy")
    if not rules.registration_allowed(secrecy):
        raise SecrecyRefused(
            _("Top-secret documents are not registered in this system, not even by number."),
            field="secrecy",
        )
    if secrecy != Secrecy.OPEN.value and not access.allowed(by, Perm.MANAGE_CONFIDENTIAL, owner):
        raise SecrecyRefused(
            _("Only people in charge of confidential documents register one."), field="secrecy"
        )


def _check_no_content(document: Document, secrecy: str) -> None:
    """A document becomes confidential only when nothing of its content is here."""
    if rules.content_allowed(secrecy):
        return
    if document.files.exists() or document.clauses.exclude(content="").exists():
        raise SecrecyRefused(
            _("Remove the attached files and the wording of the clauses first. %(rule)s")
            % {"rule": content_rule()},
            field="secrecy",
        )
    if document.exchange_messages.exclude(payload="").exists():
        raise SecrecyRefused(
            _(
                "Its text stays in messages of the exchange. Recall this document and keep the "
                "secret paper outside this system. %(rule)s"
            )
            % {"rule": content_rule()},
            field="secrecy",
        )
