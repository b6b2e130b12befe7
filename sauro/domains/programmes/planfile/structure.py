"""The rows of a table put into groups and items: nesting, sub-items, what stands below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from . import captions, continuations, headers, lines, numbers
from .items import Item, Structure
from .lines import Line, Reader
from .numbers import ARABIC, BULLET, DOTTED, LETTER, ROMAN, SUB, Number

_REACH = 200


def take(structure: Structure, reader: Reader, start: int) -> None:
    """Read the rows of a table from a row on."""
    structure.reader, structure.ended = reader, False
    found = list(reader.lines(start))
    structure.roman_items = _romans_are_items(found)
    for place, line in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        _take_line(structure, line, following)


def _take_line(structure: Structure, line: Line, following: Line | None) -> None:
    """Put one row where it belongs."""
    number_col = structure.reader.number.col if structure.reader.number else 0
    if not any(text for col, text in line.texts.items() if col != number_col):
        return
    if _is_under_table(structure, line):
        if lines.is_total(line):
            structure.report("row_total", line, text=line.title or line.number_text)
        else:
            structure.unplaced(line)
        return
    _note_column_group(structure, line)
    group = captions.as_group(structure, line, following)
    if group is not None:
        number, title = group
        structure.push(number, title, structure.place(line))
        continuations.group_texts(structure, line)
    elif continuations.is_part(structure, line):
        continuations.glue(structure, line)
    else:
        _add_item(structure, line)


def _is_under_table(structure: Structure, line: Line) -> bool:
    """Whether a row is a total, a note or a signature; after one, rows without a title are too."""
    if line.number.text and line.number.style not in {BULLET, SUB}:
        structure.ended = False
        return False
    ends = lines.is_total(line) or (
        lines.is_footnote(line) and (line.bare or line.after_gap or structure.ended)
    )
    structure.ended = ends or (not line.title and (structure.ended or line.after_gap))
    return structure.ended


def _note_column_group(structure: Structure, line: Line) -> None:
    """A group named in a column of its own begins where its text changes."""
    column = structure.reader.of(headers.GROUP)
    text = line.texts.get(column.col, "") if column else ""
    if not text or text == structure.column_group or line.band:
        return
    structure.column_group = text
    number, title = numbers.leading(" ".join(text.split()))
    if not number.text and structure.reader.group_numbers:
        number = line.number
    structure.push(number, title, structure.place(line), "column")


def _add_item(structure: Structure, line: Line) -> None:
    """A new item with its place in the tree."""
    number = line.number
    if structure.reader.group_numbers or (
        structure.reader.number is not None and structure.reader.number.col in line.covered
    ):
        number = Number()
    texts = dict(line.texts)
    if line.band and line.title:
        texts[line.title_col] = line.title
    if structure.reader.number is None and line.title:
        number, title = numbers.leading(line.title)
        if number.style in {ARABIC, DOTTED}:
            texts[line.title_col] = title
        else:
            number = Number()
    number = _with_lost_zero(structure, number)
    _leave_groups(structure, number)
    item = Item(
        structure.reader, line.row, number, texts, structure.path[-1] if structure.path else None
    )
    item.parent = _parent_of(structure, item, line)
    if texts.get(line.title_col):
        texts[line.title_col] = texts[line.title_col].lstrip("-–+•*· ")
    structure.items.append(item)
    structure.last, structure.open_group = item, False


def _leave_groups(structure: Structure, number: Number) -> None:
    """Close a group "11" that holds 11.1 and 11.2 when 12 or 12.1 comes."""
    while structure.path:
        group = structure.groups[structure.path[-1]]
        if group.number.style not in {ARABIC, DOTTED}:
            return
        first_part = number.style in {SUB, BULLET} and structure.open_group
        if (number.style == DOTTED and number.parent == group.number.text) or first_part:
            group.holds_dotted = True
            return
        if not group.holds_dotted or number.style not in {ARABIC, DOTTED}:
            return
        structure.path.pop()


def _with_lost_zero(structure: Structure, number: Number) -> Number:
    """Excel shows 1.10 typed as a number as 1.1: after 1.9 it is read as 1.10."""
    before = structure.items[-1].number.text if structure.items else ""
    if number.style == DOTTED and re.fullmatch(r"\d+\.[1-9]", number.text) and before.endswith("9"):
        stem, _, digit = number.text.rpartition(".")
        if before == f"{stem}.{int(digit) * 10 - 1}":
            return Number(f"{number.text}0", DOTTED)
    return number


def _parent_of(structure: Structure, item: Item, line: Line) -> int | None:
    """The item that this one is a part of."""
    style = item.number.style
    title = item.texts.get(line.title_col, "")
    if style == DOTTED:
        return _latest(structure, lambda other: other.number.text == item.number.parent, item)
    numbered = item.reader.number is not None and not item.reader.group_numbers
    covered = numbered and item.reader.number is not None and item.reader.number.col in line.covered
    if style in {SUB, BULLET} or covered or (not style and title[:1] in "-–+•"):
        return _latest(structure, lambda other: other.number.style in {ARABIC, DOTTED, ROMAN}, item)
    return None


def _latest(structure: Structure, fits: Callable[[Item], bool], item: Item) -> int | None:
    """The latest item of the same group that fits."""
    for index in range(len(structure.items) - 1, max(-1, len(structure.items) - _REACH), -1):
        if structure.items[index].group != item.group:
            return None
        if fits(structure.items[index]):
            return index
    return None


def _romans_are_items(found: Sequence[Line]) -> bool:
    """Whether a table numbers its items, not its groups, by roman numerals or letters."""
    marked = [line for line in found if line.number.style in {ROMAN, LETTER}]
    plain = [line for line in found if line.number.style in {ARABIC, DOTTED}]
    full = [line for line in marked if len(line.data) > 1]
    return bool(marked) and not plain and len(full) * 2 > len(marked)
