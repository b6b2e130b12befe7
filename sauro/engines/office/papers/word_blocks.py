"""Blocks of a paper as the text of Word elements.

Elements made one by one are slow; as text, thousands of rows take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from . import measures
from .letters import clean
from .shapes import Block, Bullets, Heading, Paragraph, Run, Table
from .template_styles import twips

StyleId = Callable[[str], str]
_ALIGN = {"left": "left", "right": "right", "center": "center"}


def paragraph(style: str, content: str = "", *, more: str = "") -> str:
    """A paragraph of a style; `more` holds further paragraph properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def text_run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run; a line end in its text is a line break."""
    look = f"{'<w:b/><w:bCs/>' if bold else ''}{'<w:i/><w:iCs/>' if italic else ''}"
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    pieces = (
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in clean(text, lines=True).split("\n")
    )
    return f"<w:r>{look}{'<w:br/>'.join(pieces)}</w:r>"


def blocks_xml(blocks: Sequence[Block], style: StyleId, *, width: float, hold: bool = False) -> str:
    """The blocks in styles of the document; tables fit into `width` millimetres.

    `hold` keeps the last words on the page of what follows; words that lead to a list or a table
    always stay with it.
    """
    following = [*blocks[1:], None]
    return "".join(
        _block(block, style, width, "<w:keepNext/>" if _kept(block, after, hold) else "")
        for block, after in zip(blocks, following, strict=False)
    )


def _kept(block: Block, after: Block | None, hold: bool) -> bool:
    if after is None:
        return hold
    return isinstance(block, Paragraph) and isinstance(after, Bullets | Table)


def _block(block: Block, style: StyleId, width: float, more: str) -> str:
    if isinstance(block, Heading):
        return paragraph(style(f"Heading{block.level}"), text_run(block.text), more=more)
    if isinstance(block, Paragraph):
        name = style("PaperText" if block.indent else "PaperPlain")
        return paragraph(name, _runs(block.runs), more=more)
    if isinstance(block, Bullets):
        name, dash = style("PaperItem"), text_run("- ")
        return "".join(paragraph(name, dash + _runs(item), more=more) for item in block.items)
    return _table(block, style, width)


def _runs(runs: Sequence[Run], *, bold: bool = False) -> str:
    return "".join(text_run(run.text, bold=bold or run.bold, italic=run.italic) for run in runs)


def _table(table: Table, style: StyleId, available: float) -> str:
    """A table with its caption above, a header that repeats, and a small gap below."""
    fitted = measures.fitted([column.width_mm for column in table.columns], available)
    widths = [twips(width) for width in fitted]
    caption = paragraph(style("Caption"), text_run(table.caption)) if table.caption else ""
    described = f"<w:tblCaption w:val={quoteattr(clean(table.caption))}/>" if caption else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_header(table, style("PaperCellHead"), widths)]
    rows += [
        _row(row, table, style("PaperCell"), widths, bold=place in table.total_rows)
        for place, row in enumerate(table.rows)
    ]
    return (
        f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="{style("PaperTable")}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{paragraph(style('PaperAfter'))}"
    )


def _header(table: Table, style: str, widths: Sequence[int]) -> str:
    cells = "".join(
        _cell(width, paragraph(style, text_run(column.title)), '<w:vAlign w:val="center"/>')
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(
    row: Sequence[Sequence[Run]], table: Table, style: str, widths: Sequence[int], *, bold: bool
) -> str:
    cells = []
    for place, cell in enumerate(row):
        spans = len(widths) - place if place == len(row) - 1 else 1
        align = "left" if spans > 1 else _ALIGN[table.columns[place].align]
        more = "" if align == "left" else f'<w:jc w:val="{align}"/>'
        span = f'<w:gridSpan w:val="{spans}"/>' if spans > 1 else ""
        width = sum(widths[place : place + spans])
        cells.append(_cell(width, paragraph(style, _runs(cell, bold=bold), more=more), span))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, content: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{content}</w:tc>'
