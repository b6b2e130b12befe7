"""The Word frame of a report: the one its province put in place, else the one of the kind."""

from __future__ import annotations

from dataclasses import dataclass

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.definitions import Definition, definitions
from sauro.domains.reporting.models import Report, ReportTemplate
from sauro.engines.office.papers.templates import default_template


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of report with the frame its province put in place, if any."""

    definition: Definition
    own: ReportTemplate | None


def template_for(*, report: Report) -> ReportTemplate | None:
    """The province's template; nothing means the frame that comes with the form."""
    return ReportTemplate.objects.filter(
        owner=report.owner_id, definition=report.definition, form=report.form
    ).first()


def template_of(*, report: Report) -> bytes | None:
    """The content of the province's template."""
    found = template_for(report=report)
    return bytes(found.content) if found else None


def frames_of(*, owner: Organisation) -> list[Frame]:
    """Every kind of report with its frame in a province, without its content; one SQL."""
    found = ReportTemplate.objects.filter(owner=owner).select_related("by").defer("content")
    own = {(one.definition, one.form): one for one in found}
    return [Frame(one, own.get((one.code, one.form))) for one in definitions().values()]


def frame_file(*, owner: Organisation, definition: Definition) -> bytes:
    """The frame that reports of a kind are drawn with now."""
    found = ReportTemplate.objects.filter(
        owner=owner, definition=definition.code, form=definition.form
    ).first()
    return bytes(found.content) if found else default_template(definition.form)
