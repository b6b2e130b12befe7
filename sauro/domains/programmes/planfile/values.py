"""Figures of targets as people write them: "≥ 80%", "35-37%", "Top 10", "duy trì trên 0,7"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from . import gluing, units
from . import value_words as words
from .drafts import Value

_LONGEST_UNIT = 40
_WHOLE_CELL = 60
_LONGEST = 2_000
_EMPTY = re.compile(r"[-–—−…./ ]*")
_FEWEST_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """The figure of a text, and any further ones that it names."""

    value: Value
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure and where it stands."""

    start: int
    end: int
    value: Value


def parse(text: str, *, unit: str = "") -> Figures:
    """The figure of a cell; text without one is kept as a text target; an empty cell is empty."""
    return _parse(" ".join(text[:_LONGEST].split()), unit)


@lru_cache(maxsize=4096)
def _parse(text: str, unit: str) -> Figures:
    """The figure of a cell on one line."""
    if _EMPTY.fullmatch(text):
        return Figures(Value())
    bare = words.FOOTMARK.sub("", text)
    plain = _comparable(bare)
    if words.YES.fullmatch(plain.strip(" .")):
        return Figures(Value(text, "yes_no", unit=unit))
    found = _figures(bare, plain, unit, strict=len(bare) > _WHOLE_CELL)
    if not found:
        return Figures(Value(text, "text", unit=unit))
    first = found[0].value
    doubts = first.doubts
    if unit and first.unit and not units.agree(unit, first.unit):
        doubts = (*doubts, "unit_differs")
    value = replace(first, text=text, unit=unit or first.unit, doubts=doubts)
    return Figures(value, tuple(other.value.text for other in found[1:]))


def from_title(title: str, *, unit: str = "") -> Figures | None:
    """The figure that a title itself states: "Tỷ lệ … đạt trên 80%"."""
    text = " ".join(title[:_LONGEST].split())
    found = _figures(text, _comparable(text), unit, strict=True)
    if not found:
        return None
    value = replace(found[0].value, assumed=True)
    return Figures(value, tuple(other.value.text for other in found[1:]))


def by_year(text: str, *, unit: str = "", strict: bool = False) -> tuple[tuple[int, Value], ...]:
    """The figures of a text that sets one for each of several years: "2025: 80%; 2030: 95%"."""
    text = words.FOOTMARK.sub("", " ".join(text[:_LONGEST].split()))
    plain = _comparable(text)
    plain = words.SINCE.sub(lambda since: "#" * len(since[0]), plain)
    years = [(found.start(), int(found[1])) for found in words.YEAR.finditer(plain)]
    if len({year for _place, year in years}) < 2:
        return ()
    found = _figures(text, plain, unit, strict=strict)
    if len(found) != len(years) or len({year for _place, year in years}) < len(years):
        return ()
    places = sorted(
        [(place, "year") for place, _year in years] + [(one.start, "figure") for one in found]
    )
    if any(places[n][1] == places[n + 1][1] for n in range(len(places) - 1)):
        return ()
    pairs = [
        (year, replace(one.value, unit=unit or one.value.unit))
        for (_place, year), one in zip(years, found, strict=True)
    ]
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


def year_in(text: str) -> int | None:
    """The one year that a cell names beside its figure: "45% (năm 2028)" gives 2028."""
    bare = " ".join(text[:_LONGEST].split())
    years = set(words.YEAR.findall(words.SINCE.sub(" ", _comparable(bare))))
    return int(years.pop()) if len(years) == 1 and bare not in years else None


def as_rank(value: Value) -> Value:
    """A plain figure in a column of ranks: place 10 or better."""
    if value.comparator not in {"eq", "le"} or value.low is None:
        return value
    doubts = (*value.doubts, "value_rank") if value.comparator == "eq" else value.doubts
    return replace(value, comparator="rank_top", high=value.low, doubts=doubts)


def number(text: str) -> Decimal:
    """The number that Vietnamese digits stand for: "1.234,5" is 1234.5, "0.7" is 0.7."""
    bare = text.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d{0,2}(?:,\d{3})+\.\d+", bare):
        return Decimal(bare.replace(",", ""))
    return Decimal(bare.replace(",", "."))


def _number_in(text: str, unit: str) -> tuple[Decimal, bool]:
    """The number that digits stand for in a unit, and whether they leave a doubt."""
    bare = text.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", bare):
        return (Decimal(bare.replace(",", "")) if units.is_count(unit) else number(bare)), True
    if units.is_share(unit) and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", bare):
        return Decimal(bare), True
    return number(bare), False


def _comparable(text: str) -> str:
    """The text folded letter for letter, so that places in it are places in the text."""
    plain = gluing.skeleton(text)
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    return plain.replace("=>", ">=").replace("=<", "<=")


def _figures(text: str, plain: str, unit: str, *, strict: bool) -> list[_Found]:
    """The figures of a text in order; `strict` asks for a sign that a number is the target."""
    found = list(_ranks(text, plain))
    taken = [(one.start, one.end) for one in found]
    taken += [change.span("start") for change in words.CHANGE.finditer(plain)]
    for ratio in words.RATIO.finditer(plain):
        one = _ratio(text, plain, ratio)
        if one is not None:
            found.append(one)
            taken.append(ratio.span())
    for figure in words.FIGURE.finditer(plain):
        if any(begin <= figure.start() < end for begin, end in taken):
            continue
        value = _figure(text, plain, figure, unit, strict=strict)
        if value is not None:
            found.append(_Found(figure.start(), figure.end(), value))
    return sorted(found, key=lambda one: one.start)


