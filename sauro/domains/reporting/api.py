"""The API of period reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.domains.reporting import (
    api_duties,
    api_letters,
    api_national,
    behind,
    files,
    report_page,
)
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.sections import editing
from sauro.domains.reporting.selectors import finding, pictures
from sauro.domains.reporting.services import closing, making, writing
from sauro.engines import periods
from sauro.engines.office.papers.shapes import blocks_from_data

router = Router(tags=["Reports"])
router.add_router("", api_duties.router)
router.add_router("", api_letters.router)
router.add_router("", api_national.router)
PathId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class NoSuchPeriod(DomainError):
    """The code of the period says nothing."""

    code = "no_such_period"
    status = 422


class PeriodReportOut(Schema):
    """A report; `sha256` is the fingerprint of the data it was made from."""

    id: int
    definition: str
    about: str
    period: str
    as_of: date
    is_final: bool
    sha256: str
    abstract: str
    state: str
    document: str | None


class PeriodReportPage(Schema):
    """Some reports, newest first."""

    total: int
    items: list[PeriodReportOut]


class PeriodReportQuery(Schema):
    """Which reports are wanted."""

    period: Annotated[str, Field(max_length=30)] = ""
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class PeriodReportIn(Schema):
    """A report to be made: about a province, agency or commune by its code, or a programme."""

    definition: Literal["province", "party", "programme", "agency", "commune"]
    owner: Code
    about: Annotated[str, Field(max_length=40)] = ""
    period: Annotated[str, Field(min_length=4, max_length=30, examples=["2025-H1"])]


class PeriodClosingIn(Schema):
    """A period to be closed."""

    owner: Code
    period: Annotated[str, Field(min_length=4, max_length=30, examples=["2025-06"])]


class SnapshotOut(Schema):
    """A frozen picture of a province."""

    period: str
    day: date
    is_final: bool
    sha256: str
    taken_at: datetime


class ReportSectionOut(Schema):
    """A section as text; figures stand as [[39,5|targets.reached_share]]."""

    key: str
    chapter: str
    title: str
    text: str
    is_written: bool
    is_behind: bool
    version: int


class ReportSectionIn(Schema):
    """The text of a section."""

    text: Annotated[str, Field(max_length=writing.LONGEST)]
    expected_version: Annotated[int, Field(ge=1)]


class CorrectionOut(Schema):
    """A figure of a report that was corrected since: as reported, as it stands, when and why."""

    what: str
    then: str
    now: str
    on: date
    why: str
    by: str


class ReportFigureOut(Schema):
    """A figure of a report with its rule and the rows it counts, frozen with the report."""

    key: str
    shown: str
    of: int | None
    rule: str
    day: date
    rows: list[dict[str, Any]]


@router.get("/reports", response=PeriodReportPage, summary="Reports the person may see")
def report_list(request: HttpRequest, query: Query[PeriodReportQuery]) -> Any:
    found = finding.visible_reports(user=request.user).order_by("-id")
    found = found.filter(period=query.period) if query.period else found
    rows = found[query.offset : query.offset + query.limit]
    return {"total": found.count(), "items": [_body(one) for one in rows]}


@router.post("/reports", response={201: PeriodReportOut}, summary="Make a report, or find it made")
def report_create(request: HttpRequest, body: PeriodReportIn) -> Any:
    owner, who = _owner(request, body.owner), _who(request)
    about = _about(request, body, owner)
    maker = about if isinstance(about, Organisation) else owner
    order = making.Order(body.definition, about, maker)
    with transaction.atomic():  # a refused report leaves no snapshot behind
        snapshot = closing.take_snapshot(
            owner=owner, period=_period(body.period), soon_days=settings.DUE_SOON_DAYS, **who
        )
        made = making.make_report(snapshot=snapshot, order=order, **who)
    return Status(201, _body(_report(request, made.pk)))


@router.get("/reports/{report_id}", response=PeriodReportOut, summary="One report")
def report_detail(request: HttpRequest, report_id: PathId) -> Any:
    return _body(_report(request, report_id))


@router.get(
    "/reports/{report_id}/sections", response=list[ReportSectionOut], summary="Its sections"
)
def section_list(request: HttpRequest, report_id: PathId) -> Any:
    return [_section(one) for one in _report(request, report_id).sections.all()]


@router.put(
    "/reports/{report_id}/sections/{key}", response=ReportSectionOut, summary="Write a section"
)
def section_write(request: HttpRequest, report_id: PathId, key: str, body: ReportSectionIn) -> Any:
    report = _report(request, report_id)
    section = report.sections.filter(key=key).first()
    if section is None:
        raise Http404
    section.report = report
    return _section(
        writing.write_section(
            section=section, wording=body.text, version=body.expected_version, **_who(request)
        )
    )


@router.get(
    "/reports/{report_id}/figures/{key}", response=ReportFigureOut, summary="Rows of a figure"
)
def report_figure(request: HttpRequest, report_id: PathId, key: str) -> Any:
    report = _report(request, report_id)
    found = behind.figure_context(report, key)
    if found is None:
        raise Http404
    rows = [{**one, "due": one["due"] and one["due"].isoformat()} for one in found["all_rows"]]
    return {**{name: found[name] for name in ("key", "shown", "of", "rule", "day")}, "rows": rows}


@router.get(
    "/reports/{report_id}/corrections",
    response=list[CorrectionOut],
    summary="Figures corrected after the report was made",
)
def report_corrections(request: HttpRequest, report_id: PathId) -> Any:
    report = _report(request, report_id)
    return report_page.corrections_of(report, may_write=report.draft.state in making.WRITABLE)


@router.get("/reports/{report_id}/files/{kind}", summary="The report as docx, pdf, xlsx or pptx")
def report_file(
    request: HttpRequest, report_id: PathId, kind: Literal["docx", "pdf", "xlsx", "pptx"]
) -> HttpResponse:
    found = files.written(_report(request, report_id), kind)
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=found.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


@router.post("/periods/close", response=SnapshotOut, summary="Freeze a period, once")
def period_close(request: HttpRequest, body: PeriodClosingIn) -> Any:
    return closing.close_period(
        owner=_owner(request, body.owner),
        period=_period(body.period),
        soon_days=settings.DUE_SOON_DAYS,
        **_who(request),
    )


@router.get("/periods/{code}/{period}/snapshots", response=list[SnapshotOut], summary="Pictures")
def snapshot_list(request: HttpRequest, code: str, period: str) -> list[Snapshot]:
    found = finding.snapshots_of(owner=_owner(request, code), code=_period(period).code)
    return list(found[:50])


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now()}


def _owner(request: HttpRequest, code: str) -> Organisation:
    found = finding.provinces_for(user=request.user)
    chosen = next((one for one in found if one.code == code), None)
    if chosen is None:
        raise Http404
    return chosen


def _period(code: str) -> periods.Period:
    try:
        return periods.parse(code)
    except ValueError:
        raise NoSuchPeriod(
            f"“{code}”: 2025-06, 2025-Q2, 2025-H1, 2025-9M, 2025", field="period"
        ) from None


def _about(
    request: HttpRequest, body: PeriodReportIn, owner: Organisation
) -> Organisation | Programme:
    about = definitions()[body.definition].about
    if about == SubjectKind.PROVINCE:
        return owner
    agencies, programmes = finding.subjects_for(user=request.user, owner=owner, day=clock.today())
    rows: Any = programmes if about == SubjectKind.PROGRAMME else agencies
    found: Organisation | Programme | None = rows.filter(code=body.about).first()
    if found is None:
        raise Http404
    return found


def _report(request: HttpRequest, report_id: int) -> Report:
    found = finding.visible_reports(user=request.user).filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def _body(report: Report) -> dict[str, Any]:
    document = report.draft.document
    return {
        "id": report.pk,
        "definition": report.definition,
        "about": pictures.subject_of(report=report).name,
        "period": report.period,
        "as_of": report.snapshot.day,
        "is_final": report.snapshot.is_final,
        "sha256": report.snapshot.sha256,
        "abstract": report.draft.abstract,
        "state": report.draft.state,
        "document": document.reference if document else None,
    }


def _section(section: Any) -> dict[str, Any]:
    return {
        "key": section.key,
        "chapter": section.chapter,
        "title": section.title,
        "text": section.written or editing.to_text(blocks_from_data(section.generated)),
        "is_written": bool(section.written),
        "is_behind": section.is_behind,
        "version": section.version,
    }
