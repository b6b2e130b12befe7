"""Figures of the previous report that were corrected since."""

from __future__ import annotations

from collections.abc import Iterator

from sauro.domains.reporting.rules import corrections as rules
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.sections.building import Built, day_words, say, section
from sauro.engines.office.papers.shapes import Block, Column, Table

TITLE = "Đính chính số liệu"
_COLUMNS = (
    Column("STT", 11, "center"),
    Column("Số liệu", 56),
    Column("Đã báo cáo", 26, "center"),
    Column("Đính chính", 26, "center"),
    Column("Ngày, lý do", 46),
)


def corrections(view: View) -> Built:
    """What was corrected, when and why; nothing when nothing was."""
    return section("corrections", TITLE, _corrections(view))


def _corrections(view: View) -> Iterator[Block]:
    rows = rules.of_subject(view.picture, view.subject, view.picture.corrections)
    if not rows:
        return
    yield say(view, "corrections.some")
    yield Table(
        _COLUMNS,
        [
            (
                str(place),
                row.what,
                row.then,
                row.now,
                f"{day_words(row.on)}: {row.why}" if row.why else day_words(row.on),
            )
            for place, row in enumerate(rows, 1)
        ],
    )
