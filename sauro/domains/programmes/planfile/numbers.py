"""The number in front of a row: what style it is, what stands above it, what should come next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sauro.engines import text as vn

ROMAN, LETTER, ARABIC, DOTTED, SUB, BULLET, NAMED, PLAIN = (
    "roman", "letter", "arabic", "dotted", "sub", "bullet", "named", "plain",
)  # fmt: skip
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_STYLES = (
    (DOTTED, re.compile(r"(?:\d{1,4}|[IVXLC]{1,6}|[A-Z])(?:\.\d{1,3})+(?:\.?[a-zđ])?")),
    (ARABIC, re.compile(r"\d{1,4}[a-z]?")),
    (LETTER, re.compile(r"[A-ZĐ]")),
    (SUB, re.compile(r"[a-zđ]|[ivx]{1,5}|\d{1,4}[.)]?[a-zđ]")),
    (BULLET, re.compile(r"[-–—+•*·▪◦●]+")),
)
_NAMED = re.compile(
    r"(?:nhom|phan|muc|chuong|linh vuc|tru cot)(?: nhiem vu| chi tieu)?(?: thu)? ?(\w{1,6})"
)
_LEADING = re.compile(
    r"(?P<number>[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*|"
    r"[IVXLC]{1,6}(?:\.\d{1,3})+)\s*(?P<mark>[.)\-–:/])\s+"
    r"(?=[^\s\d])"
)
_LEADING_NAMED = re.compile(
    r"(?P<number>(?:Nhóm|NHÓM|Phần|PHẦN|Mục|MỤC)(?:\s+(?:nhiệm vụ|NHIỆM VỤ|chỉ tiêu|CHỈ TIÊU))?"
    r"(?:\s+(?:thứ|THỨ))?\s+(?:\d{1,3}|[IVX]{1,6}|nhất|hai|ba|tư|năm|sáu|bảy|tám))\s*[.:\-–,]?\s*"
)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    """A row's number without its marks, and its style; both empty when there is none."""

    text: str = ""
    style: str = ""

    @property
    def parent(self) -> str:
        """The number of the row above in rank: "11.2" stands under "11"."""
        return self.text.rpartition(".")[0] if self.style == DOTTED else ""

    @property
    def ordinal(self) -> int | None:
        """The place among its siblings, or None for bullets and names."""
        last = self.text.rpartition(".")[2]
        digits = re.match(r"\d+", last)
        if digits:
            return int(digits[0])
        if self.style == ROMAN:
            return roman_value(last)
        return (
            ord(last.lower()) - 96 if len(last) == 1 and last.isascii() and last.isalpha() else None
        )


def read(text: str, *, previous_letter: str = "") -> Number:
    """The number of a cell; a roman digit is a letter when the letter before it came before."""
    bare = text.strip(" \t\n.):(/").replace(" ", "")
    if not bare:
        return Number("-", BULLET) if text.strip() in {"-", "+"} else Number()
    if re.fullmatch(r"\d{1,4},\d{1,3}", bare):
        bare = bare.replace(",", ".")
    if _ROMAN.fullmatch(bare) and not (
        previous_letter and ord(bare[0]) == ord(previous_letter) + 1 and len(bare) == 1
    ):
        return Number(bare, ROMAN)
    for style, pattern in _STYLES:
        if pattern.fullmatch(bare):
            return Number("-" if style == BULLET else bare, style)
    named = _NAMED.fullmatch(vn.fold(text).strip(" .:"))
    return Number(text.strip(" .:"), NAMED) if named else Number()


def leading(title: str, *, previous_letter: str = "") -> tuple[Number, str]:
    """The number at the start of a title and the rest: "II. Hạ tầng" gives II and "Hạ tầng"."""
    found = _LEADING.match(title)
    if found:
        number = read(found["number"], previous_letter=previous_letter)
        if number.style in {ROMAN, ARABIC, DOTTED} or (
            number.style == LETTER and found["mark"] in ".)/:"
        ):
            return number, title[found.end() :]
    named = _LEADING_NAMED.match(title)
    if named and title[named.end() :].strip():
        return Number(named["number"], NAMED), title[named.end() :]
    return Number(), title


def roman_value(text: str) -> int:
    """The value of a roman number."""
    values = [_VALUES[letter] for letter in text if letter in _VALUES]
    return sum(
        -value if place + 1 < len(values) and value < values[place + 1] else value
        for place, value in enumerate(values)
    )
