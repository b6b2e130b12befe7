"""Indicators that reports tell: the figure of the window, of the one before, and of a year ago."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain

from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.selectors import figures, past
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.models import FeaturedIndicator
from sauro.domains.reporting.rules.picture import IndicatorRow, Value
from sauro.engines import periods

_SPANS = ("now", "before", "year_ago")


def indicator_rows(
    *, owner: Organisation, period: periods.Period, day: date
) -> tuple[IndicatorRow, ...]:
    """The featured indicators of a province over a period, as they were known on a day."""
    featured = list(
        FeaturedIndicator.objects.filter(owner=owner).select_related("indicator__owner")
    )
    spans = {
        "now": _months(period),
        "before": _months(period.previous()),
        "year_ago": _months(period.same_last_year()),
    }
    months = sorted(set(chain.from_iterable(spans.values())))
    cells = {one.indicator: months for one in featured}
    totals = past.totals_on(cells=cells, day=day) if cells else {}
    return tuple(_row(one, totals, spans, day) for one in featured)


def _row(
    one: FeaturedIndicator,
    totals: Mapping[tuple[int, int], Total],
    spans: Mapping[str, list[int]],
    day: date,
) -> IndicatorRow:
    indicator = one.indicator
    sums = {
        name: [totals[indicator.pk, at].sums for at in spans[name] if (indicator.pk, at) in totals]
        for name in _SPANS
    }
    last = max(
        (at for at in spans["now"] if (indicator.pk, at) in totals), default=spans["now"][-1]
    )
    owed = figures.expected_units(indicator=indicator, root=indicator.owner, period=last)
    return IndicatorRow(
        id=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        heading=one.heading,
        phrase=one.phrase,
        period=last,
        expected=len(owed),
        by_unit=_by_unit(indicator, spans["now"], day),
        **{name: value_of(indicator=indicator, sums=sums[name]) for name in _SPANS},
    )


def value_of(*, indicator: Indicator, sums: Iterable[Sums]) -> Value:
    """The figure of a window from the sums of its periods in order."""
    whole = indicator_rules.over_time(indicator.rollup, indicator.over_time, sums)
    if not whole.units:
        return Value()
    total = Total(indicator, indicator.owner, 0, whole)
    fraction = total.denominator is not None
    value = total.value
    return Value(
        value=None if value is None else round(value, 2).normalize() + Decimal(0),
        numerator=total.numerator if fraction else None,
        denominator=total.denominator,
        units=whole.units,
    )


def _by_unit(indicator: Indicator, months: list[int], day: date) -> dict[int, Value]:
    found = past.unit_figures(indicator=indicator, root=indicator.owner, periods=months, day=day)
    by_unit: dict[int, list[Sums]] = defaultdict(list)
    for unit, at in sorted(found):
        by_unit[unit].append(found[unit, at].sums)
    return {
        unit: value_of(indicator=indicator, sums=sums) for unit, sums in sorted(by_unit.items())
    }


def _months(period: periods.Period) -> list[int]:
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    return list(range(first, last + 1))
