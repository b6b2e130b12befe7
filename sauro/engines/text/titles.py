"""What a task title says once the official formula around it is set aside."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from rapidfuzz import fuzz

from .abbreviations import expand
from .folding import fold
from .syllables import unmatched

# The formula: who is asked, that a paper is written, that it is carried out.
_FORMULA = re.compile(
    r"\b(?:uy ban nhan dan|hoi dong nhan dan|tham muu|trinh|soan thao|phe duyet|ban hanh|to chuc|"
    r"(?<!nganh )(?<!so )(?<!linh vuc )xay dung|trien khai|thuc hien|hoan thien|day manh|tiep tuc|"
    r"tang cuong|phoi hop|chu dong|kip thoi|phuc vu cong tac|phuc vu|cong tac|tren dia ban|dia ban|"
    r"giai doan|it nhat|toi thieu|ung dung|^thanh lap)\b"
)
_LIGHT_WORDS = (
    "va cua cac nhung mot cho ve tai tren trong doi voi theo den tu la duoc co bang do nham de ra "
    "tinh so nam ngay thang nguon toan"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())
_QUARTER = re.compile(r"\bquy (i{1,3}|iv)\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_WORD = re.compile(r"[a-z0-9_]+")
_REVIEW = re.compile(r"\b(?:so ket|tong ket|nghiem thu|thanh tra|bao cao)\b")
_BODIES = {"uy_ban_nhan_dan_", "hoi_dong_nhan_dan_"}
_LIGHT_WEIGHT, _NUMBER_WEIGHT = 0.2, 1.5
_BITS = 256


class Title(NamedTuple):
    """A title prepared for comparing: folded text, its words, and the heavy ones as a bit set."""

    text: str
    words: tuple[str, ...]
    heavy: tuple[str, ...]
    bits: int
    weight: float
    review: bool


@lru_cache(maxsize=20_000)
def prepare(title: str) -> Title:
    """The title without marks, with abbreviations written out and its formula recognised."""
    text = _QUARTER.sub(lambda found: f"quy {_ROMAN[found[1]]}", fold(expand(title)))
    marked = _FORMULA.sub(lambda found: found[0].replace(" ", "_") + "_", text)
    words = tuple(_WORD.findall(marked))
    heavy = tuple(word for word in words if _weight(word) >= 1) or words
    bits = 0
    for word in heavy:
        bits |= 1 << crc32(word.encode()) % _BITS
    return Title(text, words, heavy, bits, sum(map(_weight, words)), bool(_REVIEW.search(text)))


@lru_cache(maxsize=20_000)
def _weight(word: str) -> float:
    if word.isdecimal():
        return _NUMBER_WEIGHT
    return _LIGHT_WEIGHT if word.endswith("_") or word in _LIGHT else 1.0


def score(a: Title, b: Title) -> float:
    """How much two titles look like the same work, 0 to 100; the order does not matter.

    Shared words count by weight. What costs most is one thing put in the place of another (another
    number, place or field), because titles of different tasks are copies of one formula.
    """
    only_a, only_b = unmatched(a.words, b.words)
    lost_a, lost_b = sum(map(_weight, only_a)), sum(map(_weight, only_b))
    total = a.weight + b.weight
    if not total:
        return 0.0
    shared = 100 * (1 - (lost_a + lost_b) / total)
    order = fuzz.ratio(a.text, b.text)
    replaced = min(_heavy(only_a), _heavy(only_b))
    replaced += 2 * bool(_BODIES.intersection(only_a) and _BODIES.intersection(only_b))
    result = 0.9 * shared + 0.1 * order - 8 * min(replaced, 3)
    if any(map(str.isdecimal, only_a)) and any(map(str.isdecimal, only_b)):
        result -= 20
    if a.heavy and b.heavy and (a.heavy[0] in only_a or b.heavy[0] in only_b):
        result -= 5
    if a.review != b.review:
        result -= 10
    return round(max(result, 0.0), 1)


def _heavy(words: list[str]) -> float:
    return sum(weight for weight in map(_weight, words) if weight >= 1)
