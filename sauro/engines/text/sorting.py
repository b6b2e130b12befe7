"""Vietnamese dictionary order as a string of digits, right under every database collation."""

from __future__ import annotations

import unicodedata

from .folding import clean

# Space lowest, then punctuation, digits and letters, as ICU does for Vietnamese.
_ALPHABET = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(_ALPHABET, start=10)}
_SAME = str.maketrans({"–": "-", "—": "-", "‑": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})
_TONE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPE = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex and horn make another letter
LENGTH = 200
_LETTERS = 65


def sort_key(s: str) -> str:
    """A key of at most 200 digits: letters a ă â b … first, then tones in dictionary order.

    Digits only, so that SQLite and any locale of PostgreSQL compare it alike. Case is ignored.
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in clean(s).lower().translate(_SAME):
        if character in _TONE and tones:
            tones[-1] = _TONE[character]
            continue
        letter, tone = _parts(character)
        letters.append(_RANK.get(letter) or f"99{ord(letter):07}")
        tones.append(tone)
    return f"{''.join(letters)[: _LETTERS * 2]}00{''.join(tones)}"[:LENGTH]


def _parts(character: str) -> tuple[str, str]:
    """A character as the letter of the alphabet and the digit of its tone."""
    if character.isascii():
        return character, "0"
    base, *marks = list(unicodedata.normalize("NFD", character))
    tone = next((_TONE[mark] for mark in marks if mark in _TONE), "0")
    shape = next((mark for mark in marks if mark in _SHAPE), "")
    letter = unicodedata.normalize("NFC", base + shape)
    return next((known for known in (letter, base) if known in _RANK), character), tone
