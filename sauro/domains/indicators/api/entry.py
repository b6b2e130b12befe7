"""Filling in figures: forms that are due, their cells, handing in, taking back, proposing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema, Status
from pydantic import StringConstraints

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts.api import Problem
from sauro.domains.indicators import filling
from sauro.domains.indicators.labels import finding_in_words
from sauro.domains.indicators.models import Observation, Proposal
from sauro.domains.indicators.rules import SCALE
from sauro.domains.indicators.selectors import entry as selectors
from sauro.domains.indicators.selectors import work
from sauro.domains.indicators.selectors.entry import Sheet
from sauro.domains.indicators.selectors.forms import Line
from sauro.domains.indicators.services import correcting, submissions
from sauro.domains.indicators.services.submissions import Entry, FormHasErrors, Remark

router = Router(tags=["Figures"])
FORM = "/figures/forms/{data_set_id}/{organisation_id}/{period}"
BIGGEST_ID = 2**63 - 1

Key = Annotated[int, Path(ge=1, le=BIGGEST_ID)]
PeriodNumber = Annotated[
    int, Path(ge=1, le=32_767, description="months of the first day of the period since year 0")
]
Number = Annotated[Decimal, Field(max_digits=19, decimal_places=4)]
Typed = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")]
Words = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
LongWords = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class ReportingUnit(Schema):
    """A unit that reports."""

    id: int
    code: str
    name: str


class DueFormOut(Schema):
    """A form that a unit can hand in today."""

    data_set_id: int
    code: str
    name: str
    organisation: ReportingUnit
    period: int
    period_name: str
    opens_on: date
    due_on: date
    closes_on: date
    state: str
    return_reason: str


class FigureRemarkOut(Schema):
    """What is to be said of one cell; a hard one blocks, a soft one asks for a reason."""

    indicator: str
    code: str
    hard: bool
    answered: bool
    message: str


class StoredFigureOut(Schema):
    """A figure as stored; `base` is the denominator or weight."""

    value: Decimal
    base: Decimal | None


class FormCellOut(Schema):
    """One line of a form: what was typed, the figure that stands, the figure before."""

    indicator: str
    name: str
    unit: str
    section: str
    base_name: str
    required: bool
    applies: bool
    value: str
    base: str
    reason: str
    figure: StoredFigureOut | None
    confirmed: bool
    previous: StoredFigureOut | None


class FilledFormOut(DueFormOut):
    """A form with its cells and everything that is to be said of them."""

    filled: int
    asked: int
    note: str
    saved_at: datetime | None
    submitted_at: datetime | None
    is_late: bool
    version: int
    cells: list[FormCellOut]
    remarks: list[FigureRemarkOut]


class FormCellIn(Schema):
    """One cell: a number, or words as people type them (“1.234,5”); null empties it."""

    indicator: Code
    value: Number | Typed | None = None
    base: Number | Typed | None = None
    reason: Words = ""


class FormCellsIn(Schema):
    """The cells to change; those not named stay as they are."""

    cells: list[FormCellIn] = Field(default=[], max_length=500)
    note: LongWords | None = None


class FigureProposalIn(Schema):
    """Another figure beside the official one, and why."""

    indicator: Code
    value: Number | Typed
    base: Number | Typed | None = None
    reason: Annotated[LongWords, Field(min_length=1)]


class FigureProposalOut(Schema):
    """A figure proposed; `accepted` is null until its owner has decided."""

    id: int
    indicator: str
    value: Decimal
    base: Decimal | None
    reason: str
    accepted: bool | None


class FormProblem(Problem):
    """Why a form was refused, with what is to be said of each cell."""

    remarks: list[FigureRemarkOut] = []


class UnknownLine(DomainError):
    """An indicator named in the request is not on the form."""

    code = "unknown_indicator"
    status = 422


@router.get("/figures/due", response=list[DueFormOut], summary="Forms due from my units")
def due_forms(request: HttpRequest) -> Any:
    return [_due_body(one) for one in work.due_from(user=request.user, day=clock.today())]


@router.get(FORM, response=FilledFormOut, summary="A form with its cells")
def filled_form(
    request: HttpRequest, data_set_id: Key, organisation_id: Key, period: PeriodNumber
) -> Any:
    return _body(_sheet_or_404(request, data_set_id, organisation_id, period))


@router.patch(FORM, response=FilledFormOut, summary="Save some cells")
def filled_form_save(
    request: HttpRequest,
    data_set_id: Key,
    organisation_id: Key,
    period: PeriodNumber,
    body: FormCellsIn,
) -> Any:
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    entries = {
        _line(sheet, cell.indicator).indicator.pk: Entry(
            _typed(cell.value), _typed(cell.base), cell.reason
        )
        for cell in body.cells
    }
    submissions.save_cells(
        form=sheet.form,
        organisation=sheet.organisation,
        period=sheet.period,
        entries=entries,
        note=body.note,
        **_who(request),
    )
    return _body(_sheet_or_404(request, data_set_id, organisation_id, period))


@router.post(
    f"{FORM}/submit", response={200: FilledFormOut, 422: FormProblem}, summary="Hand a form in"
)
def filled_form_submit(
    request: HttpRequest, data_set_id: Key, organisation_id: Key, period: PeriodNumber
) -> Any:
    sheet = _begun(request, data_set_id, organisation_id, period)
    try:
        submissions.submit(submission=sheet.submission, **_who(request))
    except FormHasErrors as wrong:
        remarks = _remarks(sheet, wrong.remarks)
        return Status(422, {"code": wrong.code, "message": str(wrong), "remarks": remarks})
    return _body(_sheet_or_404(request, data_set_id, organisation_id, period))


@router.post(f"{FORM}/take-back", response=FilledFormOut, summary="Take a form back")
def filled_form_take_back(
    request: HttpRequest, data_set_id: Key, organisation_id: Key, period: PeriodNumber
) -> Any:
    sheet = _begun(request, data_set_id, organisation_id, period)
    submissions.take_back(submission=sheet.submission, **_who(request))
    return _body(_sheet_or_404(request, data_set_id, organisation_id, period))


@router.post(
    f"{FORM}/proposals", response={201: FigureProposalOut}, summary="Propose another figure"
)
def filled_form_propose(
    request: HttpRequest,
    data_set_id: Key,
    organisation_id: Key,
    period: PeriodNumber,
    body: FigureProposalIn,
) -> Any:
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    line = _line(sheet, body.indicator)
    value = _number(body.value, "value")
    if value is None:
        raise correcting.BadFigure(_("This is not a number."), field="value")
    made = correcting.propose_figure(
        indicator=line.indicator,
        organisation=sheet.organisation,
        period=sheet.period,
        value=value,
        base=_number(body.base, "base"),
        reason=body.reason,
        **_who(request),
    )
    return Status(201, _proposal_body(made, line))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now()}


def _sheet_or_404(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int
) -> Sheet:
    sheet = selectors.sheet_for(
        user=request.user, data_set_id=data_set_id, organisation_id=organisation_id, period=period
    )
    if sheet is None:
        raise Http404
    return sheet


def _begun(request: HttpRequest, data_set_id: int, organisation_id: int, period: int) -> Sheet:
    """A form in which something was saved; before that there is nothing to hand in."""
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    if not sheet.begun:
        raise Http404
    return sheet


def _line(sheet: Sheet, code: str) -> Line:
    found = next((line for line in sheet.lines if line.indicator.code == code.strip()), None)
    if found is None:
        raise UnknownLine(_("This indicator is not on the form."), field="indicator")
    return found


def _typed(given: Decimal | str | None) -> str:
    """A cell as a person would have typed it: a point parts thousands there."""
    if given is None:
        return ""
    return given if isinstance(given, str) else f"{given:f}".replace(".", ",")


def _number(given: Decimal | str | None, field: str) -> Decimal | None:
    try:
        return submissions.number_of(_typed(given))
    except ValueError:
        raise correcting.BadFigure(_("This is not a number."), field=field) from None


def _due_body(due: work.Due | Sheet) -> dict[str, Any]:
    submission = due.submission
    return {
        "data_set_id": due.form.pk,
        "code": due.form.code,
        "name": due.form.name,
        "organisation": due.organisation,
        "period": due.period,
        "period_name": filling.label_of(due.form, due.period),
        "opens_on": due.timing.opens_on,
        "due_on": due.timing.due_on,
        "closes_on": due.timing.closes_on,
        "state": due.state,
        "return_reason": submission.return_reason if submission else "",
    }


def _body(sheet: Sheet) -> dict[str, Any]:
    submission = sheet.submission
    found = submissions.remarks_on(submission, sheet.lines, complete=True)
    return _due_body(sheet) | {
        "filled": sheet.filled,
        "asked": len(sheet.asked),
        "note": submission.note,
        "saved_at": submission.saved_at,
        "submitted_at": submission.submitted_at,
        "is_late": submission.is_late,
        "version": submission.version,
        "cells": [_cell_body(sheet, line) for line in sheet.lines],
        "remarks": _remarks(sheet, found),
    }


def _cell_body(sheet: Sheet, line: Line) -> dict[str, Any]:
    typed: Mapping[str, str] = {"value": "", "base": "", "reason": ""} | sheet.typed(line)
    present = line.present if line.present and line.present.status else None
    return {
        "indicator": line.indicator.code,
        "name": line.indicator.name,
        "unit": line.indicator.unit,
        "section": line.item.section,
        "base_name": filling.base_label(line.indicator),
        "required": line.item.required,
        "applies": line.applies,
        **typed,
        "figure": _figure(present),
        "confirmed": present is not None and present.status == Observation.CONFIRMED,
        "previous": _figure(line.previous),
    }


def _figure(figure: Observation | Proposal | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    base = None if figure.base is None else Decimal(figure.base) / SCALE
    return {"value": Decimal(figure.amount) / SCALE, "base": base}


def _remarks(sheet: Sheet, remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    codes = {line.indicator.pk: line.indicator.code for line in sheet.lines}
    return [
        {
            "indicator": codes[one.indicator_id],
            "code": one.code,
            "hard": one.hard,
            "answered": one.answered,
            "message": finding_in_words(one.code, one.facts),
        }
        for one in remarks
    ]


def _proposal_body(made: Proposal, line: Line) -> dict[str, Any]:
    return {
        "id": made.pk,
        "indicator": line.indicator.code,
        **(_figure(made) or {}),
        "reason": made.reason,
        "accepted": made.accepted,
    }
