"""How the work went over the months: what had to be done by then, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

BACK, AHEAD = 11, 6  # months shown before and after the month looked at


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """Totals up to the end of a month; `done` is nothing for a month still to come."""

    month: date
    due: int
    done: int | None


def burn_up(*, due: Mapping[date, int], done: Mapping[date, int], day: date) -> list[MonthPoint]:
    """Tasks due and tasks completed up to the end of each month around a day.

    `due` and `done` count tasks by day, or by the first day of a month. Months without anything
    before the first or after the last due day are left out; what lies before the first month shown
    is in its totals.
    """
    known = [_month_of(one) for one in (*due, *done)]
    if not known:
        return []
    this = _month_of(day)
    first = max(min(*known, this), _shifted(this, -BACK))
    last = min(max(*known, this), _shifted(this, AHEAD))
    points, month = [], first
    while month <= last:
        following = _shifted(month, 1)
        points.append(
            MonthPoint(
                month,
                _before(due, following),
                _before(done, following) if month <= this else None,
            )
        )
        month = following
    return points


def _month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def _shifted(month: date, months: int) -> date:
    """The first day of the month so many months later or earlier."""
    place = month.year * 12 + month.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _before(counts: Mapping[date, int], day: date) -> int:
    return sum(n for one, n in counts.items() if one < day)
