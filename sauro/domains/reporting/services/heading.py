"""What stands at the head and foot of a report: place, addressees, grounds, signature."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import Stale
from sauro.domains.documents import services as document_services
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.services.making import locked_report
from sauro.engines.history.recording import changes, record


@dataclass(frozen=True, slots=True)
class HeadValues:
    """The parts of a paper around its text, as they were typed."""

    form: str
    place: str
    parent_name: str
    addressed_to: str
    grounds: str
    on_behalf: str
    authority: str


@transaction.atomic
def change_head(
    *,
    report: Report,
    values: HeadValues,
    abstract: str,
    signer_name: str,
    signer_position: str,
    recipients: str,
    version: int,
    by: Any,
    at: datetime,
) -> Report:
    """The report with another head; abstract, signer and recipients belong to its draft."""
    report = locked_report(report, by=by)
    if report.version != version:
        raise Stale(_("Somebody changed this report while you were writing."))
    before, after = changes(report, asdict(values))
    draft = report.draft
    document_services.change_draft(
        draft=draft,
        version=draft.version,
        kind=draft.kind,
        abstract=abstract,
        issuer_name=draft.issuer_name,
        symbol=draft.symbol,
        flow=draft.flow,
        urgency=draft.urgency,
        signer_name=signer_name,
        signer_position=signer_position,
        recipients=recipients,
        by=by,
        at=at,
    )
    if not after:
        return report
    for name, value in after.items():
        setattr(report, name, value)
    report.version += 1
    report.save(update_fields=[*after, "version"])
    record(
        kind="reporting.report.head_changed",
        subject=report,
        by=by,
        at=at,
        before=before,
        after=after,
    )
    return report
