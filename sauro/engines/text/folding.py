"""One way to read a Vietnamese string: for storing, for exact search, for search without marks."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)
# Keyboards and old fonts put the Icelandic letter, which looks the same, in place of đ.
_ETH = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
# "hoá" and "hóa", "thuỷ" and "thủy" are one word in two spellings; "quý" has only one.
_LATE_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)")
_EARLY_TONE = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)


def nfc(s: str) -> str:
    """The same text with each letter and its marks as one character."""
    return unicodedata.normalize("NFC", s)


def clean(s: str, *, keep_lines: bool = False) -> str:
    """Text fit to store: NFC, no control or zero-width characters, single spaces, one đ.

    `keep_lines` keeps line breaks (at most one empty line in a row). Text in an old font
    encoding must go through `repair` first: its letters include a soft hyphen.
    """
    if not s:
        return s
    s = _INVISIBLE.sub("", s)
    if keep_lines:
        lines = "\n".join(" ".join(line.split()) for line in s.splitlines())
        s = re.sub(r"\n{3,}", "\n\n", lines).strip()
    else:
        s = " ".join(s.split())
    return nfc(s).translate(_ETH) if not s.isascii() else s


def fold(s: str) -> str:
    """Lower-case text without marks and with single spaces: "Đẩy mạnh " gives "day manh"."""
    if not s.isascii():
        s = unicodedata.normalize("NFD", s.lower()).replace("đ", "d").replace("ð", "d")
        s = _MARKS.sub("", s)
    return " ".join(s.lower().split())


def exact_form(s: str) -> str:
    """Lower-case NFC text with one tone placement, for the column that keeps the marks."""
    return _LATE_TONE.sub(lambda found: _EARLY_TONE[found[0]], clean(s).lower())


def has_marks(s: str) -> bool:
    """Whether the text carries Vietnamese marks, đ included."""
    return not s.isascii() and exact_form(s) != fold(s)
