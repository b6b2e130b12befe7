"""A target has one status for every reading and day, and a better value never makes it worse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sauro.domains.indicators.labels import TARGET_RULES, TARGET_STATUSES
from sauro.domains.indicators.rules import (
    REACHED,
    Aim,
    Comparator,
    Direction,
    Measured,
    TargetStatus,
    count_statuses,
    due_day,
    faults_of,
    number_in,
    progress,
    target_status,
    time_share,
    way_of,
)

START, DUE = date(2025, 1, 1), date(2025, 12, 31)
HALF = date(2025, 7, 2)
NUMERIC = [c for c in Comparator if c not in (Comparator.YES_NO, Comparator.TEXT)]
RANK = {
    TargetStatus.MISSED: 0,
    TargetStatus.AT_RISK: 0,
    TargetStatus.ON_TRACK: 1,
    TargetStatus.MET: 2,
    TargetStatus.EXCEEDED: 3,
}
values = st.decimals(min_value=-1000, max_value=1000, places=2)
some_values = st.none() | values
days = st.dates(min_value=START - timedelta(days=90), max_value=DUE + timedelta(days=90))


def aim(comparator, low=None, high=None, **more):
    more = {"starts_on": START, "due_on": DUE, **more}
    low = None if low is None else Decimal(str(low))
    high = None if high is None else Decimal(str(high))
    return Aim(comparator, low, high, **more)


def judged(target, value=None, day=HALF, **more):
    reading = Measured(value=None if value is None else Decimal(str(value)), **more)
    return target_status(aim=target, reading=reading, day=day)


@st.composite
def aims(draw, comparators=tuple(Comparator)):
    low = draw(some_values)
    high = draw(some_values)
    return Aim(
        comparator=draw(st.sampled_from(comparators)),
        low=low,
        high=high,
        direction=draw(st.sampled_from(list(Direction))),
        baseline=draw(some_values),
        starts_on=draw(st.none() | days),
        due_on=draw(st.none() | days),
    )


readings = st.none() | st.builds(
    Measured, value=some_values, met=st.none() | st.booleans(), measurable=st.booleans()
)


@given(aim=aims(), reading=readings, day=days)
def test_every_reading_has_one_status_with_a_rule_in_words(aim, reading, day):
    verdict = target_status(aim=aim, reading=reading, day=day)
    assert verdict.status in {code for code, _words in TARGET_STATUSES}
    assert verdict.rule in TARGET_RULES
    assert verdict.fraction is None or 0 <= verdict.fraction <= 100
    assert verdict.is_reached == (verdict.status in REACHED)


@given(aim=aims(), day=days)
def test_no_reading_and_not_measurable_are_never_missed(aim, day):
    assert target_status(aim=aim, reading=None, day=day).status == TargetStatus.NO_DATA
    unready = Measured(value=Decimal(1), met=True, measurable=False)
    verdict = target_status(aim=aim, reading=unready, day=day)
    assert verdict.status == TargetStatus.NOT_YET_MEASURABLE


@given(aim=aims(NUMERIC), one=values, two=values, day=days)
def test_a_better_value_never_has_a_worse_status(aim, one, two, day):
    way = way_of(aim)
    assume(way != Direction.KEEP and not faults_of(aim))
    worse, better = sorted((one, two), reverse=way == Direction.DOWN)
    first, second = (
        target_status(aim=aim, reading=Measured(value=value), day=day) for value in (worse, better)
    )
    assert RANK[first.status] <= RANK[second.status]
    if first.fraction is not None:
        assert first.fraction <= second.fraction


@given(aim=aims(NUMERIC), value=values, day=days)
def test_time_alone_never_improves_a_status(aim, value, day):
    assume(not faults_of(aim))
    now, later = (
        RANK[target_status(aim=aim, reading=Measured(value=value), day=when).status]
        for when in (day, day + timedelta(days=30))
    )
    assert later <= now


@pytest.mark.parametrize(
    ("target", "value", "status", "rule"),
    [
        (aim("ge", 80), 96, "exceeded", "beyond_value"),
        (aim("ge", 80), 80, "met", "equals_value"),
        (aim("ge", 80), 60, "on_track", "ahead_of_time"),
        (aim("ge", 80), 20, "at_risk", "behind_time"),
        (aim("gt", 80), 80, "on_track", "ahead_of_time"),
        (aim("gt", 80), 81, "met", "more_than"),
        (aim("le", 5), 5, "met", "equals_value"),
        (aim("le", 5), 4, "exceeded", "beyond_value"),
        (aim("le", 5), 6, "on_track", "ahead_of_time"),
        (aim("le", 5), 50, "at_risk", "behind_time"),
        (aim("le", 5, baseline=Decimal(20)), 15, "at_risk", "behind_time"),
        (aim("le", 5, baseline=Decimal(20)), 10, "on_track", "ahead_of_time"),
        (aim("lt", 5), 5, "on_track", "ahead_of_time"),
        (aim("lt", 5), 4, "met", "less_than"),
        (aim("eq", 100), 100, "met", "within_values"),
        (aim("eq", 100), 101, "exceeded", "beyond_value"),
        (aim("eq", 100, direction="keep"), 101, "on_track", "time_left"),
        (aim("range", 10, 12), 11, "met", "within_values"),
        (aim("range", 10, 12), 13, "exceeded", "beyond_value"),
        (aim("range", 10, 12, direction="down"), 9, "exceeded", "beyond_value"),
        (aim("range", 10, 12), 3, "at_risk", "behind_time"),
        (aim("rank_top", 30), 30, "met", "among_first"),
        (aim("rank_top", 30), 12, "met", "among_first"),
        (aim("rank_top", 30), 31, "on_track", "ahead_of_time"),
        (aim("rank_top", 10), 60, "at_risk", "behind_time"),
        (aim("keep_above", 95), 95, "met", "kept_above"),
        (aim("keep_above", 95), 94, "at_risk", "fell_below"),
        (aim("yes_no"), 1, "met", "said_met"),
        (aim("yes_no"), 0, "on_track", "time_left"),
        (aim("ge"), 5, "no_data", "no_value_set"),
        (aim("text"), 5, "no_data", "no_value_set"),
    ],
)
def test_each_comparison_in_the_middle_of_the_year(target, value, status, rule):
    verdict = judged(target, value)
    assert (verdict.status, verdict.rule) == (status, rule)


@pytest.mark.parametrize("comparator", NUMERIC)
def test_an_unreached_value_is_missed_only_after_the_due_day(comparator):
    target = aim(comparator, 50, 60, direction="up")
    bad = 10 if way_of(target) == Direction.UP else 90
    assert judged(target, bad, day=DUE).status == TargetStatus.AT_RISK
    assert judged(target, bad, day=DUE + timedelta(days=1)).status == TargetStatus.MISSED


def test_words_are_judged_by_the_person_who_reads_them():
    target = aim("text")
    assert judged(target, met=True).status == TargetStatus.MET
    assert judged(target, met=False, day=HALF).rule == "time_left"
    assert judged(target, met=False, day=date(2025, 11, 30)).status == TargetStatus.AT_RISK
    assert judged(target, met=False, day=date(2026, 1, 1)).status == TargetStatus.MISSED


def test_a_value_that_cannot_be_compared_falls_back_to_the_word_of_a_person():
    assert judged(aim("ge"), 5, met=True).status == TargetStatus.MET
    assert judged(aim("ge", 80), met=True).status == TargetStatus.MET
    assert judged(aim("ge", 80)).rule == "no_value"


def test_progress_starts_at_the_baseline():
    assert progress(aim("ge", 80, baseline=Decimal(60)), Decimal(70)) == 50.0
    assert progress(aim("ge", 80, baseline=Decimal(90)), Decimal(40)) == 50.0
    assert progress(aim("le", -5), Decimal(3)) == 0.0
    assert progress(aim("ge", 0), Decimal(-1)) == 0.0
    assert progress(aim("ge", 0), Decimal(1)) == 100.0
    assert progress(aim("keep_above", 80), Decimal(1)) is None


def test_a_target_without_due_day_is_never_at_risk_by_time():
    assert judged(aim("ge", 80, due_on=None), 1).rule == "no_due_day"
    assert time_share(aim("ge", 1), HALF) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        (aim("??", 1), ("comparator", "unknown_comparator")),
        (aim("ge"), ("low", "value_needed")),
        (aim("range", 1), ("high", "second_value_needed")),
        (aim("range", 5, 1), ("high", "range_upside_down")),
    ],
)
def test_a_target_that_cannot_be_judged_names_the_field(target, fault):
    assert faults_of(target) == [fault]


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("Đạt 62,5 %", "62.5"),
        ("62.5%", "62.5"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("khoảng 80.", "80"),
        ("-3,5", "-3.5"),
        ("1,2,3", None),
        ("từ 10 đến 12", None),
        ("chưa có số liệu", None),
        ("", None),
    ],
)
def test_the_one_number_of_a_phrase(phrase, number):
    assert number_in(phrase) == (None if number is None else Decimal(number))


def test_due_day_and_counts():
    assert due_day(due_on=None, year=2025) == DUE
    assert due_day(due_on=HALF, year=2030) == HALF
    assert due_day(due_on=None, year=None) is None
    counts = count_statuses(["met", "met", "no_data"])
    assert sum(counts.values()) == 3
    assert list(counts) == [status.value for status in TargetStatus]
