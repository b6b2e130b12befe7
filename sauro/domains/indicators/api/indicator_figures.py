"""Figures of an indicator: over time, by unit, one cell with its past, a correction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from sauro.core import clock
from sauro.domains.indicators import figure_words, indicator_page
from sauro.domains.indicators.api import sheet_asking as asking
from sauro.domains.indicators.api.sheet_shapes import (
    CellFigureOut,
    CorrectionIn,
    Day,
    FiguresOut,
    FiguresQuery,
    PathId,
    PathPeriod,
    TrendOut,
)
from sauro.domains.indicators.models import Indicator, Observation
from sauro.domains.indicators.rules import SCALE
from sauro.domains.indicators.selectors import aims, cells, forms, outlooks, standings
from sauro.domains.indicators.selectors.cells import Cell
from sauro.domains.indicators.services import correcting as services

router = Router(tags=["Indicators"])
ONE = "/indicators/{indicator_id}"
CELL = f"{ONE}/figures/{{organisation_id}}/{{period}}"
STATES = {
    Observation.RETURNED: "returned",
    Observation.SUBMITTED: "provisional",
    Observation.CONFIRMED: "confirmed",
}


@router.get(f"{ONE}/trend", response=TrendOut, summary="Totals over time, and what is foreseen")
def indicator_trend(request: HttpRequest, indicator_id: PathId, as_of: Day | None = None) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    past = asking.past_day(as_of)
    day = past or clock.today()
    trend = indicator_page.trend_on(indicator=indicator, day=day, as_of=past)
    goals = aims.aims_of(user=request.user, indicators=[indicator], day=day)
    seen = outlooks.foreseen(indicator=indicator, trend=trend, aims=goals.get(indicator.pk, []))
    return {
        "totals": [asking.total_body(one) for one in trend],
        "forecast": _forecast(seen) if seen is not None and seen.found is not None else None,
    }


@router.get(f"{ONE}/figures", response=FiguresOut, summary="The units in a period, as of a day")
def indicator_figures(
    request: HttpRequest, indicator_id: PathId, query: Query[FiguresQuery]
) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    past = asking.past_day(query.as_of)
    asked = indicator_page.Asked(
        user=request.user,
        day=past or clock.today(),
        as_of=past,
        period=asking.period_of(indicator, query.period) if query.period else None,
    )
    trend = indicator_page.trend_on(indicator=indicator, day=asked.day, as_of=past)
    period = indicator_page.shown_period(indicator, trend, asked)
    found = standings.standings_of(
        indicator=indicator, period=period, user=request.user, as_of=past
    )
    total = next((one for one in trend if one.period == period), None)
    return {
        "period": period,
        "period_name": figure_words.period(indicator, period),
        "total": asking.total_body(total, found.expected) if total else None,
        "expected": found.expected,
        "reported": found.reported,
        "units": [_unit(one) for one in found.rows],
    }


@router.get(CELL, response=CellFigureOut, summary="One unit's figure and what stood there before")
def figure_cell(
    request: HttpRequest, indicator_id: PathId, organisation_id: PathId, period: PathPeriod
) -> Any:
    return _cell_body(_cell(request, indicator_id, organisation_id, period))


@router.post(f"{CELL}/correct", response=CellFigureOut, summary="Correct a figure that stands")
def figure_cell_correct(
    request: HttpRequest,
    indicator_id: PathId,
    organisation_id: PathId,
    period: PathPeriod,
    body: CorrectionIn,
) -> Any:
    found = _cell(request, indicator_id, organisation_id, period)
    services.correct_figure(
        indicator=found.indicator,
        organisation=found.organisation,
        period=found.period,
        **body.model_dump(),
        **asking.who(request),
    )
    return _cell_body(_cell(request, indicator_id, organisation_id, period))


def _cell(request: HttpRequest, indicator_id: int, organisation_id: int, period: int) -> Cell:
    indicator: Indicator = asking.indicator_or_404(request, indicator_id)
    unit = asking.unit_or_404(request, indicator, organisation_id)
    number = asking.period_of(indicator, period)
    return cells.cell_of(indicator=indicator, organisation=unit, period=number)


def _cell_body(cell: Cell) -> dict[str, Any]:
    figure = cell.figure
    return {
        "organisation": cell.organisation,
        "period": cell.period,
        **_typed(figure),
        "shown": asking.exact(forms.shown(cell.indicator, figure.amount, figure.base))
        if figure
        else None,
        "state": STATES[figure.status] if figure else "missing",
        "since": figure.since if figure else None,
        "past": [
            {
                **_typed(one),
                "since": one.since,
                "until": one.until,
                "reason": one.reason,
                "after_closing": one.after_closing,
            }
            for one in cell.past
        ],
    }


def _typed(one: Any) -> dict[str, Decimal | None]:
    if one is None:
        return {"value": None, "base": None}
    base = None if one.base is None else Decimal(one.base) / SCALE
    return {"value": Decimal(one.amount) / SCALE, "base": base}


def _unit(one: standings.Standing) -> dict[str, Any]:
    return {
        "organisation": one.organisation,
        "value": asking.exact(one.value),
        "confirmed": one.confirmed,
        "missing": one.missing,
        "place": one.place,
        "change": asking.exact(one.change),
        "year_change": asking.exact(one.year_change),
    }


def _forecast(seen: outlooks.Foreseen) -> dict[str, Any]:
    found = seen.found
    assert found is not None
    names = ("middle", "low", "high", "points", "seasonal")
    return {
        "period": seen.at,
        "outlook": seen.verdict,
        **{name: getattr(found, name) for name in names},
    }
