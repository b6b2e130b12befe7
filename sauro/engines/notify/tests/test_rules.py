"""Steps, quiet hours and tries, without a database."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.engines.notify.rules import (
    WAITS,
    Steps,
    Way,
    leaves_from,
    next_try,
    quiet_until,
    reached,
    standing_of,
    way_of,
)
from sauro.engines.periods import Calendar

CALENDAR = Calendar()
DUE = date(2025, 6, 20)  # Friday
FIRST = date(2025, 5, 1)
USUAL = Steps()


def last_step(day, steps=USUAL, due_on=DUE):
    return reached(steps, due_on=due_on, today=day, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2025, 6, 10), None),  # eight working days before
        (date(2025, 6, 11), -7),
        (date(2025, 6, 16), -7),
        (date(2025, 6, 17), -3),
        (date(2025, 6, 19), -1),
        (date(2025, 6, 20), 0),
        (date(2025, 6, 22), 0),  # Sunday
        (date(2025, 6, 23), 1),
        (date(2025, 6, 24), 1),
        (date(2025, 6, 25), 3),
        (date(2025, 7, 1), 7),
        (date(2025, 7, 10), 14),
        (date(2025, 7, 30), 28),
        (date(2025, 8, 19), 42),
    ],
)
def test_the_last_step_that_has_come(day, step):
    assert last_step(day) == step


def test_a_day_on_a_sunday_is_spoken_of_on_friday_and_monday():
    sunday = date(2025, 6, 22)
    assert last_step(date(2025, 6, 20), due_on=sunday) == -1
    assert last_step(date(2025, 6, 23), due_on=sunday) == 1


def test_without_steps_nothing_comes():
    none = Steps(before=(), on_day=False, after=(), every=0)
    assert last_step(date(2026, 1, 5), none) is None


def test_without_repeating_the_last_step_stays_the_last():
    once = Steps(before=(), on_day=False, after=(2, 5), every=0)
    assert last_step(date(2027, 1, 5), once) == 5


def test_numbers_below_one_are_no_steps():
    with pytest.raises(ValueError, match="from 1"):
        Steps(before=(0,))


def test_superiors_are_told_from_the_second_step_after_the_day():
    steps = Steps()
    assert [steps.escalates(n) for n in (-7, 0, 1, 3, 7, 28)] == [False, False, False, *[True] * 3]
    assert not Steps(escalate_from=0).escalates(42)


NUMBERS = st.lists(st.integers(1, 20), max_size=5).map(tuple)
STEPS = st.builds(
    Steps, before=NUMBERS, on_day=st.booleans(), after=NUMBERS, every=st.integers(0, 15)
)
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def planned(steps, upto, due_on):
    """Every step whose day is not later, by counting day after day."""
    before = {-n for n in steps.before if CALENDAR.add_working_days(due_on, -n) <= upto}
    on = {0} if steps.on_day and due_on <= upto else set()
    late, number = set(steps.after), max(steps.after, default=0)
    while steps.every and number < 400:
        number += steps.every
        late.add(number)
    return before | on | {n for n in late if CALENDAR.add_working_days(due_on, n) <= upto}


@PATIENT
@given(steps=STEPS, runs=st.sets(DAYS, max_size=20), due_on=DAYS)
def test_whatever_days_it_runs_on_each_step_is_said_once_and_none_is_lost(steps, runs, due_on):
    """What is said at a run stands for all steps since the last one that was said."""
    said = []
    for day in sorted(runs):
        step = last_step(day, steps, due_on)
        if step is not None and (not said or step > said[-1]):
            said.append(step)
    assert said == sorted(set(said))
    expected = planned(steps, max(runs), due_on) if runs else set()
    assert (max(expected) if expected else None) == (said[-1] if said else None)
    assert set(said) <= expected


@PATIENT
@given(steps=STEPS, due_on=DAYS)
def test_run_on_every_working_day_each_step_is_said_on_its_own_day(steps, due_on):
    said, day = {}, FIRST - timedelta(days=60)
    while day < FIRST + timedelta(days=150):
        step = last_step(day, steps, due_on)
        if CALENDAR.is_working(day) and step is not None and step > max(said, default=-99):
            said[step] = day
        day += timedelta(days=1)
    on = CALENDAR.on_or_after
    for step, when in said.items():
        assert when == on(CALENDAR.add_working_days(due_on, step)), step


def test_how_a_day_stands_is_counted_in_working_days():
    before = standing_of(due_on=DUE, today=date(2025, 6, 17), calendar=CALENDAR)
    after = standing_of(due_on=DUE, today=date(2025, 6, 24), calendar=CALENDAR)
    assert (before.days, before.is_late, after.days, after.is_late) == (3, False, 2, True)


NIGHT = {"quiet_from": time(20), "quiet_to": time(6, 30)}


@pytest.mark.parametrize(
    ("hour", "until"),
    [
        (datetime(2025, 6, 10, 9, 0), datetime(2025, 6, 10, 9, 0)),
        (datetime(2025, 6, 10, 19, 59), datetime(2025, 6, 10, 19, 59)),
        (datetime(2025, 6, 10, 20, 0), datetime(2025, 6, 11, 6, 30)),
        (datetime(2025, 6, 10, 2, 15), datetime(2025, 6, 10, 6, 30)),
        (datetime(2025, 6, 10, 6, 30), datetime(2025, 6, 10, 6, 30)),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(hour, until):
    assert quiet_until(hour, **NIGHT) == until


def test_quiet_hours_of_the_day_and_none_at_all():
    noon = datetime(2025, 6, 10, 12, 0)
    assert quiet_until(noon, quiet_from=time(11), quiet_to=time(13)).hour == 13
    assert quiet_until(noon, quiet_from=time(8), quiet_to=time(8)) == noon


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)), st.times(), st.times())
def test_quiet_hours_delay_by_less_than_a_day(moment, start, end):
    later = quiet_until(moment, quiet_from=start, quiet_to=end.replace(microsecond=0))
    assert moment <= later < moment + timedelta(days=1)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)),
    st.times(),
    st.times(),
    st.sets(st.dates(date(2025, 1, 1), date(2026, 1, 9)), max_size=9),
)
def test_a_message_leaves_on_a_working_day_outside_the_quiet_hours(moment, start, end, closed):
    def is_working(day):
        return day.weekday() < 5 and day not in closed

    hours = {"quiet_from": start, "quiet_to": end.replace(microsecond=0)}
    leaves = leaves_from(moment, **hours, is_working=is_working)
    assert is_working(leaves.date())
    assert leaves == quiet_until(leaves, **hours)
    free = is_working(moment.date()) and quiet_until(moment, **hours) == moment
    assert (leaves == moment) == free


def test_tries_reach_over_three_days_and_end():
    at = datetime(2025, 6, 10)
    waits = [next_try(attempts=n, at=at) for n in range(1, len(WAITS) + 1)]
    minutes = [(when - at).total_seconds() / 60 for when in waits]
    assert minutes[:4] == [1, 5, 15, 60]
    assert timedelta(days=2.5) < timedelta(minutes=sum(minutes)) < timedelta(days=3.5)
    assert next_try(attempts=len(WAITS) + 1, at=at) is None


@pytest.mark.parametrize(
    ("chosen", "channel", "urgent", "way"),
    [
        ({}, "email", False, Way.DIGEST),
        ({}, "email", True, Way.NOW),
        ({}, "sms", True, Way.OFF),
        ({"k": {"email": "off"}}, "email", True, Way.OFF),
        ({"k": {"sms": "now"}}, "sms", False, Way.NOW),
        ({"k": {"sms": "digest"}}, "sms", False, Way.OFF),  # only mail is gathered
        ({"k": {"email": "nonsense"}}, "email", False, Way.DIGEST),
        ({"other": {"email": "off"}}, "email", False, Way.DIGEST),
    ],
)
def test_the_way_is_the_persons_choice_or_the_usual_one(chosen, channel, urgent, way):
    assert way_of(chosen, kind="k", channel=channel, urgent=urgent) is way
