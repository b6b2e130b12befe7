"""Deadline classes, six clears and progress: facts without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.programmes import rules
from sauro.domains.programmes.rules import (
    Clear,
    ClearFacts,
    DeadlineClass,
    Progress,
    State,
    deadline_class,
)

TODAY = date(2025, 6, 10)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def classify(state, **more):
    values = {"due_on": None, "submitted_on": None, "completed_on": None} | more
    return deadline_class(state=state, today=TODAY, soon_days=7, **values).code


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (State.IN_PROGRESS, {"due_on": TODAY - timedelta(1)}, DeadlineClass.OVERDUE),
        (State.IN_PROGRESS, {"due_on": TODAY}, DeadlineClass.DUE_SOON),
        (State.IN_PROGRESS, {"due_on": TODAY + timedelta(7)}, DeadlineClass.DUE_SOON),
        (State.IN_PROGRESS, {"due_on": TODAY + timedelta(8)}, DeadlineClass.IN_TIME),
        (State.IN_PROGRESS, {}, DeadlineClass.NO_DEADLINE),
        (State.COMPLETED, {"due_on": TODAY, "completed_on": TODAY}, DeadlineClass.DONE_ON_TIME),
        (
            State.COMPLETED,
            {"due_on": TODAY - timedelta(1), "completed_on": TODAY},
            DeadlineClass.DONE_LATE,
        ),
        (State.COMPLETED, {"completed_on": TODAY}, DeadlineClass.DONE_ON_TIME),
        (State.SUSPENDED, {"due_on": TODAY - timedelta(9)}, DeadlineClass.SUSPENDED),
        (State.CANCELLED, {"due_on": TODAY - timedelta(9)}, DeadlineClass.CANCELLED),
        (
            State.SUBMITTED,
            {"due_on": TODAY - timedelta(1), "submitted_on": TODAY - timedelta(2)},
            DeadlineClass.IN_TIME,
        ),
        (
            State.SUBMITTED,
            {"due_on": TODAY - timedelta(2), "submitted_on": TODAY - timedelta(1)},
            DeadlineClass.OVERDUE,
        ),
    ],
)
def test_class_follows_state_and_days(state, days, expected):
    assert classify(state, **days) == expected


@given(
    st.sampled_from(list(State)),
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
    DAYS,
    st.integers(0, 30),
)
def test_every_task_has_exactly_one_class(state, due, submitted, completed, today, soon):
    verdict = deadline_class(
        state=state,
        due_on=due,
        submitted_on=submitted,
        completed_on=completed,
        today=today,
        soon_days=soon,
    )
    assert verdict.code in DeadlineClass
    assert verdict.rule
    done = verdict.code in rules.DONE_CLASSES
    assert done == (state == State.COMPLETED)


@given(DAYS, DAYS, st.integers(0, 30))
def test_a_task_never_becomes_less_late_as_days_pass(due, today, soon):
    order = [DeadlineClass.IN_TIME, DeadlineClass.DUE_SOON, DeadlineClass.OVERDUE]

    def on(day):
        return order.index(
            deadline_class(
                state=State.IN_PROGRESS,
                due_on=due,
                submitted_on=None,
                completed_on=None,
                today=day,
                soon_days=soon,
            ).code
        )

    assert on(today) <= on(today + timedelta(1))


def facts(**more):
    values = {name: True for name in ClearFacts.__slots__ if name.startswith("has_")}
    values |= {"deadline_kind": "date", "due_on": TODAY} | more
    return ClearFacts(**values)


@pytest.mark.parametrize(
    ("lacking", "clear"),
    [
        ({"has_lead": False}, Clear.PEOPLE),
        ({"has_position": False}, Clear.PEOPLE),
        ({"has_title": False}, Clear.WORK),
        ({"has_supervisor": False, "has_coordinators": False}, Clear.RESPONSIBILITY),
        ({"has_authority": False}, Clear.AUTHORITY),
        ({"due_on": None, "deadline_kind": "unclear"}, Clear.TIME),
        ({"has_deliverable": False}, Clear.RESULT),
    ],
)
def test_each_lack_names_its_clear(lacking, clear):
    assert rules.missing_clears(facts(**lacking)) == (clear,)


def test_regular_work_is_clear_in_time_without_a_due_day():
    assert rules.missing_clears(facts(due_on=None, deadline_kind="recurring")) == ()


@given(st.integers(0, 500), st.integers(0, 500))
def test_share_done_is_full_only_when_all_parts_are(done, more):
    parts = done + more
    share = rules.share_done(done, parts)
    assert 0 <= share <= 100
    assert (share == 100) == (parts > 0 and more == 0)


@pytest.mark.parametrize(
    ("progress", "field"),
    [
        ({"percent": 101}, "percent"),
        ({"percent": 90, "claims_completion": True}, "percent"),
        ({"percent": 50, "done": "  "}, "done"),
        ({"percent": 10}, "obstacle"),
        ({"percent": 50, "month": date(2025, 6, 2)}, "month"),
    ],
)
def test_a_wrong_update_names_its_field(progress, field):
    values = {"month": date(2025, 6, 1), "percent": 50, "done": "Đã trình"} | progress
    faults = rules.progress_faults(Progress(**values), reported_percent=30, submitting=True)
    assert faults[0][0] == field


def test_a_percentage_has_one_decimal():
    assert rules.percent(17, 43) == 39.5
    assert rules.percent(0, 0) is None
