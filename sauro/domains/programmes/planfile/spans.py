"""Days, months, quarters, half-years and years named in a folded Vietnamese phrase."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

_YEAR = r"20\d\d"
_OF_YEAR = rf"(?:\s*(?:[/.,\-]|\bcua\b|\btrong\b)?\s*(?:nam\s+)?(?P<year>{_YEAR})\b)?"
_PART = r"(?:\b(?P<part>dau|giua|cuoi|thuong tuan|trung tuan|ha tuan)\s+)?"
_QUARTER = r"(?:iv|iii|ii|i|[1-4])\b"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = {
    "mot": 1, "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
_DECEMBER = 12
# Officers mean the end of the first quarter by "đầu năm", the end of June by "giữa năm".
_PART_OF_YEAR = {"dau": 3, "giua": 6, "cuoi": 12}
_DAY_OF_MONTH = {"dau": 10, "thuong tuan": 10, "giua": 15, "trung tuan": 20}
_VAGUE = frozenset({"dau", "giua"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of time as named: where it stands, its kind, and the numbers it gives."""

    begin: int
    end: int
    kind: str  # date, month, quarter, half or year
    year: int | None
    first: int = 1
    last: int = 1
    day: int = 0
    part: str = ""
    last_year: int | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of time with its first and last day; `sure` is False for words like "đầu năm"."""

    begin: int
    end: int
    kind: str
    start_on: date
    due_on: date
    sure: bool = True
    several: bool = False


def _one(found: re.Match[str], group: str) -> int | None:
    """A number of the match, or None."""
    text = found.groupdict().get(group)
    if not text:
        return None
    return _ROMAN.get(text) or int(text)


def _year(found: re.Match[str], group: str = "year") -> int | None:
    """A year of the match; two digits mean this century."""
    year = _one(found, group)
    return year + 2000 if year is not None and year < 100 else year


def _mark(kind: str) -> Callable[[re.Match[str]], Mark]:
    """A reader of matches with groups first, last, day, year, last_year, part."""

    def read(found: re.Match[str]) -> Mark:
        first = _one(found, "first") or 1
        groups = found.groupdict()
        return Mark(
            found.start(),
            found.end(),
            kind,
            _year(found),
            first,
            _one(found, "last") or first,
            _one(found, "day") or 0,
            groups.get("part") or "",
            _year(found, "last_year"),
            "vague" in groups,
        )

    return read


def _half(found: re.Match[str]) -> Mark:
    """The first or last months of a year: "6 tháng đầu năm", "9 tháng 2025", "nửa cuối năm"."""
    months = _one(found, "months") or 6
    late = found.groupdict().get("half") == "cuoi"
    first, last = (_DECEMBER + 1 - months, _DECEMBER) if late else (1, months)
    return Mark(found.start(), found.end(), "half", _year(found), first, last)


def _day_or_month(found: re.Match[str]) -> Mark:
    """A day of a year not named, as in "30/6", or a month, as in "6/25"."""
    left, right = int(found["left"]), int(found["right"])
    if right <= _DECEMBER:
        return Mark(found.start(), found.end(), "date", None, right, right, left)
    return Mark(found.start(), found.end(), "month", 2000 + right, left, left)


def _listed(kind: str) -> Callable[[re.Match[str]], Mark]:
    """A reader of lists such as "quý III, IV/2025" and "tháng 6, 9 và 12/2025"."""

    def read(found: re.Match[str]) -> Mark:
        numbers = [
            _ROMAN.get(text) or int(text)
            for text in re.findall(r"\b(?:iv|iii|ii|i|\d\d?)\b", found["list"])
        ]
        return Mark(
            found.start(),
            found.end(),
            kind,
            _year(found),
            numbers[0],
            numbers[-1],
            part=found["part"] or "",
        )

    return read


def _years(found: re.Match[str]) -> Mark:
    """A list of years, from the first to the last."""
    years = [int(year) for year in re.findall(_YEAR, found[0])]
    return Mark(found.start(), found.end(), "year", years[0], last_year=years[-1])


_AND = r"\s*(?:,|va|&|;|hoac|-|den het|den|toi|/|\+)\s*"
# In this order: a longer reading of the same letters comes first.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mark]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            (
                rf"\b(?P<year>{_YEAR})-(?P<first>\d\d?)-(?P<day>\d\d?)"
                r"(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?\b"
            ),
            _mark("date"),
        ),
        (
            (
                rf"{_PART}\b(?:thang|thg)\s*"
                rf"(?P<list>\d\d?\b(?:{_AND}(?:thang\s*)?\d\d?\b(?!\s*[/.]\s*\d\d?\b))+){_OF_YEAR}"
            ),
            _listed("month"),
        ),
        (
            (
                rf"(?:ngay\s+)?\b(?P<day>\d\d?)\s*(?P<sep>[/.\-])\s*"
                rf"(?P<first>\d\d?)\s*(?P=sep)\s*(?P<year>{_YEAR}|\d\d)\b"
            ),
            _mark("date"),
        ),
        (
            (rf"(?:ngay\s+)?\b(?P<day>\d\d?)\s*[/,]?\s*thang\s+(?P<first>\d\d?)\b{_OF_YEAR}"),
            _mark("date"),
        ),
        (
            (
                rf"\b(?:(?P<months>3|6|9)\s*thang|nua)\s*(?P<half>dau|"
                rf"cuoi)\s*(?:cua\s+)?(?:nam\b)?\s*[/,\-]?\s*(?P<year>{_YEAR})?"
            ),
            _half,
        ),
        (rf"\b(?P<months>6|9)\s*thang\s*(?:nam\s*)?[/\-]?\s*(?P<year>{_YEAR})\b", _half),
        (
            (
                rf"{_PART}\b(?:quy|q)\s*\.?\s*(?P<list>{_QUARTER}(?:{_AND}(?:quy\s*|"
                rf"q\.?\s*)?{_QUARTER})*){_OF_YEAR}"
            ),
            _listed("quarter"),
        ),
        (
            (
                rf"(?P<part>\b\B)?\b(?P<list>(?:iv|iii|ii|i)\b(?:{_AND}(?:iv|iii|ii|"
                rf"i)\b)*)\s*[/.\-]\s*(?P<year>{_YEAR})\b"
            ),
            _listed("quarter"),
        ),
        (rf"\b(?P<first>\d\d?)\s*-\s*(?P<last>\d\d?)\s*/\s*(?P<year>{_YEAR})\b", _mark("month")),
        (rf"{_PART}\b(?:thang|thg|th|t)\s*\.?\s*(?P<first>\d\d?)\b{_OF_YEAR}", _mark("month")),
        (rf"{_PART}\b(?P<first>\d\d?)\s*[/.\-]\s*(?P<year>{_YEAR})\b", _mark("month")),
        (
            (rf"\bnam hoc\s+(?P<year>{_YEAR})\s*[-/]\s*(?P<last_year>{_YEAR})\b(?P<vague>)"),
            _mark("year"),
        ),
        (
            (
                rf"\b(?P<year>{_YEAR})\s*(?:-|/|den het|den|"
                rf"toi)\s*(?:het\s+)?(?:nam\s+)?(?P<last_year>{_YEAR})\b"
            ),
            _mark("year"),
        ),
        (rf"\b{_YEAR}(?:\s*(?:,|va|;)\s*(?:nam\s+)?{_YEAR}\b)+", _years),
        (rf"\b(?P<year>{_YEAR})\s*-\s*(?P<last_year>[2-9]\d)\b", _mark("year")),
        (r"\b(?P<left>\d\d?)\s*/\s*(?P<right>\d\d)\b", _day_or_month),
        (r"\b(?P<left>\d\d?)\s*/\s*(?P<right>[1-9])\b(?!\s*/)", _day_or_month),
        (rf"{_PART}(?:\bnam\s+)?\b(?P<year>{_YEAR})\b", _mark("year")),
        (r"\b(?P<part>dau|giua|cuoi)\s+nam\b(?P<year>\b\B)?", _mark("year")),
        (r"\b(?:trong|het)\s+nam\b(?P<year>\b\B)?", _mark("year")),
    )
)


def normalised(folded: str) -> str:
    """The phrase with one kind of dash, digits for number words, and no distant vision year."""
    text = re.sub("[\u2010-\u2015\u2212]", "-", folded)
    text = re.sub(
        r"\btam nhin\s+(?:den|toi)?\s*(?:nam)?\s*20\d\d", lambda found: " " * len(found[0]), text
    )
    text = re.sub(r"\b(?:sau|6)\s+thang(?=\s+(?:dau|cuoi|mot|1|/))", "6 thang", text)
    text = re.sub(r"\bchin\s+thang(?=\s+(?:dau|nam))", "9 thang", text)
    words = "|".join(sorted(_MONTHS, key=len, reverse=True))
    text = re.sub(
        rf"\bthang\s+({words})\b(?!\s+hang)", lambda found: f"thang {_MONTHS[found[1]]}", text
    )
    text = re.sub(rf"\bthang\s+nam(?=\s*/|\s+nam\s+{_YEAR})", "thang 5", text)
    return re.sub(
        r"\bqu[yi]\s+(mot|nhat|hai|ba|tu|bon)\b",
        lambda found: f"quy {_MONTHS.get(found[1], 1)}",
        text,
    )


def marks(text: str) -> list[Mark]:
    """The pieces of time named in a normalised phrase, in order, without overlaps."""
    text = re.sub(r"\bqui(?=\s+(?:i|[1-4]))", "quy", text)
    found: list[Mark] = []
    for pattern, reader in _READERS:
        found.extend(reader(match) for match in pattern.finditer(text))
        for mark in found:
            text = text[: mark.begin] + "#" * (mark.end - mark.begin) + text[mark.end :]
    return sorted(found, key=lambda mark: mark.begin)


def serial_day(text: str) -> date | None:
    """The day of a bare Excel serial number."""
    if re.fullmatch(r"\d{5}", text) and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(text))
    return None


def with_years(found: list[Mark], default_year: int | None) -> Iterator[Mark]:
    """Marks with a year: the mark's own, the next one's, the previous one's, or the default."""
    for place, mark in enumerate(found):
        known = [later.year for later in found[place:] if later.year]
        known += [earlier.year for earlier in reversed(found[:place]) if earlier.year]
        yield mark if mark.year else replace(mark, year=next(iter(known), default_year))


