"""What changed: every kind once, each with its rows, only what a person may see, few statements."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from sauro.core import clock
from sauro.engines.history.models import Event
from sauro.shell.changes import rules, selectors, services, sources, words
from sauro.shell.changes.models import Visit
from sauro.shell.changes.rules import ChangeKind
from sauro.shell.changes.tests.conftest import OBSTACLE

pytestmark = pytest.mark.django_db
PATH = "/thay-doi/"


def changed(user, at, days=7, **more):
    return selectors.changes_for(user=user, since=at - timedelta(days=days), until=at, **more)


def titles(changes):
    return {group.code: [line.title for line in group.lines] for group in words.groups_of(changes)}


def test_a_leader_sees_every_kind_with_its_rows_the_most_important_first(week, leader, at):
    found = titles(changed(leader, at))
    assert list(found) == [
        "newly_late",
        "obstacle",
        "returned",
        "suspended",
        "deadline",
        "completed",
        "target_up",
        "synthesis",
    ]
    assert found["newly_late"] == ["Việc vừa quá hạn"]  # the other one was late before
    assert found["completed"] == ["Việc đã xong"]
    assert found["obstacle"] == ["Việc của Sở Tài chính", "Việc vướng"]
    assert found["target_up"] == ["Tỷ lệ hồ sơ trực tuyến"]


def test_each_row_says_what_happened(week, leader, at):
    lines = {
        (group.code, line.title): line
        for group in words.groups_of(changed(leader, at))
        for line in group.lines
    }
    assert lines["returned", "Việc bị trả lại"].note == "Thiếu minh chứng"
    assert lines["obstacle", "Việc vướng"].note == OBSTACLE
    assert lines["deadline", "Việc được gia hạn"].note == "12/06/2025 → 30/09/2025"
    moved = lines["target_up", "Tỷ lệ hồ sơ trực tuyến"]
    assert (moved.before, moved.after) == ("no_data", "exceeded") or moved.after == "met"


def test_an_officer_sees_his_unit_and_not_what_he_did_himself(week, clerk, at):
    found = titles(changed(clerk, at))
    assert "Việc của Sở Tài chính" not in str(found)
    assert set(found) == {
        *("newly_late", "returned", "suspended", "deadline", "completed", "target_up"),
    }


def test_strangers_see_nothing(week, stranger, at):
    assert changed(stranger, at).total == 0


@pytest.mark.parametrize("days", [0.1, 3])
def test_what_lies_outside_is_left_out(week, leader, at, days):
    assert set(titles(changed(leader, at, days=days))) <= {"newly_late"}
    assert changed(leader, at - timedelta(days=6), days=3).total == 0


def test_a_kind_counts_records_not_events_and_shows_some(week, leader, clerk, at):
    kind = "programmes.task.synthesis_written"
    first = Event.objects.filter(kind=kind).get()
    Event.objects.bulk_create(
        [
            Event(
                kind=kind,
                subject_type=first.subject_type,
                subject_id=number,
                subject_label=f"Việc {number}",
                by_id=clerk.pk,
                by_name="x",
                at=at - timedelta(hours=1),
            )
            for number in (first.subject_id, str(week.late.pk), str(week.done.pk))
        ]
    )
    found = changed(leader, at, kinds=["synthesis"], limit=2).found
    assert [(one.kind, one.count, len(one.rows)) for one in found] == [(ChangeKind.SYNTHESIS, 3, 2)]


def test_every_kind_has_a_group_an_event_that_exists_and_a_page(week):
    derived = {ChangeKind.NEWLY_LATE, ChangeKind.TARGET_UP, ChangeKind.TARGET_DOWN}
    derived |= {ChangeKind.ALERT}
    assert [group.kind for group in sources.GROUPS] == list(ChangeKind)
    assert set(sources.EVENT_KINDS.values()) == set(ChangeKind) - derived
    assert set(sources.EVENT_KINDS) <= set(import_string(settings.SAURO["event_labels"]))


@pytest.mark.parametrize("person", ["clerk", "head", "monitor", "leader", "inspector", "admin"])
def test_few_statements_for_every_role(week, person, at, request, browser_of, monkeypatch):
    user = request.getfixturevalue(person)
    with CaptureQueriesContext(connection) as seen:
        changed(user, at)
    assert len(seen) <= 11, [q["sql"][:90] for q in seen]  # with the rights of the person
    browser = browser_of(user)
    sent, close = [], HttpResponseBase.close
    for _time in range(2):  # the visit is written when the first answer is on its way
        with CaptureQueriesContext(connection) as seen, monkeypatch.context() as patched:
            patched.setattr(
                HttpResponseBase, "close", lambda one: (sent.append(len(seen)), close(one))
            )
            assert browser.get(PATH).status_code == 200
        assert sent.pop() <= 12, [q["sql"][:90] for q in seen]


def test_the_cost_does_not_grow_with_what_happened(week, leader, at, browser_of):
    with CaptureQueriesContext(connection) as few:
        selectors.changes_for(user=leader, since=at - timedelta(days=7), until=at)
    Event.objects.bulk_create(
        [
            Event(
                kind="programmes.task.completed",
                subject_type="programmes.task",
                subject_id=str(week.late.pk),
                subject_label="x",
                by_id=0,
                by_name="x",
                at=at - timedelta(minutes=n),
            )
            for n in range(300)
        ]
    )
    with CaptureQueriesContext(connection) as many:
        selectors.changes_for(user=leader, since=at - timedelta(days=7), until=at)
    assert len(many) <= len(few)


def test_the_page_remembers_the_visit_and_tabs_do_not_shift_it(
    week, leader, at, browser_of, monkeypatch
):
    browser = browser_of(leader)

    def opened(minutes):
        moment = at + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return browser.get(PATH).context

    assert opened(0)["last"] is None
    assert opened(10)["last"] is None  # another tab of the same visit
    assert opened(60)["last"] == at + timedelta(minutes=10)
    assert opened(75)["last"] == at + timedelta(minutes=10)
    assert opened(80)["found"].since == at + timedelta(minutes=10)
    assert Visit.objects.get().seen_at == at + timedelta(minutes=80)


def test_two_tabs_that_come_at_once_begin_one_visit(leader, at):
    services.arrive(by=leader, at=at)
    later = at + timedelta(hours=2)
    Visit.objects.filter(user=leader).update(since_at=at, seen_at=later)  # the other was faster
    services.arrive(by=leader, at=later)
    assert Visit.objects.get().presence == rules.Presence(at, later)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("person", ["clerk", "monitor", "leader", "inspector", "stranger"])
def test_everybody_opens_the_page(week, browser_of, person, language, request):
    answer = browser_of(request.getfixturevalue(person), language).get(PATH)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("typed", "works"),
    [
        ("2025-06-01", True),
        ("2025-06-01T08:00", True),
        ("2025-06-01T08:00+07:00", True),
        ("2025-06-31", False),
        ("hôm qua", False),
        ("2030-01-01", False),
        ("1990-01-01", False),
    ],
)
def test_a_chosen_moment_is_used_or_said_to_be_wrong(week, browser_of, leader, typed, works, at):
    answer = browser_of(leader).get(PATH, {"since": typed})
    told = list(answer.context["messages"])
    assert bool(told) != works
    expected = rules.LONGEST_DAYS if typed.startswith("1990") else rules.FIRST_DAYS
    if not works:
        assert answer.context["found"].since == at - timedelta(days=expected)
    else:
        assert clock.day_of(answer.context["found"].since).isoformat() == "2025-06-01"


def test_the_numbers_lead_to_their_rows(week, browser_of, leader):
    browser = browser_of(leader)
    for group in browser.get(PATH).context["groups"]:
        shown = browser.get(group.url).context["groups"]
        assert [(one.code, one.count, len(one.lines)) for one in shown] == [
            (group.code, group.count, group.count)
        ]
        for line in group.lines:
            assert browser.get(line.url).status_code == 200


def test_a_past_day_ends_the_span(week, browser_of, leader):
    answer = browser_of(leader).get(PATH, {"as_of": "2025-06-03", "since": "2025-05-25"})
    codes = {group.code for group in answer.context["groups"]}
    assert "completed" not in codes  # that happened on 5 June
    assert "newly_late" in codes  # the old one became late on 27 May


def test_the_api_tells_the_same(week, api_of, leader, at):
    body = api_of(leader)("get", "/changes?since=2025-06-03").json()
    assert [one["kind"] for one in body["groups"]][:2] == ["newly_late", "obstacle"]
    assert body["total"] == sum(one["count"] for one in body["groups"])
    assert not Visit.objects.exists()  # programs do not visit
    one = api_of(leader)("get", "/changes?since=2025-06-03&kind=completed").json()
    assert one["groups"][0]["rows"][0]["url"] == f"/nhiem-vu/{week.done.pk}/"
    assert api_of(leader)("get", "/changes?since=hom-qua").status_code == 422
    assert api_of(leader)("get", "/changes?kind=nothing").status_code == 422
