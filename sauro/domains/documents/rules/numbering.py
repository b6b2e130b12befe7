"""Numbers and symbols that an organisation gives to what it issues.

Source: Decree 30/2020/NĐ-CP, Article 8 and Appendix III: a number runs without gaps from 01 on
1 January to 31 December; a symbol is the abbreviation of the kind and that of the issuer, an
official letter has that of the issuer and of the drafting unit. The Party joins with a stroke.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from sauro.domains.documents.rules.citing import fold, symbol_key, tidy_symbol
from sauro.domains.documents.rules.kinds import DocumentFlow, DocumentKind


class Series(StrEnum):
    """What an organisation numbers together within a year."""

    ONE = "one"
    KIND = "kind"
    SYMBOL = "symbol"


class PaperForm(StrEnum):
    """The form of a paper: the grammar of its symbol follows."""

    STATE = "state"
    PARTY = "party"


STATE_ABBREVIATIONS = {
    DocumentKind.RESOLUTION: "NQ",
    DocumentKind.DECISION: "QĐ",
    DocumentKind.DIRECTIVE: "CT",
    DocumentKind.REGULATION: "QC",
    DocumentKind.PROGRAMME: "CTr",
    DocumentKind.PLAN: "KH",
    DocumentKind.SCHEME: "ĐA",
    DocumentKind.CONCLUSION: "KL",
    DocumentKind.NOTICE: "TB",
    DocumentKind.REPORT: "BC",
    DocumentKind.SUBMISSION: "TTr",
    DocumentKind.GUIDANCE: "HD",
    DocumentKind.TELEGRAM: "CĐ",
    DocumentKind.INVITATION: "GM",
    DocumentKind.DECREE: "NĐ",
    DocumentKind.CIRCULAR: "TT",
}
_SMALL_WORDS = {"va", "cua", "tinh", "thanh", "pho"}
_COMMITTEE = re.compile(r"^(?:ubnd|uybannhandan)")


def series_flow(flow: str) -> DocumentFlow:
    """The book in which a paper is numbered; what stays inside is numbered with what goes out."""
    incoming = flow == DocumentFlow.INCOMING
    return DocumentFlow.INCOMING if incoming else DocumentFlow.OUTGOING


def series_group(*, series: str, own_kinds: Collection[str], kind: str, symbol: str) -> str:
    """What tells the series of a paper from the other series of its issuer; empty: the common one.

    A normative symbol, which carries its year (41/2019/QĐ-UBND), always has a series of its own.
    """
    if normative_year(symbol):
        return f"year:{symbol_key(symbol)}"[:80]
    if series == Series.SYMBOL:
        return f"symbol:{symbol_key(symbol)}"[:80]
    if series == Series.KIND or kind in own_kinds:
        return f"kind:{kind}"
    return ""


def normative_year(symbol: str) -> int | None:
    """The year that a normative symbol begins with."""
    found = re.match(r"(?:19|20)\d\d(?=/)", symbol)
    return int(found[0]) if found else None


def first_free(*, last: int, taken: Iterable[int]) -> int:
    """The number after `last` that nobody gave by hand."""
    held = set(taken)
    number = last + 1
    while number in held:
        number += 1
    return number


def compose_symbol(
    *,
    kind: str,
    mark: str,
    unit: str = "",
    form: str = PaperForm.STATE.value,
    year: int | None = None,
) -> str:
    """The symbol of a paper: BC-UBND, SKHCN-CĐS, BC/TU, CV/TU; with a year a normative one."""
    mark, unit = tidy_symbol(mark), tidy_symbol(unit)
    if form == PaperForm.PARTY:
        party = {DocumentKind.OFFICIAL_LETTER: "CV"} | STATE_ABBREVIATIONS
        short = party.get(DocumentKind(kind), "")
        return "/".join(part for part in (short, mark) if part)
    short = STATE_ABBREVIATIONS.get(DocumentKind(kind), "")
    parts = (short, mark) if short else (mark, unit)
    joined = "-".join(part for part in parts if part)
    return f"{year}/{joined}" if year else joined


def mark_of_name(name: str) -> str:
    """The abbreviation of an issuer as symbols carry it: UBND, TU, SKHCN; a proposal only."""
    folded = fold(name)
    if _COMMITTEE.match(folded):
        return "UBND"
    if folded.startswith(("tinhuy", "thanhuy")):
        return "TU"
    if folded.startswith(("tinh", "thanhpho")):
        return "UBND"
    words = [word for word in re.findall(r"[^\W\d_]+", name) if fold(word) not in _SMALL_WORDS]
    return "".join(word if word.isupper() and len(word) > 1 else word[0].upper() for word in words)[
        :20
    ]
