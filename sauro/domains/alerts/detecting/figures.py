"""Figures: a total that gets worse, and units far on the worse side of the average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules import figures as rules
from sauro.domains.alerts.rules.catalogue import RuleCode, Setting
from sauro.domains.alerts.rules.figures import FEWEST_LIKE, Gap, Point
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import Indicator, RollupRow
from sauro.domains.indicators.rules import Direction, OverTime, Sums

FALLING, GAP = RuleCode.FIGURE_FALLING, RuleCode.UNIT_GAP
LOOKED_BACK = 24  # months
NEW = 12  # months after which a last figure is no longer compared
_SUMS = ("total", "base", "units", "over", "confirmed")
# Last figures beside the totals of the units above them; both ends read by key. The functions of
# the query builder would ask for each total three times.
_FAR_OFF = """
SELECT f.indicator_id, f.organisation_id, f.above_id, f.period, f.value, f.average, f.units
FROM (
  SELECT l.id, l.indicator_id, l.organisation_id, p.id AS above_id, l.period, r.units,
    i.direction, i.factor, i.unit,
    CASE WHEN i.rollup = 'ratio'
      THEN CAST(l.amount AS double precision) * i.factor / l.base
      ELSE CAST(l.amount AS double precision) / 10000 END AS value,
    CAST(r.total AS double precision)
      * (CASE WHEN i.rollup = 'ratio' THEN i.factor ELSE 1 END) / r.base AS average
  FROM indicators_indicator i
  JOIN orgs_organisation w ON w.id = i.owner_id AND w.path >= %(path)s AND w.path <= %(end)s
  JOIN indicators_latest l ON l.indicator_id = i.id AND l.period >= %(since)s
  JOIN orgs_organisation o ON o.id = l.organisation_id AND o.valid_to IS NULL
  JOIN orgs_organisation p ON p.path = SUBSTR(o.path, 1, LENGTH(o.path) - 4)
  JOIN indicators_rolluprow r
    ON r.indicator_id = i.id AND r.organisation_id = p.id AND r.period = l.period
  WHERE i.closed_on IS NULL AND i.direction IN ('up', 'down')
    AND (i.rollup = 'average' OR i.rollup = 'ratio' AND l.base > 0)
    AND r.base > 0 AND r.units >= %(fewest)s
) f
WHERE (CASE WHEN f.direction = 'down' THEN f.value - f.average ELSE f.average - f.value END)
  > (CASE WHEN f.factor = 100 OR SUBSTR(f.unit, 1, 1) = '%%'
      THEN CAST(%(points)s AS double precision) ELSE ABS(f.average) * %(percent)s / 100 END)
ORDER BY
  (CASE WHEN f.direction = 'down' THEN f.value - f.average ELSE f.average - f.value END) DESC, f.id
"""


def falling(search: Search) -> Iterator[Cause]:
    """Indicators whose newest total of the owner is worse than the one before; two SQL."""
    if not search.wants([FALLING]):
        return
    indicators = {one.pk: one for one in _indicators(search).select_related("owner")}
    points: dict[int, list[Point]] = defaultdict(list)
    rows = RollupRow.objects.filter(
        search.owned("indicator__owner"),
        indicator__closed_on__isnull=True,
        organisation=F("indicator__owner"),
        units__gt=0,
        period__gte=_month(search) - LOOKED_BACK,
    )
    for pk, period, *sums in rows.values_list("indicator_id", "period", *_SUMS):
        if (one := indicators.get(pk)) is None:
            continue
        known = Sums(*sums)
        value = indicator_rules.value_of(one.rollup, known, factor=one.factor)
        if value is not None:
            points[pk].append(Point(period, float(value), known.units))
    for pk, found in points.items():
        yield from _fallen(indicators[pk], found, search)


def _fallen(indicator: Indicator, points: list[Point], search: Search) -> Iterator[Cause]:
    setting = search.setting(FALLING, indicator.owner.path)
    fall = rules.fall_of(
        points,
        direction=indicator.direction,
        cumulative=indicator.over_time == OverTime.CUMULATIVE,
        limits=setting.limits,
    )
    if fall is None or not setting.is_on:
        return
    facts = {
        "period": fall.last.period,
        "value": round(fall.last.value, 2),
        "units": fall.last.units,
        "before_period": fall.before.period,
        "before": round(fall.before.value, 2),
        "worse": round(fall.percent, 1),
        "periodicity": indicator.periodicity,
        "unit": indicator.unit,
        **setting.limits,
    }
    yield Cause(
        rule=FALLING.value,
        subject_id=str(indicator.pk),
        owner_id=indicator.owner_id,
        organisation_id=indicator.owner_id,
        level=setting.level,
        facts=facts,
        label=indicator.name[:200],
    )


def gaps(search: Search) -> Iterator[Cause]:
    """Units far on the worse side of the average of the units beside them; two SQL.

    Only rates and averages are compared, where size does not matter, in one and the same period.
    """
    if not search.wants([GAP]):
        return
    indicators = {one.pk: one for one in _indicators(search).select_related("owner")}
    ranks: dict[tuple[int, int, int], int] = defaultdict(int)
    for indicator_id, unit_id, above_id, period, value, average, units in _compared(search):
        indicator = indicators.get(indicator_id)
        if indicator is None:
            continue
        setting = search.setting(GAP, indicator.owner.path)
        gap = rules.gap_of(
            value=value,
            average=average,
            direction=indicator.direction,
            in_points=rules.in_points(unit=indicator.unit, factor=indicator.factor),
            limits=setting.limits,
        )
        group = (indicator_id, period, above_id)
        ranks[group] += 1
        if gap is None or not setting.is_on or ranks[group] > setting.limits["worst"]:
            continue
        yield _gap_cause(indicator, unit_id, period, units, gap, setting)


def _gap_cause(
    indicator: Indicator, unit_id: int, period: int, units: int, gap: Gap, setting: Setting
) -> Cause:
    facts = {
        "period": period,
        "periodicity": indicator.periodicity,
        "value": round(gap.value, 2),
        "average": round(gap.average, 2),
        "gap": round(gap.gap, 1),
        "in_points": gap.in_points,
        "units": units,
        "unit": indicator.unit,
        **setting.limits,
    }
    return Cause(
        rule=GAP.value,
        subject_id=str(indicator.pk),
        part=str(unit_id),
        owner_id=indicator.owner_id,
        organisation_id=unit_id,
        level=setting.level,
        facts=facts,
        label=indicator.name[:200],
    )


def _compared(search: Search) -> list[tuple[Any, ...]]:
    """Units that may lie too far off: figure, total above them, units in it; the worst first.

    The average is the total of the unit above, which is kept with every figure that is written.
    """
    words: dict[str, str | int] = {
        "points": search.settings.loosest(GAP, "points"),
        "percent": search.settings.loosest(GAP, "percent"),
        "since": _month(search) - NEW,
        "path": search.path,
        "end": search.path + "Z" * 60,  # after every path below
        "fewest": FEWEST_LIKE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAR_OFF, words)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _indicators(search: Search) -> QuerySet[Indicator]:
    return Indicator.objects.filter(
        search.owned(),
        closed_on__isnull=True,
        direction__in=(Direction.UP.value, Direction.DOWN.value),
    )


def _month(search: Search) -> int:
    return search.today.year * 12 + search.today.month - 1
