"""Registers, reports and lists of the register of documents as Word, PDF and Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.selectors.outputs import Output
from sauro.engines import text
from sauro.engines.office import uploads
from sauro.engines.office.papers.shapes import Annex, Column, Paper, Paragraph, Signature, Table
from sauro.engines.office.writing import Column as SheetColumn
from sauro.engines.office.writing import Sheet, write_xlsx

_MM_OF_A_LETTER = 2.0


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file with its name and type."""

    name: str
    content: bytes
    content_type: str


def written(output: Output, kind: str, *, day: date) -> File | None:
    """The output as docx, pdf or xlsx; nothing for any other kind."""
    write = _WRITERS.get(kind)
    if write is None:
        return None
    name = f"{output.code.replace('_', '-')}-{output.organisation.code.lower()}-{day}.{kind}"
    return File(name, write(output, day), uploads.TYPES[kind])


def paper_of(output: Output, day: date) -> Paper:
    """The output as a paper of the organisation: sums in the body, the table as an annex."""
    organisation = output.organisation
    mark = selectors.rule_of(organisation=organisation).mark
    columns = [
        Column(head.title, head.width_mm, "right" if head.number else "left")
        for head in output.heads
    ]
    lines = output.sums or (_("Rows: %(n)s") % {"n": text.vi_number(len(output.rows))},)
    rows = [[_printed(value) for value in row] for row in output.rows]
    annex = Annex(output.title, [Table(columns, rows, caption=output.covers)], landscape=True)
    return Paper(
        issuer=selectors.issuing_name(organisation=organisation).upper(),
        symbol=mark or rules.mark_of_name(organisation.name),
        place=organisation.short_name or organisation.name,
        day=day,
        kind=output.title.upper(),
        abstract=output.covers,
        blocks=[Paragraph(line) for line in lines],
        signature=Signature(position=_("Records clerk").upper()),
        annexes=[annex],
    )


def _printed(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return text.vi_date(value)
    return text.vi_number(value) if isinstance(value, int) else str(value)


def _docx(output: Output, day: date) -> bytes:
    from sauro.engines.office.papers.word import render_docx  # slow to import

    return render_docx(paper_of(output, day))


def _pdf(output: Output, day: date) -> bytes:
    from sauro.engines.office.papers.pdf import render_pdf  # slow to import

    return render_pdf(paper_of(output, day))


def _xlsx(output: Output, _day: date) -> bytes:
    columns = [
        SheetColumn(head.title, max(head.width_mm / _MM_OF_A_LETTER, 8)) for head in output.heads
    ]
    titles = (output.organisation.name, output.title, output.covers, *output.sums)
    return write_xlsx([Sheet(output.title, columns, output.rows, titles)])


_WRITERS: dict[str, Callable[[Output, date], bytes]] = {"docx": _docx, "pdf": _pdf, "xlsx": _xlsx}
