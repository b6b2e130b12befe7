"""Closing days and reporting windows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines import periods
from sauro.engines.periods import ClosingRule, Custom, Month, Year, parse

DAYS = st.dates(date(1960, 1, 1), date(2900, 12, 1))


@pytest.mark.parametrize(
    ("code", "opens", "closes"),
    [
        ("2025-06", "2025-05-15", "2025-06-14"),
        ("2025-01", "2024-12-15", "2025-01-14"),
        ("2025-12", "2025-11-15", "2025-12-14"),
        ("2024-03", "2024-02-15", "2024-03-14"),
        ("2025-Q1", "2024-12-15", "2025-03-14"),
        ("2025-Q4", "2025-09-15", "2025-12-14"),
        ("2025-H1", "2024-12-15", "2025-06-14"),
        ("2025-H2", "2025-06-15", "2025-12-14"),
        ("2025-9M", "2024-12-15", "2025-09-14"),
        ("2025", "2024-12-15", "2025-12-14"),
        ("2025-01-01..2025-07-31", "2025-01-01", "2025-07-31"),
    ],
)
def test_windows_of_the_decree(code, opens, closes):
    window = periods.window(parse(code))
    assert (window.start.isoformat(), window.end.isoformat()) == (opens, closes)
    assert periods.closing_day(parse(code)) == window.end


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2025, 6, 14), Month(2025, 6)),
        (date(2025, 6, 15), Month(2025, 7)),
        (date(2025, 12, 14), Month(2025, 12)),
        (date(2025, 12, 15), Month(2026, 1)),
        (date(2026, 1, 1), Month(2026, 1)),
        (date(2024, 2, 29), Month(2024, 3)),
    ],
)
def test_a_day_is_reported_in_the_month_whose_window_holds_it(day, month):
    assert periods.reporting_month(day) == month


@given(DAYS, st.sampled_from(["month", "quarter", "half_year", "year"]))
def test_every_day_is_reported_in_one_period_of_each_kind(day, kind):
    period = periods.reporting_period(kind, day)
    assert periods.window(period).contains(day)
    assert not periods.window(period.next()).contains(day)
    assert not periods.window(period.previous()).contains(day)


@given(DAYS)
def test_windows_follow_each_other_without_a_gap(day):
    month = Month.containing(day)
    gap = periods.window(month.next()).start - periods.window(month).end
    assert gap == timedelta(days=1)


RULES = (
    ClosingRule("Văn bản cũ", date(2020, 1, 1), closes_on=31),
    ClosingRule("Văn bản mới", date(2026, 1, 1), closes_on=20),
)


def test_the_rule_in_force_at_the_end_of_the_period_decides():
    assert periods.closing_day(Month(2025, 11), RULES) == date(2025, 11, 30)
    assert periods.closing_day(Month(2026, 2), RULES) == date(2026, 2, 20)
    assert periods.rule_for(Year(2025), RULES).document == "Văn bản cũ"
    assert periods.rule_for(Year(2001), RULES).document == "Văn bản cũ"


def test_windows_meet_where_the_rule_changes():
    assert periods.window(Month(2026, 1), RULES) == Custom(date(2026, 1, 1), date(2026, 1, 20))


def test_a_closing_day_past_the_end_of_a_short_month_is_its_last_day():
    assert periods.closing_day(Month(2025, 2), RULES) == date(2025, 2, 28)
    assert periods.closing_day(Month(2024, 2), RULES) == date(2024, 2, 29)


def test_what_is_not_confirmed_by_the_document_is_said():
    assert periods.rule_for(Year(2025)).unconfirmed == {"nine_months"}
