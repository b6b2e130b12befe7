"""What is written on a document, checked and turned into the columns of its entry."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.labels import FLOWS, KINDS, URGENCY
from sauro.domains.documents.rules import DocumentFlow, DocumentKind, Secrecy, Urgency
from sauro.domains.documents.services.refusals import DocumentRefused
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines import text


@dataclass(frozen=True, slots=True)
class Details:
    """What the metadata of Decree 30/2020, Appendix VI, asks beyond the four-part key."""

    valid_from: date | None = None
    valid_until: date | None = None
    urgency: str = Urgency.NORMAL.value
    signer_name: str = ""
    signer_position: str = ""
    recipients: str = ""
    page_amount: int | None = None
    copies: int | None = None
    language: str = "vi"
    answer_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is written on a document; `issuer` is found by its name when it is not given.

    An empty `number` of an outgoing or internal document is taken from the series. Without
    `flow` a new document is an incoming one, and a changed one keeps its way; without `details`
    a changed one keeps them.
    """

    number: str
    symbol: str
    issued_on: date
    issuer_name: str = ""
    issuer: Organisation | None = None
    kind: str = ""
    abstract: str = ""
    secrecy: str = Secrecy.OPEN.value
    flow: str = ""
    details: Details | None = None


_ISSUED = (DocumentFlow.OUTGOING.value, DocumentFlow.INTERNAL.value)


def columns_of(particulars: Particulars, *, register: Organisation) -> dict[str, Any]:
    """The columns of a document from what was typed, each checked."""
    number = rules.tidy_number(particulars.number)
    to_take = not number and particulars.flow in _ISSUED
    symbol = rules.tidy_symbol(particulars.symbol)
    issuer = particulars.issuer
    name = text.clean(particulars.issuer_name)[:250] or (issuer.name if issuer else "")
    abstract = text.clean(particulars.abstract)[:500]
    kind = particulars.kind or rules.kind_of_symbol(symbol) or DocumentKind.OTHER
    _check_written(number="1" if to_take else number, symbol=symbol, issuer_name=name, kind=kind)
    if particulars.flow in _ISSUED:
        _check_year(symbol, particulars.issued_on)
    if issuer is None:
        match = org_selectors.match_mention(
            mention=name, province_root=register, day=particulars.issued_on
        )
        issuer = match.object if isinstance(match.object, Organisation) else None
    if particulars.flow and particulars.flow not in dict(FLOWS):
        raise DocumentRefused(_("A document comes in, goes out or stays inside."), field="flow")
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
        "folded": searched(
            number=number, symbol=symbol, day=particulars.issued_on, name=name, abstract=abstract
        ),
        "secrecy": particulars.secrecy,
        **({"flow": particulars.flow} if particulars.flow else {}),
        **(_detailed(particulars.details) if particulars.details else {}),
    }


def _detailed(details: Details) -> dict[str, Any]:
    """The further columns, each checked."""
    values = asdict(details)
    for name, length in (("signer_name", 100), ("signer_position", 150), ("language", 10)):
        values[name] = text.clean(values[name])[:length]
    values["recipients"] = text.clean(details.recipients, keep_lines=True)[:5000]
    values["language"] = values["language"] or "vi"
    if details.urgency not in dict(URGENCY):
        raise DocumentRefused(_("This urgency does not exist."), field="urgency")
    if details.valid_from and details.valid_until and details.valid_until < details.valid_from:
        raise DocumentRefused(
            _("The last day in force is before the first one."), field="valid_until"
        )
    return values


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


def _check_year(symbol: str, day: date) -> None:
    """A normative symbol carries the year in which the paper is issued and numbered."""
    named = rules.normative_year(symbol)
    if named is not None and named != day.year:
        raise DocumentRefused(
            _("The symbol names the year %(named)s, the date is in %(year)s.")
            % {"named": named, "year": day.year},
            field="symbol",
        )


def searched(*, number: str, symbol: str, day: date, name: str, abstract: str) -> str:
    """Everything by which a document is looked for, without marks."""
    printed = rules.written_reference(number, symbol)
    plain = printed.lstrip("0")
    canonical = text.names.canonical(name)
    return text.fold(f"{printed} {plain} {text.vi_date(day)} {name} {canonical} {abstract}")
