"""Alerts open with their cause, close with it, and are never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.core.errors import NotAllowed
from sauro.domains.alerts.models import Alert, AlertRun
from sauro.domains.alerts.services import refreshing, running, setting
from sauro.domains.programmes.tests.factories import report
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def going_on(rule=None):
    found = Alert.objects.going_on()
    return found.filter(rule=rule) if rule else found


def test_a_run_opens_an_alert_for_each_cause_and_records_one_event(run, late, at):
    before = Event.objects.count()
    made = run(at)
    assert Event.objects.count() == before + 1
    assert made.opened == going_on().count()
    alert = going_on("task_late").get()
    assert (alert.subject_kind, alert.subject_id) == ("programmes.task", str(late.pk))
    assert alert.organisation_id == late.lead_id
    assert alert.owner_id == late.programme.owner_id
    assert alert.facts["due_on"] == late.due_on.isoformat()
    assert alert.label == str(late)


def test_a_second_run_opens_nothing_and_moves_the_day_last_seen(run, late, at):
    run(at)
    ids = set(going_on().values_list("pk", flat=True))
    later = at + timedelta(hours=3)
    made = run(later)
    assert (made.opened, made.closed) == (0, 0)
    assert set(going_on().values_list("pk", flat=True)) == ids
    assert set(going_on().values_list("last_seen_at", flat=True)) == {later}


def test_an_alert_closes_with_its_cause_and_opens_anew_as_another_row(
    run, late, clerk, at, monitor
):
    run(at)
    first = going_on("task_silent").get()
    report(task=late, by=clerk, at=at)
    run(at + timedelta(hours=1))
    first.refresh_from_db()
    assert first.closed_at is not None
    assert first.close_reason == "cause_ended"
    run(at + timedelta(days=60))
    assert going_on("task_silent").get().pk != first.pk


def test_a_run_of_one_province_leaves_the_others_alone(run, late, other_province, at):
    run(at)
    count = going_on().count()
    run(at + timedelta(hours=1), owner=other_province)
    assert going_on().count() == count
    assert AlertRun.objects.first().owner == other_province


def test_a_rule_turned_off_closes_its_alerts_saying_so(run, late, province, monitor, at):
    run(at)
    setting.set_rule(
        owner=province,
        code="task_late",
        is_on=False,
        level="warning",
        limits={"days": 0, "serious": 30},
        by=monitor,
        at=at,
    )
    run(at + timedelta(minutes=1), codes=["task_late"])
    closed = Alert.objects.get(rule="task_late")
    assert closed.close_reason == "rule_off"
    assert going_on("task_silent").exists()


def test_a_late_task_becomes_serious_and_keeps_its_row(run, late, at):
    run(at)
    alert = going_on("task_late").get()
    assert alert.level == "warning"
    run(at + timedelta(days=40))
    again = going_on("task_late").get()
    assert again.pk == alert.pk
    assert (again.level, again.weight) == ("serious", 3)


def test_only_who_handles_alerts_there_may_look_for_them(late, clerk, leader, province, at):
    with pytest.raises(NotAllowed):
        running.run(by=leader, at=at)
    with pytest.raises(NotAllowed):
        running.run(owner=province, by=clerk, at=at)
    assert running.run(owner=province, by=leader, at=at).opened


def test_what_an_event_opened_in_between_is_left_open(run, late, at):
    run(at)
    going_on("task_late").update(subject_id="999999", last_seen_at=at + timedelta(minutes=5))
    run(at + timedelta(minutes=1))
    assert going_on("task_late").count() == 2


def test_what_an_event_closed_in_between_is_not_opened_again(run, late, at):
    run(at)
    going_on("task_late").update(closed_at=at + timedelta(minutes=5), close_reason="cause_ended")
    run(at + timedelta(minutes=1))
    assert not going_on("task_late").exists()
    run(at + timedelta(minutes=9))
    assert going_on("task_late").exists()


def test_the_alerts_of_one_task_are_looked_at_cheaply_when_nothing_changes(run, late, system, at):
    run(at)
    with CaptureQueriesContext(connection) as asked:
        change = refreshing.refresh_tasks(task_ids=[late.pk], by=system, at=at)
    assert not change
    assert len(asked) <= 4


def test_many_tasks_are_looked_at_together(run, late, other_late, system, at):
    run(at)
    ids = [late.pk, other_late.pk]
    with CaptureQueriesContext(connection) as asked:
        assert not refreshing.refresh_tasks(task_ids=ids, by=system, at=at)
    assert len(asked) <= 4


def test_other_numbers_are_written_without_an_event(run, late, system, at):
    run(at)
    before = Event.objects.count()
    type(late).objects.filter(pk=late.pk).update(claimed_percent=35)
    with CaptureQueriesContext(connection) as asked:
        refreshing.refresh_tasks(task_ids=[late.pk], by=system, at=at)
    assert len(asked) <= 5
    assert going_on("task_late").get().facts["percent"] == 35
    assert Event.objects.count() == before


def test_a_step_on_a_task_closes_its_alerts_at_once(
    run, late, clerk, at, django_capture_on_commit_callbacks
):
    run(at)
    with django_capture_on_commit_callbacks(execute=True):
        report(task=late, by=clerk, at=at + timedelta(minutes=1), percent=60)
    assert not going_on("task_silent").exists()
    assert Event.objects.filter(kind="alerts.alert.closed").count() == 1


def test_a_dry_look_counts_and_writes_nothing(late, system, at):
    change, counts = running.looked_for(by=system, at=at)
    assert counts["task_late"] == 1
    assert len(change.new) == sum(counts.values())
    assert not Alert.objects.exists()
    assert not AlertRun.objects.exists()
