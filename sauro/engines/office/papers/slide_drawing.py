"""Draws the pieces of a slide: title, cards, bars, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

FONT = "Arial"
WIDE = 12.13  # inches between the margins of a slide 13.33 wide
_LEFT, _TOP = 0.6, 1.45
_INK, _SOFT, _ACCENT, _LINE = "1F2328", "57606A", "9B1C1C", "D0D7DE"
_TONES = {"plain": "1F2328", "good": "1A6B34", "warn": "8A5A00", "bad": "A40E26"}
_BARS = {"plain": "3B6EA5", "good": "2E7D46", "warn": "B87900", "bad": "C0293B"}
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_ROW, _ROW_LINE = 0.13, 0.27
_WORD_LETTER = 0.125  # inches of a letter of 16 points, the wide ones among the narrow


def empty_presentation() -> Any:
    """A presentation of 16:9 without slides; the layouts are stretched to it."""
    presentation = Presentation()
    stretch = Inches(13.333) / presentation.slide_width
    for sheet in (presentation.slide_master, *presentation.slide_layouts):
        for shape in sheet.placeholders:
            if shape.width is not None:
                shape.left, shape.width = (
                    Emu(int(shape.left * stretch)),
                    Emu(int(shape.width * stretch)),
                )
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    return presentation


def row_height(lines: int) -> float:
    """Inches that a table row of so many lines takes."""
    return _ROW + _ROW_LINE * lines


def widths_of(shares: Sequence[float], rows: Sequence[Sequence[str]]) -> list[float]:
    """Inches of columns in their shares, but none narrower than its longest word."""
    most = WIDE / len(shares)
    needs = [
        min(
            max((len(word) for row in rows for word in _cell_words(row, place)), default=1)
            * _WORD_LETTER
            + 0.2,
            most,
        )
        for place in range(len(shares))
    ]
    wanted = [WIDE * share / sum(shares) for share in shares]
    over = sum(max(need - width, 0) for need, width in zip(needs, wanted, strict=True))
    slack = sum(max(width - need, 0) for need, width in zip(needs, wanted, strict=True)) or 1
    return [
        need if width < need else width - (width - need) * over / slack
        for need, width in zip(needs, wanted, strict=True)
    ]


def _cell_words(row: Sequence[str], place: int) -> list[str]:
    return row[place].split() if place < len(row) else []


def add_title_slide(presentation: Any, title: str, subtitle: str, place_and_day: str) -> Any:
    """The first slide."""
    slide = _with_title(presentation, title, (0.9, 2.2, 11.5, 1.9), 36)
    _bar(slide, (0.9, 4.2, 1.6, 0.06), _ACCENT)
    _text(slide, (0.9, 4.4, 11.5, 1.0), subtitle, 22, _SOFT)
    _text(slide, (0.9, 6.5, 11.5, 0.5), place_and_day, 16, _SOFT)
    return slide


def add_slide(presentation: Any, title: str) -> Any:
    """A slide with its title and a line under it."""
    slide = _with_title(presentation, title, (_LEFT, 0.4, WIDE, 0.85), 28)
    _bar(slide, (_LEFT, 1.25, WIDE, 0.03), _ACCENT)
    return slide


def add_number(slide: Any, number: int) -> None:
    """The number of the slide in the corner."""
    _text(slide, (12.2, 6.98, 0.6, 0.35), str(number), 12, _SOFT, PP_ALIGN.RIGHT)


def add_cards(slide: Any, cards: Sequence[tuple[str, str, str]]) -> None:
    """Cards of a number over its words, three a row."""
    across = 2 if len(cards) == 4 else min(len(cards), 3) or 1
    gap = 0.3
    width = (WIDE - gap * (across - 1)) / across
    height = 2.45 if len(cards) > 3 else 3.2
    for place, (value, label, tone) in enumerate(cards):
        left = _LEFT + (place % across) * (width + gap)
        top = _TOP + 0.15 + (place // across) * (height + gap)
        card = _bar(slide, (left, top, width, height), "F6F5F2", f"{label}: {value}")
        frame = card.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        size = 48 if len(value) < 9 else 34 if len(value) < 16 else 24
        _fill(frame.paragraphs[0], value, size, _TONES[tone], bold=True, align=PP_ALIGN.CENTER)
        _fill(frame.add_paragraph(), label, 18, _INK, align=PP_ALIGN.CENTER)


def add_bars(
    slide: Any, lines: Sequence[tuple[str, float, str, str]], label_title: str, described: str
) -> None:
    """A table of labels and words with a bar between them; the bars are decoration."""
    widths = (4.6, 5.0, WIDE - 9.6)
    height = min(5.2 / max(len(lines), 1), 0.62)
    table = _table(slide, len(lines) + 1, widths, described)
    for cell, text in zip(table.rows[0].cells, (label_title, "", ""), strict=True):
        _cell(cell, text, 14, _SOFT, bold=True)
    table.rows[0].height = Inches(0.4)
    for place, (label, share, text, tone) in enumerate(lines, 1):
        table.rows[place].height = Inches(height)
        cells = table.rows[place].cells
        _cell(cells[0], label, 16, _INK)
        _cell(cells[1], "", 16, _INK)
        _cell(cells[2], text, 16, _TONES[tone], bold=True)
        top = _TOP + 0.4 + (place - 1) * height + height * 0.22
        track = (_LEFT + widths[0] + 0.1, top, widths[1] - 0.3, height * 0.56)
        _bar(slide, track, "ECEAE6")
        wide = track[2] * min(max(share, 0.0), 1.0)
        if wide > 0:
            _bar(slide, (track[0], top, wide, track[3]), _BARS[tone])


def add_table(
    slide: Any,
    columns: Sequence[tuple[str, float, str]],
    rows: Sequence[Sequence[str]],
    tones: Sequence[str],
    described: str,
) -> None:
    """A table with a header; the tone of a row colours its last cell."""
    heads = [title for title, _, _ in columns]
    table = _table(
        slide,
        len(rows) + 1,
        widths_of([width for _, width, _ in columns], [heads, *rows]),
        described,
    )
    for cell, (title, _, align) in zip(table.rows[0].cells, columns, strict=True):
        _cell(cell, title, 14, _SOFT, bold=True, align=_ALIGN[align])
    for row, values, tone in zip(list(table.rows)[1:], rows, tones, strict=True):
        row.height = Inches(row_height(1))
        last = len(values) - 1
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=False)):
            marked = place == last and tone != "plain"
            colour = _TONES[tone] if marked else _INK
            _cell(cell, value, 16, colour, bold=marked, align=_ALIGN[columns[place][2]])


def _with_title(presentation: Any, title: str, box: tuple[float, ...], size: float) -> Any:
    """A slide whose title is a real one, so that outlines and screen readers find it."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Inches(side) for side in box)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    if len(title) > 60:
        size *= 0.8 if len(title) < 110 else 0.65
    _fill(frame.paragraphs[0], title, size, _ACCENT, bold=True, align=PP_ALIGN.LEFT)
    return slide


