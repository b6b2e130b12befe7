"""The Word frame of a report: the one its province put in place, else the one of the kind."""

from __future__ import annotations

from sauro.domains.reporting.models import Report, ReportTemplate


def template_of(*, report: Report) -> bytes | None:
    """The content of the province's template; nothing means the frame that comes with the form."""
    found = ReportTemplate.objects.filter(
        owner=report.owner_id, definition=report.definition, form=report.form
    ).first()
    return bytes(found.content) if found else None
