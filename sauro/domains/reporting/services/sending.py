"""Fixing the text of a report as a version of its draft."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.documents import services as document_services
from sauro.domains.documents.models import DraftVersion
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.selectors import papers
from sauro.domains.reporting.services.making import locked_report
from sauro.domains.reporting.services.refusals import ReportRefused


@transaction.atomic
def send_report(*, report: Report, by: Any, at: datetime) -> DraftVersion:
    """The text as it stands now as the next version of the draft; the same text makes none."""
    report = locked_report(report, by=by)
    if any(one.is_behind for one in report.sections.all()):
        raise ReportRefused(
            _("In a section the figures moved on after it was written. Look at it first.")
        )
    content = papers.word_of(report=report)
    last = report.draft.versions.order_by("-number").first()
    note = _("Snapshot %(hash)s") % {"hash": report.snapshot.sha256[:12]}
    if last is not None and last.sha256 == hashlib.sha256(content).hexdigest():
        return last
    return document_services.add_version(
        draft=report.draft,
        file=content,
        name=papers.file_name(report=report, extension="docx"),
        note=note,
        by=by,
        at=at,
    )
