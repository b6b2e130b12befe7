"""Letters: what can be printed with the vendored type face, and how wide a line becomes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "fonts"
_BLANK = "\u25a1"  # stands for a letter that the type face lacks
_POINT_MM = 25.4 / 72
_SPACES = dict.fromkeys(map(ord, "\t\n\r\v\f\x85\u2028\u2029"), " ")
_USUAL = re.compile("[ -~\xa0-\xac\xae-\u024f\u1ea0-\u1ef9]*")  # composed, and in the type face
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


@lru_cache(maxsize=4)
def _face(bold: bool) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """Letters to glyphs, glyphs to advances, units to the em."""
    from fontTools.ttLib import TTFont  # slow to import

    name = "LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf"
    with TTFont(FONTS / name) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


def clean(text: str, *, lines: bool = False) -> str:
    """Composed text without what cannot be seen or stored; `lines` keeps the line ends."""
    if _USUAL.fullmatch(text):
        return text
    if lines:
        return "\n".join(clean(line) for line in text.splitlines())
    text = unicodedata.normalize("NFC", text).translate(_SPACES)
    return "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)


def printable(text: str, *, lines: bool = False) -> str:
    """The clean text in letters of the vendored type face; others become an empty square."""
    if _USUAL.fullmatch(text):
        return text
    known = _face(bold=False)[0]
    return "".join(
        letter if letter == "\n" or ord(letter) in known else _BLANK
        for letter in clean(text, lines=lines).replace("\u2011", "-")
    )


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is when set in one line."""
    glyphs, advances, units = _face(bold)
    fallback = glyphs[ord("n")]
    total = sum(advances[glyphs.get(ord(letter), fallback)][0] for letter in text)
    return total / units * size * _POINT_MM
