"""Figures: a total that gets worse, and units far on the worse side of the average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Cast, Length, RowNumber, Substr

from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules import figures as rules
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.alerts.rules.figures import FEWEST_LIKE, Point
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
    """Units far on the worse side of the average of like units in the same period; one SQL.

    Like units are those of one kind below one unit. The average is that of sums, as everywhere;
    only rates and averages are compared, where size does not matter.
    """
    if not search.wants([GAP]):
        return
    ranks: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in _compared(search):
        setting = search.setting(GAP, row["indicator__owner__path"])
        gap = rules.gap_of(
            value=row["value"],
            average=row["average"],
            direction=row["indicator__direction"],
            in_points=row["points"] == 1,
            limits=setting.limits,
        )
        group = (row["indicator_id"], row["period"], row["above"], row["organisation__kind"])
        ranks[group] += 1
        if gap is None or not setting.is_on or ranks[group] > setting.limits["worst"]:
            continue
        yield Cause(
            rule=GAP.value,
            subject_id=str(row["indicator_id"]),
            part=str(row["organisation_id"]),
            owner_id=row["indicator__owner_id"],
            organisation_id=row["organisation_id"],
            level=setting.level,
            facts={
                "period": row["period"],
                "periodicity": row["indicator__periodicity"],
                "value": round(gap.value, 2),
                "average": round(gap.average, 2),
                "gap": round(gap.gap, 1),
                "in_points": gap.in_points,
                "units": row["like"],
                "unit": row["indicator__unit"],
                **setting.limits,
            },
            label=row["indicator__name"][:200],
        )


def _compared(search: Search) -> Iterable[dict[str, Any]]:
    """The units of each group of like units that may lie too far off, the worst first."""
    group = [F("indicator_id"), F("period"), F("above"), F("organisation__kind")]
    average = Cast(Window(Sum("share"), group), FloatField()) / Cast(
        Window(Sum("weight"), group), FloatField()
    )
    down = Q(indicator__direction=Direction.DOWN.value)
    worse = Case(
        When(down, then=F("value") - F("average")),
        default=F("average") - F("value"),
        output_field=FloatField(),
    )
    return (
        _latest(search)
        .annotate(average=average, like=Window(Count("pk"), group))
        .annotate(worse=worse)
        .annotate(place=Window(RowNumber(), group, order_by=[F("worse").desc(), F("pk")]))
        .filter(
            place__lte=search.settings.loosest(GAP, "worst", most=True),
            like__gte=FEWEST_LIKE,
            worse__gt=0,
        )
        .order_by("indicator_id", "period", "above", "organisation__kind", "place")
        .values(
            *("indicator_id", "organisation_id", "period", "above", "organisation__kind"),
            *("value", "average", "like", "points", "indicator__name", "indicator__unit"),
            *("indicator__owner_id", "indicator__owner__path", "indicator__direction"),
            "indicator__periodicity",
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
            points=Case(
                When(
                    Q(indicator__factor=100) | Q(indicator__unit__startswith="%"), then=Value(1)
                ),
                default=Value(0),
            ),
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
