"""The annexes of a paper as a workbook, one sheet a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from sauro.engines.office import tables, writing

from . import wording
from .letters import clean
from .shapes import Block, Bullets, Heading, Paper, Paragraph, Table, text_of

_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_MM_OF_A_LETTER = 2.0
_NARROWEST = 6.0


def annexes_xlsx(paper: Paper) -> bytes:
    """A workbook of the tables of the annexes, or of the body when no annex has one.

    Numbers of columns that stand at the right are numbers; everything else stays a text.
    """
    sheets = [sheet for place in range(len(paper.annexes)) for sheet in _annex(paper, place)]
    if not sheets:
        sheets = list(_sheets("Bảng", [clean(wording.title(paper))], paper.blocks))
    return writing.write_xlsx(sheets or [_words(clean(wording.title(paper)), paper.blocks)])


def _annex(paper: Paper, place: int) -> list[tables.Sheet]:
    annex = paper.annexes[place]
    number = wording.annex_number(paper, place)
    titles = [number, clean(annex.title).upper(), clean(wording.annex_reference(paper))]
    return list(_sheets(number, titles, annex.blocks)) or [_words(titles[1], annex.blocks, number)]


def _sheets(name: str, titles: list[str], blocks: Iterable[Block]) -> Iterator[tables.Sheet]:
    """A sheet for each table; the words before a table stand over it."""
    above: list[str] = []
    made = 0
    for block in blocks:
        if not isinstance(block, Table):
            above += _lines(block)
            continue
        made += 1
        caption = [clean(block.caption)] if block.caption else []
        yield tables.Sheet(
            name if made == 1 else f"{name} ({made})",
            [
                tables.Column(clean(c.title), max(c.width_mm / _MM_OF_A_LETTER, _NARROWEST))
                for c in block.columns
            ],
            [_row(block, place) for place in range(len(block.rows))],
            [*titles, *above, *caption],
        )
        above = []


def _words(title: str, blocks: Iterable[Block], name: str = "Bảng") -> tables.Sheet:
    """A sheet of lines, for what has no table."""
    rows = [[line] for block in blocks for line in _lines(block)]
    return tables.Sheet(name, [tables.Column(title, 100)], rows)


def _lines(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [clean(block.text)]
    if isinstance(block, Paragraph):
        return [clean(text_of(block.runs))]
    if isinstance(block, Bullets):
        return [f"- {clean(text_of(item))}" for item in block.items]
    return []


def _row(table: Table, place: int) -> tables.Line:
    row = table.rows[place]
    cells = [clean(text_of(cell), lines=True) for cell in row]
    if len(cells) < len(table.columns) and len(cells) < 3:
        return tables.GroupLine(*(("", *cells) if len(cells) == 1 else cells))
    cells += [""] * (len(table.columns) - len(cells))
    return [
        _value(cell) if column.align == "right" else cell
        for cell, column in zip(cells, table.columns, strict=True)
    ]


def _value(text: str) -> tables.Value:
    """A number as Vietnamese papers write it, or the text."""
    if not _NUMBER.fullmatch(text.strip()):
        return text
    return Decimal(text.strip().replace("−", "-").replace(".", "").replace(",", "."))
