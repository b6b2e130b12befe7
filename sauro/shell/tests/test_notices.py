"""Notices for other programs, and `sauro notify`."""

import io
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.engines.jobs.models import Slot
from sauro.engines.notify.models import Delivery, Notice
from sauro.engines.notify.services import notices
from sauro.shell import doctor, nightly

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/notices"
STEPS = {"before": [5], "on_day": True, "after": [1], "every": 7, "escalate_from": 1}


@pytest.fixture(autouse=True)
def hour(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture
def call(client, at):
    def calling(person, method, path="", body=None):
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(client, method)(f"{ROOT}{path}", **given)
        return answer.status_code, (answer.json() if answer.content else None)

    return calling


@pytest.fixture
def notice(clerk, at):
    notices.give(
        kind="programmes.task.assign", people=[clerk.pk], key="k", label="Việc", urgent=True, at=at
    )
    return Notice.objects.get()


def test_ones_own_notices_are_read_and_marked(call, notice, clerk, head):
    status, told = call(clerk, "get")
    assert (status, told["count"], told["items"][0]["label"]) == (200, 1, "Việc")
    assert call(head, "get")[1]["count"] == 0
    assert call(head, "post", "/read", {"ids": [notice.pk]}) == (200, {"n": 0})
    assert call(clerk, "post", "/read", {"ids": [notice.pk]}) == (200, {"n": 1})
    assert call(clerk, "get", "?unread=true")[1]["count"] == 0


def test_a_preference_is_read_and_decided(call, clerk):
    status, usual = call(clerk, "get", "/preference")
    assert (status, usual["choices"], usual["digest_at"]) == (200, {}, "07:00")
    wanted = usual | {"choices": {"programmes.tasks_due": {"email": "now"}}, "digest_at": "09:00"}
    status, kept = call(clerk, "put", "/preference", wanted)
    assert (status, kept["digest_at"]) == (200, "09:00")
    assert call(clerk, "get", "/preference")[1] == kept
    assert call(clerk, "put", "/preference", wanted | {"language": "xx"})[0] == 422


@pytest.mark.parametrize("hour", ["07:00:00Z", "07:00+07:00", "7:00", "24:00", "", "mai"])
def test_an_hour_is_one_of_the_wall_clock(call, clerk, hour):
    _status, wish = call(clerk, "get", "/preference")
    assert call(clerk, "put", "/preference", {**wish, "digest_at": hour})[0] == 422
    assert call(clerk, "put", "/preference", {**wish, "digest_at": "07:05"})[0] == 200


def test_administrators_follow_deliveries_and_try_them_again(call, notice, clerk, admin, at):
    one = Delivery.objects.create(
        key="k",
        person=clerk,
        channel="email",
        notice=notice,
        state="given_up",
        created_at=at,
        next_try_at=at,
    )
    assert call(clerk, "get", "/deliveries")[0] == 403
    status, told = call(admin, "get", "/deliveries?state=given_up")
    assert (status, told["items"][0]["person"]["id"]) == (200, clerk.pk)
    assert call(clerk, "post", f"/deliveries/{one.pk}/retry")[0] == 403
    assert call(admin, "post", "/deliveries/999999/retry")[0] == 404
    assert call(admin, "post", f"/deliveries/{one.pk}/retry") == (200, {"n": 1})
    assert call(admin, "post", f"/deliveries/{one.pk}/retry")[0] == 409


def test_steps_are_read_and_decided(call, admin, clerk):
    assert call(clerk, "get", "/steps")[0] == 403
    assert call(admin, "get", "/steps")[1]["programmes.tasks_due"]["before"] == [7, 3, 1]
    assert call(admin, "put", "/steps", STEPS) == (200, STEPS)
    assert call(admin, "get", "/steps")[1]["programmes.tasks_due"] == STEPS
    assert call(admin, "put", "/steps?kind=none", STEPS)[0] == 409
    assert call(clerk, "put", "/steps", STEPS)[0] == 403


def test_one_kind_follows_the_general_steps_again(call, admin, clerk):
    own = "/steps?kind=programmes.tasks_due"
    call(admin, "put", own, STEPS)
    assert call(clerk, "delete", own)[0] == 403
    assert call(admin, "get", "/steps")[1]["programmes.tasks_due"] == STEPS
    assert call(admin, "delete", own) == (204, None)
    assert call(admin, "get", "/steps")[1]["programmes.tasks_due"]["before"] == [7, 3, 1]
    assert call(admin, "delete", "/steps?kind=none")[0] == 409


@pytest.fixture
def task(province, department, monitor, at):
    programme = make_programme(owner=province, by=monitor, at=at)
    return make_task(
        programme=programme, lead=department, by=monitor, at=at, due_on=at.date(), title="Báo cáo"
    )


def ran(*words):
    out = io.StringIO()
    call_command("notify", *words, stdout=out)
    return out.getvalue()


def test_the_dry_run_of_the_command_and_of_programs_is_the_same(call, task, clerk, admin):
    (told,) = json.loads(ran("--dry-run", "--format", "json"))
    assert told["person"] == clerk.username
    assert str(task) in told["line"]
    status, page = call(admin, "get", "/plan")
    assert (status, page["items"][0]["line"], page["items"][0]["why"]) == (
        200,
        told["line"],
        told["why"],
    )
    assert call(clerk, "get", "/plan")[0] == 403
    assert str(clerk) in ran("--dry-run")
    assert not Notice.objects.exists()


def test_the_command_reminds_gathers_and_delivers(task, clerk):
    told = json.loads(ran("--format", "json"))
    assert (told["notices"], told["digests"], told["sent"]) == (1, 1, 1)
    assert mail.outbox[0].to == [clerk.email]
    assert str(task) in mail.outbox[0].body
    again = json.loads(ran("--format", "json"))
    assert (again["notices"], again["digests"], again["sent"]) == (0, 0, 0)
    assert "sent" in ran()


def test_the_nightly_work_of_the_schedule_says_when_something_is_wrong(task, at, monkeypatch):
    nightly.scheduled(at=at)
    told = nightly.run(by=accounts.system_person(at=at), at=at)
    assert told["notices_dropped"] == {"notices": 0, "digests": 0}
    monkeypatch.setattr(nightly.reading, "broken_links", lambda: iter([7]))
    with pytest.raises(nightly.NightlyFoundFaults, match="broken_events"):
        nightly.scheduled(at=at)


def test_the_doctor_says_when_nothing_runs_by_the_clock_and_what_did_not_arrive(notice, clerk, at):
    found = {one.name: one for one in doctor.examine(now=at, today=at.date())}
    assert found["schedule"].ok
    assert found["messages"].ok
    Slot.objects.create(code="deliver", moment=at - timedelta(hours=3))
    Delivery.objects.create(
        key="k",
        person=clerk,
        channel="email",
        notice=notice,
        state="given_up",
        created_at=at,
        next_try_at=at,
    )
    found = {one.name: one for one in doctor.examine(now=at, today=at.date())}
    assert "sauro work" in found["schedule"].advice
    assert "1 messages" in found["messages"].found
