"""The working calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.engines.periods import Calendar, DayRule

CALENDAR = Calendar()
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
CALENDARS = st.builds(
    lambda rules: Calendar(tuple(DayRule(day, works, "x") for day, works in rules.items())),
    st.dictionaries(DAYS, st.booleans(), max_size=8),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 6, 13), True),
        (date(2025, 6, 14), False),
        (date(2025, 1, 27), False),  # the eve of Tết 2025
        (date(2025, 2, 3), True),
        (date(2025, 4, 26), True),  # a Saturday worked for 2 May
        (date(2025, 5, 2), False),
        (date(2025, 9, 1), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),  # a Saturday worked for 2 January
        (date(2026, 2, 16), False),
        (date(2026, 4, 27), False),  # Hùng Kings' day fell on a Sunday
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 24), False),
        (date(2025, 11, 24), True),  # the holiday exists since 2026
        (date(2024, 2, 29), True),
    ],
)
def test_known_days(day, works):
    assert CALENDAR.is_working(day) is works


def test_a_special_day_has_its_reason_in_both_languages():
    assert CALENDAR.reason(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert CALENDAR.reason(date(2026, 1, 2)) == "Ngày nghỉ (thay cho ngày 10/01/2026)"
    assert CALENDAR.reason(date(2026, 8, 31), "en") == "Day off (substituted from 22/08/2026)"
    assert CALENDAR.reason(date(2026, 8, 22), "en-gb") == "Working day made up"
    assert CALENDAR.reason(date(2025, 6, 14)) == ""


def test_a_day_decided_by_hand_wins():
    saturday, monday = date(2027, 3, 6), date(2027, 3, 8)
    calendar = Calendar((DayRule(saturday, True, "Làm bù"), DayRule(monday, False, "Bão số 3")))
    assert calendar.is_working(saturday)
    assert not calendar.is_working(monday)
    assert calendar.reason(monday) == "Bão số 3"
    assert calendar.next_working_day(date(2027, 3, 5)) == saturday
    assert calendar.next_working_day(saturday) == date(2027, 3, 9)
    assert CALENDAR.next_working_day(date(2027, 3, 5)) == monday


@pytest.mark.parametrize(
    ("day", "n", "result"),
    [
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        (date(2026, 1, 5), -1, date(2025, 12, 31)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2025, 6, 13), 0, date(2025, 6, 13)),
        (date(2025, 6, 14), 0, date(2025, 6, 14)),
        (date(2025, 6, 14), 1, date(2025, 6, 16)),
        (date(2025, 6, 14), -1, date(2025, 6, 13)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2025, 6, 2), 20, date(2025, 6, 30)),
    ],
)
def test_terms_of_working_days(day, n, result):
    assert CALENDAR.add_working_days(day, n) == result


def test_a_term_of_several_years_is_counted_through():
    far = CALENDAR.add_working_days(date(2024, 12, 20), 800)
    assert CALENDAR.working_days_between(date(2024, 12, 20), far) == 800
    assert far.year == 2028
    assert CALENDAR.add_working_days(far, -800) < date(2024, 12, 21)


@settings(deadline=None)
@given(CALENDARS, DAYS, st.integers(-400, 400).filter(bool))
def test_adding_days_and_counting_them_are_inverse(calendar, day, n):
    there = calendar.add_working_days(day, n)
    assert calendar.is_working(there)
    assert calendar.working_days_between(day, there) == n


@settings(deadline=None)
@given(CALENDARS, DAYS, DAYS)
def test_counting_agrees_with_looking_at_each_day(calendar, a, b):
    a, b = min(a, b), max(a, b)
    days = (a + timedelta(days=offset) for offset in range(1, (b - a).days + 1))
    assert calendar.working_days_between(a, b) == sum(map(calendar.is_working, days))


@settings(deadline=None)
@given(CALENDARS, DAYS)
def test_a_deadline_on_a_day_off_moves_to_the_next_working_day(calendar, day):
    moved = calendar.on_or_after(day)
    assert calendar.is_working(moved)
    assert moved == day or (
        not calendar.is_working(day) and moved == calendar.next_working_day(day)
    )
