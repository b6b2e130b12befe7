"""Figures that units report, as readings of the targets set on their indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Comparator, Direction, Forecast, OverTime
from sauro.domains.indicators.selectors import figures as indicator_figures
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.indicators.selectors.forms import MONTHS
from sauro.domains.programmes.models import Target, TargetReading
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import periods

SEEN_AHEAD = (
    *(Comparator.GE, Comparator.GT, Comparator.KEEP_ABOVE),
    *(Comparator.LE, Comparator.LT, Comparator.RANGE, Comparator.EQ),
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What units report for a target: the last total up to a day, and all before it."""

    last: Total
    trend: tuple[Total, ...]

    @property
    def on(self) -> date:
        """The last day of the period of the last total."""
        return self.period.end

    @property
    def period(self) -> periods.Period:
        """The period of the last total."""
        return indicator_rules.period_at(self.last.indicator.periodicity, self.last.period)

    def reading(self, target: Target) -> TargetReading:
        """The last total as a reading, not stored: it lives in the figures it is added up from."""
        source = _("Figures of %(count)s units, %(period)s") % {
            "count": self.last.sums.units,
            "period": self.period.label(get_language() or "vi"),
        }
        value = None if self.last.value is None else round(self.last.value, 4)
        return TargetReading(target=target, on=self.on, value=value, source=source)


def reported_for(*, targets: Sequence[Target], as_of: AsOf) -> dict[int, Reported]:
    """What units report for each target whose indicator has figures; at most three SQL.

    Only the owner's own totals count; a past day is answered from the figures that stood then.
    """
    asked = [one for one in targets if getattr(one, "has_figures", True)]
    trends = indicator_figures.trends_of(
        pairs={(one.indicator, one.programme.owner) for one in asked}
    )
    until = as_of.day.year * 12 + as_of.day.month - 1
    known = {
        key: [total for total in trend if total.period <= until and total.value is not None]
        for key, trend in trends.items()
    }
    known = {key: trend for key, trend in known.items() if trend}
    if as_of.is_past:
        known = indicator_figures.as_they_stood(trends=known, day=as_of.day)
    found = {}
    for target in asked:
        if trend := known.get((target.indicator_id, target.programme.owner_id)):
            found[target.pk] = Reported(trend[-1], tuple(trend))
    return found


def forecast_for(
    *, target: Target, reported: Reported, due_on: date | None
) -> tuple[Forecast | None, indicator_rules.Outlook]:
    """Where the figures of a target are going by its day, and whether that is enough."""
    unknown = (None, indicator_rules.Outlook.UNKNOWN)
    if due_on is None or target.low is None or target.comparator not in SEEN_AHEAD:
        return unknown
    indicator: Indicator = reported.last.indicator
    step = MONTHS[indicator.periodicity]
    month = due_on.year * 12 + due_on.month - 1
    at = month - month % step
    points = [
        (total.period, float(total.value))
        for total in reported.trend
        if total.value is not None and _same_count(indicator, total.period, at)
    ]
    found = indicator_rules.forecast(
        points,
        max(at, reported.last.period),
        per_year=None if indicator.over_time == OverTime.CUMULATIVE else 12 // step,
        **indicator.bounds,
    )
    falling = indicator_rules.way_of(
        indicator_rules.Aim(target.comparator, direction=indicator.direction)
    )
    return found, indicator_rules.outlook(
        found,
        low=float(target.low),
        high=_upper(target),
        falling=falling == Direction.DOWN,
    )


def _same_count(indicator: Indicator, period: int, at: int) -> bool:
    """Figures counted since the beginning of the year are compared within that year only."""
    return indicator.over_time != OverTime.CUMULATIVE or period // 12 == at // 12


def _upper(target: Target) -> float | None:
    if target.comparator == Comparator.EQ and target.low is not None:
        return float(target.low)
    if target.comparator == Comparator.RANGE and target.high is not None:
        return float(target.high)
    return None