def span(mark: Mark) -> Span | None:
    """First and last day of a mark that has a year; None when there is no such day."""
    year, last_year = mark.year, mark.last_year or mark.year
    if year is None or last_year is None:
        return None
    try:
        start_on, due_on = _ends(mark, year, last_year)
    except ValueError:
        return None
    if due_on < start_on:
        return None
    several = (mark.kind != "half" and mark.first != mark.last) or last_year != year
    kind = "range" if several and mark.kind != "quarter" else mark.kind
    return Span(
        mark.begin,
        mark.end,
        kind,
        start_on,
        due_on,
        mark.part not in _VAGUE and not mark.vague,
        several,
    )


def _ends(mark: Mark, year: int, last_year: int) -> tuple[date, date]:
    """First and last day; raises ValueError for months and days that do not exist."""
    if mark.kind == "date":
        day = date(year, mark.first, mark.day)
        return day, day
    if mark.vague:
        return date(year, 9, 1), date(last_year, 5, 31)
    if mark.kind == "year":
        return date(year, 1, 1), _month_end(last_year, _PART_OF_YEAR.get(mark.part, _DECEMBER))
    length = 3 if mark.kind == "quarter" else 1
    first, last = (mark.first - 1) * length + 1, mark.last * length
    # "Quý IV - quý I/2026" begins in the year before the one written.
    start_on, due_on = date(year - (last < first), first, 1), _month_end(year, last)
    if mark.kind == "month" and mark.part in _DAY_OF_MONTH:
        due_on = due_on.replace(day=_DAY_OF_MONTH[mark.part])
    if mark.kind == "quarter" and mark.part in _VAGUE:
        due_on = _month_end(year, last - (2 if mark.part == "dau" else 1))
    return start_on, due_on


def _month_end(year: int, month: int) -> date:
    """The last day of a month; raises ValueError for a month that does not exist."""
    if not 1 <= month <= _DECEMBER:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])
