"""A cell among the figures: a number, nothing, a fraction, or something that is no figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sauro.engines import text
from sauro.engines.office.grid import Cell

NOTHING = frozenset(
    {
        *("-", "--", "–", "—", "…", "...", "..", ".", "x", "/", "n/a", "na", "null", "_"),
        *(
            "khong",
            "khong co",
            "chua co",
            "chua co so lieu",
            "khong co so lieu",
            "ko",
            "khong ap dung",
        ),
    }
)
_DIGITS = re.compile(r"[+-]?\d[\d.,]*", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", re.ASCII)
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_FRACTION = re.compile(r"([\d., ]+)/([\d., ]+)")
_LONGEST = 40  # digits: no figure is that large, whatever a cell says
_FINEST = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell says: `code` is empty for a figure, `nothing`, or the code of a fault."""

    code: str = ""
    value: str = ""
    base: str = ""
    percent: bool = False


def is_nothing(words: str) -> bool:
    """Whether a cell says that there is no figure."""
    return text.fold(text.clean(words)) in NOTHING or not words.strip()


def is_number(words: str) -> bool:
    """Whether a cell can be a figure, whatever it is called after."""
    return not _read(words.strip(), "").code


def of_cell(cell: Cell, unit: str) -> Amount:
    """The figure of a cell; `unit` is the measure that may be written behind it."""
    if cell.error:
        return Amount("error_value")
    if is_nothing(cell.text):
        return Amount("nothing")
    found = _read(cell.text.strip(), unit)
    if cell.is_formula and not found.code:
        return Amount("", _cut(found.value), found.base, found.percent)
    return found


def decimal_of(value: str) -> Decimal:
    """The number of a figure that was read."""
    return Decimal(value.replace(",", "."))


def _read(words: str, unit: str) -> Amount:
    words = words.replace("\u2212", "-").replace("\u00a0", " ")
    words = re.sub(r"^[–—](?=\d)", "-", words)
    if _DAY.fullmatch(words) and not _GROUPED.fullmatch(words):
        return Amount("a_day")
    if part := _FRACTION.fullmatch(words):
        above, below = _number(part[1]), _number(part[2])
        return Amount("", above, below) if above and below else Amount("not_a_figure")
    percent = words.endswith("%")
    bare = words.removesuffix("%").strip()
    if unit and not percent:
        bare = _without_unit(bare, unit)
    number = _number(bare)
    return Amount("", number, percent=percent) if number else Amount("not_a_figure")


def _without_unit(words: str, unit: str) -> str:
    """The text without the measure written behind the number."""
    found = re.fullmatch(r"([+-]?\d[\d., ]*?)\s*\(?([^\d\s(].*?)\)?", words)
    return found[1].strip() if found and text.fold(found[2]) == text.fold(unit) else words


def _number(words: str) -> str:
    """A number in plain digits with a decimal comma; empty when it is not exactly one number."""
    bare = _SPACES.sub("", words.strip())
    if len(bare) > _LONGEST or not _DIGITS.fullmatch(bare):
        return ""
    if _ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", ",")
    elif _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    elif not _PLAIN.fullmatch(bare):
        return ""
    return bare.removeprefix("+").replace(".", ",")


def _cut(words: str) -> str:
    """A computed figure with as many digits after the mark as are kept."""
    try:
        exact = decimal_of(words)
        if exact == exact.quantize(_FINEST):
            return words
        return f"{exact.quantize(_FINEST).normalize():f}".replace(".", ",")
    except InvalidOperation:
        return words
