"""Put back together what a page break cut: one text and its continuation."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_BEGINS_LINE = re.compile(r"(?:[-–+•*]|\(?[a-zđ]\)|\d+[.)])\s")
_VOWEL = re.compile(r"[aeiouy]")
_SHORTEST_OVERLAP = 8
_SHORTEST_REPEAT = 10
_REACH, _FARTHEST = 400, 1_500


def skeleton(text: str) -> str:
    """The text letter for letter in lower case without marks, so that places stay comparable."""
    return "".join(
        _MARKS.sub("", unicodedata.normalize("NFD", letter.lower().replace("đ", "d")))[:1] or letter
        for letter in unicodedata.normalize("NFC", text)
    )


def overlap(text: str, more: str) -> int:
    """How many first letters of `more` repeat the end of `text`, marks and capitals aside."""
    more = more[:_FARTHEST]
    reach = max(len(more), _REACH) + 1
    tail, head = skeleton(text[-reach:]), skeleton(more)
    for length in range(min(len(tail), len(head)), _SHORTEST_OVERLAP - 1, -1):
        if tail.endswith(head[:length]) and _at_word(tail, head, length):
            return length
    return 0


def _at_word(tail: str, head: str, length: int) -> bool:
    """Whether an overlap begins at a word and is not only the chance end of one."""
    before = tail[-length - 1 : -length] if length < len(tail) else ""
    return not before.isalnum() and (" " in head[:length] or length == len(head))


def repeats(text: str, more: str) -> bool:
    """Whether `more` only repeats the end of `text`."""
    length = len(more)
    if not more.strip():
        return True
    return overlap(text, more) == length and (length >= _SHORTEST_REPEAT or " " in more.strip())


def join(text: str, more: str, *, lists: bool = False) -> str:
    """The text with its continuation: repeated words once, cut words whole, bullets apart.

    `lists` puts the continuation of a list of names on a line of its own.
    """
    if not text.strip() or not more.strip():
        return text if text.strip() else more
    length = overlap(text, more)
    if length:
        rest = more[length:]
        return text + rest
    if _BEGINS_LINE.match(more):
        return f"{text}\n{more}"
    if _cut_word(text, more):
        return text + more
    return f"{text}\n{more}" if lists else f"{text} {more}"


def _cut_word(text: str, more: str) -> bool:
    """Whether the break stands inside a word: a piece without a vowel is no Vietnamese word."""
    last, first = text.rsplit(maxsplit=1)[-1], more.split(maxsplit=1)[0]
    if not text[-1].isalpha() or not (last.islower() and first[:1].islower()):
        return False
    pieces = [skeleton(piece) for piece in (last, first.rstrip(".,;:"))]
    return any(piece.isalpha() and not _VOWEL.search(piece) for piece in pieces)
