"""What the Department of Science and Technology of Bắc Ninh reported month by month in 2025."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    Definition,
    Indicator,
    Observation,
    Submission,
)
from sauro.domains.indicators.rules import OverTime
from sauro.domains.indicators.services import totals
from sauro.engines import periods, text
from sauro.engines.history import recording
from sauro.engines.history.models import Event
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.series import SCALE
from sauro.shell.demonstration.stage import Stage

PROVINCE, DEPARTMENT = "BN", "BN-SKHCN"
FIRST, MONTHS = 2025 * 12, 7
NAME = "Biểu tháng về quản lý khoa học và công nghệ (7 tháng đầu năm 2025)"
HELP = "Số lũy kế từ đầu năm đến hết tháng; lấy từ sổ theo dõi của các phòng chuyên môn."
SOURCE = "Sổ theo dõi của các phòng chuyên môn, Sở Khoa học và Công nghệ"


def build(stage: Stage) -> None:
    """The form with its eight indicators, and seven months handed in and confirmed."""
    by, at = stage.monitor(PROVINCE), stage.moment(_handed_in(stage, FIRST), "science")
    made = _indicators(stage)
    Definition.objects.bulk_create(
        Definition(indicator=one, text=row["definition"], valid_from=date(2025, 1, 1), by=by, at=at)
        for one, row in zip(made, rows("science_bn"), strict=True)
    )
    form = _form(stage, made)
    told: list[tuple[str, Any]] = [("indicators.indicator.created", one) for one in made]
    recording.record_all(
        [
            recording.new_event(
                kind=kind, subject=one, by=by, at=at, after={"code": one.code, "name": one.name}
            )
            for kind, one in [*told, ("indicators.form.created", form)]
        ]
    )
    _figures(stage, made)
    _forms(stage, form, made)
    totals.rebuild(indicators=[one.pk for one in made])


def _indicators(stage: Stage) -> list[Indicator]:
    made = Indicator.objects.bulk_create(
        Indicator(
            owner=stage.organisations[PROVINCE],
            source=SOURCE,
            periodicity="month",
            over_time=OverTime.CUMULATIVE.value,
            whole=True,
            reporter="Sở Khoa học và Công nghệ",
            confirmer="Cơ quan thường trực của chương trình",
            folded=text.fold(row["name"])[:500],
            is_demonstration=True,
            **{name: row[name] for name in ("code", "name", "name_en", "unit")},
        )
        for row in rows("science_bn")
    )
    stage.indicators |= {f"{PROVINCE}/{one.code}": one for one in made}
    return made


def _form(stage: Stage, made: list[Indicator]) -> DataSet:
    """A form that the department keeps for itself: nobody else below it owes it."""
    form = DataSet.objects.create(
        owner=stage.organisations[DEPARTMENT],
        code="BM-KHCN",
        name=NAME,
        help=HELP,
        folded=text.fold(f"BM-KHCN {NAME}")[:320],
        kinds=["department"],
        first_period=FIRST,
        last_period=FIRST + MONTHS - 1,
        opens_after=10,
        due_after=17,
        closes_after=60,
        is_demonstration=True,
    )
    sections = {row["code"]: row["heading"] for row in rows("science_bn")}
    DataSetItem.objects.bulk_create(
        DataSetItem(data_set=form, indicator=one, section=sections[one.code], position=place)
        for place, one in enumerate(made, 1)
    )
    return form


def _figures(stage: Stage, made: list[Indicator]) -> None:
    unit = stage.organisations[DEPARTMENT]
    Observation.objects.bulk_create(
        Observation(
            indicator=one,
            organisation=unit,
            period=period,
            amount=int(row[f"m{period - FIRST + 1}"]) * SCALE,
            status=Observation.CONFIRMED,
            since=_handed_in(stage, period),
        )
        for one, row in zip(made, rows("science_bn"), strict=True)
        for period in range(FIRST, FIRST + MONTHS)
    )


def _forms(stage: Stage, form: DataSet, made: list[Indicator]) -> None:
    """Each month's form, confirmed two working days after it was handed in."""
    officer, monitor = stage.people[f"{DEPARTMENT}.focal"], stage.monitor(PROVINCE, 2)
    filled = []
    for period in range(FIRST, FIRST + MONTHS):
        day, month = _handed_in(stage, period), f"m{period - FIRST + 1}"
        at = stage.moment(day, f"science{period}")
        values = {row["code"]: row[month] for row in rows("science_bn")}
        filled.append(
            Submission(
                data_set=form,
                organisation=stage.organisations[DEPARTMENT],
                period=period,
                state="confirmed",
                draft={str(one.pk): {"value": values[one.code]} for one in made},
                saved_at=at,
                saved_by=officer,
                submitted_at=at,
                submitted_by=officer,
                decided_at=stage.moment(stage.later(day, 2), f"confirmed{period}"),
                decided_by=monitor,
            )
        )
    recording.record_all(
        [event for one in Submission.objects.bulk_create(filled) for event in _events(one)]
    )


def _events(one: Submission) -> Iterator[Event]:
    steps: tuple[tuple[str, Any, Any], ...] = (
        ("submitted", one.submitted_at, one.submitted_by),
        ("confirmed", one.decided_at, one.decided_by),
    )
    for step, at, by in steps:
        yield recording.new_event(kind=f"indicators.form.{step}", subject=one, by=by, at=at)


def _handed_in(stage: Stage, period: int) -> date:
    """The last working day of the month, or the first ones of a department that began later."""
    end = periods.month_end(period // 12, period % 12 + 1)
    since = stage.organisations[DEPARTMENT].valid_from
    return max(stage.working(end), stage.later(since, 3))
