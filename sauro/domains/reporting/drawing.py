"""Reports drawn away from the records: all that a worker process without a database needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sauro.engines.office.papers.pdf import render_pdf
from sauro.engines.office.papers.shapes import paper_from_data
from sauro.engines.office.papers.word import render_docx

Files = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report to be drawn; `name` ends with the dot before the extension."""

    name: str
    paper: dict[str, Any]
    template: bytes | None


def draw(one: Drawn) -> Files:
    """The Word and the PDF file of a report."""
    paper = paper_from_data(one.paper)
    return [
        (f"{one.name}docx", render_docx(paper, one.template)),
        (f"{one.name}pdf", render_pdf(paper)),
    ]


def joined(parts: list[Files]) -> Files:
    """The files of several parts."""
    return [file for part in parts for file in part]
