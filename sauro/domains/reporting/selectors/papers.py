"""A report as a paper: chapters, what was generated or written, annexes, head and signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.reporting.models import Report, ReportSection
from sauro.domains.reporting.sections import editing
from sauro.domains.reporting.selectors import templates
from sauro.engines.office.papers import wording
from sauro.engines.office.papers.shapes import (
    Annex,
    Block,
    Heading,
    Paper,
    Signature,
    blocks_from_data,
)


class FrameBroken(DomainError):
    """The Word frame that the province put in place cannot be filled any more."""

    code = "frame_broken"
    status = 409


def paper_of(*, report: Report) -> Paper:
    """The paper of a report as it stands now."""
    sections = list(report.sections.all())
    draft = report.draft
    document = draft.document
    return Paper(
        form=report.form,  # type: ignore[arg-type]
        parent=report.parent_name.upper(),
        issuer=draft.issuer_name.upper(),
        number=int(document.number) if document and document.number.isdigit() else None,
        symbol=draft.symbol,
        place=report.place,
        day=document.issued_on if document else None,
        kind="BÁO CÁO",
        abstract=draft.abstract,
        addressed_to=_lines(report.addressed_to),
        grounds=_lines(report.grounds),
        blocks=body_of(sections=sections),
        recipients=_lines(draft.recipients),
        signature=Signature(
            authority=report.authority.upper(),
            position=draft.signer_position.upper(),
            name=draft.signer_name,
            on_behalf=report.on_behalf.upper(),
        ),
        annexes=_annexes(sections),
        as_of=report.snapshot.day,
    )


def word_of(*, report: Report) -> bytes:
    """The report as a Word file in its province's frame; raises `FrameBroken`."""
    from sauro.engines.office.papers.templates import TemplateRefused
    from sauro.engines.office.papers.word import render_docx

    frame = templates.template_for(report=report)
    try:
        return render_docx(paper_of(report=report), bytes(frame.content) if frame else None)
    except TemplateRefused as refusal:
        raise FrameBroken(
            _("The Word frame “%(name)s” cannot be used: %(why)s Replace it or remove it.")
            % {"name": frame.name if frame else "", "why": refusal}
        ) from refusal


def body_of(*, sections: Sequence[ReportSection]) -> list[Block]:
    """Numbered chapters and sections; what has nothing to say is left out."""
    spoken = [one for one in sections if not one.annex and one.has_text]
    found: list[Block] = []
    chapters = groupby(spoken, lambda one: one.chapter)
    for number, (chapter, members) in enumerate(chapters, 1):
        inside = list(members)
        found.append(Heading(f"{wording.roman(number)}. {chapter.upper()}", 1))
        for place, one in enumerate(inside, 1):
            if len(inside) > 1:
                found.append(Heading(f"{place}. {one.title}", 2))
            found += _lowered(blocks_of(section=one))
    return found


def blocks_of(*, section: ReportSection) -> list[Block]:
    """What a section says: the text a person wrote, else what was generated."""
    generated = blocks_from_data(section.generated)
    return editing.to_blocks(section.written, generated) if section.written else list(generated)


def _annexes(sections: Iterable[ReportSection]) -> list[Annex]:
    return [
        Annex(one.title, blocks_of(section=one), landscape=_is_wide(one))
        for one in sections
        if one.annex and one.has_text
    ]


def _is_wide(section: ReportSection) -> bool:
    return any(block.get("block") == "table" for block in section.generated)  # not read twice


def _lowered(blocks: Iterable[Block]) -> list[Block]:
    """Headings inside a section stand below the heading of the section."""
    return [Heading(one.text, 3) if isinstance(one, Heading) else one for one in blocks]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def file_name(*, report: Report, extension: str) -> str:
    """A name for a file of the report, without marks."""
    about = report.programme.code if report.programme else report.organisation.code  # type: ignore[union-attr]
    return f"bao-cao-{about}-{report.period.replace('..', '-')}.{extension}".lower()
