"""Figures: a total that gets worse, and units far on the worse side of the average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Abs, Cast, Length, Substr

from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules import figures as rules
from sauro.domains.alerts.rules.catalogue import RuleCode, Setting
from sauro.domains.alerts.rules.figures import FEWEST_LIKE, Gap, Point
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import Indicator, Latest, RollupRow
from sauro.domains.indicators.rules import SCALE, Direction, OverTime, Rollup, Sums
from sauro.domains.orgs.models import Organisation

FALLING, GAP = RuleCode.FIGURE_FALLING, RuleCode.UNIT_GAP
LOOKED_BACK = 24  # months
NEW = 12  # months after which a last figure is no longer compared
_SUMS = ("total", "base", "units", "over", "confirmed")


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
    """Units far on the worse side of the average of like units in the same period; two SQL.

    Like units are those of one kind below one unit. The average is that of sums, as everywhere;
    only rates and averages are compared, where size does not matter.
    """
    if not search.wants([GAP]):
        return
    indicators = {one.pk: one for one in _indicators(search).select_related("owner")}
    ranks: dict[tuple[Any, ...], int] = defaultdict(int)
    for indicator_id, unit_id, period, above, kind, value, average, like in _compared(search):
        indicator = indicators[indicator_id]
        setting = search.setting(GAP, indicator.owner.path)
        gap = rules.gap_of(
            value=value,
            average=average,
            direction=indicator.direction,
            in_points=rules.in_points(unit=indicator.unit, factor=indicator.factor),
            limits=setting.limits,
        )
        group = (indicator_id, period, above, kind)
        ranks[group] += 1
        if gap is None or not setting.is_on or ranks[group] > setting.limits["worst"]:
            continue
        yield _gap_cause(indicator, unit_id, period, like, gap, setting)


def _gap_cause(
    indicator: Indicator, unit_id: int, period: int, like: int, gap: Gap, setting: Setting
) -> Cause:
    facts = {
        "period": period,
        "periodicity": indicator.periodicity,
        "value": round(gap.value, 2),
        "average": round(gap.average, 2),
        "gap": round(gap.gap, 1),
        "in_points": gap.in_points,
        "units": like,
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


def _compared(search: Search) -> Iterable[tuple[Any, ...]]:
    """The units of each group of like units that may lie too far off, the worst first."""
    group = [F("indicator_id"), F("period"), F("above"), F("organisation__kind")]
    points = search.settings.loosest(GAP, "points")
    percent = search.settings.loosest(GAP, "percent")
    number = FloatField()
    is_points = Q(indicator__factor=100) | Q(indicator__unit__startswith="%")
    return (
        _latest(search)
        .annotate(
            average=Window(Sum("share"), group) / Window(Sum("weight"), group),
            like=Window(Count("pk"), group),
        )
        .annotate(
            worse=Case(
                When(indicator__direction=Direction.DOWN.value, then=F("value") - F("average")),
                default=F("average") - F("value"),
                output_field=number,
            ),
            allowed=Case(
                When(is_points, then=Value(float(points))),
                default=Abs(F("average")) * float(percent) / 100.0,
                output_field=number,
            ),
        )
        .annotate(beyond=F("worse") - F("allowed"))
        .filter(like__gte=FEWEST_LIKE, beyond__gt=0)
        .order_by("-worse", "pk")
        .values_list(
            *("indicator_id", "organisation_id", "period", "above", "organisation__kind"),
            *("value", "average", "like"),
        )
    )


def _latest(search: Search) -> QuerySet[Latest, Any]:
    """The last figures of units with what they add to an average, as fractions."""
    ratio = Q(indicator__rollup=Rollup.RATIO.value)
    number = FloatField()
    amount, base = Cast("amount", number), Cast("base", number)
    scaled = amount / float(SCALE)
    weight = Case(
        When(base__isnull=True, then=Value(1.0)), default=base / float(SCALE), output_field=number
    )
    return (
        Latest.objects.filter(
            search.owned("indicator__owner"),
            ratio & Q(base__gt=0) | Q(indicator__rollup=Rollup.AVERAGE.value),
            indicator__closed_on__isnull=True,
            indicator__direction__in=(Direction.UP.value, Direction.DOWN.value),
            period__gte=_month(search) - NEW,
            organisation__valid_to__isnull=True,
        )
        .exclude(base=0)
        .annotate(
            above=Substr(
                "organisation__path", 1, Length("organisation__path") - Organisation.steplen
            ),
            value=Case(
                When(ratio, then=amount * F("indicator__factor") / base),
                default=scaled,
                output_field=number,
            ),
            share=Case(
                When(ratio, then=amount * F("indicator__factor")),
                default=scaled * weight,
                output_field=number,
            ),
            weight=Case(When(ratio, then=base), default=weight, output_field=number),
        )
    )


def _indicators(search: Search) -> QuerySet[Indicator]:
    return Indicator.objects.filter(
        search.owned(),
        closed_on__isnull=True,
        direction__in=(Direction.UP.value, Direction.DOWN.value),
    )


def _month(search: Search) -> int:
    return search.today.year * 12 + search.today.month - 1
