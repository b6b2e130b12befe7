"""Which rows name a group, and which only look like it."""

from __future__ import annotations

import re

from sauro.engines import text as vn

from . import headers, numbers, values
from .items import Structure
from .lines import Line
from .numbers import ARABIC, BULLET, DOTTED, LETTER, NAMED, PLAIN, ROMAN, SUB, Number

FIGURES = frozenset({headers.YEAR, headers.VALUE, headers.BASELINE, headers.PERIOD, headers.ACTUAL})
MEASURES = FIGURES | {headers.UNIT}
SENTENCE_END = (".", ";", ":", "!", "?", "…")
_CAPTION = re.compile(
    r"(?:(?:muc tieu|chi tieu|giai doan|tam nhin|phan dau)\b.{0,40})?\b(?:den |toi )?(?:het "
    r")?nam 20\d\d\b.{0,30}"
    r"|(?:nhom|linh vuc|tru cot|phan thu|muc tieu|giai doan)\b.*|ve .*|cac chi tieu .*|chi tieu "
    r".{0,40}"
)
_SHORT_CAPTION, _LONG_CAPTION = 90, 200


def as_group(structure: Structure, line: Line, following: Line | None) -> tuple[Number, str] | None:
    """Number and title when the row names a group."""
    number, title = line.number, " ".join(line.title.split())
    alone = line.band or bare(structure, line) or _is_parent(structure, line, following)
    if not number.text and alone:
        number, title = numbers.leading(title, previous_letter=structure.letter)
    elif number.style in {ROMAN, LETTER}:
        number = numbers.read(line.number_text, previous_letter=structure.letter)
    if not title or (line.title_col in line.covered):
        return None
    if number.style in {ROMAN, LETTER, NAMED}:
        named_in_title = number.text and not line.number.text
        if (structure.roman_items and not alone) or (named_in_title and not alone):
            return None
        if number.style == LETTER:
            structure.letter = number.text
        return number, title
    if not alone or number.style in {SUB, BULLET}:
        return None
    if number.style in {ARABIC, DOTTED}:
        return (
            (number, title) if _heads_children(structure, line, number, title, following) else None
        )
    return (Number("", PLAIN), title) if _is_caption(structure, line, title, following) else None


def bare(structure: Structure, line: Line) -> bool:
    """Whether the row holds nothing that an item of its own would hold."""
    if line.bare:
        return True
    if structure.kind != headers.TARGETS or _figure_in(line.title):
        return False
    kinds = {column.kind for column in structure.reader.columns if column.col in line.data}
    return not kinds & MEASURES


def _is_parent(structure: Structure, line: Line, following: Line | None) -> bool:
    """Whether a row of targets without a figure stands over parts that have their own."""
    if structure.kind != headers.TARGETS or following is None or values.from_title(line.title):
        return False
    kinds = {column.kind for column in structure.reader.columns if column.col in line.data}
    return not kinds & FIGURES and _is_part_below(structure, line, following)


def _is_part_below(structure: Structure, line: Line, following: Line) -> bool:
    """Whether the next row is a part of this one, with a figure of its own."""
    if line.number.style not in {ARABIC, DOTTED}:
        return False
    below = following.number
    if below.style == DOTTED:
        return below.parent == line.number.text
    dashed = not below.text and following.title[:1] in "-–+•*"
    kinds = {column.kind for column in structure.reader.columns if column.col in following.data}
    return (below.style in {SUB, BULLET} or dashed) and bool(kinds & FIGURES)


def _figure_in(title: str) -> bool:
    """Whether a title states a figure itself: "đạt trên 80%"."""
    return bool(re.search(r"\d", re.sub(r"(?:năm\s+)?20\d\d|5G|4G", "", title)))


def _heads_children(
    structure: Structure, line: Line, number: Number, title: str, following: Line | None
) -> bool:
    """Whether an item number without data stands over the rows below it."""
    if line.band:
        return True
    if following is None:
        return False
    if structure.kind == headers.TARGETS and _is_parent(structure, line, following):
        return True
    if structure.kind == headers.TARGETS and _figure_in(title):
        return False
    below = following.number
    if below.style == DOTTED and below.parent == number.text:
        return True
    restarts = below.style == ARABIC and below.text == "1" and number.style == ARABIC
    return restarts and line.bold and line.bare and not following.bare


def _is_caption(structure: Structure, line: Line, title: str, following: Line | None) -> bool:
    """Whether a row with a title alone, and no number, names a group."""
    if title[:1] in "-–+•*(" or title[:1].islower():
        return False
    usual = bool(_CAPTION.fullmatch(vn.fold(title[:_LONG_CAPTION]).strip(" .:")))
    marked = line.bold or title.isupper()
    if marked or (usual and (line.band or structure.kind == headers.TARGETS)):
        return True
    if line.band:
        return not _band_goes_on(structure, title)
    return following is not None and _plain_caption(structure, title, following, usual=usual)


def _plain_caption(structure: Structure, title: str, following: Line, *, usual: bool) -> bool:
    """Whether a title that nothing sets off stands over the rows that follow."""
    short = len(title) < _LONG_CAPTION and not title.endswith((";", ","))
    if structure.last is None:
        return short and not structure.open_group
    if structure.reader.number is None:
        return short and not following.bare
    before = structure.last.text(headers.TITLE)
    finished = not before or before.endswith(SENTENCE_END)
    return following.number.text == "1" and (finished or usual)


def _band_goes_on(structure: Structure, title: str) -> bool:
    """Whether a merged row without a number continues the item above: its sentence was not over."""
    before = structure.last.texts.get(structure.last.title_col, "") if structure.last else ""
    if not before or before.endswith((".", "!", "?")):
        return False
    if before.endswith((";", ",", ":", "-")):
        return True
    numbered = any(structure.groups[index].number.text for index in structure.path)
    return numbered and (len(title) > _SHORT_CAPTION or ";" in title)
