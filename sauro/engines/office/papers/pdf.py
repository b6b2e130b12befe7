"""A paper as PDF/A-2a and PDF/UA-1: tagged, with the vendored type face, the same bytes again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import letters, measures, packing, wording
from .frame import annex_of, frame_of, urgency_width
from .letters import printable
from .shapes import Block, Bullets, Column, Heading, Paper, Paragraph, Run, Table

_HERE = Path(__file__).resolve().parent
_LONG_CELL = 900  # letters from which a row may break over pages
_REGIONS = {"vi": "vn"}


def render_pdf(paper: Paper) -> bytes:
    """The paper as a PDF file; the same paper gives the same bytes.

    A paper without any day is tagged like any other, but not archival: that form needs a date.
    """
    dated = paper.day is not None or paper.as_of is not None
    standards = [*(("a-2a",) if dated else ()), "ua-1"]
    return _compiled("paper.typ", {"paper": _paper_data(paper)}, standards)


def stamp_pdf(
    *, name: str, lines: Sequence[str] = (), width_mm: float = 62, height_mm: float = 22
) -> bytes:
    """A small transparent PDF that says who signed: the name bold, the other lines under it.

    Long lines are set smaller until all fit the frame. It is meant to be laid over a page.
    """
    shown = [printable(line) for line in lines if line.strip()]
    longest = max(
        [letters.width_mm(printable(name), 1, bold=True)]
        + [letters.width_mm(line, 1) for line in shown]
        + [0.01]
    )
    across = (width_mm - 4) / longest
    down = (height_mm - 3) / ((len(shown) + 1) * 1.2 * 25.4 / 72)
    data = {
        "name": printable(name),
        "lines": shown,
        "width": width_mm,
        "height": height_mm,
        "size": round(max(4.0, min(10.0, across, down)), 2),
    }
    return _compiled("stamp.typ", {"stamp": data})


@lru_cache(maxsize=4)
def _source(name: str) -> bytes:
    return (_HERE / name).read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[letters.FONTS]
    )


def _compiled(name: str, inputs: dict[str, Any], standards: Sequence[str] = ()) -> bytes:
    """The typeset file, which keeps the standards that are named."""
    import typst  # slow to import, and most processes never write

    compiler = typst.Compiler(
        _source(name),
        font_paths=_fonts(),
        sys_inputs={key: json.dumps(value) for key, value in inputs.items()},
    )
    kept: list[Any] = list(standards)
    made = compiler.compile(format="pdf", pdf_standards=kept, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("one file was asked for")
    return made


def _paper_data(paper: Paper) -> dict[str, Any]:
    """Everything the typesetting needs, worded and printable."""
    found = frame_of(paper, printable)
    day = packing.moment_of(paper.day or paper.as_of)
    return found | {
        "form": paper.form,
        "measures": _measures(paper),
        "title": printable(wording.title(paper)).strip() or found["number_line"],
        "author": printable(paper.issuer),
        "day": [day.year, day.month, day.day],
        "language": "en" if paper.language == "en" else "vi",
        "region": _REGIONS.get(paper.language),
        "state_name": wording.STATE,
        "motto_line": wording.MOTTO,
        "party_name": wording.PARTY,
        "urgency_width": urgency_width(found["urgency"]),
        "addressed_label": wording.ADDRESSED,
        "blocks": _body(paper),
        "recipients_label": wording.RECIPIENTS,
        "annexes": _annexes(paper),
    }


def _body(paper: Paper) -> list[dict[str, Any]]:
    """The blocks of the paper; the last is held to the name, words before a list to the list."""
    found = [_block_data(block, landscape=False) for block in wording.body(paper)]
    for one, after in zip(found, [*found[1:], None], strict=False):
        leads_on = one["block"] == "paragraph" and after and after["block"] in ("bullets", "table")
        one["held"] = after is None or bool(leads_on)
    return found


def _annexes(paper: Paper) -> list[dict[str, Any]]:
    return [
        {
            **annex_of(paper, place, annex, printable),
            "landscape": annex.landscape,
            "blocks": [
                _block_data(block, landscape=annex.landscape)
                for block in wording.annex_blocks(annex)
            ],
        }
        for place, annex in enumerate(paper.annexes)
    ]


def _measures(paper: Paper) -> dict[str, Any]:
    return asdict(measures.MEASURES[paper.form]) | {
        "page": measures.PAGE,
        "top": measures.TOP,
        "bottom": measures.BOTTOM,
        "left": measures.LEFT,
        "right": measures.RIGHT,
        "text_width": measures.text_width(),
        "first_line": measures.FIRST_LINE,
        "paragraph_gap": measures.PARAGRAPH_GAP,
        "rule_share": measures.RULE_SHARE,
        "short_rule": measures.SHORT_RULE,
        "rule_weight": measures.RULE_WEIGHT,
        "cell_inset": measures.CELL_INSET,
        "table": measures.TABLE_SIZE,
        "caption": measures.CAPTION_SIZE,
        "copy_mark": measures.COPY_MARK_SIZE,
        "signature_space": measures.SIGNATURE_SPACE,
        "urgency_size": measures.URGENCY_SIZE,
        "urgency_height": measures.URGENCY_HEIGHT,
        "urgency_colour": measures.URGENCY_COLOUR,
        "address_indent": measures.ADDRESS_INDENT,
        "number_from_edge": measures.NUMBER_FROM_EDGE,
    }


def _run_data(runs: Sequence[Run]) -> list[list[Any]]:
    return [[printable(run.text, lines=True), run.bold, run.italic] for run in runs]


def _block_data(block: Block, *, landscape: bool) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"block": "heading", "text": printable(block.text), "level": block.level}
    if isinstance(block, Paragraph):
        return {"block": "paragraph", "runs": _run_data(block.runs), "indent": block.indent}
    if isinstance(block, Bullets):
        return {"block": "bullets", "items": [_run_data(item) for item in block.items]}
    return _table_data(block, measures.text_width(landscape=landscape))


def _table_data(table: Table, available: float) -> dict[str, Any]:
    widths = measures.fitted([column.width_mm for column in table.columns], available)
    return {
        "block": "table",
        "caption": printable(table.caption),
        "columns": [_column_data(*pair) for pair in zip(table.columns, widths, strict=True)],
        "rows": [
            {
                "cells": [_run_data(cell) for cell in row],
                "bold": place in table.total_rows,
                "long": any(sum(len(run.text) for run in cell) > _LONG_CELL for cell in row),
            }
            for place, row in enumerate(table.rows)
        ],
    }


def _column_data(column: Column, width: float) -> dict[str, Any]:
    return {"title": printable(column.title), "width": width, "align": column.align}
