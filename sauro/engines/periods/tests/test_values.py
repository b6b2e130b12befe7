"""Periods as values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines import periods
from sauro.engines.periods import Custom, HalfYear, Month, NineMonths, Quarter, Year

YEARS = st.integers(1950, 2900)
TILING = [Month, Quarter, HalfYear, Year]
KINDS = st.sampled_from([*TILING, NineMonths])
DAYS = st.dates(date(1950, 1, 1), date(2900, 12, 31))
REGULAR = st.builds(lambda kind, day: kind.containing(day), KINDS, DAYS)
WHOLE_MONTHS = st.builds(
    lambda month, count: Custom(
        month.start, list(Custom(month.start, month.start + timedelta(31 * count)).months())[-1].end
    ),
    st.builds(Month.containing, st.dates(date(1990, 1, 1), date(2100, 1, 1))),
    st.integers(0, 30),
)


@given(YEARS, st.sampled_from(TILING))
def test_periods_of_a_kind_tile_the_year(year, kind):
    parts = kind.of_year(year)
    assert parts[0].start == date(year, 1, 1)
    assert parts[-1].end == date(year, 12, 31)
    assert all(b.start - a.end == timedelta(days=1) for a, b in pairwise(parts))


@given(REGULAR)
def test_previous_undoes_next(period):
    assert period.next().previous() == period == period.previous().next()
    assert period.previous() < period < period.next()


@given(REGULAR)
def test_a_code_reads_back_as_the_same_period(period):
    assert periods.parse(period.code) == period


@given(st.sampled_from(TILING), DAYS)
def test_a_day_falls_in_the_period_that_contains_it(kind, day):
    period = kind.containing(day)
    assert period.contains(day)
    assert not period.next().contains(day)


@given(REGULAR)
def test_the_same_period_last_year_is_a_year_of_its_kind_back(period):
    last = period.same_last_year()
    assert (last.year, last.number, type(last)) == (period.year - 1, period.number, type(period))


@given(st.lists(REGULAR, max_size=6))
def test_periods_of_all_kinds_sort_by_start_then_end(found):
    assert [(p.start, p.end) for p in sorted(found)] == sorted((p.start, p.end) for p in found)


@given(REGULAR, REGULAR)
def test_two_periods_are_equal_or_one_comes_first(a, b):
    assert [a < b, a == b, a > b].count(True) == 1


@given(WHOLE_MONTHS)
def test_a_span_of_whole_months_moves_by_months(span):
    assert span.next().previous() == span
    assert span.next().start - span.end == timedelta(days=1)
    assert span.next().whole_months == span.whole_months


@given(st.dates(date(1990, 1, 2), date(2100, 1, 1)), st.integers(0, 400))
def test_any_span_is_followed_without_a_gap(first, days):
    span = Custom(first, first + timedelta(days=days))
    assert span.next().start - span.end == timedelta(days=1)
    assert span.start - span.previous().end == timedelta(days=1)
    assert periods.parse(span.code) == span


@pytest.mark.parametrize(
    ("code", "start", "end", "vietnamese", "english"),
    [
        ("2025-06", "2025-06-01", "2025-06-30", "Tháng 6/2025", "June 2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "Tháng 2/2024", "February 2024"),
        ("2025-02", "2025-02-01", "2025-02-28", "Tháng 2/2025", "February 2025"),
        ("2025-Q3", "2025-07-01", "2025-09-30", "Quý III/2025", "Quarter 3 of 2025"),
        ("2025-H1", "2025-01-01", "2025-06-30", "6 tháng đầu năm 2025", "First half of 2025"),
        ("2025-H2", "2025-07-01", "2025-12-31", "6 tháng cuối năm 2025", "Second half of 2025"),
        (
            "2025-9M",
            "2025-01-01",
            "2025-09-30",
            "9 tháng đầu năm 2025",
            "First nine months of 2025",
        ),
        ("2025", "2025-01-01", "2025-12-31", "Năm 2025", "Year 2025"),
        (
            "2025-01-01..2025-07-31",
            "2025-01-01",
            "2025-07-31",
            "7 tháng đầu năm 2025",
            "First 7 months of 2025",
        ),
        (
            "2025-03-05..2025-04-01",
            "2025-03-05",
            "2025-04-01",
            "Từ 05/03/2025 đến 01/04/2025",
            "From 05/03/2025 to 01/04/2025",
        ),
    ],
)
def test_codes_days_and_names(code, start, end, vietnamese, english):
    period = periods.parse(code)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.label("vi"), period.label("en")) == (vietnamese, english)
    assert period.label() == vietnamese
    assert str(period) == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2025-13",
        "2025-00",
        "2025-6",
        "2025-Q5",
        "2025-Q0",
        "2025-H3",
        "25",
        "0000",
        "２０２５",
        "2025-06\n",
        "2025-07-31..2025-01-01",
        "2025-02-29..2025-03-01",
        "..",
        "2025-01-01..",
    ],
)
def test_anything_else_is_no_period(code):
    with pytest.raises(ValueError):
        periods.parse(code)


def test_december_is_followed_by_january():
    assert Month(2025, 12).next() == Month(2026, 1)
    assert Quarter(2025, 4).next() == Quarter(2026, 1)
    assert HalfYear(2026, 1).previous() == HalfYear(2025, 2)
    assert Month(2026, 1).previous() == Month(2025, 12)


def test_nine_months_follow_from_year_to_year():
    assert NineMonths(2025).previous() == NineMonths(2025).same_last_year() == NineMonths(2024)
    assert NineMonths.of_year(2025) == [NineMonths(2025)]
    assert NineMonths.containing(date(2025, 12, 1)) == NineMonths(2025)


def test_a_span_ending_on_the_leap_day_ends_a_month_earlier_years_too():
    assert Custom(date(2024, 1, 1), date(2024, 2, 29)).same_last_year().end == date(2023, 2, 28)
    assert Custom(date(2025, 1, 1), date(2025, 2, 28)).same_last_year().end == date(2024, 2, 29)
    assert Custom(date(2024, 2, 10), date(2024, 2, 29)).same_last_year().end == date(2023, 2, 28)


def test_the_months_of_a_period_are_those_it_touches():
    assert list(Quarter(2025, 4).months()) == [Month(2025, 10), Month(2025, 11), Month(2025, 12)]
    span = Custom(date(2025, 12, 31), date(2026, 1, 1))
    assert list(span.months()) == [Month(2025, 12), Month(2026, 1)]


def test_months_before_quarters_that_start_with_them():
    mixed = [Year(2025), Quarter(2025, 1), Month(2025, 1), HalfYear(2025, 1), NineMonths(2025)]
    assert sorted(mixed) == [
        Month(2025, 1),
        Quarter(2025, 1),
        HalfYear(2025, 1),
        NineMonths(2025),
        Year(2025),
    ]


def test_a_period_cannot_be_changed_and_can_be_a_key():
    month = Month(2025, 6)
    with pytest.raises(FrozenInstanceError):
        month.month = 7
    assert {month: 1}[Month(2025, 6)] == 1


@pytest.mark.parametrize(
    "make", [lambda: Month(2025, 0), lambda: Quarter(2025, 5), lambda: Year(3000), lambda: Year(1)]
)
def test_impossible_periods_are_refused(make):
    with pytest.raises(ValueError):
        make()
