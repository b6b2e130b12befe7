"""Where a sentence says until when, or how often."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sauro.domains.programmes.planfile import deadlines
from sauro.domains.programmes.planfile.deadlines import Deadline

_DAY = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?|"
    r"\d{1,2}\s+tháng\s+\d{1,2}(?:\s*,?\s*năm\s+\d{4}|/\d{4})?)(?!\s?[/.-]?\d)"
)
_MONTH = r"tháng\s+(?:\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}(?:\s+năm\s+\d{4})?)(?!\s?[/.-]\s?\d)"
_QUARTER = r"quý\s+(?:IV|III|II|I|[1-4])\b(?:\s?[/.-]\s?\d{4}|\s+năm\s+\d{4})?"
_YEAR = r"năm\s+(?:học\s+)?\d{4}(?:\s?-\s?\d{4})?|năm(?= nay| tới)|20[2-9]\d\b"
_POINT = rf"(?:(?:ngày\s+)?{_DAY}|{_MONTH}|{_QUARTER}|{_YEAR})"
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{2})?(?:\s*phút)?\s*,?\s*)?"
_BEFORE = (
    r"(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|hạn(?: chót)?(?: là)?:?|trong|hết|đến|vào|xong|"
    r"ngay|cuối|đầu|giữa|từ|kể từ|(?:thời gian|thời hạn)(?: thực hiện| hoàn thành)?:?|hoàn thành)"
)
_FIXED = re.compile(
    rf"(?<!\w)(?:{_BEFORE}\s+)+{_HOUR}{_POINT}"
    rf"(?:\s*(?:đến|-|–)\s*(?:hết\s+)?{_POINT})?",
    re.IGNORECASE,
)
# "báo cáo UBND xã ngày 10/12/2025": a day right before the end, of no cited document.
_BARE = re.compile(
    rf"(?:báo cáo|gửi|trình|nộp|xong|hoàn thành)\b(?:(?!\bsố\s|[,;.:]).){{0,70}}?\s"
    rf"(?P<when>ngày\s+{_DAY})(?=\s*(?:[,;.)/]|$))",
    re.IGNORECASE,
)
_PERIOD = r"(?:ngày|tuần|tháng|quý|năm|6 tháng|sáu tháng)"
_RECURRING = re.compile(
    rf"(?<!\w)(?:(?:theo\s+)?định kỳ\s+)?(?:(?:trước|vào)\s+)?(?:ngày\s+\d{{1,2}}\s+)?"
    rf"(?:của\s+)?(?:hằng|hàng|mỗi|từng)\s+{_PERIOD}(?!\w)(?!\s+20\d\d)|"
    r"(?<!\w)(?:trước|vào)?\s*ngày\s+\d{1,2}\s+(?:của\s+)?tháng\s+(?:cuối|đầu)\s+(?:của\s+)?"
    r"(?:mỗi\s+|hằng\s+|hàng\s+)?quý|"
    r"(?<!\w)(?:theo\s+)?định kỳ\s+(?:(?:6|sáu) tháng|tuần|tháng|quý|năm)(?:,?\s*(?:và\s+)?"
    r"(?:hằng\s+)?năm)?",
    re.IGNORECASE,
)
_NO_TIME = re.compile(
    r"\s*(?:(?:hoàn thành|xong|(?:thời gian|thời hạn)(?: thực hiện| hoàn thành)?:?)\s+)*",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?:kể )?từ\s(?!.*(?:đến|[-–]\s*ngày))", re.IGNORECASE)
_ALWAYS = re.compile(r"(?<!chưa )(?<!không )(?<!\w)thường xuyên(?!\w)", re.IGNORECASE)
_OF_QUARTER = re.compile(r"tháng\s+(?:cuối|đầu)\s+(?:của\s+)?\w*\s*quý", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Timed:
    """A deadline phrase, where it stands in its sentence, and what it means."""

    start: int
    end: int
    deadline: Deadline


def find(sentence: str, *, year: int | None) -> Timed | None:
    """The deadline of a sentence: the latest day it names, else how often, else nothing."""
    fixed = [
        (found.start(), found.end(), found[0])
        for found in _FIXED.finditer(sentence)
        if not _RECURRING.match(sentence, found.start()) and not _SINCE.match(found[0])
    ]
    fixed += [
        (found.start("when"), found.end("when"), found["when"])
        for found in _BARE.finditer(sentence)
        if not any(start <= found.start("when") < end for start, end, _phrase in fixed)
    ]
    known = [_timed(*each, year=year) for each in fixed]
    dated = [each for each in known if each.deadline.due_on is not None]
    if dated:
        return max(dated, key=lambda each: (each.deadline.due_on, each.start))
    recurring = _RECURRING.search(sentence)
    if recurring:
        return _timed(recurring.start(), recurring.end(), recurring[0], year=year)
    if known:
        return known[-1]
    always = _ALWAYS.search(sentence)
    return _timed(always.start(), always.end(), always[0], year=year) if always else None


def _timed(start: int, end: int, phrase: str, *, year: int | None) -> Timed:
    words = _NO_TIME.match(phrase)
    lead = words.end() if words else 0
    phrase = phrase[lead:].strip()
    asked = "hằng quý" if _OF_QUARTER.search(phrase) else phrase
    found = deadlines.parse(asked, default_year=year)
    if asked is not phrase:
        found = Deadline(
            found.kind, found.due_on, found.start_on, found.recurrence, phrase, found.rule,
            found.clear, found.problem,
        )  # fmt: skip
    return Timed(start + lead, end, found)


_TRAILING = re.compile(
    rf"[\s,;(]*(?:(?:và\s+)?(?:hoàn thành|xong|thời gian|thời hạn|thực hiện xong|kết thúc)\s+)?"
    rf"(?:{_FIXED.pattern}|{_RECURRING.pattern})[\s).]*$",
    re.IGNORECASE,
)


def trailing(text: str) -> int:
    """Where the deadline at the end of a text begins; its length when it ends without one."""
    found = _TRAILING.search(text)
    return found.start() if found else len(text)
