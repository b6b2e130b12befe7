"""What each rule judges, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.alerts import labels
from sauro.domains.alerts.rules import figures, tasks
from sauro.domains.alerts.rules.catalogue import RULES, Setting, faults_of
from sauro.domains.alerts.rules.figures import Point
from sauro.domains.alerts.rules.standing import AlertState, state_of
from sauro.domains.alerts.rules.tasks import TASK_RULES, TaskFacts

TODAY = date(2025, 6, 10)
DAYS = st.integers(-200, 200)
STATES = ("draft", "assigned", "in_progress", "submitted", "returned", "completed", "suspended")


def days(a: date, b: date) -> int:
    """Every day is worked: simple for these tests."""
    return (b - a).days


def judged(code: str, task: TaskFacts, **limits: int):
    usual = RULES[code].usual
    setting = Setting(True, usual.level, {**usual.limits, **limits})
    return tasks.judge(code, task, setting=setting, today=TODAY, working_days=days)


def ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def test_every_rule_has_its_words():
    for code, rule in RULES.items():
        assert labels.RULE_NAMES[code]
        assert labels.RULE_TEXTS[code]
        assert labels.LEVEL_NAMES[rule.level]
        assert labels.FAMILIES[rule.family]
        for limit in rule.limits:
            assert labels.limit_name(code, limit.name)
            assert limit.lowest <= limit.default <= limit.highest


@pytest.mark.parametrize("code", RULES)
def test_limits_outside_of_their_bounds_are_named(code):
    rule = RULES[code]
    usual = dict(rule.usual.limits)
    assert faults_of(rule, usual) == []
    for limit in rule.limits:
        for wrong in (limit.lowest - 1, limit.highest + 1, None):
            assert [name for name, _l in faults_of(rule, {**usual, limit.name: wrong})] == [
                limit.name
            ]


@given(DAYS, st.integers(0, 90), st.sampled_from(STATES))
def test_late_is_more_days_after_the_due_day_than_allowed(late, allowed, state):
    found = judged("task_late", TaskFacts(state=state, due_on=ago(late)), days=allowed)
    at_work = state in ("assigned", "in_progress", "returned")
    if state != "submitted":
        assert (found is not None) == (at_work and late > max(allowed, 0))


def test_a_task_handed_in_by_its_day_is_not_late_and_one_handed_in_after_it_is():
    due = ago(5)
    by_day = TaskFacts(state="submitted", due_on=due, submitted_on=due)
    after = TaskFacts(state="submitted", due_on=due, submitted_on=ago(2))
    assert judged("task_late", by_day) is None
    assert judged("task_late", after) is not None


def test_a_long_delay_is_serious():
    task = TaskFacts(state="in_progress", due_on=ago(31))
    assert judged("task_late", task).level == "serious"
    assert judged("task_late", task, serious=31).level == ""


@given(st.integers(-30, 60), st.integers(0, 100), st.integers(1, 90), st.integers(1, 100))
def test_due_soon_needs_a_near_day_and_little_progress(ahead, percent, within, below):
    task = TaskFacts(state="in_progress", due_on=ago(-ahead), percent=percent)
    found = judged("task_due_soon", task, days=within, percent=below)
    assert (found is not None) == (0 <= ahead <= within and percent < below)


@given(st.integers(0, 400), st.integers(7, 365))
def test_silence_counts_from_the_last_update_else_from_the_beginning(quiet, allowed):
    told = TaskFacts(state="accepted", begins_on=ago(400), last_update_on=ago(quiet))
    never = TaskFacts(state="accepted", begins_on=ago(quiet))
    for task, ever in ((told, True), (never, False)):
        found = judged("task_silent", task, days=allowed)
        assert (found is not None) == (quiet > allowed)
        if found:
            assert found.facts["ever"] is ever


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 100), st.integers(5, 95))
def test_behind_compares_the_share_of_time_with_the_progress(begun, left, percent, points):
    task = TaskFacts(state="in_progress", begins_on=ago(begun), due_on=ago(-left), percent=percent)
    found = judged("task_behind", task, points=points)
    passed = 100 * begun // (begun + left) if begun + left else 100
    assert (found is not None) == (begun + left > 0 and passed - percent > points)


@given(st.integers(0, 6), st.integers(1, 6))
def test_missing_clears_are_counted(missing, least):
    found = judged("task_unclear", TaskFacts(state="assigned", missing=missing), clears=least)
    assert (found is not None) == (missing >= least)


@given(st.integers(0, 80), st.integers(1, 60))
def test_waiting_counts_working_days(passed, allowed):
    task = TaskFacts(state="submitted", update_since=ago(passed), extension_since=ago(passed))
    for code in ("update_waiting", "extension_waiting"):
        assert (judged(code, task, days=allowed) is not None) == (passed > allowed)


def test_free_days_do_not_count_as_waiting():
    task = TaskFacts(state="submitted", update_since=ago(9))
    setting = RULES["update_waiting"].usual
    found = tasks.judge(
        "update_waiting", task, setting=setting, today=TODAY, working_days=lambda _a, _b: 5
    )
    assert found is None


@pytest.mark.parametrize("code", TASK_RULES)
def test_a_rule_that_is_off_and_a_task_given_to_many_give_no_cause(code):
    task = TaskFacts(
        state="in_progress",
        due_on=ago(40),
        begins_on=ago(400),
        missing=6,
        update_since=ago(60),
        extension_since=ago(60),
    )
    usual = RULES[code].usual
    off = Setting(False, usual.level, usual.limits)
    assert tasks.judge(code, task, setting=off, today=TODAY, working_days=days) is None
    many = TaskFacts(state="in_progress", due_on=ago(40), missing=6, fanned_out=True)
    assert judged(code, many) is None


LIMITS = {"percent": 10, "reported": 95}


@given(st.floats(1, 1000), st.floats(0, 1000), st.sampled_from(["up", "down", "keep"]))
def test_a_fall_is_a_change_for_the_worse(before, last, direction):
    points = [Point(10, before, 4), Point(11, last, 4)]
    found = figures.fall_of(points, direction=direction, cumulative=False, limits=LIMITS)
    worse = {"up": before - last, "down": last - before}.get(direction, 0)
    assert (found is not None) == (100 * worse / before > 10)


def test_a_period_that_few_units_have_reported_is_passed_over():
    points = [Point(9, 100, 10), Point(10, 80, 10), Point(11, 5, 2)]
    found = figures.fall_of(points, direction="up", cumulative=False, limits=LIMITS)
    assert found is not None
    assert (found.last.period, found.before.period) == (10, 9)


def test_what_counts_from_january_is_compared_within_its_year():
    points = [Point(2024 * 12 + 11, 900, 3), Point(2025 * 12, 40, 3)]
    assert figures.fall_of(points, direction="up", cumulative=True, limits=LIMITS) is None
    assert figures.fall_of(points, direction="up", cumulative=False, limits=LIMITS) is not None


@given(st.floats(0, 100), st.floats(1, 100), st.booleans())
def test_a_gap_is_in_points_for_percentages_else_in_percent(value, average, in_points):
    limits = {"points": 10, "percent": 25}
    found = figures.gap_of(
        value=value, average=average, direction="up", in_points=in_points, limits=limits
    )
    worse = average - value
    most = 10 if in_points else 25
    assert (found is not None) == ((worse if in_points else 100 * worse / average) > most)
    better = figures.gap_of(
        value=value, average=average, direction="down", in_points=in_points, limits=limits
    )
    assert not (found and better)


@given(st.booleans(), st.booleans(), st.none() | st.dates(date(2025, 6, 1), date(2025, 6, 20)))
def test_the_states_exclude_each_other(closed, acknowledged, until):
    state = state_of(closed=closed, acknowledged=acknowledged, snoozed_until=until, today=TODAY)
    if closed:
        assert state == AlertState.CLOSED
    elif until is not None and until >= TODAY:
        assert state == AlertState.SNOOZED
    else:
        assert state == (AlertState.ACKNOWLEDGED if acknowledged else AlertState.OPEN)
