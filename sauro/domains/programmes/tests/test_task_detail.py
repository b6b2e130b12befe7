"""The page of one task: six clears, standing on a day, actions by role and state, history."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.core import clock
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.services import parts, progress, requests, tasks, verification
from sauro.domains.programmes.services.tasks import Party
from sauro.domains.programmes.tests.factories import make_task, progress_of, report

pytestmark = pytest.mark.django_db
INSIDERS = ["clerk", "head", "monitor", "leader", "inspector", "admin"]


def page_of(task):
    return f"/nhiem-vu/{task.pk}/"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("person", INSIDERS)
def test_people_of_the_province_open_the_task(browser_of, task, person, language, request):
    answer = browser_of(request.getfixturevalue(person), language).get(page_of(task))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert task.title in text
    assert "style=" not in text
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("person", ["stranger", "other_clerk", "commune_clerk"])
def test_for_others_the_task_does_not_exist(browser_of, task, person, request):
    assert browser_of(request.getfixturevalue(person)).get(page_of(task)).status_code == 404


def test_a_draft_is_seen_by_who_manages_but_not_by_its_lead(
    browser_of, clerk, monitor, programme, department, at
):
    draft = make_task(programme=programme, lead=department, by=monitor, at=at, assigned=False)
    assert browser_of(monitor).get(page_of(draft)).status_code == 200
    assert browser_of(clerk).get(page_of(draft)).status_code == 404


def test_missing_clears_say_what_and_who(browser_of, monitor, clerk, task):
    text = browser_of(monitor, "en").get(page_of(task)).content.decode()
    assert "Missing: the accountable post." in text
    assert f'href="/nhiem-vu/{task.pk}/sua/#id_accountable"' in text
    for_clerk = browser_of(clerk, "en").get(page_of(task)).content.decode()
    assert "To be filled in by" in for_clerk
    assert "/sua/" not in for_clerk


def actions(answer):
    return answer.context["actions"]


def test_each_role_gets_only_its_steps(browser_of, monitor, clerk, leader, inspector, admin, task):
    def steps(person):
        return set(actions(browser_of(person).get(page_of(task))).steps)

    assert steps(clerk) == {"accept", "refuse"}
    assert steps(leader) == {"suspend", "cancel"}
    assert steps(monitor) == {"suspend", "cancel"}
    assert steps(inspector) == set()
    assert steps(admin) == set()


def test_a_completed_task_offers_reopening_only(browser_of, monitor, clerk, task, at):
    update = report(task=task, by=clerk, at=at, claims=True)
    verification.verify_update(update=update, by=monitor, at=at)
    found = actions(browser_of(monitor).get(page_of(task)))
    assert set(found.steps) == {"reopen"}
    assert not found.extend
    assert not actions(browser_of(clerk).get(page_of(task))).report


def test_a_past_day_shows_the_task_as_it_stood_and_offers_nothing(
    browser_of, monitor, clerk, task, at, noon, monkeypatch
):
    later = at + timedelta(days=45)
    update = report(task=task, by=clerk, at=at + timedelta(days=20), percent=70)
    verification.verify_update(update=update, by=monitor, at=at + timedelta(days=41))
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", later.date)
    browser = browser_of(monitor, "en")
    now = browser.get(page_of(task))
    assert now.context["standing"].deadline_class == "overdue"
    assert now.context["standing"].percent == 70
    then = browser.get(f"{page_of(task)}?as_of=2025-07-05")
    assert then.context["standing"].percent == 0
    assert then.context["updates"][0].shown_state == "submitted"
    assert actions(then).steps == frozenset()
    assert "/gia-han/" not in then.content.decode()
    before = browser.get(f"{page_of(task)}?as_of=2025-06-15")
    assert before.context["updates"] == []
    assert before.context["standing"].state == "assigned"
    never = browser.get(f"{page_of(task)}?as_of=2025-06-01")
    assert "This task did not exist yet on this day." in never.content.decode()


def test_an_extension_keeps_the_original_day_in_sight(browser_of, monitor, clerk, task, at):
    asked = requests.request_extension(
        task=task, wanted_due_on=date(2025, 8, 31), reason="Chờ hướng dẫn", by=clerk, at=at
    )
    requests.decide_extension(extension=asked, approve=True, note="", by=monitor, at=at)
    text = browser_of(monitor, "en").get(page_of(task)).content.decode()
    assert "Original due day" in text
    assert "31 Aug 2025" in text
    assert "30 Jun 2025" in text


def test_parts_read_n_of_m_in_pages(browser_of, monitor, department, other_department, task, at):
    parts.fan_out_task(task=task, organisations=[department, other_department], by=monitor, at=at)
    answer = browser_of(monitor).get(page_of(task))
    assert (answer.context["parts_done"], answer.context["parts_total"]) == (0, 2)
    part = browser_of(monitor).get(page_of(task), headers={"hx-request": "true"}).content.decode()
    assert 'id="parts"' in part
    assert "<html" not in part


def test_another_units_draft_stays_with_that_unit(browser_of, monitor, clerk, task, at):
    progress.save_draft(task=task, progress=progress_of(20, done="Bí mật nháp"), by=clerk, at=at)
    assert "Bí mật nháp" in browser_of(clerk).get(page_of(task)).content.decode()
    assert "Bí mật nháp" not in browser_of(monitor).get(page_of(task)).content.decode()


def test_the_history_has_before_and_after_in_words(browser_of, monitor, task):
    answer = browser_of(monitor, "en").get(page_of(task))
    first = answer.context["history"][0]
    assert str(first.title) == "Task assigned"
    assert [(str(c.label), c.before, c.after) for c in first.changes] == [
        ("State", "Draft", "Assigned")
    ]


def test_the_history_goes_back_in_portions(browser_of, monitor, clerk, task, at):
    for n in range(20):
        progress.save_draft(task=task, progress=progress_of(n), by=clerk, at=at)
    browser = browser_of(clerk)
    first = browser.get(page_of(task))
    assert len(first.context["history"]) == 15
    older = browser.get(
        f"{page_of(task)}?before={first.context['older']}", headers={"hx-request": "true"}
    )
    assert len(older.context["history"]) == 7
    assert "<html" not in older.content.decode()


def test_names_not_matched_are_marked(browser_of, monitor, programme, at):
    made = make_task(
        programme=programme,
        by=monitor,
        at=at,
        parties=(Party(PartyRole.LEAD, mention="Ban Quản lý khu lạ"),),
    )
    text = browser_of(monitor, "en").get(page_of(made)).content.decode()
    assert "name as written, not matched" in text


def test_the_page_costs_the_same_for_every_role(browser_of, task, request, clerk, at):
    report(task=task, by=clerk, at=at)
    counts = {}
    for name in INSIDERS:
        browser = browser_of(request.getfixturevalue(name))
        browser.get(page_of(task))
        with CaptureQueriesContext(connection) as seen:
            browser.get(page_of(task))
        counts[name] = len(seen)
    assert max(counts.values()) <= 19, counts
    assert max(counts.values()) - min(counts.values()) <= 3, counts


def test_similar_tasks_come_by_themselves_to_who_manages(
    browser_of, monitor, clerk, programme, other_department, task, at
):
    other = make_task(programme=programme, lead=other_department, by=monitor, at=at)
    browser = browser_of(monitor)
    assert (
        f'hx-get="/nhiem-vu/{task.pk}/giong-nhau/"' in browser.get(page_of(task)).content.decode()
    )
    alike = browser.get(f"{page_of(task)}giong-nhau/")
    assert [item.task.pk for item in alike.context["alike"]] == [other.pk]
    assert browser_of(clerk).get(f"{page_of(task)}giong-nhau/").status_code == 403
    posted = {"other": other.pk, "verdict": "kept", "reason": "Hai địa bàn khác nhau"}
    assert browser.post(f"{page_of(task)}giong-nhau/", posted)["Location"] == page_of(task)
    assert browser.get(f"{page_of(task)}giong-nhau/").context["alike"] == []


def test_cancelled_tasks_show_why(browser_of, leader, task, at):
    tasks.cancel_task(task=task, reason="Trùng nhiệm vụ khác", by=leader, at=at)
    assert "Trùng nhiệm vụ khác" in browser_of(leader).get(page_of(task)).content.decode()
