"""Alerts that opened are changes however they were found, until they close."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import handling, refreshing, running
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
    (line,) = alert_lines(leader, since, at)
    assert line.url == f"/canh-bao/{late.pk}/"
    assert (line.at, line.by) == (at - timedelta(hours=1), str(monitor))  # not when it opened
    assert alert_lines(monitor, since, at) == []


def test_page_and_api_say_when_an_old_alert_was_woken_and_by_whom(
    night, leader, monitor, at, browser_of, api_of
):
    late = Alert.objects.get(rule="task_late", subject_id=str(night.late.pk))
    handling.acknowledge(alert=late, reason="Đã giao", by=monitor, at=at - timedelta(hours=2))
    handling.undo(alert=late, by=monitor, at=at - timedelta(hours=1))
    query = {"since": (at - timedelta(hours=3)).isoformat(timespec="minutes"), "kind": "alert"}
    text = browser_of(leader).get("/thay-doi/", query).content.decode()
    cell = text[text.index(f"/canh-bao/{late.pk}/") :].partition("</tr>")[0]
    assert str(monitor) in cell
    assert "08:00" in cell
    body = api_of(leader)("get", f"/changes?since={query['since'][:16]}&kind=alert").json()
    (row,) = body["groups"][0]["rows"]
    assert row["by"] == str(monitor)
    assert datetime.fromisoformat(row["at"]) == at - timedelta(hours=1)


def test_what_was_woken_last_comes_first_among_the_equally_grave(night, leader, monitor, at):
    gravest = Alert.objects.order_by("-weight").first().weight
    oldest, *others = Alert.objects.filter(weight=gravest).order_by("opened_at", "pk")
    assert others
    handling.acknowledge(alert=oldest, reason="Đã giao", by=monitor, at=at - timedelta(hours=2))
    handling.undo(alert=oldest, by=monitor, at=at - timedelta(hours=1))
    first = alert_lines(leader, at - timedelta(days=1), at)[0]
    assert first.url == f"/canh-bao/{oldest.pk}/"


def test_what_my_own_step_opened_is_left_out_until_others_wake_it(
    week, leader, monitor, second_monitor, at
):
    refreshing.refresh_tasks(task_ids=[week.late.pk], by=monitor, at=at - timedelta(hours=3))
    since = at - timedelta(hours=4)
    late = Alert.objects.get(rule="task_late")
    url = f"/canh-bao/{late.pk}/"
    assert url in [one.url for one in alert_lines(leader, since, at)]
    assert alert_lines(monitor, since, at) == []
    by = {"by": second_monitor}
    handling.acknowledge(alert=late, reason="Đã giao", at=at - timedelta(hours=2), **by)
    handling.undo(alert=late, at=at - timedelta(hours=1), **by)
    assert [one.url for one in alert_lines(monitor, since, at)] == [url]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan of SQLite")
@pytest.mark.parametrize("person", ["leader", "clerk"])
def test_alerts_of_the_past_are_not_read(night, person, at, request):
    user = request.getfixturevalue(person)
    with CaptureQueriesContext(connection) as seen:
        alert_lines(user, at - timedelta(days=1), at)
    (asked,) = (one["sql"] for one in seen if 'FROM "alerts_alert"' in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert any("INDEX alert_opened" in step for step in plan)
    assert not any(step.startswith("SCAN alerts_alert") for step in plan)


def test_an_outsider_reads_of_none(night, stranger, at):
    assert alert_lines(stranger, at - timedelta(days=1), at) == []
