"""The shape of a Vietnamese syllable: what tells a misspelling from another word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from .folding import fold

# A syllable without marks: initial consonant, vowels, final consonant.
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?"
    "(?:uye|uyu|oai|oao|oay|oeo|uay|uoi|uou|ieu|yeu|[iou]a|[iuy]e|[aeiou]u|[aou]i|[ae]o|oo(?=ng|c)|"
    "oe|[au]y|uo|uu|ue|ia|[aeiouy])(?:ng|nh|ch|[cmnpt])?"
)
_LETTERS = frozenset(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
# In ai, ao, au … the tone stands on the first vowel; a final stop takes only sắc or nặng.
_MISPLACED = re.compile("[aăâeêôơư][ìíỉĩịòóỏõọùúủũụừứửữựỳýỷỹỵ]|[aăâeêôơ][ờớởỡợ]|ư[ỳýỷỹỵ]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOPPED = re.compile("(?:c|ch|p|t)$")


@lru_cache(maxsize=20_000)
def is_plain_syllable(word: str) -> bool:
    """Whether folded text can be one Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable with its marks and capitals in place."""
    if word not in {word.lower(), word.upper(), word.capitalize()}:
        return False
    word = word.lower()
    if not _LETTERS.issuperset(word) or not _SYLLABLE.fullmatch(fold(word)):
        return False
    tones = _TONES.findall(unicodedata.normalize("NFD", word))
    if _STOPPED.search(word):
        return tones in (["\u0301"], ["\u0323"])
    return len(tones) <= 1 and not _MISPLACED.search(word)


def unmatched(a: Iterable[str], b: Iterable[str]) -> tuple[list[str], list[str]]:
    """The folded words of each side without a partner on the other, slips of the keyboard paired.

    "nong" and "cong" are two words and stay; "thnog" is no syllable, so it pairs with "thong".
    """
    only_a, only_b = [], list(b)
    for word in a:
        if word in only_b:
            only_b.remove(word)
        else:
            only_a.append(word)
    if not only_a or not only_b:
        return only_a, only_b
    if "".join(only_a) == "".join(only_b):
        return [], []
    _pair_slips(only_a, only_b)
    _pair_slips(only_b, only_a)
    return only_a, only_b


def is_slip(a: str, b: str) -> bool:
    """Whether one folded word is the other mistyped by a stroke; two real syllables never are."""
    if a[:1] != b[:1] or min(len(a), len(b)) < 3 or not (a.isalpha() and b.isalpha()):
        return False
    if is_plain_syllable(a) and is_plain_syllable(b):
        return False
    return OSA.distance(a, b, score_cutoff=1) <= 1


def _pair_slips(odd: list[str], others: list[str]) -> None:
    """Take away from both lists each word that is no syllable and the word it was meant to be."""
    for word in [word for word in odd if not is_plain_syllable(word)]:
        partner = next((other for other in others if is_slip(word, other)), None)
        if partner is not None:
            odd.remove(word)
            others.remove(partner)
