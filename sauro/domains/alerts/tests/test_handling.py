"""What people say of alerts, how rules are set: rights, states, events, twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.core.errors import NotAllowed, Stale
from sauro.domains.alerts.models import Alert, AlertRule
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.services import handling, setting
from sauro.domains.alerts.services.handling import AlertOver, AlertRefused
from sauro.domains.alerts.services.setting import RuleRefused
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db
LIMITS = {"days": 5, "serious": 30}


@pytest.fixture
def alert(run, late, at):
    run(at)
    return Alert.objects.get(rule="task_late")


def events(kind):
    return Event.objects.filter(kind=f"alerts.{kind}").count()


def test_acknowledging_records_who_when_and_why_once(alert, leader, at):
    for _n in range(2):
        handling.acknowledge(alert=alert, reason="Đã giao Sở xử lý", by=leader, at=at)
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.acknowledged_at) == (leader, at)
    assert alert.reason == "Đã giao Sở xử lý"
    assert events("alert.acknowledged") == 1


@pytest.mark.parametrize("who", ["leader", "monitor", "head", "clerk"])
def test_who_may_acknowledge(alert, request, at, who):
    by = request.getfixturevalue(who)
    assert handling.acknowledge(alert=alert, reason="Biết", by=by, at=at).acknowledged_at


@pytest.mark.parametrize("who", ["inspector", "admin", "other_clerk", "stranger"])
def test_who_may_not_acknowledge(alert, request, at, who):
    with pytest.raises(NotAllowed):
        handling.acknowledge(alert=alert, reason="x", by=request.getfixturevalue(who), at=at)
    assert events("alert.acknowledged") == 0


@pytest.mark.parametrize("who", ["head", "clerk"])
def test_a_unit_does_not_put_alerts_aside(alert, request, at, who):
    by, until = request.getfixturevalue(who), (at + timedelta(days=3)).date()
    with pytest.raises(NotAllowed):
        handling.snooze(alert=alert, until=until, reason="x", by=by, at=at)


def test_what_a_leader_put_aside_a_unit_does_not_open(alert, leader, clerk, at):
    until = (at + timedelta(days=3)).date()
    handling.snooze(alert=alert, until=until, reason="Chờ", by=leader, at=at)
    with pytest.raises(NotAllowed):
        handling.undo(alert=alert, by=clerk, at=at)
    assert handling.undo(alert=alert, by=leader, at=at).snoozed_until is None
    assert events("alert.reopened") == 1
    handling.undo(alert=alert, by=leader, at=at)
    assert events("alert.reopened") == 1


@pytest.mark.parametrize("days", [-1, 0, 61, 400])
def test_a_day_out_of_reach_is_refused(alert, leader, at, days):
    until = (at + timedelta(days=days)).date()
    with pytest.raises(AlertRefused) as refusal:
        handling.snooze(alert=alert, until=until, reason="x", by=leader, at=at)
    assert refusal.value.field == "until"


def test_a_reason_is_needed(alert, leader, at):
    with pytest.raises(AlertRefused):
        handling.acknowledge(alert=alert, reason="  ", by=leader, at=at)
    with pytest.raises(AlertRefused):
        handling.acknowledge_many(alerts=[alert.pk], reason="", by=leader, at=at)


def test_a_closed_alert_is_not_handled(alert, leader, at):
    Alert.objects.update(closed_at=at, close_reason="cause_ended")
    with pytest.raises(AlertOver):
        handling.acknowledge(alert=alert, reason="x", by=leader, at=at)


def test_putting_aside_takes_the_place_of_acknowledging(alert, leader, at):
    handling.acknowledge(alert=alert, reason="Biết", by=leader, at=at)
    until = (at + timedelta(days=9)).date()
    found = handling.snooze(alert=alert, until=until, reason="Chờ", by=leader, at=at)
    assert found.acknowledged_at is None
    found.refresh_from_db()
    assert (found.snoozed_until, found.reason) == (until, "Chờ")


def test_what_was_put_aside_comes_back_after_its_day(alert, leader, at):
    until = (at + timedelta(days=9)).date()
    handling.snooze(alert=alert, until=until, reason="Chờ", by=leader, at=at)
    waiting = selectors.open_alerts(user=leader, today=until)
    assert alert not in waiting
    assert alert in selectors.open_alerts(user=leader, today=until + timedelta(days=1))


def test_many_are_handled_with_one_event_each(run, late, other_late, clerk, leader, at):
    run(at)
    ids = list(Alert.objects.values_list("pk", flat=True))
    outcome = handling.acknowledge_many(alerts=ids, reason="Biết", by=clerk, at=at)
    own = Alert.objects.filter(organisation=late.lead).count()
    assert (len(outcome.done), len(outcome.refused)) == (own, len(ids) - own)
    assert events("alert.acknowledged") == own
    until = (at + timedelta(days=5)).date()
    done = handling.snooze_many(alerts=ids, until=until, reason="Chờ", by=leader, at=at)
    assert len(done.done) == len(ids)
    assert events("alert.snoozed") == len(ids)


def test_the_state_in_sql_is_that_of_the_rule(run, late, other_late, leader, at):
    from sauro.domains.alerts.rules.standing import state_of

    run(at)
    first, second, third, *_rest = Alert.objects.order_by("pk")
    handling.acknowledge(alert=first, reason="x", by=leader, at=at)
    until = (at + timedelta(days=2)).date()
    handling.snooze(alert=second, until=until, reason="x", by=leader, at=at)
    Alert.objects.filter(pk=third.pk).update(closed_at=at, close_reason="cause_ended")
    for day in (at.date(), until, until + timedelta(days=1)):
        for one in Alert.objects.with_state(today=day):
            assert one.state == state_of(
                closed=one.closed_at is not None,
                acknowledged=one.acknowledged_at is not None,
                snoozed_until=one.snoozed_until,
                today=day,
            )


def test_selectors_ask_once(run, late, other_late, leader, clerk, at):
    run(at)
    keys = [("programmes.task", str(one.pk)) for one in (late, other_late)]
    for person, count in ((leader, 2), (clerk, 1)):
        selectors.visible_alerts(user=person).exists()
        with CaptureQueriesContext(connection) as asked:
            found = selectors.alerts_on(keys=keys, user=person)
        assert len(asked) == 1
        assert len(found) == count
        with CaptureQueriesContext(connection) as asked:
            counts = selectors.counts_by_rule(user=person, today=at.date())
        assert len(asked) == 1
        assert sum(one.total for one in counts) == sum(len(rows) for rows in found.values())
    none = selectors.counts_by_rule(user=leader, today=at.date(), programme_ids=[])
    assert none == []


def test_a_rule_is_set_with_one_event_and_the_same_again_writes_nothing(province, monitor, at):
    values = {"owner": province, "code": "task_late", "is_on": True, "level": "serious"}
    for _n in range(2):
        rule = setting.set_rule(**values, limits=LIMITS, by=monitor, at=at)
    assert events("rule.set") == 1
    assert rule.version == 1
    with pytest.raises(Stale):
        setting.set_rule(**values, limits={**LIMITS, "days": 6}, version=0, by=monitor, at=at)
    changed = setting.set_rule(**values, limits={**LIMITS, "days": 6}, version=1, by=monitor, at=at)
    assert changed.version == 2
    known = settings.settings_now()
    assert known.of("task_late", path=province.path + "0001").limits["days"] == 6
    setting.clear_rule(rule=changed, by=monitor, at=at)
    setting.clear_rule(rule=changed, by=monitor, at=at)
    assert events("rule.cleared") == 1


@pytest.mark.parametrize("who", ["leader", "head", "clerk", "inspector", "stranger"])
def test_who_may_not_set_rules(province, request, at, who):
    with pytest.raises(NotAllowed):
        setting.set_rule(
            owner=province,
            code="task_late",
            is_on=True,
            level="info",
            limits=LIMITS,
            by=request.getfixturevalue(who),
            at=at,
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "no_rule"}, "code"),
        ({"level": "deadly"}, "level"),
        ({"limits": {"days": 500, "serious": 30}}, "days"),
        ({"limits": {"days": 5}}, "serious"),
    ],
)
def test_what_cannot_be_set_is_named(province, monitor, at, wrong, field):
    values = {"code": "task_late", "is_on": True, "level": "info", "limits": LIMITS, **wrong}
    with pytest.raises(RuleRefused) as refusal:
        setting.set_rule(owner=province, **values, by=monitor, at=at)
    assert refusal.value.field == field
    assert not AlertRule.objects.exists()


def test_a_programme_has_its_own_limits_for_its_own_rules_only(
    programme, province, monitor, stranger, other_province, at
):
    values = {"is_on": True, "level": "info", "by": monitor, "at": at}
    one = {"owner": province, "programme": programme}
    setting.set_rule(**one, code="task_late", limits=LIMITS, **values)
    known = settings.settings_now()
    own = known.of("task_late", path=province.path, programme_id=programme.pk)
    assert own.limits["days"] == 5
    assert known.of("task_late", path=province.path).limits["days"] == 0
    with pytest.raises(RuleRefused):
        setting.set_rule(**one, code="form_waiting", limits={"days": 3}, **values)
    with pytest.raises(RuleRefused):
        setting.set_rule(
            owner=other_province,
            programme=programme,
            code="task_late",
            limits=LIMITS,
            **{**values, "by": stranger},
        )


def test_a_rule_that_is_set_is_applied_at_once(
    run, late, province, monitor, at, django_capture_on_commit_callbacks
):
    run(at)
    values = {"owner": province, "code": "task_late", "level": "warning", "by": monitor}
    with django_capture_on_commit_callbacks(execute=True):
        setting.set_rule(
            **values, is_on=True, limits={"days": 90, "serious": 91}, at=at + timedelta(minutes=1)
        )
    assert not Alert.objects.going_on().filter(rule="task_late").exists()
    assert Alert.objects.going_on().filter(rule="task_silent").exists()
