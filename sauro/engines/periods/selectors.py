"""The working calendar with the days decided by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that differs from other days of the week, with the decision if there is one."""

    day: date
    is_working: bool
    reason: str
    decided: DayOverride | None = None


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The days of a year that differ, in order, and how many days offices work."""

    year: int
    days: tuple[CalendarDay, ...]
    working_days: int


def calendar_year(*, year: int, lang: str = "vi") -> CalendarYear:
    """A year of the working calendar: computed holidays and swaps, and days decided by hand."""
    known = calendar()
    found = {rule.day: CalendarDay(*rule) for rule in known.special_days(year, lang)}
    decided = DayOverride.objects.filter(day__year=year).select_related("by")
    found |= {one.day: CalendarDay(one.day, one.is_working, one.reason, one) for one in decided}
    days = tuple(found[day] for day in sorted(found))
    return CalendarYear(year, days, known.working_days_of(year))
