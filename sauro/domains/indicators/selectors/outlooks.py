"""Where an indicator is going, judged against the nearest target on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Forecast, Outlook, OverTime
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.selectors.aims import AimLine
from sauro.domains.indicators.selectors.figures import Total

YEAR = 12


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The forecast for the period in which a target is due, or the year ends, and the verdict."""

    at: int
    found: Forecast | None
    aim: AimLine | None
    verdict: str


def foreseen(
    *, indicator: Indicator, trend: Sequence[Total], aims: Sequence[AimLine]
) -> Foreseen | None:
    """What is foreseen from the owner's totals; nothing when there are none at all."""
    known = [(one.period, float(one.value)) for one in trend if one.value is not None]
    if not known:
        return None
    step = forms.MONTHS[indicator.periodicity]
    last = known[-1][0]
    aim = next((one for one in aims if _index(indicator, one) >= last), None)
    at = _index(indicator, aim) if aim else _year_end(last + step, step)
    points = _of_the_year(known, at) if indicator.over_time == OverTime.CUMULATIVE else known
    found = rules.forecast(
        points, at, per_year=YEAR // step if step < YEAR else None, **indicator.bounds
    )
    verdict: str = Outlook.UNKNOWN
    if aim is not None:
        verdict = rules.outlook(
            found,
            low=float(aim.low),
            high=None if aim.high is None else float(aim.high),
            falling=aim.falling,
        )
    return Foreseen(at, found, aim, str(verdict))


def path_to(*, indicator: Indicator, trend: Sequence[Total], at: int) -> list[tuple[int, Forecast]]:
    """The forecast of each period after the last figure, up to one to come."""
    known = [(one.period, float(one.value)) for one in trend if one.value is not None]
    if not known:
        return []
    step = forms.MONTHS[indicator.periodicity]
    points = _of_the_year(known, at) if indicator.over_time == OverTime.CUMULATIVE else known
    per_year = YEAR // step if step < YEAR else None
    ahead = [
        (number, rules.forecast(points, number, per_year=per_year, **indicator.bounds))
        for number in range(known[-1][0] + step, at + 1, step)
    ]
    return [(number, found) for number, found in ahead if found is not None]


def _index(indicator: Indicator, aim: AimLine) -> int:
    """The number of the period in which a target is due."""
    month = aim.due_on.year * YEAR + aim.due_on.month - 1
    return month - month % forms.MONTHS[indicator.periodicity]


def _year_end(period: int, step: int) -> int:
    return period // YEAR * YEAR + YEAR - step


def _of_the_year(known: list[tuple[int, float]], at: int) -> list[tuple[int, float]]:
    """Figures that count since the beginning of the year: only that year's tell its end."""
    this_year = [(period, value) for period, value in known if period // YEAR == at // YEAR]
    return this_year or known
