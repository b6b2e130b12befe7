"""Deciding on forms, and who has handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.indicators import filling, handing_in, judged
from sauro.domains.indicators.api.entry import Key, LongWords, PeriodNumber, ReportingUnit
from sauro.domains.indicators.models import DataSet, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import judging, missing, visibility, work
from sauro.domains.indicators.services import correcting, deciding, reminding
from sauro.engines import access

router = Router(tags=["Figures"])
MOST = 200


class WaitingFormOut(Schema):
    """A form that waits to be checked or confirmed."""

    id: int
    data_set_id: int
    code: str
    name: str
    organisation: ReportingUnit
    period: int
    period_name: str
    state: str
    remarks: int = Field(description="figures that are unusual")
    is_late: bool
    submitted_at: datetime | None
    submitted_by: str


class WaitingPageOut(Schema):
    """A page of waiting forms."""

    count: int
    items: list[WaitingFormOut]


class JudgedCellOut(Schema):
    """A figure beside that of the last period, in words."""

    code: str
    name: str
    now: str
    before: str
    change: str
    remarks: list[str]
    reason: str


class JudgedFormOut(WaitingFormOut):
    """A form handed in with its figures, the unusual ones first."""

    cells: list[JudgedCellOut]


class WaitingFormsQuery(Schema):
    """Which waiting forms."""

    data_set_id: int | None = Field(None, ge=1, le=2**63 - 1)
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000)


class FormIdsIn(Schema):
    """Forms handed in, by id."""

    ids: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] = Field(min_length=1, max_length=MOST)


class RefusedFormOut(Schema):
    """A form that was not decided, and why."""

    id: int
    reason: str


class DecidedOut(Schema):
    """What became of each form."""

    done: list[int]
    refused: list[RefusedFormOut]


class FormReturnIn(Schema):
    """Why a form is returned."""

    reason: LongWords


class ProposalAnswerIn(Schema):
    """Whether a proposed figure is accepted; a refusal needs an answer."""

    accept: bool
    answer: LongWords = ""


class PeriodCountOut(Schema):
    """How many units handed in for a period: by the due day, at all, of how many."""

    period: int
    period_name: str
    on_time: int
    handed_in: int
    owed: int


class MarkOut(Schema):
    """One unit in one period: confirmed, confirmed_late, on_time, late, returned, missing, open."""

    unit: str
    period: int
    mark: str


class CompletenessOut(Schema):
    """Who handed in a form in its last periods."""

    periods: list[PeriodCountOut]
    units: list[ReportingUnit]
    marks: list[MarkOut]


class RemindedOut(Schema):
    """A unit that was reminded, and where to write to."""

    organisation: ReportingUnit
    addresses: list[str]


@router.get("/figures/waiting", response=WaitingPageOut, summary="Forms waiting for my decision")
def waiting_forms(request: HttpRequest, query: Query[WaitingFormsQuery]) -> Any:
    _may_decide(request)
    found = judging.queue_of(user=request.user)
    if query.data_set_id:
        found = found.filter(data_set=query.data_set_id)
    rows = found[query.offset : query.offset + query.limit]
    return {"count": found.count(), "items": [_waiting(one) for one in rows]}


@router.get(
    "/figures/waiting/{submission_id}", response=JudgedFormOut, summary="A form with its remarks"
)
def waiting_form(request: HttpRequest, submission_id: Key) -> Any:
    return _judged(_submission(request, submission_id))


@router.post("/figures/check", response=DecidedOut, summary="Mark many forms as checked")
def forms_check(request: HttpRequest, body: FormIdsIn) -> Any:
    _allowed(request, Perm.CHECK)
    return _decided(deciding.check_forms(submissions=_seen(request, body), **_who(request)))


@router.post("/figures/confirm", response=DecidedOut, summary="Confirm many forms")
def forms_confirm(request: HttpRequest, body: FormIdsIn) -> Any:
    _allowed(request, Perm.CONFIRM)
    return _decided(deciding.confirm_forms(submissions=_seen(request, body), **_who(request)))


@router.post(
    "/figures/waiting/{submission_id}/return", response=JudgedFormOut, summary="Return a form"
)
def form_return(request: HttpRequest, submission_id: Key, body: FormReturnIn) -> Any:
    found = _submission(request, submission_id)
    deciding.return_form(submission=found, reason=body.reason, **_who(request))
    return _judged(_submission(request, submission_id))


@router.post(
    "/figures/proposals/{proposal_id}", response={204: None}, summary="Decide a proposed figure"
)
def proposal_answer(request: HttpRequest, proposal_id: Key, body: ProposalAnswerIn) -> Any:
    found = judging.proposal_for(user=request.user, proposal_id=proposal_id)
    if found is None:
        raise Http404
    correcting.decide_proposal(
        proposal=found, accept=body.accept, answer=body.answer, **_who(request)
    )
    return Status(204, None)


@router.get(
    "/figures/completeness/{data_set_id}",
    response=CompletenessOut,
    summary="Who has handed in a form",
)
def form_completeness(request: HttpRequest, data_set_id: Key) -> Any:
    form = _form(request, data_set_id)
    table = work.completeness(form=form, user=request.user, day=clock.today())
    codes = {unit.pk: unit.code for unit in table.units}
    return {
        "periods": [
            {
                "period": head.period,
                "period_name": head.label,
                "on_time": head.on_time,
                "handed_in": head.handed,
                "owed": head.owed,
            }
            for head in handing_in.heads_of(table)
        ],
        "units": list(table.units),
        "marks": [
            {"unit": codes[unit], "period": period, "mark": handing_in.code_of(mark)}
            for (unit, period), mark in table.marks.items()
        ],
    }


@router.post(
    "/figures/completeness/{data_set_id}/{period}/remind",
    response=list[RemindedOut],
    summary="Remind the units that have not handed in",
)
def form_remind(request: HttpRequest, data_set_id: Key, period: PeriodNumber) -> Any:
    form = _form(request, data_set_id)
    return reminding.remind(form=form, period=period, **_who(request))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now()}


def _may_decide(request: HttpRequest) -> None:
    if not judging.may_decide(user=request.user):
        raise PermissionDenied


def _allowed(request: HttpRequest, permission: str) -> None:
    if not access.can(request.user, permission):
        raise PermissionDenied


def _submission(request: HttpRequest, submission_id: int) -> Submission:
    found = judging.submission_for(user=request.user, submission_id=submission_id)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, data_set_id: int) -> DataSet:
    found = missing.form_for(user=request.user, data_set_id=data_set_id)
    if found is None:
        raise Http404
    return found


def _seen(request: HttpRequest, body: FormIdsIn) -> list[int]:
    """The forms of a list that the person may see; the others are as if not named."""
    found = visibility.visible_submissions(user=request.user).filter(pk__in=body.ids)
    return list(found.values_list("pk", flat=True))


def _decided(outcome: deciding.Outcome) -> dict[str, Any]:
    return {
        "done": [one.pk for one in outcome.done],
        "refused": [{"id": one.submission.pk, "reason": one.reason} for one in outcome.refused],
    }


def _waiting(one: Submission) -> dict[str, Any]:
    return {
        "id": one.pk,
        "data_set_id": one.data_set_id,
        "code": one.data_set.code,
        "name": one.data_set.name,
        "organisation": one.organisation,
        "period": one.period,
        "period_name": filling.label_of(one.data_set, one.period),
        "state": one.state,
        "remarks": one.remarks,
        "is_late": one.is_late,
        "submitted_at": one.submitted_at,
        "submitted_by": str(one.submitted_by or ""),
    }


def _judged(one: Submission) -> dict[str, Any]:
    return {**_waiting(one), "cells": judged.cells_of(one)}
