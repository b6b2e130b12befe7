"""The API and the command: the same services, the same rights."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from sauro.domains.alerts.models import Alert, AlertRule, AlertRun
from sauro.engines.jobs import schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(run, late, other_late, at):
    run(at)
    return Alert.objects.going_on()


@pytest.fixture
def api_of(browser_of):
    def calling(user):
        browser = browser_of(user)

        def call(method, path, **body):
            answer = getattr(browser, method)(
                f"/api/v1{path}",
                **({"data": json.dumps(body), "content_type": "application/json"} if body else {}),
            )
            return answer.status_code, answer.json()

        return call

    return calling


def test_the_list_is_narrowed_and_in_words(api_of, found, leader, clerk, late):
    status, body = api_of(leader)("get", "/alerts?rule=task_late&agency=LV-SKHCN")
    assert status == 200
    [one] = body["items"]
    assert one["subject"] == str(late)
    assert one["url"] == f"/nhiem-vu/{late.pk}/"
    assert one["state"] == "open"
    assert api_of(leader)("get", "/alerts?state=closed")[1]["count"] == 0
    own = api_of(clerk)("get", "/alerts")[1]
    assert {item["organisation"] for item in own["items"]} == {"LV-SKHCN"}


def test_strangers_get_nothing(api_of, found, stranger):
    call = api_of(stranger)
    assert call("get", "/alerts")[1]["count"] == 0
    assert call("get", f"/alerts/{found.first().pk}")[0] == 404
    assert call("get", "/alerts/rules?owner=LV")[0] == 404


def test_an_alert_is_handled(api_of, found, leader, clerk, at):
    one, call = found.first(), api_of(leader)
    until = f"{(at + timedelta(days=4)).date()}"
    status, body = call("post", f"/alerts/{one.pk}/acknowledge", reason="Đã giao")
    assert (status, body["state"], body["reason"]) == (200, "acknowledged", "Đã giao")
    status, body = call("post", f"/alerts/{one.pk}/snooze", until=until, reason="Chờ")
    assert (status, body["state"], body["snoozed_until"]) == (200, "snoozed", until)
    assert call("post", f"/alerts/{one.pk}/undo")[1]["state"] == "open"
    assert call("post", f"/alerts/{one.pk}/snooze", until="2026-01-01", reason="x")[0] == 422
    own = found.filter(organisation__code="LV-SKHCN").first()
    assert api_of(clerk)("post", f"/alerts/{own.pk}/snooze", until=until, reason="x")[0] == 403


def test_counts_add_up(api_of, found, leader):
    counts = api_of(leader)("get", "/alerts/counts")[1]
    assert sum(one["total"] for one in counts) == found.count()


def test_rules_are_read_and_set(api_of, found, monitor, leader):
    rules = {one["rule"]: one for one in api_of(leader)("get", "/alerts/rules?owner=LV")[1]}
    assert rules["task_silent"]["limits"][0]["value"] == 45
    body = {"owner": "LV", "is_on": True, "level": "info", "limits": {"days": 60}, "version": 0}
    assert api_of(leader)("put", "/alerts/rules/task_silent", **body)[0] == 403
    status, made = api_of(monitor)("put", "/alerts/rules/task_silent", **body)
    assert (status, made["decided"], made["version"]) == (200, True, 1)
    assert api_of(monitor)("put", "/alerts/rules/task_silent", **body)[0] == 409
    wrong = {**body, "limits": {"days": 1}, "version": 1}
    assert api_of(monitor)("put", "/alerts/rules/task_silent", **wrong)[0] == 422
    assert AlertRule.objects.get().limits == {"days": 60}


def said(*args):
    out = StringIO()
    call_command("alerts", *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_looks_and_a_dry_run_only_counts(noon, late, system):
    dry = said("--dry-run")
    assert dry["would_open"] == dry["task_late"] + dry["task_silent"] + dry.get("task_unclear", 0)
    assert not Alert.objects.exists()
    assert said()["opened"] == dry["would_open"]
    assert said("--owner", "LV")["opened"] == 0
    assert AlertRun.objects.count() == 2


def test_the_command_refuses_who_may_not(noon, late, leader, clerk):
    with pytest.raises(CommandError):
        call_command("alerts", "--as", clerk.username)
    with pytest.raises(CommandError):
        call_command("alerts", "--as", leader.username)
    assert said("--owner", "LV", "--as", leader.username)["opened"]
    with pytest.raises(CommandError):
        call_command("alerts", "--owner", "NO-SUCH")


def test_the_schedule_looks_every_night(late, at):
    nightly = import_string(schedule.entries()["alerts"].run)
    nightly(at=at)
    nightly(at=at)
    assert AlertRun.objects.count() == 2
    assert Alert.objects.filter(rule="task_late").count() == 1
