"""What the pages of a report show, ready to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.listings.reports import SHOWN_AS
from sauro.domains.reporting.models import Report, ReportSection
from sauro.domains.reporting.rules import corrections as correction_rules
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.rules.picture import CorrectionRow
from sauro.domains.reporting.sections import editing
from sauro.domains.reporting.sections.building import RECORDS
from sauro.domains.reporting.selectors import corrections, papers, pictures
from sauro.domains.reporting.services import making
from sauro.engines import periods
from sauro.engines.office.papers import wording
from sauro.engines.office.papers.shapes import (
    Block,
    Bullets,
    Heading,
    Paper,
    Run,
    Table,
    blocks_from_data,
)

SHORT_TABLE = 60  # rows of an annex on the page; the files hold all of them


def period_of(report: Report) -> periods.Period:
    """The period of a report."""
    return periods.parse(report.period)


def report_context(report: Report, *, user: Any) -> dict[str, Any]:
    """The page of a report."""
    sections = list(report.sections.all())
    paper = papers.paper_of(report=report)
    may_write = making.makes(report, by=user) and report.draft.state in making.WRITABLE
    return {
        "report": report,
        "paper": paper,
        "frame": _frame(paper),
        "chapters": _chapters(report, sections, may_write=may_write),
        "annexes": [
            {
                "title": one.title,
                "number": wording.annex_number(paper, place),
                "blocks": _shown(report, papers.blocks_of(section=one)),
            }
            for place, one in enumerate(row for row in sections if row.annex and row.has_text)
        ],
        "behind": [one for one in sections if one.is_behind],
        "kind_name": definitions()[report.definition].name,
        "period_name": period_of(report).label(get_language() or "vi"),
        "state": SHOWN_AS[report.draft.state],
        "state_name": report.draft.get_state_display(),
        "may_write": may_write,
        "may_refresh": may_write and not report.snapshot.is_final,
        "corrections": corrections_of(report, may_write=may_write),
    }


def corrections_of(report: Report, *, may_write: bool) -> tuple[CorrectionRow, ...]:
    """Figures of the report that were corrected since; none while it can still be refreshed."""
    if may_write and not report.snapshot.is_final:
        return ()
    view = pictures.view_of(report=report)
    rows = corrections.corrections_since(snapshot=report.snapshot)
    return correction_rules.of_subject(view.picture, view.subject, rows)


def _frame(paper: Paper) -> dict[str, Any]:
    """What stands around the text, in the words of the paper itself."""
    return {
        "salutation": "Kính gửi:",
        "receivers": "Nơi nhận:",
        "number": wording.number_line(paper),
        "place": wording.place_line(paper),
        "addressees": wording.addressees(paper),
        "grounds": wording.grounds(paper),
        "recipients": wording.recipients(paper),
    }


def section_initial(section: ReportSection) -> dict[str, Any]:
    """The text of a section as it is edited."""
    generated = editing.to_text(blocks_from_data(section.generated))
    return {"wording": section.written or generated, "version": section.version}


def section_context(section: ReportSection) -> dict[str, Any]:
    """The page on which a section is written."""
    figures = pictures.view_of(report=section.report).figures
    generated = blocks_from_data(section.generated)
    return {
        "section": section,
        "report": section.report,
        "generated": _shown(section.report, generated),
        "changes": _moved(section, figures) if section.is_behind else [],
    }


def _chapters(
    report: Report, sections: Iterable[ReportSection], *, may_write: bool
) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    spoken = list(dict.fromkeys(one.chapter for one in sections if not one.annex and one.has_text))
    for one in sections:
        if one.annex or not (one.has_text or may_write):
            continue
        number = wording.roman(spoken.index(one.chapter) + 1) if one.chapter in spoken else ""
        blank = {"title": one.chapter, "number": number, "sections": []}
        chapter = found.setdefault(one.chapter, blank)
        chapter["sections"].append(
            {
                "row": one,
                "blocks": _shown(report, papers.blocks_of(section=one)),
                "url": reverse("section_write", args=[report.pk, one.key]),
                "settle_url": reverse("section_settle", args=[report.pk, one.key]),
            }
        )
    return list(found.values())


def _shown(report: Report, blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as the template prints them, figures with the address of their rows."""
    return [_block(report, block) for block in blocks]


def _block(report: Report, block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_runs(report, item) for item in block.items]}
    if isinstance(block, Table):
        return _table(report, block)
    return {"kind": "paragraph", "runs": _runs(report, block.runs)}


def _table(report: Report, table: Table) -> dict[str, Any]:
    width = len(table.columns)
    rows = [
        {
            "cells": [
                {"runs": _runs(report, cell), "head": column.title, "align": column.align}
                for cell, column in zip(row, table.columns, strict=False)
            ],
            "span": width if len(row) == 1 else 0,
            "total": place in table.total_rows,
        }
        for place, row in enumerate(table.rows[:SHORT_TABLE])
    ]
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": table.columns,
        "rows": rows,
        "more": max(len(table.rows) - SHORT_TABLE, 0),
    }


def _runs(report: Report, runs: Iterable[Run]) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "url": _address(report, run.ref)} for run in runs]


def _address(report: Report, ref: str) -> str:
    if not ref:
        return ""
    kind, _dot, pk = ref.partition(".")
    if kind in RECORDS and pk.isdecimal():
        return reverse(f"{kind}_detail", args=[int(pk)])
    return reverse("report_figure", args=[report.pk, ref])


def _moved(section: ReportSection, figures: dict[str, Any]) -> list[dict[str, str]]:
    """Linked figures of a written text that are different now."""
    return [
        {"key": piece.ref, "then": piece.text, "now": phrasing.printed(figures[piece.ref])}
        for piece in phrasing.from_marks(section.written)
        if piece.ref in figures and piece.text != phrasing.printed(figures[piece.ref])
    ]
