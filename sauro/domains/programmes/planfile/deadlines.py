"""Deadlines as people write them: a phrase gives kind, day, recurrence, and how sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sauro.engines import text as vn

from . import spans
from .spans import Mark, Span

_RECURRENCES = (
    ("daily", r"\b(?:hang|moi) ngay\b"),
    ("weekly", r"\b(?:hang|moi|dinh ky) tuan\b"),
    ("monthly", (
        r"\b(?:hang|moi|tung|dinh ky) thang\b(?! ?\d)|(?<!\d )\bthang/lan|\b1 thang (?:1|mot) "
        r"lan|\b1 thang/lan"
    )),
    ("quarterly", (
        r"\b(?:hang|moi|tung|dinh ky) quy\b(?! ?(?:i|[1-4])\b)|\bquy/lan|\b(?:3|ba) thang(?:/| 1 "
        r"| mot )lan|\b(?:4|bon) lan/nam"
    )),
    ("half_yearly", (
        r"\b(?:hang|moi|dinh ky) (?:6|sau) thang\b|\b6 thang(?:/| ?1 | mot )lan|\b(?:2|hai) "
        r"lan/nam|\b6 thang(?:,| va) (?:hang )?nam\b"
    )),
    ("yearly", (
        r"\b(?:hang|moi|tung|dinh ky) nam\b(?! 20)|\bnam/lan|\bcac nam\b(?! (?:tiep|ke|sau|20))"
    )),
    ("continuous", (
        r"\bthuong (?:xuyen|ky)\b|\blien tuc\b|\bdai han\b|\blau dai\b|\bkhong thoi han\b|"
        r"\bsuot\b"
    )),
)  # fmt: skip
_PERIODIC = re.compile(r"\bdinh ky\b|\btheo ky\b")
_ONGOING = re.compile(
    r"(?:nhung|cac) (?:nam|giai doan) (?:tiep theo|ke tiep|tiep|sau)|\btro di\b|\bve sau\b|\bnam "
    r"tiep theo\b"
)
_RELATIVE = re.compile(
    r"\bsau khi\b|\bngay sau\b|\bke tu\b|\btrong vong\b|\btheo (?!doi)|\bkhi \w|\b\d+ ngay\b|"
    r"\btuy\b|\bphu hop\b"
    r"|\bcung (?:voi|thoi)\b|\bdong thoi\b|\bdot xuat\b|\bchua xac dinh\b|\bngay khi\b"
)
_DAYS_AFTER = re.compile(
    r"(?:trong vong|sau|trong) (\d{1,3}) ngay(?! lam viec)\b.*\b(?:ke tu|tu|sau)\b"
)
_NONE = re.compile(r"[-.…/x]*|khong|khong co|khong quy dinh|n/a|none")
_FROM = re.compile(
    r"\b(?:tu|ke tu|bat dau|bat dau tu|khoi dong tu)(?: dau)?(?: ngay| thang| nam| "
    r"quy)?\s*[:,]?\s*$"
)
_UNTIL = re.compile(r"\s*(?:-|den|toi|~|→|>)\s*(?:het|cuoi|truoc)?\s*(?:ngay|thang|nam|quy)?\s*")
_LONG = 15
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written and as understood.

    `kind` is none, date, month, quarter, half, year, range, recurring, ongoing or unclear;
    `recurrence` is empty, daily, weekly, monthly, quarterly, half_yearly, yearly or continuous.
    `clear` says that the phrase leaves no doubt; otherwise `due_on` may hold a proposal, and
    `problem` says what is doubtful.
    """

    kind: str = "none"
    due_on: date | None = None
    start_on: date | None = None
    recurrence: str = ""
    phrase: str = ""
    rule: str = "empty"
    clear: bool = False
    problem: str = ""


def parse(phrase: str, *, default_year: int | None = None) -> Deadline:
    """The deadline that a phrase states; never fails."""
    return _parse(" ".join(phrase.replace("\n", "; ").split()), default_year)


@lru_cache(maxsize=4096)
def _parse(phrase: str, default_year: int | None) -> Deadline:
    """The deadline of a phrase on one line."""
    if len(phrase) > _LONGEST:
        return Deadline("unclear", phrase=phrase, rule="unknown", problem="unknown")
    text = spans.normalised(vn.fold(phrase))
    if _NONE.fullmatch(text):
        return Deadline(phrase=phrase)
    serial = spans.serial_day(text)
    if serial:
        return Deadline("date", serial, serial, "", phrase, "serial", clear=True)
    named = spans.marks(text)
    recurrence = next((name for name, pattern in _RECURRENCES if re.search(pattern, text)), "")
    if not named:
        return _without_day(phrase, text, recurrence)
    return _named(phrase, text, named, recurrence, default_year)


