"""The set-based search and the look at one task find the same, whatever the task is like."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.core import clock
from sauro.domains.alerts.detecting import tasks
from sauro.domains.alerts.detecting.shape import Search
from sauro.domains.alerts.rules.catalogue import RULES, Setting
from sauro.domains.alerts.rules.tasks import TASK_RULES
from sauro.domains.alerts.selectors.settings import Decision, Settings
from sauro.domains.programmes.models import Extension, ProgressUpdate, Task
from sauro.domains.programmes.rules import State

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 10)
NEAR = st.integers(-130, 130)
MAYBE = st.none() | NEAR
WORKABLE = [state.value for state in State if state not in (State.COMPLETED, State.SUBMITTED)]


@st.composite
def limits(draw, code):
    rule = RULES[code]
    values = {limit.name: draw(st.integers(limit.lowest, limit.highest)) for limit in rule.limits}
    return Setting(draw(st.booleans()), rule.level.value, values)


@st.composite
def decisions(draw, path, programme_id):
    found = []
    for code in TASK_RULES:
        for number in (None, programme_id):
            if draw(st.booleans()):
                setting = draw(limits(str(code)))
                found += [Decision(str(code), path, number, setting)]
    return Settings(tuple(found))


def day(offset):
    return None if offset is None else TODAY + timedelta(days=offset)


def write(task, by, *, state, due, starts, assigned, last, percent, mask, fanned, waits, asks):
    submitted = day(due) if state == "submitted" else None
    Task.objects.filter(pk=task.pk).update(
        state=state,
        due_on=day(due),
        starts_on=day(starts),
        assigned_on=day(assigned),
        last_update_on=day(last),
        claimed_percent=percent,
        missing_clears=mask,
        fanned_out=fanned,
        submitted_on=submitted or (TODAY if state == "submitted" else None),
    )
    ProgressUpdate.objects.filter(task=task).delete()
    Extension.objects.filter(task=task).delete()
    for offset in waits:
        at = clock.start_of(TODAY) - timedelta(days=offset, hours=-3)
        ProgressUpdate.objects.create(
            task=task,
            month=TODAY.replace(day=1),
            percent=percent,
            state="submitted",
            by=by,
            at=at,
            submitted_at=at,
            submitted_by=by,
        )
    if asks is not None:
        Extension.objects.create(
            task=task,
            wanted_due_on=TODAY,
            reason="Chờ",
            requested_at=clock.start_of(TODAY) - timedelta(days=asks, hours=-20),
            requested_by=by,
        )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_look_at_one_task_equals_the_search_over_all(late, other_late, clerk, data):
    task = late
    write(
        task,
        clerk,
        state=data.draw(st.sampled_from([*WORKABLE, "submitted"])),
        due=data.draw(MAYBE),
        starts=data.draw(MAYBE),
        assigned=data.draw(MAYBE),
        last=data.draw(MAYBE),
        percent=data.draw(st.integers(0, 100)),
        mask=data.draw(st.integers(0, 63)),
        fanned=data.draw(st.booleans()),
        waits=data.draw(st.lists(st.integers(0, 90), max_size=3)),
        asks=data.draw(st.none() | st.integers(0, 90)),
    )
    known = data.draw(decisions(task.programme.owner.path, task.programme_id))
    over_all = [
        cause for cause in tasks.causes(Search(known, TODAY)) if cause.subject_id == str(task.pk)
    ]
    alone, _many = tasks.causes_in(Search(known, TODAY), task_ids=[task.pk])
    assert sorted(over_all, key=lambda one: one.rule) == sorted(alone, key=lambda one: one.rule)


def test_a_search_costs_three_statements_however_many_tasks(late, other_late, programme):
    with CaptureQueriesContext(connection) as asked:
        found = list(tasks.causes(Search(Settings(), TODAY)))
    assert found
    assert len(asked) <= 3


def test_a_closed_programme_gives_no_cause(late, programme):
    type(programme).objects.filter(pk=programme.pk).update(closed_on=TODAY)
    assert list(tasks.causes(Search(Settings(), TODAY))) == []
    assert tasks.causes_in(Search(Settings(), TODAY), task_ids=[late.pk]) == ([], set())


def test_a_task_that_is_gone_gives_none(late):
    assert tasks.causes_in(Search(Settings(), TODAY), task_ids=[late.pk + 999]) == ([], set())


def test_the_keeper_of_the_programme_answers_for_what_waits(late, clerk, programme, department):
    write(
        late,
        clerk,
        state="in_progress",
        due=None,
        starts=None,
        assigned=-3,
        last=-1,
        percent=10,
        mask=0,
        fanned=False,
        waits=[20],
        asks=20,
    )
    codes = ("update_waiting", "extension_waiting")
    owners = {c.rule: c.organisation_id for c in tasks.causes(Search(Settings(), TODAY))}
    assert {owners[code] for code in codes} == {programme.owner_id}
    type(programme).objects.filter(pk=programme.pk).update(standing=department)
    owners = {c.rule: c.organisation_id for c in tasks.causes(Search(Settings(), TODAY))}
    assert {owners[code] for code in codes} == {department.pk}


def test_a_programme_has_limits_of_its_own(late, programme):
    one = Settings(
        (
            Decision(
                "task_late",
                programme.owner.path,
                programme.pk,
                Setting(True, "info", {"days": 80, "serious": 300}),
            ),
        )
    )
    found = {c.rule for c in tasks.causes(Search(one, TODAY))}
    assert "task_late" not in found
    assert "task_late" in {c.rule for c in tasks.causes(Search(Settings(), TODAY))}
