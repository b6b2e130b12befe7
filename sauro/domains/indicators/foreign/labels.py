"""What the labels of a row say: whose figures it holds, of what, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sauro.domains.indicators.foreign import columns as cols
from sauro.domains.indicators.foreign import headings, totals
from sauro.domains.indicators.foreign.headings import Facts, Lexicon
from sauro.domains.indicators.foreign.names import Hit
from sauro.domains.indicators.foreign.shapes import BASE, VALUE
from sauro.domains.indicators.foreign.times import Time
from sauro.engines import text
from sauro.engines.office.grid import Cell

DATA, TOTAL, GROUP, FOOTER, UNKNOWN = "data", "total", "group", "footer", "unknown"
_ROMAN = re.compile(r"(?:[IVX]{1,6}|[A-Z])\.?|(?:[ivx]{1,5})\.")
_ROMAN_FIRST = re.compile(r"^(?:[IVX]{1,6}|[A-Z])[.)]\s+\S")
_FOOTER = re.compile(
    r"^(?:nguoi (?:lap|tong hop|bao cao)|thu truong|truong phong|ke toan|chu tich|pho chu tich|"
    r"giam doc|pho giam doc|noi nhan|ghi chu\b|luu y|\(?ky\b|\(?ky,|(?:tm|kt|tl|tuq)\.?\s|"
    r"xac nhan|lanh dao|can bo (?:lap|tong hop)|nguon\b|\*|\(\*|- luu|- nhu tren)|"
    r"\bngay\b.{0,14}\bthang\b.{0,8}\bnam\b"
)


@dataclass(slots=True)
class RowFacts:
    """A row by its labels."""

    kind: str = DATA
    unit: str = ""
    indicator: str = ""
    time: Time | None = None
    year: int | None = None
    label: str = ""
    where: Cell | None = None
    hit: Hit | None = None
    hit_kind: str = ""
    loose: list[tuple[Cell, str]] = field(default_factory=list)  # marks differ from the name
    bad_time: Cell | None = None
    role: str = ""  # numerator or denominator, where rows say it
    roman: bool = False


def read_row(
    row: Sequence[Cell], columns: Mapping[int, Facts], lexicon: Lexicon, above: Sequence[str]
) -> RowFacts:
    """The facts of one row below a heading."""
    found = RowFacts()
    for col, facts in columns.items():
        cell = row[col]
        if not cols.is_label(facts) or not cell.text.strip() or cell.covered_from_left:
            continue
        _read_label(found, facts, cell, lexicon)
    _classify(found, row, columns, above)
    return found


def _read_label(found: RowFacts, facts: Facts, cell: Cell, lexicon: Lexicon) -> None:
    words = cell.text
    if facts.kind == headings.SERIAL:
        found.roman = bool(_ROMAN.fullmatch(words.strip()))
        if not found.label and any(map(str.isalpha, words)) and not found.roman:
            found.label, found.where = words, cell
        return
    if facts.kind in (headings.PERIOD, headings.YEAR):
        _read_time(found, facts, cell)
        return
    if facts.kind in (headings.UNIT, headings.INDICATOR, headings.CODE):
        _read_name(found, facts, cell, lexicon)
    if facts.kind in (headings.UNIT, headings.INDICATOR, headings.TEXT) and (
        not found.label or found.where is None
    ):
        found.label, found.where = words, cell


def _read_time(found: RowFacts, facts: Facts, cell: Cell) -> None:
    time = cols.time_in(facts.texts[-1] if facts.texts else "", cell.text)
    if time is None or time.bad:
        if any(map(str.isdigit, cell.text)):
            found.bad_time = cell
        return
    if facts.kind == headings.YEAR and time.kind == "year" and found.time is not None:
        found.year = time.year
    elif facts.kind == headings.YEAR:
        found.year, found.time = time.year, found.time or time
    else:
        found.time, found.year = time, time.year or found.year


def _read_role(found: RowFacts, cell: Cell, lexicon: Lexicon) -> bool:
    """“- Mẫu số” below an indicator, or the name of a denominator in a row of its own."""
    role = headings.kind_of(cell.text.lstrip("-–+• "))
    if role in (VALUE, BASE):
        found.role, found.where, found.label = role, cell, cell.text
        return True
    bases = lexicon.indicators.bases(cell.text)
    if len(bases) == 1 and not lexicon.indicators.exact(cell.text):
        [found.indicator] = bases
        found.role, found.where, found.label = BASE, cell, cell.text
        return True
    return False


def _read_name(found: RowFacts, facts: Facts, cell: Cell, lexicon: Lexicon) -> None:
    if facts.kind == headings.INDICATOR and _read_role(found, cell, lexicon):
        return
    of_unit = lexicon.units.find(cell.text)
    of_indicator = lexicon.indicators.find(cell.text)
    if facts.kind == headings.INDICATOR:
        order = ((of_indicator, headings.INDICATOR), (of_unit, headings.UNIT))
    else:
        order = ((of_unit, headings.UNIT), (of_indicator, headings.INDICATOR))
    for hit, kind in order:
        if hit.code:
            _name(found, hit, kind, cell)
            return
    if facts.kind != headings.CODE and found.hit is None:
        found.hit, found.hit_kind, found.where = order[0][0], facts.kind, cell
        found.label = cell.text


def _name(found: RowFacts, hit: Hit, kind: str, cell: Cell) -> None:
    known = found.unit if kind == headings.UNIT else found.indicator
    if known and known != hit.code:
        found.hit = Hit(candidates=(known, hit.code), ambiguous=True)
        found.hit_kind, found.where, found.label = kind, cell, cell.text
        return
    if kind == headings.UNIT:
        found.unit = hit.code
    else:
        found.indicator = hit.code
    if hit.loose:
        found.loose.append((cell, hit.code))
    found.where = found.where or cell
    if found.hit is not None and found.hit_kind == kind and not found.hit.ambiguous:
        found.hit = None  # the code stands beside a name that is not known


def _classify(
    found: RowFacts, row: Sequence[Cell], columns: Mapping[int, Facts], above: Sequence[str]
) -> None:
    named = bool(found.unit or found.indicator)
    if found.role and not named:
        return
    if not named or found.hit is not None:
        words = [cell.text for cell in row if cell.text.strip() and cell.merged_from is None]
        if found.label and totals.is_total(found.label, above) and not found.indicator:
            found.kind = TOTAL
        elif any(_FOOTER.search(text.fold(one)) for one in words):
            found.kind = FOOTER
        elif found.hit is not None:
            weak = not found.hit.candidates
            roman = found.roman or bool(_ROMAN_FIRST.match(found.label))
            found.kind = GROUP if weak and roman else UNKNOWN
        elif (found.roman or found.label) and found.time is None:
            found.kind = GROUP
    if not any(cols.is_label(facts) for facts in columns.values()):
        found.kind = DATA if found.kind != FOOTER else FOOTER
