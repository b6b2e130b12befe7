"""Putting figures into the narrow table; what gave way is kept with the days on which it stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sauro.core import clock
from sauro.domains.indicators.models import Indicator, Observation, Superseded
from sauro.domains.indicators.services.totals import Change, Figure


def store_figures(
    *,
    organisation: Any,
    period: int,
    wanted: Mapping[Indicator, Figure | None],
    by: Any,
    at: datetime,
    reason: str = "",
    after_closing: bool = False,
) -> list[Change]:
    """The changes just written for one unit and period; equal figures write nothing. Four SQL.

    A figure that is not wanted any more stays, without counting.
    """
    known = {
        one.indicator_id: one
        for one in Observation.objects.select_for_update().filter(
            indicator__in=[indicator.pk for indicator in wanted],
            organisation=organisation,
            period=period,
        )
    }
    day = clock.day_of(at)
    changes: list[Change] = []
    fresh: list[Observation] = []
    changed: list[Observation] = []
    past: list[Superseded] = []
    for indicator, new in wanted.items():
        row = known.get(indicator.pk)
        old = None if row is None else Figure(row.amount, row.base, row.status)
        after = new or (old and Figure(old.amount, old.base, Observation.RETURNED))
        if after is None or after == old:
            continue
        changes.append(Change(indicator, organisation, period, old, after))
        if row is None:
            row = Observation(indicator=indicator, organisation=organisation, period=period)
            fresh.append(row)
        else:
            past.append(_past(row, by, at, reason=reason, after_closing=after_closing))
            changed.append(row)
        row.amount, row.base, row.status, row.since = after.amount, after.base, after.status, day
    Observation.objects.bulk_create(fresh, batch_size=500)
    Observation.objects.bulk_update(changed, ["amount", "base", "status", "since"], batch_size=200)
    Superseded.objects.bulk_create(past, batch_size=500)
    return changes


def _past(
    row: Observation, by: Any, at: datetime, *, reason: str, after_closing: bool
) -> Superseded:
    return Superseded(
        indicator_id=row.indicator_id,
        organisation_id=row.organisation_id,
        period=row.period,
        amount=row.amount,
        base=row.base,
        status=row.status,
        since=row.since,
        until=clock.day_of(at),
        reason=reason,
        after_closing=after_closing,
        by=by,
        at=at,
    )
