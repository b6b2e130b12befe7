"""Names of agencies as people write them, matched with the names on record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from .abbreviations import expand
from .folding import exact_form, fold, has_marks
from .syllables import is_slip, unmatched

Key = TypeVar("Key", bound=Hashable)
MIN_SCORE = 60.0

# What an agency is, longest first; the rest of its name says which one.
_KIND_NAMES = (
    "uy ban nhan dan|hoi dong nhan dan|van phong uy ban nhan dan|van phong hoi dong nhan dan|"
    "van phong doan dai bieu quoc hoi hoi dong nhan dan|van phong tinh uy|van phong|so|bo|ban|"
    "phong|trung tam|truong dai hoc|truong cao dang|truong|dai hoc|hoc vien|vien|cong an|"
    "benh vien|hoi|lien doan|lien hiep|chi cuc|cuc|tong cuc|vu|tong cong ty|tap doan|cong ty|"
    "dang uy|tinh uy|thanh uy|tinh doan|to|doan|ban quan ly|ban chi dao|bao|dai|kho bac|ngan hang|"
    "bao hiem xa hoi|thanh tra|uy ban mat tran to quoc|mat tran to quoc|toa an nhan dan|"
    "vien kiem sat nhan dan|bo chi huy quan su|ban chi huy quan su|thue|hai quan|quy"
)
_KINDS = sorted(_KIND_NAMES.split("|"), key=len, reverse=True)
_KIND = re.compile(f"(?:{'|'.join(_KINDS)})(?= |$)")
_PLACE = re.compile(r" (tinh|thanh pho)(?: (?!uy\b)(.+))?$")
# Kinds whose name goes on with the place, without the word for province.
_PLACED = frozenset({"tinh uy", "thanh uy", "tinh doan", "van phong tinh uy"})
_LEVEL = frozenset(["tinh", "xa", "phuong", "thi", "tran", "huyen", "dac", "khu", "thanh", "pho"])
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_WORD = re.compile(r"\w+")


class Reason(StrEnum):
    """Why a name on record is proposed, strongest first."""

    SAME = "same"  # equal once written out, without marks
    SPACING = "spacing"  # equal but for spaces
    PLACE = "place"  # equal but for the province named or left out
    SPELLING = "spelling"  # a word mistyped
    MARKS = "marks"  # the same letters with other marks: "Tân Thanh", "Tân Thành"
    PART = "part"  # the beginning of a longer name
    KIND = "kind"  # the same name without what the agency is
    LEVEL = "level"  # the same name on another kind of unit: xã, phường
    SIMILAR = "similar"  # most words shared


_POINTS = dict(zip(Reason, (100.0, 98.0, 95.0, 92.0, 85.0, 80.0, 80.0, 70.0, 75.0), strict=True))


class NameMatch(NamedTuple, Generic[Key]):
    """A candidate, its score of 60 to 100 and why."""

    key: Key
    score: float
    reason: Reason


class _Name(NamedTuple):
    """A name taken apart; all but `marked` is folded."""

    canonical: str
    marked: tuple[str, ...]
    words: tuple[str, ...]
    kind: str  # what it is: "so", "uy ban nhan dan"
    own: tuple[str, ...]  # the words after the kind
    core: tuple[str, ...]  # those without xã, phường, tỉnh
    base: str  # the name without the province
    place: str  # the province named
    plain: bool  # typed without any mark


def canonical(name: str) -> str:
    """The one folded spelling of a name: "Sở KH&CN" gives "so khoa hoc cong nghe"."""
    return _read(name).canonical


@lru_cache(maxsize=20_000)
def _read(name: str) -> _Name:
    written = _WORD.findall(exact_form(expand(_without_abbreviation(name))))
    marked = tuple(word for word in written if fold(word) != "va")
    words = tuple(map(fold, marked))
    text = " ".join(words)
    found = _KIND.match(text)
    kind = found[0] if found else ""
    base, place = _without_place(text, kind)
    own = tuple(text[len(kind) :].split())
    core = tuple(word for word in own if word not in _LEVEL)
    return _Name(text, marked, words, kind, own, core, base, place, not has_marks(name))


def _without_place(text: str, kind: str) -> tuple[str, str]:
    """A name and the province that follows it; a body of the province keeps the word "tinh"."""
    if kind in _PLACED:
        return kind, text[len(kind) :].strip()
    found = _PLACE.search(text)
    if not found:
        return text, ""
    base = text[: found.start()]
    return (f"{base} {found[1]}" if base == kind else base), found[2] or ""


def _without_abbreviation(name: str) -> str:
    """The name without "(KH&CN)" after it, unless nothing else would be left."""
    return _BRACKETS.sub("", name).strip() or name


class NameIndex(Generic[Key]):
    """Names and aliases on record, read once, to be asked many times."""

    def __init__(self, candidates: Mapping[Key, Sequence[str]]) -> None:
        self._entries = [
            (key, entry, frozenset(entry.words))
            for key, aliases in candidates.items()
            for entry in map(_read, aliases)
            if entry.words
        ]
        self._answers: dict[_Name, list[NameMatch[Key]]] = {}
        self._same: dict[str, list[int]] = defaultdict(list)
        for place, (_key, entry, _words) in enumerate(self._entries):
            self._same[entry.canonical].append(place)

    def best(self, name: str, *, limit: int = 5) -> list[NameMatch[Key]]:
        """The candidates that fit, best first, none below 60; equal ones keep the given order.

        100 means equal once written out: two of them are for a person to choose between.

        Where a candidate has the very name, only such candidates are given.
        """
        wanted = _read(name)
        if wanted not in self._answers:
            found = self._named(wanted) or self._search(wanted) if wanted.words else []
            self._answers[wanted] = found
        return self._answers[wanted][:limit]

    def _named(self, wanted: _Name) -> list[NameMatch[Key]]:
        found: dict[Key, NameMatch[Key]] = {}
        for place in self._same.get(wanted.canonical, ()):
            key, entry, _words = self._entries[place]
            if _equal(wanted, entry) is Reason.SAME:
                found.setdefault(key, NameMatch(key, _POINTS[Reason.SAME], Reason.SAME))
        return list(found.values())

    def _search(self, wanted: _Name) -> list[NameMatch[Key]]:
        words = frozenset(wanted.words)
        tight = wanted.canonical.replace(" ", "")
        best: dict[Key, NameMatch[Key]] = {}
        for key, entry, entry_words in self._entries:
            few = 2 * len(words & entry_words) < min(len(words), len(entry_words))
            if few and entry.canonical.replace(" ", "") != tight:
                continue
            score, reason = _compare(wanted, entry)
            if score >= MIN_SCORE and (key not in best or score > best[key].score):
                best[key] = NameMatch(key, score, reason)
        return sorted(best.values(), key=lambda match: -match.score)


def _compare(a: _Name, b: _Name) -> tuple[float, Reason]:
    reason = _equal(a, b) or _nearly_equal(a, b)
    if reason:
        return _POINTS[reason], reason
    if a.kind != b.kind or not a.core or not b.core or (a.place and b.place and a.place != b.place):
        return 0.0, Reason.SIMILAR
    only_a, only_b = unmatched(a.own, b.own)
    missing = (len(only_a) + len(only_b)) / (len(a.own) + len(b.own))
    replaced = 15 if only_a and only_b else 0
    return round(_POINTS[Reason.SIMILAR] * (1 - missing) - replaced, 1), Reason.SIMILAR


def _equal(a: _Name, b: _Name) -> Reason | None:
    """Why two spellings are one name, if they are."""
    if a.canonical == b.canonical:
        return Reason.SAME if a.marked == b.marked or a.plain or b.plain else Reason.MARKS
    if a.canonical.replace(" ", "") == b.canonical.replace(" ", ""):
        return Reason.SPACING
    if a.base == b.base and not (a.place and b.place):
        return Reason.PLACE
    if len(a.words) == len(b.words) and all(
        x == y or is_slip(x, y) for x, y in zip(a.words, b.words, strict=True)
    ):
        return Reason.SPELLING
    return None


def _nearly_equal(a: _Name, b: _Name) -> Reason | None:
    """Why one name may stand for another that differs in a way that can be said."""
    if a.kind != b.kind and a.kind and b.kind:
        return None
    if a.own == b.own:
        return Reason.KIND
    if a.kind == b.kind and {a.own, b.own} == {(), ("tinh",)}:
        return Reason.PART
    if a.core == b.core:
        return Reason.LEVEL if a.core else None
    short, long = sorted((a, b), key=lambda name: len(name.words))
    if short.core and short.kind == long.kind and long.words[: len(short.words)] == short.words:
        return Reason.PART
    return None
