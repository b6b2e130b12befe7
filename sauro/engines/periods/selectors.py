"""The working calendar with the days decided by hand."""

from __future__ import annotations

from collections.abc import Iterable

from .models import DayOverride
from .working_days import Calendar, DayRule, prepare


def calendar(years: Iterable[int] = ()) -> Calendar:
    """The working calendar of today's knowledge, in one query; valid for any year.

    `years` are those whose holidays are worked out now rather than at the first question. What is
    worked out is kept per process for as long as the decided days stay the same.
    """
    for year in years:
        prepare(year)
    rows = DayOverride.objects.order_by("day").values_list("day", "is_working", "reason")
    return Calendar(tuple(DayRule(*row) for row in rows))
