"""Which unit or indicator a name means: certain once folded, otherwise a question."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sauro.domains.indicators.foreign.shapes import KnownIndicator, KnownUnit
from sauro.engines import text
from sauro.engines.text.abbreviations import expand

_WORD = re.compile(r"\w+")
_NUMBERING = re.compile(
    r"^\s*(?:[-–+*•]\s*)+|^\s*(?:\(?\d+(?:\.\d+)*[.)]|[IVXivx]+[.)]|[a-zđ]\))\s*"
)
_SHORT = (
    (re.compile(r"^(?:p|ph)\s*\.\s*", re.IGNORECASE), "phường "),
    (re.compile(r"^x\s*\.\s*", re.IGNORECASE), "xã "),
    (re.compile(r"^(?:đk|dk|đkhu)\s*\.?\s+", re.IGNORECASE), "đặc khu "),
    (re.compile(r"^tt\s*\.\s*", re.IGNORECASE), "thị trấn "),
)
_LEVEL = re.compile(r"^(?:uy ban nhan dan |ubnd )?(?:xa|phuong|dac khu|thi tran) ")
_OFFICE = re.compile(r"^(?:uy ban nhan dan|ubnd) ")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_CODED = re.compile(r"^\s*(\S+?)\s*[-–:.)]\s+(.+)$")
_TI = re.compile(r"\bti le\b")  # two spellings of one word
_CLOSE, _MOST = 60.0, 4


@dataclass(frozen=True, slots=True)
class Hit:
    """What a name means: one code, or several that it may mean; `loose` when marks differ."""

    code: str = ""
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False
    loose: bool = False


def key_of(words: str) -> str:
    """The folded words of a name without punctuation: the form in which names are compared."""
    return _TI.sub("ty le", " ".join(_WORD.findall(text.fold(expand(words)))))


def choice_key(kind: str, words: str) -> str:
    """The name under which a person's choice for a written name is kept."""
    return f"{kind}:{key_of(_NUMBERING.sub('', words))}"


class Units:
    """The units of a form, to be asked by name."""

    def __init__(self, units: Sequence[KnownUnit], choices: Mapping[str, str]) -> None:
        self.names = {unit.code: unit.name for unit in units}
        self._codes = {unit.code.casefold(): unit.code for unit in units}
        self._choices = choices
        self._known: dict[str, set[str]] = defaultdict(set)
        self._marked: dict[str, set[str]] = defaultdict(set)
        for unit in units:
            for name in filter(None, (unit.name, *unit.names)):
                for form in _forms(key_of(name)):
                    self._known[form].add(unit.code)
                self._marked[unit.code].add(text.exact_form(name))
        self._index = text.names.NameIndex({u.code: (u.name, *u.names) for u in units})
        self._answers: dict[str, Hit] = {}

    def find(self, words: str) -> Hit:
        """The unit of a name, code or alias."""
        if words not in self._answers:
            self._answers[words] = self._find(words)
        return self._answers[words]

    def exact(self, words: str) -> str:
        """The code when the name is certain, else nothing."""
        return self.find(words).code

    def within(self, words: str) -> set[str]:
        """The units named with their kind somewhere in a line: “… của xã Đông Hải tháng 6”."""
        line = f" {key_of(words)} "
        named = [
            (form, codes)
            for form, codes in self._known.items()
            if _LEVEL.match(form) and f" {form} " in line
        ]
        longest = [
            codes
            for form, codes in named
            if not any(form != other and f" {form} " in f" {other} " for other, _codes in named)
        ]
        return set().union(*longest)

    def _find(self, words: str) -> Hit:
        plain = _NUMBERING.sub("", text.clean(words))
        chosen = self._choices.get(choice_key("unit", words), "")
        if chosen in self.names:
            return Hit(chosen)
        if code := self._codes.get(plain.casefold()):
            return Hit(code)
        for pattern, full in _SHORT:
            plain = pattern.sub(full, plain)
        key = key_of(plain)
        codes = self._known.get(key, set()) if key else set()
        if len(codes) == 1:
            [code] = codes
            return Hit(code, loose=self._differs(code, plain))
        if codes:
            same = {code for code in codes if self._says(code, plain)}
            if len(same) == 1:
                return Hit(same.pop())
            return Hit(candidates=tuple(sorted(codes)), ambiguous=True)
        near = [found.key for found in self._index.best(plain, limit=_MOST)]
        bare = self._known.get(_LEVEL.sub("", key), set()) if key else set()
        slips = [
            code
            for form in difflib.get_close_matches(key, self._known, n=_MOST, cutoff=0.8)
            for code in sorted(self._known[form])
        ]
        return Hit(candidates=tuple(dict.fromkeys([*sorted(bare), *near, *slips]))[:_MOST])

    def _says(self, code: str, words: str) -> bool:
        """Whether the name with its marks is the end of one of the unit's names."""
        wanted = text.exact_form(words)
        return any(f" {name}".endswith(f" {wanted}") for name in self._marked[code])

    def _differs(self, code: str, words: str) -> bool:
        """Whether marks were typed that no name of the unit has."""
        own = _LEVEL.sub("", text.fold(words))
        last = " ".join(text.exact_form(words).split()[-len(own.split()) :])
        if not text.has_marks(last):
            return False
        return not any(f" {name} ".find(f" {last} ") >= 0 for name in self._marked[code])


