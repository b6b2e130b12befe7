"""A report as files: Word, PDF, annexes in Excel, a short deck for the meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sauro.domains.reporting.models import Report
from sauro.domains.reporting.selectors import papers, pictures

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file with its name and type."""

    name: str
    content: bytes
    content_type: str


def written(report: Report, kind: str) -> File | None:
    """The file of a kind (docx, pdf, xlsx, pptx); nothing for any other kind."""
    found = _KINDS.get(kind)
    if found is None:
        return None
    content_type, write = found
    name = papers.file_name(report=report, extension=kind)
    return File(name, write(report), content_type)


def _docx(report: Report) -> bytes:
    return papers.word_of(report=report)


def _pdf(report: Report) -> bytes:
    from sauro.engines.office.papers.pdf import render_pdf

    return render_pdf(papers.paper_of(report=report))


def _xlsx(report: Report) -> bytes:
    from sauro.engines.office.papers.sheets import annexes_xlsx

    return annexes_xlsx(papers.paper_of(report=report))


def _pptx(report: Report) -> bytes:
    from sauro.domains.reporting import deck
    from sauro.engines.office.papers.slides import render_pptx

    return render_pptx(deck.deck_of(pictures.view_of(report=report), report.draft.abstract))


_KINDS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "docx": (DOCX, _docx),
    "pdf": ("application/pdf", _pdf),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _pptx),
}
