"""Rows that go on with the item or the group title above them."""

from __future__ import annotations

from . import captions, gluing, headers, lines
from .items import Item, Structure
from .lines import Line, Reader
from .numbers import BULLET, SUB

_AGENCY_KINDS = frozenset({headers.LEAD, headers.COORDINATE, headers.ROLES, headers.MONITOR})
_INHERITED = (headers.LEAD, headers.COORDINATE, headers.MONITOR, headers.ROLES)
_BESIDE = frozenset(
    {headers.NOTE, headers.BASIS, headers.CODE, headers.EXTRA, headers.STATUS, headers.SUPERVISOR}
)
_MOST_PARTS = 40


def is_part(structure: Structure, line: Line) -> bool:
    """Whether the row goes on with the item, or the group title, above it."""
    own = lines.own_texts(line)
    number_col = structure.reader.number.col if structure.reader.number else 0
    numbered = bool(line.number.text) and number_col not in line.covered
    if structure.last is None:
        return (
            structure.open_group
            and not numbered
            and captions.bare(structure, line)
            and line.title[:1].islower()
        )
    if line.title_col in line.covered:
        return not numbered
    if numbered:
        return line.number.style in {BULLET, SUB} and not _stands_alone(structure, line)
    if not own.get(line.title_col):
        return True
    if line.title[:1] in "-–+•*" or number_col in line.covered:
        return not _stands_alone(structure, line)
    return not _looks_new(structure, line, own)


def _stands_alone(structure: Structure, line: Line) -> bool:
    """Whether a row has an agency, a time or a figure of its own."""
    kinds = {column.kind for column in structure.reader.columns if column.col in line.data}
    wanted = {headers.LEAD, headers.ROLES, headers.DEADLINE, *captions.MEASURES}
    return bool(kinds & wanted)


def _looks_new(structure: Structure, line: Line, own: dict[int, str]) -> bool:
    """Whether a row without a number is nevertheless an item of its own."""
    last = structure.last
    if last is None or _has_its_own_figure(structure, line):
        return True
    if any(
        text[:1].islower()
        for col, text in own.items()
        if col in line.data | {line.title_col} and _is_prose(structure.reader, col)
    ):
        return False
    title = last.texts.get(line.title_col, "")
    if gluing.overlap(title, line.title):
        return False
    if structure.reader.number is None:
        return (
            bool(line.data) or title.endswith(captions.SENTENCE_END) or not line.title[:1].islower()
        )
    kinds = {column.kind for column in structure.reader.columns if column.col in line.data}
    timed = kinds & {headers.DEADLINE, headers.RESULT, headers.YEAR, headers.VALUE}
    led = kinds & {headers.LEAD, headers.ROLES, headers.UNIT}
    return bool(timed and led)


def _has_its_own_figure(structure: Structure, line: Line) -> bool:
    """Whether a row of targets brings a figure where the row above has one already."""
    last = structure.last
    if structure.kind != headers.TARGETS or last is None or not line.title:
        return False
    cols = [
        one.col for one in structure.reader.columns if one.kind in {headers.YEAR, headers.VALUE}
    ]
    return any(
        any(letter.isdigit() for letter in last.texts.get(col, ""))
        and line.texts.get(col)
        and col not in line.covered
        for col in cols
    )


def glue(structure: Structure, line: Line) -> None:
    """Add a row to the item, or to the group title, above it."""
    if structure.last is None:
        group = structure.groups[structure.path[-1]]
        group.title = gluing.join(group.title, line.title)
        return
    item = structure.last
    item.parts += 1
    if item.parts > _MOST_PARTS:
        structure.unplaced(line)
        return
    if line.title_col not in line.covered:
        named = item.number.text or item.text(headers.TITLE)[:40]
        structure.report("row_joined", line, number=named)
    for column in structure.reader.columns:
        text = lines.own_texts(line).get(column.col, "")
        if not text or column.kind in {headers.NUMBER, headers.GROUP}:
            continue
        if column.kind == headers.TITLE and line.number.style in {BULLET, SUB}:
            mark = "-" if line.number.style == BULLET else line.number_text.strip()
            text = f"{mark} {text}"
        _glue_text(structure, line, column, text)


def _glue_text(structure: Structure, line: Line, column: headers.Column, text: str) -> None:
    """Add a text to a column of the last item, unless it repeats what stands there."""
    item = structure.last
    if item is None:
        return
    before = item.texts.get(column.col, "")
    place = structure.place(line, column.col, column.heading)
    if before and (
        gluing.repeats(before, text) or (line.title_col in line.covered and text in before)
    ):
        structure.report("row_repeated", line, place, text=text, heading=column.heading)
        return
    if not gluing.overlap(before, text):
        beside = _column_repeated(structure.reader, item, column, text)
        if beside is not None:
            structure.report("row_repeated", line, place, text=text, heading=beside.heading)
            return
    if line.title_col in line.covered and before and column.kind != headers.TITLE:
        item.texts[column.col] = f"{before.rstrip(';,. ')}; {text}"
    else:
        item.texts[column.col] = gluing.join(before, text, lists=column.kind in _AGENCY_KINDS)


def group_texts(structure: Structure, line: Line) -> None:
    """Texts beside a group's title: an end of the row above, a default, or a remark."""
    group = structure.groups[-1]
    previous = structure.items[-1] if structure.items else None
    for column in structure.reader.columns:
        text = line.texts.get(column.col, "")
        if column.col not in line.data or not text:
            if text and column.kind in _BESIDE and column.col not in line.covered:
                structure.report(
                    "group_text", line, structure.place(line, column.col, column.heading), text=text
                )
            continue
        before = (
            previous.texts.get(column.col, "")
            if previous and previous.reader is structure.reader
            else ""
        )
        place = structure.place(line, column.col, column.heading)
        own = structure.kind == headers.TARGETS and (
            column.kind == headers.UNIT or (column.kind in _INHERITED and text == before)
        )
        if own:
            group.defaults[column.kind] = text
        elif before and gluing.repeats(before, text):
            structure.report("row_repeated", line, place, text=text, heading=column.heading)
        elif before and text[:1].islower() and previous is not None:
            previous.texts[column.col] = gluing.join(before, text)
            structure.report("row_joined", line, place, number=previous.number.text)
        elif column.kind in _INHERITED:
            group.defaults[column.kind] = text
        else:
            structure.report("group_text", line, place, text=text)


def _is_prose(reader: Reader, col: int) -> bool:
    """Whether a lower-case start in a column means a continued sentence."""
    kinds = {column.kind for column in reader.columns if column.col == col}
    return not kinds & {
        headers.DEADLINE,
        headers.UNIT,
        headers.NOTE,
        headers.YEAR,
        headers.VALUE,
        headers.RESULT,
    }


def _column_repeated(
    reader: Reader, item: Item, column: headers.Column, text: str
) -> headers.Column | None:
    """Another column whose end a text only repeats: the break moved it to the wrong column."""
    for other in reader.columns:
        if (
            other.col != column.col
            and len(text) > 8
            and gluing.repeats(item.texts.get(other.col, ""), text)
        ):
            return other
    return None
