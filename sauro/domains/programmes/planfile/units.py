"""Units of measure: where headings, titles and cells name them, and whether two mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sauro.engines import text as vn

RANKS = frozenset({"hang", "thu hang", "xep hang", "vi tri", "vi thu", "thu"})
_IN_BRACKETS = re.compile(
    r"\(\s*(?:(?:đvt|đơn vị tính|đơn vị)\s*:?\s*)?([^()]{1,30}?)\s*\)\s*$", re.IGNORECASE
)
_STATED = re.compile(r"\b(?:đvt|đơn vị tính|đơn vị)\s*:\s*([^()\n;.]{1,30})", re.IGNORECASE)
_PER = re.compile(r"[^()\d]{1,25}/\s?[\w. ]{1,20}")
_UNIT = re.compile(
    r"%.{0,25}|‰|(?:(?:nghin|ngan|van|trieu|ty|ti) ?)?(?:dong|usd|nguoi|luot|ho|doanh nghiep|"
    r"don vi|to chuc|san pham|nhiem vu|de tai|du an|bang|bang sang che|sang che|don|van bang|"
    r"ho so|dich vu|xa|phuong|thon|tram|thue bao|diem|hang|thu hang|bac|lan|ha|km|m2|mw|kwh|tan|"
    r"gio|ngay|thang|nam|co so|mo hinh|nen tang|truong|lop|khoa|chuyen gia|can bo|bo|bo du lieu|"
    r"co so du lieu|csdl|gbps|mbps|cong bo|bai bao|chi so)"
)


def of_heading(heading: str) -> str:
    """The unit that a heading or a title names in brackets: "Năm 2025 (%)" gives "%"."""
    found = _IN_BRACKETS.search(heading)
    if not found:
        return ""
    unit = found[1].strip()
    return unit if _UNIT.fullmatch(vn.fold(unit)) or _PER.fullmatch(unit) else ""


def of_lines(lines: Iterable[str]) -> str:
    """The unit that the lines above a table state for all of it: "Đơn vị tính: tỷ đồng"."""
    stated = [found[1].strip(" .,") for line in lines if (found := _STATED.search(line))]
    return next((unit for unit in reversed(stated) if _UNIT.fullmatch(vn.fold(unit))), "")


def is_rank(unit: str, title: str) -> bool:
    """Whether figures in this unit, or of this title when it has none, are places in a ranking."""
    if unit:
        return vn.fold(unit) in RANKS
    return bool(re.match(r"(?:xep hang|thu hang|vi tri xep hang|xep thu)\b", vn.fold(title)))


def agree(unit: str, other: str) -> bool:
    """Whether two units may mean the same: equal, one within the other, or its initials."""
    one, two = vn.fold(unit).strip(" ."), vn.fold(other).strip(" .")
    if is_share(unit) != is_share(other):
        return False
    if not one or not two or one in two or two in one:
        return True
    initials = {"".join(word[0] for word in each.split()) for each in (one, two)}
    return bool(initials & {one, two}) or {one, two} <= RANKS | {"bac"}


def is_share(unit: str) -> bool:
    """Whether the unit is a percentage."""
    return unit.startswith("%") or vn.fold(unit) in {"phan tram", "ty le", "ty le %"}


def is_count(unit: str) -> bool:
    """Whether figures in this unit are whole numbers of things or people."""
    return bool(
        re.fullmatch(
            r"nguoi|luot|luot nguoi|ho|doanh nghiep|dn|to chuc|san pham|nhiem vu|de tai|du an|"
            r"bang|sang che|bang sang che|don|van bang|ho so|dich vu|xa|phuong|thon|tram|"
            r"thue bao|co so|mo hinh|nen tang|truong|lop|chuyen gia|can bo|hoc vien|cai|chiec",
            vn.fold(unit),
        )
    )
