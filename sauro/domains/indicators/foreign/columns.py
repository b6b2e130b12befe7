"""What the columns of a table are once their content is seen too."""

from __future__ import annotations

from collections.abc import Sequence

from sauro.domains.indicators.foreign import amounts, headings, times
from sauro.domains.indicators.foreign.headings import Facts, Lexicon
from sauro.domains.indicators.foreign.shapes import VALUE
from sauro.engines.office.grid import Cell

_NAMED = (headings.UNIT, headings.INDICATOR, headings.PERIOD)


def settled(
    columns: dict[int, Facts], rows: Sequence[Sequence[Cell]], lexicon: Lexicon
) -> dict[int, Facts]:
    """The columns with their kinds made sure by what stands in them."""
    width = len(rows[0]) if rows else 0
    found = {col: columns.get(col) or Facts() for col in range(width)}
    for col, facts in found.items():
        cells = [row[col] for row in rows if row[col].text.strip()]
        _settle(facts, cells, lexicon)
    _lend_names(found, lexicon)
    values = [one for one in found.values() if not one.kind]
    if not any(one.role == VALUE or _is_told(one) for one in values):
        for one in values:
            if one.role == headings.RATIO:
                one.role = VALUE
    return found


def is_label(facts: Facts) -> bool:
    """Whether a column names what stands beside it."""
    return facts.kind in headings.LABELS


def _is_told(facts: Facts) -> bool:
    return bool(facts.unit or facts.indicator or facts.time) and not facts.role


def _settle(facts: Facts, cells: Sequence[Cell], lexicon: Lexicon) -> None:
    told = facts.unit or facts.indicator or facts.time or facts.role
    words = [cell.text for cell in cells if not amounts.is_nothing(cell.text)]
    texts = [one for one in words if not amounts.is_number(one)]
    if not told and not facts.kind and len(texts) * 2 > len(words):
        facts.kind = headings.TEXT
        facts.unknown, facts.hit = "", None
    if facts.kind in (headings.UNIT, headings.INDICATOR, headings.CODE, headings.TEXT):
        facts.kind = _by_content(facts.kind, words, lexicon)
    elif facts.kind in (headings.PERIOD, headings.YEAR) and words:
        name = facts.texts[-1] if facts.texts else ""
        if not any(time_in(name, one) for one in words):
            facts.kind, facts.role, facts.unknown = "", VALUE, ""


def time_in(heading: str, words: str) -> times.Time | None:
    """The period of a cell below a heading such as “Tháng”."""
    bare = words.strip()
    if bare.isascii() and bare.isdecimal() and len(bare) < 3:
        return times.whole(f"{heading} {bare}")
    if bare.upper() in {"I", "II", "III", "IV"}:
        return times.whole(f"{heading} {bare}")
    return times.whole(bare)


def _by_content(kind: str, words: Sequence[str], lexicon: Lexicon) -> str:
    """The kind of a column of names: what its names are, else what its heading says."""
    counted = {
        headings.UNIT: sum(bool(lexicon.units.exact(one)) for one in words),
        headings.INDICATOR: sum(bool(lexicon.indicators.exact(one)) for one in words),
    }
    best = max(counted, key=lambda one: counted[one])
    if counted.get(kind, 0) and counted[kind] >= counted[best]:
        return kind
    if counted[best]:
        return best
    if kind == headings.UNIT and sum(lexicon.indicators.is_measure(one) for one in words):
        return headings.MEASURE
    if kind == headings.TEXT:
        if any(times.whole(one) for one in words) and all(times.whole(one) for one in words):
            return headings.PERIOD
        return _by_suggestion(words, lexicon)
    return headings.TEXT if kind == headings.CODE else kind


def _by_suggestion(words: Sequence[str], lexicon: Lexicon) -> str:
    units = sum(bool(lexicon.units.find(one).candidates) for one in words)
    indicators = sum(bool(lexicon.indicators.find(one).candidates) for one in words)
    if not units and not indicators:
        return headings.TEXT
    return headings.UNIT if units >= indicators else headings.INDICATOR


def _lend_names(columns: dict[int, Facts], lexicon: Lexicon) -> None:
    """A column headed only “Mẫu số” belongs to the ratio on its left; so does a named one."""
    ratio = ""
    for facts in columns.values():
        if facts.bases and not facts.indicator:
            if len(facts.bases) == 1:
                [facts.indicator] = facts.bases
            elif ratio in facts.bases:
                facts.indicator = ratio
        elif facts.indicator:
            with_base = lexicon.indicators.known[facts.indicator].rollup in ("ratio", "average")
            ratio = facts.indicator if with_base else ""
        elif facts.role == "base" and ratio and not facts.kind:
            facts.indicator = ratio
