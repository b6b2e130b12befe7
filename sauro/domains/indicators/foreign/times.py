"""Periods as titles and headings write them: “6 tháng đầu năm 2025”, “đến ngày 30/6/2025”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sauro.domains.indicators import rules
from sauro.engines import periods, text

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = {"sau": 6, "chin": 9, "ba": 3}
_DAY = r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})"
_LONG_DAY = r"(\d{1,2}) thang (\d{1,2})(?: nam |/)(\d{4})"
_UNTIL = r"\bden(?: het)?(?: thoi diem)?(?: het)?(?: ngay)? "
_YEAR = r"(?:[ ,]*(?:[/.-]|cua nam|nam)?[ ]*((?:19|20|21)\d\d)(?!\d))?"
_FILLER = re.compile(
    r"\b(?:ky|bao cao|ky bao cao|so lieu|thang|quy|nam|cua|trong|giai doan)\b|[^a-z0-9]+"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A period as written; `year` may be missing; a day stands for the period it ends."""

    kind: str
    year: int | None
    number: int = 1
    day: date | None = None
    bad: str = ""  # what was written, when no such day or month exists


@dataclass(frozen=True, slots=True)
class Times:
    """The periods of a text, and what else stands in it (folded)."""

    found: tuple[Time, ...]
    rest: str


Made = Callable[[re.Match[str]], Time | None]


def find(words: str) -> Times:
    """The periods that a text names, in the order of how exact they are."""
    left = text.fold(text.clean(words))
    if not any(letter.isdigit() for letter in left) and "quy" not in left and "thang" not in left:
        return Times((), left)
    found: list[Time] = []
    for pattern, make in _RULES:

        def cut(part: re.Match[str], make: Made = make) -> str:
            if (time := make(part)) is not None and time not in found:
                found.append(time)
            return " "

        left = pattern.sub(cut, left)
    return Times(tuple(found), " ".join(left.split()))


def whole(words: str) -> Time | None:
    """The period that is all a cell says: “T6/2025”, “Quý II”, “2025”, “30/06/2025”."""
    folded = text.fold(text.clean(words))
    if part := re.fullmatch(_DAY, folded):
        return _day(part)
    if re.fullmatch(r"(?:19|20|21)\d\d", folded):
        return Time("year", int(folded))
    told = find(words)
    if len(told.found) == 1 and not _FILLER.sub("", told.rest):
        return told.found[0]
    return None


def index_of(time: Time, periodicity: str, year: int | None = None) -> int | None:
    """The number of the period in a form of this periodicity; nothing when it is of another."""
    if time.bad:
        return None
    if time.day is not None:
        return rules.index_of(periods.KINDS[periodicity].containing(time.day))
    known = time.year or year
    if time.kind != periodicity or known is None:
        return None
    try:
        return rules.index_of(periods.KINDS[periodicity].numbered(known, time.number))
    except ValueError:
        return None


def _day(part: re.Match[str]) -> Time:
    day, month, year = (int(number) for number in part.groups()[-3:])
    try:
        return Time("day", year, day=date(year, month, day))
    except ValueError:
        return Time("day", year, bad=f"{day}/{month}/{year}")


def _none(_part: re.Match[str]) -> None:
    return None


def _year(written: str | None) -> int | None:
    return int(written) if written else None


def _part(kind: str, most: int) -> Made:
    def make(part: re.Match[str]) -> Time:
        words, written = part[1], part[2]
        number = _ROMAN.get(words) or int(words)
        if not 1 <= number <= most:
            return Time(kind, _year(written), bad=part[0].strip())
        return Time(kind, _year(written), number)

    return make


def _iso(kind: str, most: int) -> Made:
    def make(part: re.Match[str]) -> Time:
        number = int(part[2])
        bad = "" if 1 <= number <= most else part[0]
        return Time(kind, int(part[1]), number, bad=bad)

    return make


def _months(part: re.Match[str]) -> Time | None:
    """“6 tháng đầu năm 2025”: half a year, nine months, or a quarter."""
    length = _WORDS.get(part[1]) or int(part[1])
    last, year = part[2] == "cuoi", _year(part[3])
    if length == 6:
        return Time("half_year", year, 2 if last else 1)
    if length == 3:
        return Time("quarter", year, 4 if last else 1)
    if length == 12:
        return Time("year", year)
    return Time("nine_months", year) if length == 9 and not last else None


_RULES: tuple[tuple[re.Pattern[str], Made], ...] = (
    (re.compile(_UNTIL + _LONG_DAY), _day),
    (re.compile(_UNTIL + _DAY), _day),
    # the day on which a paper was signed says nothing of the period
    (re.compile(r"\bngay " + _LONG_DAY), _none),
    (re.compile(r"(?:\bngay )?(?<!\d)" + _DAY + r"(?!\d)"), _none),
    (
        re.compile(
            r"(?<!\w)(\d{1,2}|sau|chin|ba) thang (dau|cuoi)(?: cua)?(?: nam)?[ ,/]*"
            r"((?:19|20|21)\d\d)?(?!\d)"
        ),
        _months,
    ),
    (re.compile(r"\b((?:19|20|21)\d\d)-q([1-4])\b"), _iso("quarter", 4)),
    (re.compile(r"\b((?:19|20|21)\d\d)-h([12])\b"), _iso("half_year", 2)),
    (re.compile(r"\b(?:quy|q) ?(iv|i{1,3}|\d)\b" + _YEAR), _part("quarter", 4)),
    (re.compile(r"\bq([1-4])[/.-]()((?:19|20|21)\d\d)\b"), _none),
    (re.compile(r"\b(?:thang|thg|t) ?\.? ?(\d{1,2})(?!\d)" + _YEAR), _part("month", 12)),
    (
        re.compile(r"(?<![\d/.-])(\d{1,2}) ?[/-] ?((?:19|20|21)\d\d)(?![\d/.-])"),
        _part("month", 12),
    ),
    (re.compile(r"(?<!\d)((?:19|20|21)\d\d)-(\d{2})(?![\d-])"), _iso("month", 12)),
    (
        re.compile(r"\b(?:ca )?nam ((?:19|20|21)\d\d)(?!\d)"),
        lambda part: Time("year", int(part[1])),
    ),
)
