"""Alerts that opened are changes however they were found, until they close."""

from datetime import timedelta

import pytest

from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import handling, running
from sauro.domains.programmes.models import Task
from sauro.shell.changes import selectors, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(week, system, at):
    """The search of the last night."""
    running.run(by=system, at=at - timedelta(hours=6))
    return week


def alert_lines(user, since, until):
    found = selectors.changes_for(user=user, since=since, until=until, kinds=["alert"], limit=50)
    return [line for group in words.groups_of(found) for line in group.lines]


def test_what_the_night_found_is_new_in_the_morning(night, leader, at):
    lines = alert_lines(leader, at - timedelta(days=1), at)
    late = Alert.objects.get(rule="task_late", subject_id=str(night.late.pk))
    line = next(one for one in lines if one.url == f"/canh-bao/{late.pk}/")
    assert night.late.title in line.title
    assert line.note
    assert line.at == late.opened_at


def test_what_is_closed_or_older_is_not_new(night, leader, system, at):
    Task.objects.filter(pk=night.late.pk).update(state="cancelled")
    running.run(by=system, at=at - timedelta(hours=1))
    titles = [one.title for one in alert_lines(leader, at - timedelta(days=1), at)]
    assert titles
    assert not any(night.late.title in title for title in titles)
    assert alert_lines(leader, at - timedelta(hours=2), at) == []


def test_what_others_opened_again_is_new_and_what_i_did_is_not(night, leader, monitor, at):
    late = Alert.objects.get(rule="task_late", subject_id=str(night.late.pk))
    handling.acknowledge(alert=late, reason="Đã giao", by=monitor, at=at - timedelta(hours=2))
    handling.undo(alert=late, by=monitor, at=at - timedelta(hours=1))
    since = at - timedelta(hours=3)
    assert [one.url for one in alert_lines(leader, since, at)] == [f"/canh-bao/{late.pk}/"]
    assert alert_lines(monitor, since, at) == []


def test_an_outsider_reads_of_none(night, stranger, at):
    assert alert_lines(stranger, at - timedelta(days=1), at) == []
