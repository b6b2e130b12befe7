"""The API of report duties: who owes which report, how it stands, a reminder."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from sauro.core import clock
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.reporting.api_asking import Code, PathId, owner_of, who
from sauro.domains.reporting.models import ReportDuty
from sauro.domains.reporting.selectors import duties as selectors
from sauro.domains.reporting.services import duties

router = Router(tags=["Reports"])
PeriodCode = Annotated[str, Path(min_length=4, max_length=30)]


class ReportDutyOut(Schema):
    """All units of a kind or collective name owe a report of each period."""

    id: int
    owner: str
    definition: str
    period_kind: str
    collective: str | None
    org_kind: str
    due_days: int
    starts_on: date
    ends_on: date | None


class ReportDutyIn(Schema):
    """A duty; name the units by `collective` (its code) or by `org_kind`."""

    owner: Code
    definition: Annotated[str, Field(max_length=30, examples=["commune", "agency"])]
    period_kind: Literal["month", "quarter", "half_year", "nine_months", "year"]
    collective: Annotated[str, Field(max_length=40)] = ""
    org_kind: Annotated[str, Field(max_length=20)] = ""
    due_days: Annotated[int, Field(ge=1, le=60)]
    starts_on: date


class DutyMarkOut(Schema):
    """How the report of a unit and period stands."""

    unit: str
    period: str
    due_on: date
    state: str
    report_id: int | None


class ReportRemindedOut(Schema):
    """A unit that was reminded, with the addresses to write to."""

    unit: str
    addresses: list[str]


@router.get("/report-duties", response=list[ReportDutyOut], summary="Who owes which report")
def report_duty_list(request: HttpRequest) -> Any:
    return [_body(one) for one in selectors.duties_for(user=request.user)]


@router.post("/report-duties", response={201: ReportDutyOut}, summary="Decide who owes a report")
def report_duty_set(request: HttpRequest, body: ReportDutyIn) -> Any:
    owner = owner_of(request, body.owner)
    collective = None
    if body.collective:
        known = org_selectors.collectives(province_root=owner)
        collective = known.filter(code=body.collective).first()
        if collective is None:
            raise Http404
    values = body.model_dump(exclude={"owner", "collective"})
    made = duties.set_duty(owner=owner, collective=collective, **values, **who(request))
    return Status(201, _body(made))


@router.post("/report-duties/{duty_id}/end", response=ReportDutyOut, summary="End a duty")
def report_duty_end(request: HttpRequest, duty_id: PathId) -> Any:
    return _body(duties.end_duty(duty=_duty(request, duty_id), **who(request)))


@router.get(
    "/report-duties/{duty_id}/marks", response=list[DutyMarkOut], summary="How reports stand"
)
def report_duty_marks(request: HttpRequest, duty_id: PathId) -> Any:
    duty = _duty(request, duty_id)
    table = selectors.table_of(duty=duty, user=request.user, today=clock.today())
    return [
        {
            "unit": unit.code,
            "period": one.period.code,
            "due_on": one.due_on,
            "state": table.marks[unit.pk, one.period.code].state,
            "report_id": getattr(table.marks[unit.pk, one.period.code].report, "pk", None),
        }
        for unit in table.units
        for one in table.periods
        if (unit.pk, one.period.code) in table.marks
    ]


@router.post(
    "/report-duties/{duty_id}/{period}/remind",
    response=list[ReportRemindedOut],
    summary="Remind units that have not issued the report",
)
def report_duty_remind(request: HttpRequest, duty_id: PathId, period: PeriodCode) -> Any:
    found = duties.remind_duty(duty=_duty(request, duty_id), code=period, **who(request))
    return [{"unit": one.organisation.code, "addresses": one.addresses} for one in found]


def _duty(request: HttpRequest, duty_id: int) -> ReportDuty:
    found = selectors.duty_for(user=request.user, duty_id=duty_id)
    if found is None:
        raise Http404
    return found


def _body(duty: ReportDuty) -> dict[str, Any]:
    names = ("definition", "period_kind", "org_kind", "due_days", "starts_on", "ends_on")
    return {
        "id": duty.pk,
        "owner": duty.owner.code,
        "collective": duty.collective.code if duty.collective else None,
        **{name: getattr(duty, name) for name in names},
    }