def _text(
    slide: Any,
    box: tuple[float, ...],
    text: str,
    size: float,
    colour: str,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    if not text:
        return
    shape = slide.shapes.add_textbox(*(Inches(side) for side in box))
    shape.text_frame.word_wrap = True
    _fill(shape.text_frame.paragraphs[0], text, size, colour, align=align)


def _bar(slide: Any, box: tuple[float, ...], colour: str, described: str = "") -> Any:
    """A filled rectangle; without a description it is marked as decoration."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(side) for side in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape._element.remove(shape._element.find("{*}style"))  # which would cast a shadow
    _describe(shape, described)
    return shape


def _describe(shape: Any, text: str) -> None:
    """Words for readers that cannot see the shape; none at all mark a decoration."""
    from lxml import etree

    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", text)
    if not text:
        drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
        office = "http://schemas.microsoft.com/office/drawing/2017/decorative"
        extensions = etree.SubElement(properties, f"{{{drawing}}}extLst")
        extension = etree.SubElement(extensions, f"{{{drawing}}}ext")
        extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
        mark = etree.SubElement(extension, f"{{{office}}}decorative", nsmap={"adec": office})
        mark.set("val", "1")


def _table(slide: Any, rows: int, widths: Sequence[float], described: str) -> Any:
    box = (_LEFT, _TOP, sum(widths), row_height(1) * rows)
    shape = slide.shapes.add_table(rows, len(widths), *(Inches(side) for side in box))
    _describe(shape, described)
    table = shape.table
    table.first_row, table.horz_banding = True, False
    plain = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    table._tbl.tblPr.find("{*}tableStyleId").text = plain
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    return table


def _cell(
    cell: Any,
    text: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.05)
    cell.margin_left = cell.margin_right = Inches(0.07)
    pieces = text.split("\n")
    for place, piece in enumerate(pieces):
        frame = cell.text_frame
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _fill(paragraph, piece, size, colour, bold=bold, align=align)
    _underline(cell)


def _underline(cell: Any) -> None:
    """A thin line under a cell."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    line = parse_xml(
        f'<a:lnB xmlns:a="{space}" w="9525"><a:solidFill><a:srgbClr val="{_LINE}"/>'
        "</a:solidFill></a:lnB>"
    )
    cell._tc.get_or_add_tcPr().insert(0, line)


def _fill(
    paragraph: Any,
    text: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = text
    font = run.font
    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.color.rgb = RGBColor.from_string(colour)
    run._r.get_or_add_rPr().set("lang", "vi-VN")
