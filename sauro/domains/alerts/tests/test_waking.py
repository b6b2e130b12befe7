"""What was acknowledged or put aside comes back when it becomes graver, and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sauro.domains.alerts import alert_page
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import handling, refreshing
from sauro.domains.programmes.models import Task
from sauro.engines.history.models import Event
from sauro.engines.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(run, late, at):
    """The alert of a task that is twenty days late: a warning."""
    run(at)
    return Alert.objects.get(rule="task_late")


def woken():
    return Event.objects.filter(kind="alerts.alert.worsened")


def told(kind):
    return Notice.objects.filter(kind=kind)


def acknowledge(alert, leader, at):
    handling.acknowledge(alert=alert, reason="Đã giao Sở xử lý", by=leader, at=at)


def put_aside(alert, leader, at):
    until = (at + timedelta(days=50)).date()
    handling.snooze(alert=alert, until=until, reason="Chờ kinh phí", by=leader, at=at)


@pytest.mark.parametrize("say", [acknowledge, put_aside])
def test_a_graver_level_opens_it_again_and_says_why_once(run, alert, leader, at, say):
    say(alert, leader, at)
    for days in (11, 12):
        run(at + timedelta(days=days))
    alert.refresh_from_db()
    assert alert.level == "serious"
    assert (alert.acknowledged_at, alert.snoozed_until, alert.reason) == (None, None, "")
    event = woken().get()
    assert (event.before["level"], event.after["level"]) == ("warning", "serious")
    assert set(event.before) & {"acknowledged", "snoozed_until"}
    line = next(one for one in alert_page.history_of(alert) if one["at"] == event.at)
    assert "→" in line["note"]


@pytest.mark.parametrize("say", [acknowledge, put_aside])
def test_the_same_level_lets_it_rest(run, alert, leader, at, say):
    say(alert, leader, at)
    Task.objects.filter(pk=alert.subject_id).update(claimed_percent=35)
    run(at + timedelta(days=9))
    alert.refresh_from_db()
    assert alert.facts["percent"] == 35
    assert alert.reason
    assert not woken().exists()


def test_what_was_answered_at_the_graver_level_rests(run, alert, leader, at):
    run(at + timedelta(days=11))
    acknowledge(alert, leader, at + timedelta(days=11))
    run(at + timedelta(days=30))
    alert.refresh_from_db()
    assert alert.acknowledged_at
    assert not woken().exists()


def test_what_nobody_answered_and_what_rested_until_yesterday_is_open_already(
    run, alert, leader, at
):
    until = (at + timedelta(days=3)).date()
    handling.snooze(alert=alert, until=until, reason="Chờ", by=leader, at=at)
    run(at + timedelta(days=11))
    assert not woken().exists()


def test_those_who_follow_it_are_told_once_in_the_line_of_the_run(
    run, alert, leader, at, django_capture_on_commit_callbacks
):
    acknowledge(alert, leader, at)
    night = at + timedelta(days=11)
    for hours in (0, 1):
        with django_capture_on_commit_callbacks(execute=True):
            run(night + timedelta(hours=hours))
    assert told("alerts.run.done").filter(person=leader).count() == 1
    assert not told("alerts.alert.worsened").exists()


def test_a_step_that_makes_it_graver_tells_of_this_one(
    alert, leader, system, at, django_capture_on_commit_callbacks
):
    acknowledge(alert, leader, at)
    due_on = at.date() - timedelta(days=60)
    Task.objects.filter(pk=alert.subject_id).update(due_on=due_on)
    for _n in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            refreshing.refresh_tasks(
                task_ids=[int(alert.subject_id)], by=system, at=at + timedelta(minutes=1)
            )
    alert.refresh_from_db()
    assert (alert.level, alert.acknowledged_at) == ("serious", None)
    notice = told("alerts.alert.worsened").get(person=leader)
    assert str(alert.pk) in notice.url