def _named(
    phrase: str, text: str, named: list[Mark], recurrence: str, default_year: int | None
) -> Deadline:
    """A phrase that names pieces of time, once their years are known."""
    dated = list(spans.with_years(named, default_year))
    if recurrence and not any(mark.year for mark in named):
        return Deadline("recurring", None, None, recurrence, phrase, "recurring_day", clear=True)
    if any(mark.year is None for mark in dated):
        return Deadline("unclear", phrase=phrase, rule="no_year", problem="no_year")
    found = [spans.span(mark) for mark in dated]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return Deadline("unclear", phrase=phrase, rule="no_such_day", problem="no_such_day")
    assumed = not any(mark.year for mark in named)
    return _with_days(phrase, text, _narrowest(known), recurrence, assumed=assumed)


def _without_day(phrase: str, text: str, recurrence: str) -> Deadline:
    """A phrase that names no day, month, quarter or year."""
    if recurrence:
        return Deadline("recurring", None, None, recurrence, phrase, "recurring", clear=True)
    if _ONGOING.search(text):
        return Deadline("ongoing", None, None, "continuous", phrase, "ongoing", clear=True)
    if _PERIODIC.search(text):
        return Deadline("recurring", None, None, "", phrase, "periodic", problem="no_period")
    rule = "relative" if _RELATIVE.search(text) or _after(phrase) else "unknown"
    return Deadline("unclear", phrase=phrase, rule=rule, problem=rule)


def _after(phrase: str) -> bool:
    """Whether the phrase says "sau" (after); folded text cannot tell it from "sáu" (six)."""
    return re.search(r"\bsau\b", vn.nfc(phrase).lower()) is not None


def _narrowest(found: list[Span]) -> list[Span]:
    """Spans without those that only frame another: "Năm 2025 (Quý IV)" means the quarter."""

    def frames(wide: Span, narrow: Span) -> bool:
        inside = wide.start_on <= narrow.start_on and narrow.due_on <= wide.due_on
        return inside and (wide.start_on, wide.due_on) != (narrow.start_on, narrow.due_on)

    kept = [
        each
        for each in found
        if not any(frames(each, other) for other in found if other is not each)
    ]
    seen: dict[tuple[date, date], Span] = {}
    for each in kept:
        seen.setdefault((each.start_on, each.due_on), each)
    return list(seen.values())


def _with_days(
    phrase: str, text: str, found: list[Span], recurrence: str, *, assumed: bool
) -> Deadline:
    """A phrase that names at least one piece of time."""
    first, last = found[0], max(found, key=lambda each: each.due_on)
    before = text[: first.begin]
    days = _DAYS_AFTER.search(before)
    if days and first.kind == "date":
        due_on = first.due_on + timedelta(days=int(days[1]))
        return Deadline("date", due_on, first.start_on, "", phrase, "days_after", clear=True)
    if _after(phrase) and re.search(r"\bsau(?: ngay| thang| nam| quy)?\s*$", before):
        return Deadline("unclear", None, first.start_on, "", phrase, "after", problem="relative")
    if _ONGOING.search(text):
        return Deadline(
            "ongoing",
            None,
            first.start_on,
            recurrence or "continuous",
            phrase,
            "ongoing",
            clear=True,
        )
    if len(found) == 1 and not first.several and _FROM.search(before):
        kind = "recurring" if recurrence else "ongoing"
        return Deadline(
            kind, None, first.start_on, recurrence or "continuous", phrase, "from", clear=True
        )
    kind, rule, several = _joined(text, found)
    if recurrence and _frames_recurrence(text, first):
        return Deadline(
            "recurring",
            last.due_on,
            first.start_on,
            recurrence,
            phrase,
            "recurring_until",
            clear=True,
        )
    problem = _doubt(text, found, several=several, assumed=assumed)
    clear = not problem or problem == "year_assumed"
    start_on = first.start_on if rule != "several" else last.start_on
    return Deadline(kind, last.due_on, start_on, recurrence, phrase, rule, clear, problem)


def _joined(text: str, found: list[Span]) -> tuple[str, str, bool]:
    """Kind and rule of the spans together, and whether they are deadlines of several steps."""
    if len(found) == 1:
        return found[0].kind, found[0].kind, False
    if len(found) == 2 and _UNTIL.fullmatch(text[found[0].end : found[1].begin]):
        return "range", "range", found[1].due_on < found[0].start_on
    return max(found, key=lambda each: each.due_on).kind, "several", True


def _frames_recurrence(text: str, first: Span) -> bool:
    """Whether the recurrence comes first and the time only bounds it: "Hằng năm đến 2030"."""
    before = text[: first.begin]
    recurs = any(re.search(pattern, before) for _name, pattern in _RECURRENCES)
    return recurs and not re.search(r"\bva\b|;", before)


def _doubt(text: str, found: list[Span], *, several: bool, assumed: bool) -> str:
    """What makes the deadline doubtful, or an empty text."""
    rest = text
    for each in found:
        rest = rest.replace(text[each.begin : each.end], " ")
    if several:
        return "several"
    if not all(each.sure for each in found):
        return "vague"
    if _RELATIVE.search(rest) or len(rest.split()) > _LONG:
        return "relative"
    return "year_assumed" if assumed else ""
