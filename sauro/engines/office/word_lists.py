"""The numbers that Word shows before paragraphs but does not store as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_LEVEL = re.compile(r"%(\d)")
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
)
_ROMAN += ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DEPTH = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts and shows."""

    start: int = 1
    style: str = "decimal"
    pattern: str = "%1."


@dataclass(slots=True)
class Lists:
    """The lists of a document, counted while its paragraphs are read in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, number: str, depth: int) -> str:
        """The label of the next paragraph of a list: "1.", "III", "a)" or "-" for a bullet."""
        levels = self.levels.get(self.abstract.get(number, ""))
        if not levels or depth not in levels:
            return ""
        counts = self.counts.setdefault(self.abstract[number], [None] * _DEPTH)
        if number not in self.begun:
            self.begun.add(number)
            for level, start in self.restarts.get(number, {}).items():
                counts[level] = start - 1
        current = counts[depth]
        counts[depth] = levels[depth].start if current is None else current + 1
        counts[depth + 1 :] = [None] * (_DEPTH - depth - 1)
        if levels[depth].style == "bullet":
            return "-"
        return _LEVEL.sub(
            lambda found: self._shown(levels, counts, int(found[1]) - 1), levels[depth].pattern
        )

    def _shown(self, levels: dict[int, _Level], counts: list[int | None], depth: int) -> str:
        """The count of one level in its own digits."""
        level = levels.get(depth, _Level())
        count = counts[depth] if 0 <= depth < _DEPTH else None
        return _digits(level.start if count is None else count, level.style)


def _digits(count: int, style: str) -> str:
    """A count as decimal, roman or letter."""
    if style in {"upperRoman", "lowerRoman"}:
        roman = ""
        for value, sign in _ROMAN:
            times, count = divmod(count, value) if count > 0 else (0, count)
            roman += sign * times
        return roman if style == "upperRoman" else roman.lower()
    if style in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style == "none":
        return ""
    return f"{count:02}" if style == "decimalZero" else str(count)


def read_lists(numbering: etree._Element | None, styles: etree._Element | None) -> Lists:
    """The lists that numbering.xml declares and the styles that use them."""
    lists = Lists()
    for item in numbering.iterfind("{*}abstractNum") if numbering is not None else ():
        lists.levels[value(item, "abstractNumId")] = {
            _whole(value(level, "ilvl")): _level(level) for level in item.iterfind("{*}lvl")
        }
    for item in numbering.iterfind("{*}num") if numbering is not None else ():
        number = value(item, "numId")
        lists.abstract[number] = value(item.find("{*}abstractNumId"))
        lists.restarts[number] = {
            _whole(value(change, "ilvl")): _whole(value(start))
            for change in item.iterfind("{*}lvlOverride")
            if (start := change.find("{*}startOverride")) is not None
        }
    for style in styles.iterfind("{*}style") if styles is not None else ():
        properties = style.find("{*}pPr/{*}numPr")
        if properties is not None:
            depth = _whole(value(properties.find("{*}ilvl")))
            lists.by_style[value(style, "styleId")] = (value(properties.find("{*}numId")), depth)
    return lists


def _level(level: etree._Element) -> _Level:
    """One level as declared."""
    pattern, start = level.find("{*}lvlText"), level.find("{*}start")
    return _Level(
        start=_whole(value(start), 1) if start is not None else 1,
        style=value(level.find("{*}numFmt")) or "decimal",
        pattern=value(pattern) if pattern is not None else "%1.",
    )


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's namespace, or an empty text."""
    if element is None:
        return ""
    return next(
        (str(text) for key, text in element.attrib.items() if str(key).endswith("}" + name)), ""
    )


def _whole(text: str, default: int = 0) -> int:
    """A small whole number, or the default."""
    return int(text) if text.isdecimal() and len(text) < 6 else default
