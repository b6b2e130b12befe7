"""A task given to many is told of once: in the alert of the task above its parts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import make_org
from sauro.domains.alerts import sentences
from sauro.domains.alerts.detecting import tasks
from sauro.domains.alerts.detecting.shape import Search
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.rules.tasks import TOLD_ABOVE
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.domains.alerts.selectors.settings import Settings
from sauro.domains.alerts.services import refreshing
from sauro.domains.programmes import notifications
from sauro.domains.programmes.models import Extension, Task
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.services.parts import fan_out_task
from sauro.domains.programmes.tests.factories import report
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 10)


@pytest.fixture
def communes(province, commune):
    more = [make_org(f"Xã Số {n}", "commune", f"X{n}", province) for n in range(3)]
    return [commune, *more]


@pytest.fixture
def handed(late, communes, monitor, begun):
    """The late task, given to four communes; its due day has passed for all of them."""
    fan_out_task(task=late, organisations=communes, by=monitor, at=begun)
    late.refresh_from_db()
    return late


def parts(task):
    return list(task.children.order_by("pk"))


def put(task, state, **more):
    """The task in a state, with the days that go with it."""
    days = {
        "completed_on": TODAY if state == State.COMPLETED else None,
        "submitted_on": TODAY if state == State.SUBMITTED else None,
    }
    Task.objects.filter(pk=task.pk).update(state=str(state), **days, **more)


def going_on(rule="task_late"):
    return Alert.objects.going_on().filter(rule=rule)


def search():
    return Search(Settings(), TODAY)


def test_parts_that_are_late_are_one_alert_of_the_task_above(run, handed, at):
    run(at)
    alert = going_on().get()
    assert alert.subject_id == str(handed.pk)
    assert alert.organisation_id == handed.lead_id
    assert (alert.facts["parts"], alert.facts["of"]) == (4, 4)
    of_tasks = Alert.objects.going_on().filter(subject_kind="programmes.task")
    assert set(of_tasks.values_list("subject_id", flat=True)) == {str(handed.pk)}


def test_the_sentence_says_how_many_parts_and_what_the_worst_is(run, handed, at):
    first = parts(handed)[0]
    Task.objects.filter(pk=first.pk).update(due_on=TODAY - timedelta(days=40))
    Task.objects.filter(parent=handed, pk__gt=first.pk + 1).update(due_on=None)
    run(at)
    alert = going_on().get()
    said = sentences.sentence(alert, today=TODAY)
    assert said.startswith("2")
    assert "01/05/2025" in said  # the worst: forty days, not the twenty of the other
    assert alert.level == "serious"


def test_a_part_that_is_done_is_counted_out_at_once_and_the_last_closes_the_alert(
    run, handed, monitor, system, at
):
    run(at)
    one, *others = parts(handed)
    put(one, State.COMPLETED)
    refreshing.refresh_tasks(task_ids=[one.pk], by=system, at=at + timedelta(minutes=1))
    assert (going_on().get().facts["parts"], going_on().get().facts["of"]) == (3, 4)
    put(others[0], State.CANCELLED)
    refreshing.refresh_tasks(task_ids=[others[0].pk], by=system, at=at + timedelta(minutes=2))
    assert (going_on().get().facts["parts"], going_on().get().facts["of"]) == (2, 3)
    for part in others[1:]:
        put(part, State.COMPLETED)
    ids = [part.pk for part in others[1:]]
    refreshing.refresh_tasks(task_ids=ids, by=system, at=at + timedelta(minutes=3))
    assert not going_on().exists()
    assert Alert.objects.get(rule="task_late").close_reason == "cause_ended"


def test_the_report_of_one_part_reaches_the_alert_of_the_task_above(
    run, handed, commune_clerk, at, django_capture_on_commit_callbacks
):
    run(at)
    assert going_on("task_silent").get().facts["parts"] == 4
    with django_capture_on_commit_callbacks(execute=True):
        report(task=parts(handed)[0], by=commune_clerk, at=at + timedelta(minutes=1), percent=60)
    assert going_on("task_silent").get().facts["parts"] == 3
    assert not Event.objects.filter(kind__startswith="alerts.alert.").exists()


def test_what_somebody_else_reported_in_between_is_counted(run, handed, system, at, monkeypatch):
    """The causes were looked for before the other part was reported, the alert is written after."""
    run(at)
    first, second = parts(handed)[:2]
    put(first, State.IN_PROGRESS, last_update_on=TODAY)
    looked_for, looks = tasks.causes_in, []

    def and_then_the_other_reports(search, *, task_ids):
        found = looked_for(search, task_ids=task_ids)
        if not looks:
            looks.append(task_ids)
            put(second, State.IN_PROGRESS, last_update_on=TODAY)
            refreshing.refresh_tasks(task_ids=[second.pk], by=system, at=at)
        return found

    monkeypatch.setattr(tasks, "causes_in", and_then_the_other_reports)
    refreshing.refresh_tasks(task_ids=[first.pk], by=system, at=at)
    assert going_on("task_silent").get().facts["parts"] == 2


def test_giving_a_late_task_to_many_makes_its_alert_one_of_parts(
    run, late, communes, monitor, at, django_capture_on_commit_callbacks
):
    run(at)
    alert = going_on().get()
    assert "parts" not in alert.facts
    with django_capture_on_commit_callbacks(execute=True):
        fan_out_task(task=late, organisations=communes, by=monitor, at=at + timedelta(minutes=1))
    assert going_on().get().pk == alert.pk
    assert going_on().get().facts["parts"] == 4


def test_alerts_that_parts_had_before_close_by_themselves(run, handed, at):
    run(at)
    part = parts(handed)[0]
    old = going_on().get()
    old.pk, old.subject_id, old.facts = None, str(part.pk), {}
    old.save()
    run(at + timedelta(minutes=1))
    assert going_on().get().subject_id == str(handed.pk)


def test_what_waits_for_a_decision_on_one_part_is_told_of_the_part(handed, commune_clerk, at):
    one, other = parts(handed)[:2]
    for part in (one, other):
        Extension.objects.create(
            task=part,
            wanted_due_on=TODAY,
            reason="Chờ kinh phí",
            requested_at=at - timedelta(days=40),
            requested_by=commune_clerk,
        )
    waiting = [c for c in tasks.causes(search()) if c.rule == "extension_waiting"]
    assert {c.subject_id for c in waiting} == {str(one.pk), str(other.pk)}


def test_a_task_given_to_many_that_rests_or_was_cancelled_gives_no_cause(handed):
    for state in (State.SUSPENDED, State.CANCELLED):
        put(handed, state)
        assert [c for c in tasks.causes(search()) if c.rule in TOLD_ABOVE] == []
    put(handed, State.COMPLETED)  # and then a part was reopened
    assert [c.subject_id for c in tasks.causes(search()) if c.rule == "task_late"] == [
        str(handed.pk)
    ]


def test_a_subtask_of_a_task_that_was_not_given_to_many_tells_of_itself(handed):
    Task.objects.filter(pk=handed.pk).update(fanned_out=False)
    found = {c.subject_id for c in tasks.causes(search()) if c.rule == "task_late"}
    assert found == {str(one.pk) for one in (handed, *parts(handed))}


def test_the_unit_of_a_part_is_reminded_and_sees_no_alert_of_others(
    run, handed, commune_clerk, clerk, leader, at
):
    """The commune finds its part late among its tasks; the lead and the leader see the alert."""
    run(at)
    dues = {due.subject_id: due for due in notifications.tasks_due(today=TODAY)}
    own = parts(handed)[0]
    assert commune_clerk.pk in dues[str(own.pk)].to
    assert str(handed.pk) not in dues
    seen = {
        who.username: selectors.open_alerts(user=who, today=TODAY).filter(rule="task_late").count()
        for who in (commune_clerk, clerk, leader)
    }
    assert seen == {commune_clerk.username: 0, clerk.username: 1, leader.username: 1}


def test_its_page_leads_to_the_parts(run, handed, leader, browser_of, at):
    run(at)
    text = browser_of(leader).get(f"/canh-bao/{going_on().get().pk}/").content.decode()
    assert f'href="/nhiem-vu/{handed.pk}/#parts"' in text


def test_parts_cost_two_statements_more_however_many(run, handed, at, system):
    run(at)
    with CaptureQueriesContext(connection) as asked:
        assert list(tasks.causes(search()))
    assert len(asked) <= 2
    for ids in ([parts(handed)[0].pk], [part.pk for part in parts(handed)], [handed.pk]):
        with CaptureQueriesContext(connection) as asked:
            assert not refreshing.refresh_tasks(task_ids=ids, by=system, at=at)
        assert len(asked) <= 5


PART = st.tuples(
    st.sampled_from(list(State)),
    st.none() | st.integers(-60, 60),
    st.none() | st.integers(-130, 0),
    st.integers(0, 100),
    st.integers(0, 63),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(PART, min_size=4, max_size=4), st.sampled_from(list(State)))
def test_the_look_at_one_part_finds_for_the_task_above_what_the_search_finds(handed, drawn, to):
    above, children = handed, parts(handed)
    put(above, to)
    for part, (state, due, last, percent, mask) in zip(children, drawn, strict=True):
        put(
            part,
            state,
            due_on=None if due is None else TODAY + timedelta(days=due),
            last_update_on=None if last is None else TODAY + timedelta(days=last),
            claimed_percent=percent,
            missing_clears=mask,
        )
    over_all = [c for c in tasks.causes(search()) if c.subject_id == str(above.pk)]
    for ids in ([children[1].pk], [above.pk]):
        alone, many = tasks.causes_in(search(), task_ids=ids)
        assert many == {above.pk}
        found = [c for c in alone if c.subject_id == str(above.pk)]
        assert sorted(found, key=lambda c: c.rule) == sorted(over_all, key=lambda c: c.rule)
