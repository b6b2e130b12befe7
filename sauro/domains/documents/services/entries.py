"""Entering a document in the register and correcting the entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core.errors import Stale
from sauro.domains.documents import rules, selectors
from sauro.domains.documents.labels import KINDS, SECRECY
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentKind, Secrecy
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    DuplicateDocument,
    SecrecyRefused,
    content_rule,
    locked,
)
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is written on a document; `issuer` is found by its name when it is not given."""

    number: str
    symbol: str
    issued_on: date
    issuer_name: str = ""
    issuer: Organisation | None = None
    kind: str = ""
    abstract: str = ""
    secrecy: str = Secrecy.OPEN.value


@transaction.atomic
def register_document(
    *, particulars: Particulars, owner: Organisation, by: Any, at: datetime
) -> Document:
    """The new entry; the same issuer, number, symbol and date a second time is refused."""
    access.check(by, Perm.REGISTER, owner)
    _check_secrecy(particulars.secrecy, owner=owner, by=by)
    register = selectors.register_of(owner=owner)
    values = _columns(particulars, register=register)
    _refuse_duplicate(values, register=register, by=by)
    document = Document(
        **values, owner=owner, register=register, registered_at=at, registered_by=by
    )
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:  # somebody entered the same one in this very moment
        _refuse_duplicate(values, register=register, by=by)
        raise
    record(
        kind="documents.document.registered",
        subject=document,
        by=by,
        at=at,
        after={name: values[name] for name in _TOLD},
    )
    return document


@transaction.atomic
def change_document(
    *, document: Document, particulars: Particulars, version: int, by: Any, at: datetime
) -> Document:
    """The entry with new particulars; refused when somebody changed it since `version`."""
    document = locked(document, by=by)
    values = _columns(particulars, register=document.register)
    before, after = changes(document, values)
    if not after:
        return document
    if document.version != version:
        raise Stale(
            _("Somebody changed this document while you were writing. Compare and save again.")
        )
    if "secrecy" in after:
        _check_secrecy(particulars.secrecy, owner=document.owner, by=by)
        _check_no_content(document, particulars.secrecy)
    _refuse_duplicate(values, register=document.register, by=by, but=document)
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


_TOLD = ("issuer_name", "number", "symbol", "issued_on", "kind", "abstract", "secrecy")


def _columns(particulars: Particulars, *, register: Organisation) -> dict[str, Any]:
    """The columns of a document from what was typed, each checked."""
    number = rules.tidy_number(particulars.number)
    symbol = rules.tidy_symbol(particulars.symbol)
    issuer = particulars.issuer
    name = text.clean(particulars.issuer_name)[:250] or (issuer.name if issuer else "")
    abstract = text.clean(particulars.abstract)[:500]
    kind = particulars.kind or rules.kind_of_symbol(symbol) or DocumentKind.OTHER
    _check_written(number=number, symbol=symbol, issuer_name=name, kind=kind)
    if issuer is None:
        match = org_selectors.match_mention(
            mention=name, province_root=register, day=particulars.issued_on
        )
        issuer = match.object if isinstance(match.object, Organisation) else None
    return {
        "issuer": issuer,
        "issuer_name": name,
        "issuer_folded": selectors.issuer_key(name=name),
        "number": number,
        "symbol": symbol,
        "symbol_folded": rules.symbol_key(symbol),
        "issued_on": particulars.issued_on,
        "kind": str(kind),
        "abstract": abstract,
        "folded": _searched(particulars, number, symbol, name, abstract),
        "secrecy": particulars.secrecy,
    }


def _check_written(*, number: str, symbol: str, issuer_name: str, kind: str) -> None:
    """Each part is there and short enough."""
    if not number or len(number) > 20 or not number[0].isdigit():
        raise DocumentRefused(
            _("A number begins with a digit, for example 57 or 12a."), field="number"
        )
    if not symbol or len(symbol) > 60 or not any(letter.isalpha() for letter in symbol):
        raise DocumentRefused(
            _("A symbol has letters, for example KH-UBND or NQ/TW."), field="symbol"
        )
    if not selectors.issuer_key(name=issuer_name):
        raise DocumentRefused(_("Name the issuer."), field="issuer_name")
    if kind not in dict(KINDS):
        raise DocumentRefused(_("This kind of document does not exist."), field="kind")


def _searched(particulars: Particulars, number: str, symbol: str, name: str, abstract: str) -> str:
    """Everything by which a document is looked for, without marks."""
    printed = rules.written_reference(number, symbol)
    plain = printed.lstrip("0")
    day = text.vi_date(particulars.issued_on)
    return text.fold(f"{printed} {plain} {day} {name} {text.names.canonical(name)} {abstract}")


def _refuse_duplicate(
    values: dict[str, Any], *, register: Organisation, by: Any, but: Document | None = None
) -> None:
    """Refuse with the first entry, in the same register or among what the person sees."""
    same = {
        name: values[name] for name in ("issuer_folded", "number", "symbol_folded", "issued_on")
    }
    visible = selectors.documents_visible(user=by).filter(**same)
    own_register = Document.objects.filter(**same, register=register)
    if values["secrecy"] == Secrecy.OPEN.value:
        own_register = own_register.filter(secrecy=Secrecy.OPEN.value)
    others = (visible | own_register).exclude(pk=but.pk) if but else visible | own_register
    first = others.order_by("id").first()
    if first is not None:
        raise DuplicateDocument(first)


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
