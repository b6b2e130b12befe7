"""When a form opens, is due and closes, and how periods are numbered in the table of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sauro.engines import periods


class Periodicity(StrEnum):
    """How often a figure is reported."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Basis(StrEnum):
    """What the dates of a form count from."""

    CLOSING = "closing"  # the closing day of the reporting rules (the 14th)
    CALENDAR = "calendar"  # the last day of the period


PERIODICITIES = tuple(one.value for one in Periodicity)


@dataclass(frozen=True, slots=True)
class Timing:
    """The days of one form: from when it can be filled in, by when, and when it is frozen."""

    opens_on: date
    due_on: date
    closes_on: date

    def is_open(self, day: date) -> bool:
        """Whether it can be handed in on a day."""
        return self.opens_on <= day <= self.closes_on

    def is_late(self, day: date) -> bool:
        """Whether handing it in on a day is late."""
        return day > self.due_on


def index_of(period: periods.Period) -> int:
    """The number of a period in the table of figures: months of its first day since year 0."""
    return period.start.year * 12 + period.start.month - 1


def period_at(periodicity: str, index: int) -> periods.Period:
    """The period with this number."""
    year, month = divmod(index, 12)
    return periods.KINDS[periodicity].containing(date(year, month + 1, 1))


def timing(
    period: periods.Period, *, basis: str, opens_after: int, due_after: int, closes_after: int
) -> Timing:
    """The days of a form; each `after` is in days from the day the basis names."""
    day = periods.closing_day(period) if basis == Basis.CLOSING else period.end
    return Timing(
        day + timedelta(days=opens_after),
        day + timedelta(days=due_after),
        day + timedelta(days=closes_after),
    )
