"""What a person writes in a report; a refresh never touches it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import Stale
from sauro.domains.reporting.models import Report, ReportSection
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.sections import editing
from sauro.domains.reporting.sections.building import RECORDS
from sauro.domains.reporting.selectors import pictures
from sauro.domains.reporting.services.making import locked_report
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import text
from sauro.engines.history.recording import record
from sauro.engines.office.papers.shapes import blocks_from_data

LONGEST = 100_000  # letters of one section


@transaction.atomic
def write_section(
    *, section: ReportSection, wording: str, version: int, by: Any, at: datetime
) -> ReportSection:
    """The section with a person's text; the generated text again means nothing was written."""
    section = _locked(section, version, by=by)
    clean = text.clean(wording, keep_lines=True)
    if len(clean) > LONGEST:
        raise ReportRefused(_("The text of a section is too long."), field="wording")
    _check_marks(section, clean)
    generated = editing.to_text(blocks_from_data(section.generated))
    return _write(section, "" if clean == generated else clean, "written", by=by, at=at)


@transaction.atomic
def restore_section(
    *, section: ReportSection, version: int, by: Any, at: datetime
) -> ReportSection:
    """The section as it is generated; the text a person wrote stays in the history."""
    return _write(_locked(section, version, by=by), "", "restored", by=by, at=at)


@transaction.atomic
def renew_section(*, section: ReportSection, version: int, by: Any, at: datetime) -> ReportSection:
    """The person's words with every linked figure as it is now."""
    section = _locked(section, version, by=by)
    figures = pictures.view_of(report=section.report).figures
    return _write(section, phrasing.renewed(section.written, figures), "renewed", by=by, at=at)


def _locked(section: ReportSection, version: int, *, by: Any) -> ReportSection:
    report: Report = locked_report(section.report, by=by)
    section = ReportSection.objects.select_for_update().get(pk=section.pk)
    section.report = report
    if section.version != version:
        raise Stale(
            _("Somebody changed this section while you were writing. Compare and save again.")
        )
    return section


def _check_marks(section: ReportSection, wording: str) -> None:
    """A linked figure must exist; its number is written by the system, not by hand."""
    figures = pictures.view_of(report=section.report).figures
    for piece in phrasing.from_marks(wording):
        known = piece.ref.partition(".")[0] in RECORDS or piece.ref in figures
        if piece.ref and not known:
            raise ReportRefused(
                _("There is no figure “%(key)s”.") % {"key": piece.ref}, field="wording"
            )
        if piece.ref in figures and piece.text != phrasing.printed(figures[piece.ref]):
            raise ReportRefused(
                _("The figure “%(key)s” is %(value)s; write another number without the link.")
                % {"key": piece.ref, "value": phrasing.printed(figures[piece.ref])},
                field="wording",
            )


def _write(
    section: ReportSection, wording: str, what: str, *, by: Any, at: datetime
) -> ReportSection:
    before = section.written
    if before == wording and section.written_on == (section.generated_hash if wording else ""):
        return section
    section.written = wording
    section.written_on = section.generated_hash if wording else ""
    section.written_at, section.written_by = (at, by) if wording else (None, None)
    section.version += 1
    section.save(update_fields=["written", "written_on", "written_at", "written_by", "version"])
    record(
        kind=f"reporting.section.{what}",
        subject=section.report,
        by=by,
        at=at,
        before={section.key: before},
        after={section.key: wording},
    )
    return section