def _forms(key: str) -> set[str]:
    """A name, without the office, and without the kind of unit."""
    found = {key, _OFFICE.sub("", key), _LEVEL.sub("", key)}
    found |= {f"uy ban nhan dan {form}" for form in found if _LEVEL.match(form)}
    return {form for form in found if form}


class Indicators:
    """The indicators of a form, to be asked by name."""

    def __init__(self, known: Sequence[KnownIndicator], choices: Mapping[str, str]) -> None:
        self.known = {one.code: one for one in known}
        self._codes = {one.code.casefold(): one.code for one in known}
        self._choices = choices
        self._names: dict[str, set[str]] = defaultdict(set)
        self._bases: dict[str, set[str]] = defaultdict(set)
        for one in known:
            for name in filter(None, (one.name, one.name_en)):
                for key in self._keys(name):
                    self._names[key].add(one.code)
            for key in self._keys(one.base_name):
                self._bases[key].add(one.code)
        self._measures = {key_of(one.unit) for one in known if one.unit} | {"", "nguoi", "ho"}
        self._titles = [(one.code, one.name) for one in known]
        self._answers: dict[str, Hit] = {}

    def find(self, words: str) -> Hit:
        """The indicator of a name or code."""
        if words not in self._answers:
            self._answers[words] = self._find(words)
        return self._answers[words]

    def exact(self, words: str) -> str:
        """The code when the name is certain, else nothing."""
        return self.find(words).code

    def bases(self, words: str) -> set[str]:
        """The indicators whose denominator or weight has this name."""
        found: set[str] = set()
        for key in self._keys(words):
            found |= self._bases.get(key, set())
        return found

    def is_measure(self, words: str) -> bool:
        """Whether a text is nothing but a unit of measure."""
        key = key_of(words.strip("() "))
        return words.strip("() ") == "%" or (bool(key) and key in self._measures)

    def within(self, words: str) -> set[str]:
        """The indicators whose whole name stands in a line."""
        line = f" {key_of(words)} "
        named = [(name, codes) for name, codes in self._names.items() if f" {name} " in line]
        longest = [
            codes
            for name, codes in named
            if not any(name != other and f" {name} " in f" {other} " for other, _codes in named)
        ]
        return set().union(*longest)

    def _find(self, words: str) -> Hit:
        plain = text.clean(words)
        chosen = self._choices.get(choice_key("indicator", words), "")
        if chosen in self.known:
            return Hit(chosen)
        if (code := self._codes.get(plain.casefold())) and not plain.isdecimal():
            return Hit(code)
        codes = set().union(*(self._names.get(key, set()) for key in self._keys(plain)))
        if not codes and (part := _CODED.match(plain)):
            return self._coded(part[1], part[2])
        if len(codes) == 1:
            return Hit(codes.pop())
        if codes:
            return Hit(candidates=tuple(sorted(codes)), ambiguous=True)
        return Hit(candidates=self._near(plain))

    def _coded(self, code: str, name: str) -> Hit:
        """“HV - Số người học”: both must say the same."""
        meant = self._codes.get(code.casefold())
        if meant is None:
            return Hit(candidates=self._near(f"{code} {name}"))
        if meant in set().union(*(self._names.get(key, set()) for key in self._keys(name))):
            return Hit(meant)
        return Hit(candidates=tuple(dict.fromkeys([meant, *self._near(name)]))[:_MOST])

    def _near(self, words: str) -> tuple[str, ...]:
        plain = _NUMBERING.sub("", words)
        if len(plain) < 3 or not any(letter.isalpha() for letter in plain):
            return ()
        key = key_of(plain)
        scored = [(text.similar.similarity(plain, name), code) for code, name in self._titles]
        near = [code for score, code in sorted(scored, reverse=True) if score >= _CLOSE]
        part = [
            code
            for code, name in self._titles
            if len(key) > 5 and (f" {key} " in f" {key_of(name)} " or key_of(name) in key)
        ]
        return tuple(dict.fromkeys([*near, *part]))[:_MOST]

    def _keys(self, words: str) -> Iterable[str]:
        """The name as compared; also without its number and the measure in brackets behind it."""
        if not words:
            return ()
        found = [key_of(words), key_of(_NUMBERING.sub("", words))]
        bare = _NUMBERING.sub("", words)
        if (part := _BRACKETS.search(bare)) and self._is_known_measure(part[1]):
            found.append(key_of(bare[: part.start()]))
        return [key for key in dict.fromkeys(found) if key]

    def _is_known_measure(self, words: str) -> bool:
        bare = re.sub(r"(?i)^(?:đvt|đơn vị tính|đơn vị)\s*:?\s*", "", words).strip()
        units = {key_of(one.unit) for one in self.known.values() if one.unit}
        return bare == "%" or key_of(bare) in units
