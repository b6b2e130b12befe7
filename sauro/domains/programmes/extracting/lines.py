"""The lines of a document: their numbers, and those that belong to its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import words
from .shapes import Source, Sources

_ORDINALS = "nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười"
_COUNTS = "Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười"
_MARK = re.compile(
    r"(?P<article>(?:Điều|Mục|Phần|Chương)\s+(?:\d+|[IVX]+)\s*[.:]?)\s*|"
    r"(?P<capital>[A-EĐ])[.)/]\s+|"
    r"(?P<roman>[IVX]{1,5})[.)/-]\s+|"
    r"(?P<dotted>\d{1,3}(?:\.\d{1,3})+)[.)]?\s+|"
    r"(?P<arabic>\(?\d{1,3})[.)/]\s+|"
    r"(?P<letter>\(?[a-zđ]{1,2})[.)]\s+|"
    r"(?P<plus>\+)\s*|"
    r"(?P<bullet>[-–—•*▪·●○])\s*|"
    rf"(?P<ordinal>(?:Thứ\s+(?:{_ORDINALS})|(?:{_COUNTS})\s+là))\s*[,:.–-]\s*"
)
_LEVELS = {
    "capital": 0, "article": 1, "roman": 1, "arabic": 2, "ordinal": 2, "dotted": 3, "letter": 6,
    "bullet": 7, "plus": 8,
}  # fmt: skip
PLAIN, HEADING = 9, 1
_PLACE_AND_DAY = re.compile(
    r"^[^,.;]{2,40},\s*(?:ngày|Ngày)\s*[\d.… ]*\s*tháng\s*[\d.… ]*\s*năm\s*(?P<year>20\d\d)?"
)
_FORM = re.compile(
    r"^(?:Số\s*:?\s*[\d.…]*\s*[-/]|V/v\b|Độc lập\s*[-–]\s*Tự do|CỘNG H[ÒO]|ĐẢNG CỘNG SẢN|\*+$|"
    r"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\.?\s+[A-ZĐÀ-Ỹ]{2}|\(?Đã ký\)?|\[?Ký bởi|Người ký)",
)
_RECIPIENTS = re.compile(r"^Nơi nhận\b", re.IGNORECASE)
_ADDRESS = re.compile(r"^Kính gửi\b|^.{0,80}\bđiện\s*:\s*$", re.IGNORECASE)
_ANNEX = re.compile(r"^(?:PHỤ LỤC\b|CỘNG H[ÒO]A? ?.{0,3}XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM)")
_GROUND = re.compile(r"^(?:Căn cứ|Xét\b|Theo (?:đề nghị|đề xuất)|Thực hiện\s.*[;,]$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its number; `start` is the place of its body in the whole text."""

    source: Source
    body: str
    start: int
    mark: str = ""
    level: int = PLAIN

    @property
    def is_heading(self) -> bool:
        """Whether it is written in capitals."""
        return self.body.isupper() and len(self.body) < 300


def lines_of(sources: Sources) -> list[Line]:
    """The lines that may say something: form, addresses, grounds and recipients are left out."""
    found: list[Line] = []
    part = ""
    for source in sources:
        if source.kind in {"header", "footer", "note"}:
            continue
        line = _line(source)
        if found and words.LABEL_LINE.match(line.body) and not line.body.endswith(":"):
            before = found[-1]  # "Cơ quan chủ trì: …" under an item belongs to it
            if before.start + len(before.body) + 1 == source.start:
                found[-1] = replace(before, body=f"{before.body}\n{source.text}")
                continue
        part = _part(line, part)
        if not part and not _is_form(line) and not _is_ground(line, found):
            found.append(line)
    return found


def _part(line: Line, part: str) -> str:
    """Which part without tasks a line stands in: recipients, address, or none."""
    if _ANNEX.match(line.body):
        return ""
    if part == "recipients" or _RECIPIENTS.match(line.body):
        return "recipients"
    if _ADDRESS.search(line.body):
        return "address"
    return part if line.mark else ""


def _is_form(line: Line) -> bool:
    return bool(_FORM.match(line.body) or _PLACE_AND_DAY.match(line.body))


def _is_ground(line: Line, found: list[Line]) -> bool:
    """Whether a line is one of the grounds before the first numbered item."""
    ends = line.body.endswith((";", ",", "."))
    begins = not line.mark and (not found or found[-1].level == PLAIN)
    return begins and ends and _GROUND.match(line.body) is not None


def year_of(sources: Sources) -> int | None:
    """The year of the document by its place-and-day line."""
    for source in sources:
        found = _PLACE_AND_DAY.match(source.text)
        if found and found["year"]:
            return int(found["year"])
    return None


def _line(source: Source) -> Line:
    text = source.text
    found = _MARK.match(text)
    if not found or found.end() >= len(text):
        return Line(source, text, source.start)
    kind = str(found.lastgroup)
    level = _LEVELS[kind]
    mark = (found[kind] or "").strip(" .:()")
    if kind == "dotted":
        level = 2 + min(mark.count("."), 3)
    return Line(source, text[found.end() :], source.start + found.end(), mark, level)
