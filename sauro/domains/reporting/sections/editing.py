"""A section as text that a person edits, and back: words are his, tables and figures stay linked.

A line is a paragraph; “- ” begins an item of a list, “# ” a heading; [[39,5|targets.share]] is a
linked figure; [[bảng 1]] is the place of the first table. A table whose place is gone stands last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.sections.building import runs_of
from sauro.engines.office.papers.shapes import Block, Bullets, Heading, Paragraph, Run, Table

_TABLE = re.compile(r"\[\[\s*bảng\s+(\d+)\s*\]\]", re.IGNORECASE)


def to_text(blocks: Iterable[Block]) -> str:
    """The blocks as lines."""
    lines: list[str] = []
    tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            lines.append(f"[[bảng {tables}]]")
        elif isinstance(block, Heading):
            lines.append(f"# {block.text}")
        elif isinstance(block, Bullets):
            lines += [f"- {_marked(item)}" for item in block.items]
        else:
            lines.append(_marked(block.runs))
    return "\n".join(lines)


def to_blocks(text: str, generated: Sequence[Block]) -> list[Block]:
    """The blocks of an edited text, with the tables that were generated."""
    tables = [block for block in generated if isinstance(block, Table)]
    left = dict(enumerate(tables, 1))
    found: list[Block] = []
    items: list[tuple[Run, ...]] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        if items and not bare.startswith("- "):
            found.append(Bullets(items))
            items = []
        if bare.startswith("- "):
            items.append(_runs(bare[2:]))
        elif place := _TABLE.fullmatch(bare):
            found += [left.pop(int(place[1]))] if int(place[1]) in left else []
        elif bare.startswith("# "):
            found.append(Heading(bare[2:].strip(), 2))
        elif bare:
            found.append(Paragraph(_runs(bare)))
    return [*found, *left.values()]


def _marked(runs: Iterable[Run]) -> str:
    return phrasing.to_marks([phrasing.Piece(run.text, run.ref) for run in runs])


def _runs(line: str) -> tuple[Run, ...]:
    return runs_of(phrasing.from_marks(line.strip()))