def _ranks(text: str, plain: str) -> list[_Found]:
    """Places in a ranking."""
    made = []
    for found in words.RANK.finditer(plain):
        shown = found["top"] or found["place"]
        grouped = re.match(r"(?:trong so |trong |thuoc )?(?:top|nhom)\b", found[0])
        if (found["top"] and not found["who"] and not grouped) or _is_year(shown):
            continue
        rank = number(shown)
        written = text[found.start() : found.end()].strip()
        made.append(_Found(found.start(), found.end(), Value(written, "rank_top", rank, rank)))
    return made


def _ratio(text: str, plain: str, found: re.Match[str]) -> _Found | None:
    """So many in so many, the whole being part of the unit; None for fractions and days."""
    base = number(found["base"])
    before = plain[: found.start()]
    odd = base <= _FEWEST_COUNTED or _is_year(found["base"]) or _is_year(found["low"])
    if odd or found["of"].split()[0] in words.NOT_COUNTED or words.REFERENCE.search(before):
        return None
    low = number(found["low"])
    high = max(number(found["high"]), low) if found["high"] else low
    comparator = _compared(before, plain[found.end() :], low, high)
    top = high if comparator == "range" else low
    unit = text[found.start("unit") : found.end("unit")].strip()
    per = re.fullmatch(r"10+", str(int(base))) is not None
    doubts = () if per else ("value_of_total",)
    shown = text[_begin(before) : found.end()].strip(" ,;:")
    return _Found(
        found.start(), found.end(), Value(shown, comparator, low, top, unit, False, doubts)
    )


def _is_year(shown: str) -> bool:
    """Whether digits are a year."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", shown))


def _figure(
    text: str, plain: str, found: re.Match[str], unit: str, *, strict: bool
) -> Value | None:
    """One figure with its comparator and unit, or None when the digits mean something else."""
    before, after = plain[: found.start()], plain[found.end() :]
    sign = found["sign"] or found["sign2"] or ""
    if not sign and (_is_year(found["low"]) and plain.strip() != found["low"]):
        return None
    if words.REFERENCE.search(before) and not sign:
        return None
    comparator = _comparator(before, after)
    own = _unit(text, found, sign)
    leads = not before.strip() and words.UNIT_WORDS.match(text[found.end() :])
    stated = words.EVIDENCE.search(before) and (own or found["high"])
    if strict and not (sign or comparator or stated or leads):
        return None
    low, unsure = _number_in(found["low"], unit or own)
    high, unsure_too = _number_in(found["high"], unit or own) if found["high"] else (low, False)
    if not strict and before == "-":
        low = high = -low
    high = max(high, low)
    comparator = _compared(before, after, low, high)
    shown = text[_begin(before) : found.end()].strip(" ,;:")
    doubts = _doubts(before, own, unsure=unsure or unsure_too)
    top = high if comparator == "range" else low
    return Value(shown, comparator, low, top, own, False, doubts)


def _compared(before: str, after: str, low: Decimal, high: Decimal) -> str:
    """How a figure, or a range when its ends differ, is compared."""
    comparator = _comparator(before, after)
    if not comparator and low == high and words.FROM.search(before):
        comparator = "ge"
    if comparator in {"gt", "ge"} and words.KEEPS.search(before[-40:]):
        return "keep_above"
    if low != high and comparator not in {"gt", "ge"}:
        return "range"
    return comparator or "eq"


def _doubts(before: str, unit: str, *, unsure: bool) -> tuple[str, ...]:
    """What a person should check in a figure."""
    found = []
    if unsure:
        found.append("value_ambiguous")
    if words.ABOUT.search(before):
        found.append("value_about")
    if words.BY_SO_MUCH.search(before) and not unit.endswith("/năm"):
        found.append("value_change")
    return tuple(found)


def _comparator(before: str, after: str) -> str:
    """The comparator that the words around a number state."""
    for comparator, pattern in words.AFTER:
        if pattern.match(after):
            return comparator
    return next((comparator for comparator, pattern in words.BEFORE if pattern.search(before)), "")


def _begin(before: str) -> int:
    """Where the words of the comparator begin."""
    for _comparator_name, pattern in words.BEFORE:
        found = pattern.search(before)
        if found:
            kept = words.KEEPS.search(before, max(0, found.start() - 20))
            return kept.start() if kept else found.start()
    change = words.BY_SO_MUCH.search(before)
    if change:
        return change.start()
    tail = re.search(r"\btu\s*$", before)
    return tail.start() if tail else len(before)


def _unit(text: str, found: re.Match[str], sign: str) -> str:
    """The unit that follows a number."""
    rest = text[found.end() :]
    if sign:
        more = words.PERCENT_OF.match(rest)
        tail = more[0].strip() if more else ""
        return f"{sign}{tail}" if tail.startswith("/") else f"{sign} {tail}".strip()
    named = words.UNIT_WORDS.match(rest)
    if named:
        return named[0].strip()
    whole = words.DROPPED.sub("", rest).strip(" .+")
    is_cell = len(text) <= _LONGEST_UNIT and whole and not re.search(r"\d|[,;:]", whole)
    return whole if is_cell and found.start() < 25 else ""
