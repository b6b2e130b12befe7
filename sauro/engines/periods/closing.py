"""When the figures of a period are closed: the reporting windows of Decree 09/2019/NĐ-CP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .codes import KINDS
from .custom import Custom
from .values import Month, Period, month_end


@dataclass(frozen=True)
class ClosingRule:
    """The day of the month on which figures close, and the document that says so."""

    document: str
    in_force: date
    closes_on: int
    unconfirmed: frozenset[str] = frozenset()  # kinds to be checked against the document


RULES: tuple[ClosingRule, ...] = (
    ClosingRule(
        document="Nghị định số 09/2019/NĐ-CP",
        in_force=date(2019, 3, 12),
        closes_on=14,
        unconfirmed=frozenset({"nine_months"}),
    ),
)


def rule_for(period: Period, rules: Sequence[ClosingRule] = RULES) -> ClosingRule:
    """The rule in force when a period ends; the earliest one for older periods."""
    return _in_force(period.end, rules)


def closing_day(period: Period, rules: Sequence[ClosingRule] = RULES) -> date:
    """The last day whose figures belong to a period: the 14th of its last month.

    A custom period closes on its own last day.
    """
    if isinstance(period, Custom):
        return period.end
    return _closing_in(period.end.year, period.end.month, rules)


def window(period: Period, rules: Sequence[ClosingRule] = RULES) -> Custom:
    """The days whose figures a report covers: month 15 May - 14 June, year 15 Dec - 14 Dec."""
    if isinstance(period, Custom):
        return period
    before = Month.containing(period.start).previous()
    opening = _closing_in(before.year, before.month, rules) + timedelta(days=1)
    return Custom(opening, closing_day(period, rules))


def reporting_month(day: date, rules: Sequence[ClosingRule] = RULES) -> Month:
    """The month in whose report a day is counted: 15 December belongs to January."""
    month = Month.containing(day)
    return month if day <= closing_day(month, rules) else month.next()


def reporting_period(kind: str, day: date, rules: Sequence[ClosingRule] = RULES) -> Period:
    """The period of a kind (month, quarter, half_year, nine_months, year) a day is counted in.

    From 15 September nine months are closed, and the day counts in those of the next year only
    from 15 December; in between this is the period just closed.
    """
    return KINDS[kind].containing(reporting_month(day, rules).start)


def _closing_in(year: int, month: int, rules: Sequence[ClosingRule]) -> date:
    last = month_end(year, month)
    return last.replace(day=min(_in_force(last, rules).closes_on, last.day))


def _in_force(day: date, rules: Sequence[ClosingRule]) -> ClosingRule:
    ordered = sorted(rules, key=lambda rule: rule.in_force)
    return next((rule for rule in reversed(ordered) if rule.in_force <= day), ordered[0])
