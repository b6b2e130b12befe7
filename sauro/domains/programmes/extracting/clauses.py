"""A paragraph taken apart into sentences, and sentences into the orders they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import words

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"(\[])")
_NO_END = re.compile(
    r"(?:\b[A-ZĐ]{1,3}|\b(?:TP|Tp|Đ/c|đ/c|ThS|TS|PGS|GS|tr|v\.v|k|sđt|Ths)|^\d+)\.$"
)
_PART = re.compile(r"[,;:]\s+")
_FURTHEST = 260
_DUTY = re.compile(
    r"(?!khẩn|nghiêm|có trách|phải)[^,;.:]{1,60}?\s(khẩn trương|nghiêm túc|có trách nhiệm|phải)\b"
)
_PERSON = re.compile(
    r"(?:[Đđ]ồng chí|[Đđ]/c|Ông|Bà)\s+(?!Phó |Giám |Chủ |Trưởng |Bí )"
    r"(?:[A-ZĐÀ-Ỹ]\w*\s+){1,5}(?=[a-zđà-ỹ])"
)
_LATER_ORDER = re.compile(r"(?:và\s+)?(?:giao|yêu cầu|đề nghị|kiến nghị)\s+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a paragraph; `start` and `end` count in the paragraph."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place after its last letter."""
        return self.start + len(self.text)


def sentences(body: str) -> Iterator[Clause]:
    """The sentences of a paragraph."""
    begun = 0
    for found in _SENTENCE_END.finditer(body):
        if _NO_END.search(body[begun : found.start()]):
            continue
        yield _trimmed(body, begun, found.start())
        begun = found.end()
    if body[begun:].strip():
        yield _trimmed(body, begun, len(body))


def clauses(sentence: Clause) -> Iterator[Clause]:
    """The parts of a sentence that each may be an order of their own."""
    begun = 0
    for found in _PART.finditer(sentence.text):
        rest = sentence.text[found.end() :]
        if _begins_order(rest, found[0].strip()):
            yield _trimmed(sentence.text, begun, found.start(), sentence.start)
            begun = found.end()
    if sentence.text[begun:].strip():
        yield _trimmed(sentence.text, begun, len(sentence.text), sentence.start)


def _begins_order(rest: str, separator: str) -> bool:
    """Whether another order begins after a separator."""
    order = _LATER_ORDER.match(rest)
    if order:
        begins = separator != "," or "giao" in order[0]
        return begins and bool(words.AGENCY.match(rest[order.end() :]))
    if separator == ",":
        return False
    return rest[:1].isupper() and agency_then_work(rest) is not None


def agency_then_work(text: str) -> int | None:
    """Where the work begins after the agencies at the start of a text; None when it is not so."""
    if not words.AGENCY.match(text):
        return None
    person = _PERSON.match(text)
    if person:
        return person.end()
    found = words.WORK.search(text, 1, _FURTHEST)
    if found is None:
        return None
    begins = found.start()
    if text[:3] in {"Các", "các"}:  # "các doanh nghiệp cung cấp phần mềm có trách nhiệm mở …"
        duty = _DUTY.match(text, begins)
        if duty:
            return duty.end() - len(duty[1])
    told = words.TOLD.search(text[:begins]) or text.startswith(" được", found.end())
    return None if told else begins


def _trimmed(text: str, start: int, end: int, shift: int = 0) -> Clause:
    piece = text[start:end]
    inner = piece.strip()
    return Clause(inner, shift + start + len(piece) - len(piece.lstrip()))
