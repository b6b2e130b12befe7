"""A short deck for a meeting as .pptx: wide, few words, the same bytes again.

Every slide has a real title; tables and bars are described for readers that cannot see them; the
speaker's notes carry the rule of each figure.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from . import packing
from . import slide_drawing as drawing
from .letters import clean
from .shapes import Column

_T = TypeVar("_T")
Tone = Literal["plain", "good", "warn", "bad"]
MOST_FIGURES = 6
MOST_BARS = 9
_ROOM = 5.35  # inches of a slide under its title
_LETTERS_AN_INCH = 8.2  # of a table set in 16 points


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The first slide."""

    title: str
    subtitle: str = ""
    place_and_day: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to remember: "17/43", what it counts, and by which rule."""

    value: str
    label: str
    rule: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class FiguresSlide:
    """Up to six numbers on cards; more go to a slide that follows."""

    title: str
    figures: Sequence[Figure]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar table: the part of a whole, and the words that say it."""

    label: str
    part: float
    whole: float
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class BarsSlide:
    """A table whose lines carry a bar."""

    title: str
    bars: Sequence[Bar]
    label_title: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class TableSlide:
    """A table; it goes on over further slides when it is long. `tones` colour the last cell."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    tones: Sequence[Tone] = ()
    notes: str = ""


Slide = TitleSlide | FiguresSlide | BarsSlide | TableSlide


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck of slides."""

    title: str
    slides: Sequence[Slide]
    day: date | None = None
    author: str = ""


def render_pptx(deck: Deck) -> bytes:
    """The deck as a file; the same deck gives the same bytes."""
    presentation = drawing.empty_presentation()
    pages = [page for slide in deck.slides for page in _pages(slide)]
    for number, page in enumerate(pages, 1):
        made = _DRAW[type(page)](presentation, page)
        notes = clean(_notes(page), lines=True)
        if notes:
            made.notes_slide.notes_text_frame.text = notes
        if number > 1:
            drawing.add_number(made, number)
    properties = presentation.core_properties
    properties.title, properties.language = clean(deck.title)[:255], "vi-VN"
    properties.author = properties.last_modified_by = clean(deck.author)[:255]
    properties.created = properties.modified = packing.moment_of(deck.day)
    properties.revision = 1
    buffer = io.BytesIO()
    presentation.save(buffer)
    return packing.repacked(buffer.getvalue())


def _notes(slide: Slide) -> str:
    """The notes of a slide, and the rules of its figures."""
    lines = [slide.notes]
    if isinstance(slide, FiguresSlide):
        lines += [f"{f.label}: {f.value}. {f.rule}" for f in slide.figures if f.rule]
    return "\n".join(line for line in lines if line.strip())


def _pages(slide: Slide) -> Iterator[Slide]:
    """The slide, or several where it does not fit one."""
    if isinstance(slide, FiguresSlide):
        yield from (replace(slide, figures=part) for part in _cut(slide.figures, MOST_FIGURES))
    elif isinstance(slide, BarsSlide):
        yield from (replace(slide, bars=part) for part in _cut(slide.bars, MOST_BARS))
    elif isinstance(slide, TableSlide):
        yield from _table_pages(slide)
    else:
        yield slide


def _cut(items: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    for start in range(0, max(len(items), 1), most):
        yield items[start : start + most]


def _table_pages(slide: TableSlide) -> Iterator[TableSlide]:
    """As many rows a slide as have room, judged by the letters of their cells."""
    heads = [column.title for column in slide.columns]
    shares = [column.width_mm for column in slide.columns]
    widths = drawing.widths_of(shares, [heads, *slide.rows])
    tones = [*slide.tones, *["plain"] * (len(slide.rows) - len(slide.tones))]
    rows: list[Sequence[str]] = []
    shown: list[Any] = []
    title = slide.title
    used = drawing.row_height(1)
    for row, tone in zip(slide.rows, tones, strict=False):
        height = drawing.row_height(_lines_of(row, widths))
        if rows and used + height > _ROOM:
            yield replace(slide, title=title, rows=rows, tones=shown)
            rows, shown, used = [], [], drawing.row_height(1)
            title = f"{slide.title} (tiếp theo)"
        rows, shown, used = [*rows, row], [*shown, tone], used + height
    yield replace(slide, title=title, rows=rows, tones=shown)


def _lines_of(row: Sequence[str], widths: Sequence[float]) -> int:
    """The lines of the tallest cell in columns of so many inches."""
    most = 1
    for cell, width in zip(row, widths, strict=False):
        letters_a_line = max(int((width - 0.14) * _LETTERS_AN_INCH), 1)
        most = max(most, sum(-(-len(line) // letters_a_line) or 1 for line in cell.split("\n")))
    return most


def _draw_title(presentation: Any, slide: TitleSlide) -> Any:
    return drawing.add_title_slide(
        presentation, clean(slide.title), clean(slide.subtitle), clean(slide.place_and_day)
    )


def _draw_figures(presentation: Any, slide: FiguresSlide) -> Any:
    made = drawing.add_slide(presentation, clean(slide.title))
    drawing.add_cards(made, [(clean(f.value), clean(f.label), f.tone) for f in slide.figures])
    return made


def _draw_bars(presentation: Any, slide: BarsSlide) -> Any:
    made = drawing.add_slide(presentation, clean(slide.title))
    lines = [
        (clean(bar.label), bar.part / bar.whole if bar.whole else 0.0, clean(bar.text), bar.tone)
        for bar in slide.bars
    ]
    drawing.add_bars(made, lines, clean(slide.label_title), clean(slide.title))
    return made


def _draw_table(presentation: Any, slide: TableSlide) -> Any:
    made = drawing.add_slide(presentation, clean(slide.title))
    drawing.add_table(
        made,
        [(clean(c.title), c.width_mm, c.align) for c in slide.columns],
        [[clean(cell, lines=True) for cell in row] for row in slide.rows],
        list(slide.tones),
        clean(slide.title),
    )
    return made


_DRAW: dict[type[Any], Callable[[Any, Any], Any]] = {
    TitleSlide: _draw_title,
    FiguresSlide: _draw_figures,
    BarsSlide: _draw_bars,
    TableSlide: _draw_table,
}
