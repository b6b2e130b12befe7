"""What people of the demonstration do with figures themselves: drafts, a proposal, a correction."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sauro.domains.indicators.models import Observation
from sauro.domains.indicators.rules import SCALE
from sauro.domains.indicators.services import correcting, submissions
from sauro.domains.indicators.services.submissions import Entry
from sauro.shell.demonstration.figures import LOG_INS, figures_of, typed
from sauro.shell.demonstration.sheets import current_period
from sauro.shell.demonstration.stage import Stage

PROPOSED, CORRECTED = "XA-04", "XA-07"


def do(stage: Stage) -> None:
    """Everything that goes through the services, so that it looks as people leave it."""
    for key, unit in LOG_INS.items():
        _draft(stage, key, unit)
    _propose(stage)
    _correct(stage)


def _draft(stage: Stage, key: str, unit: str) -> None:
    """A form due in the coming days of which two thirds are filled in."""
    province, code = key.split("/")
    form, by = stage.forms[key], stage.people[f"{unit}.focal"]
    period = current_period(form, stage.today)
    found = figures_of(stage, province, code, unit, period)
    cells = {
        stage.indicators[f"{province}/{name}"].pk: Entry(**typed(pairs[period]))
        for name, pairs in found.items()
    }
    submissions.save_cells(
        form=form,
        organisation=stage.organisations[unit],
        period=period,
        entries=dict(list(cells.items())[: len(cells) * 2 // 3]),
        by=by,
        at=stage.moment(stage.today, f"{key}{unit}"),
    )


def _propose(stage: Stage) -> None:
    """The commune officer has found that a figure of two months ago was counted too low."""
    unit = LOG_INS["DN/BM-01"]
    figure = _figure(stage, PROPOSED, unit, back=2)
    numerator, households = Decimal(figure.amount) / SCALE, Decimal(figure.base or 0) / SCALE
    correcting.propose_figure(
        indicator=figure.indicator,
        organisation=stage.organisations[unit],
        period=figure.period,
        value=min(numerator + 42, households),
        base=households,
        reason="Rà soát lại có thêm 42 hộ ở hai tổ dân phố đã kéo cáp quang nhưng chưa được tính.",
        by=stage.people[f"{unit}.focal"],
        at=stage.moment(stage.today - timedelta(days=3), "propose"),
    )


def _correct(stage: Stage) -> None:
    """A figure corrected after its form had closed; what was reported stays on record."""
    unit = _other_commune(stage)
    figure = _figure(stage, CORRECTED, unit.code, back=3)
    correcting.correct_figure(
        indicator=figure.indicator,
        organisation=unit,
        period=figure.period,
        value=max(Decimal(figure.amount) / SCALE - 9, Decimal(0)),
        base=Decimal(figure.base or 0) / SCALE,
        reason="Trùng 09 hồ sơ khi chuyển dữ liệu giữa hai hệ thống; đã đối chiếu với nhật ký.",
        by=stage.monitor("DN"),
        at=stage.moment(stage.today - timedelta(days=5), "correct"),
    )


def _other_commune(stage: Stage) -> Any:
    return next(
        one
        for code, one in stage.organisations.items()
        if one.kind == "commune" and code.startswith("DN-") and code != LOG_INS["DN/BM-01"]
    )


def _figure(stage: Stage, code: str, unit: str, back: int) -> Observation:
    period = current_period(stage.forms["DN/BM-01"], stage.today) - back
    return Observation.objects.select_related("indicator__owner").get(
        indicator=stage.indicators[f"DN/{code}"],
        organisation=stage.organisations[unit],
        period=period,
    )
