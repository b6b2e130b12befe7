"""Totals when a branch of the tree moves: they leave the units above it and join the new ones.

Called by the services of organisations, through the settings; figures themselves do not change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from sauro.domains.indicators.models import Indicator, Latest, Observation, RollupRow
from sauro.domains.indicators.rules import Sums
from sauro.domains.indicators.services import totals
from sauro.domains.orgs.models import Organisation

Carried = dict[tuple[int, int], Sums]  # by indicator and period
_NUMBERS = ("total", "base", "units", "over", "confirmed")


@contextmanager
def move_branch(*, organisation: Organisation) -> Iterator[None]:
    """Keep the totals of both lines of units right while the branch moves inside of this."""
    above = Organisation.objects.filter(path=organisation.path[: -Organisation.steplen])
    with transaction.atomic():
        left, carried = above.first(), lift(organisation=organisation)
        yield
        hang(organisation=Organisation.objects.get(pk=organisation.pk), carried=carried, left=left)


def lift(*, organisation: Organisation) -> Carried:
    """What the branch adds up to, taken out of the totals of all units above it."""
    carried = totals_of(organisation=organisation)
    totals.shift(
        (indicator, path, period, -sums)
        for (indicator, period), sums in carried.items()
        for path in _above(organisation)
    )
    return carried


def hang(*, organisation: Organisation, carried: Carried, left: Organisation | None) -> None:
    """Put what was lifted into the totals above the branch's new place.

    `left` is the unit below which it hung: with none below it any more, its figure is its total,
    and a unit that had none below it until now gets totals of its own.
    """
    above = Organisation.objects.filter(path__in=_above(organisation)).order_by("-depth")
    new = above.first()
    if new is not None and new.numchild == 1:
        RollupRow.objects.filter(indicator__in=_indicators(), organisation=new).delete()
        own = _own(new)
        totals.shift((pk, new.path, period, sums) for (pk, period), sums in own.items())
    totals.shift(
        (indicator, path, period, sums)
        for (indicator, period), sums in carried.items()
        for path in _above(organisation)
    )
    _clear(left, above)


def totals_of(*, organisation: Organisation) -> Carried:
    """What a unit and all below it add up to, for every indicator and period; at most three SQL."""
    if not organisation.numchild:
        return _own(organisation)
    rows = RollupRow.objects.filter(indicator__in=_indicators(), organisation=organisation)
    found = rows.order_by().values_list("indicator", "period", *_NUMBERS)
    sums = {(row[0], row[1]): Sums(*row[2:]) for row in found}
    return {key: one for key, one in sums.items() if one != Sums()}


def _own(organisation: Organisation) -> Carried:
    """The counted figures of a unit alone; three SQL, each answered by an index.

    Figures lie in the order of indicator, period, unit: without the indicators and periods to
    look in, all figures of the country would be read.
    """
    known = Latest.objects.filter(indicator__in=_indicators(), organisation=organisation)
    spans: dict[int, int] = dict(known.values_list("indicator", "period"))
    if not spans:
        return {}
    first = _first_period(spans)
    found: dict[tuple[int, int], Sums] = defaultdict(Sums)
    figures = Observation.objects.filter(
        indicator__in=spans,
        period__in=range(first, max(spans.values()) + 1),
        organisation=organisation,
    )
    indicators = Indicator.objects.in_bulk(list(spans))
    for one in figures.iterator():
        sums = indicators[one.indicator_id].sums_of(one.amount, one.base, one.status)
        if sums:
            found[one.indicator_id, one.period] += sums
    return dict(found)


def _first_period(indicators: Iterable[int]) -> int:
    """The first period for which anybody has a figure of one of these indicators."""
    firsts = [
        Observation.objects.filter(indicator=pk).order_by("period").values_list("period", flat=True)
        for pk in indicators
    ]
    return min(rows[0] for rows in firsts)


def _indicators() -> list[int]:
    return list(Indicator.objects.order_by().values_list("pk", flat=True))


def _above(organisation: Organisation) -> list[str]:
    step = Organisation.steplen
    return [organisation.path[:end] for end in range(step, len(organisation.path), step)]


def _clear(left: Organisation | None, above: Iterable[Organisation]) -> None:
    """Remove totals of a unit that has none below it any more, and rows that say nothing."""
    if left is None:
        return
    left.refresh_from_db()
    touched = Organisation.objects.filter(path__in=[*_above(left), left.path]).order_by()
    rows = RollupRow.objects.filter(indicator__in=_indicators())
    if not left.numchild:
        rows.filter(organisation=left).delete()
    empty = dict.fromkeys(_NUMBERS, 0)
    rows.filter(organisation__in=[*touched, *above], **empty).delete()
