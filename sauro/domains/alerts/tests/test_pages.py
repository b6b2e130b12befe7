"""Pages of alerts: who sees what, what can be done there, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import give, make_user
from sauro.domains.alerts.models import Alert, AlertRule
from sauro.domains.alerts.tests.factories import make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(run, late, other_late, at):
    run(at)
    return Alert.objects.going_on()


@pytest.mark.parametrize("who", ["monitor", "leader", "inspector", "admin"])
def test_who_oversees_the_province_sees_all(browser_of, request, found, who):
    page = browser_of(request.getfixturevalue(who)).get("/canh-bao/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Ban hành quy chế dữ liệu" in text
    assert "Bố trí kinh phí chuyển đổi số" in text


def test_a_unit_sees_its_own_only(browser_of, found, clerk):
    text = browser_of(clerk).get("/canh-bao/").content.decode()
    assert "Ban hành quy chế dữ liệu" in text
    assert "Bố trí kinh phí chuyển đổi số" not in text
    other = found.get(rule="task_late", organisation__code="LV-STC")
    assert browser_of(clerk).get(f"/canh-bao/{other.pk}/").status_code == 404


def test_strangers_see_nothing(browser_of, found, stranger):
    browser = browser_of(stranger)
    assert "Ban hành quy chế" not in browser.get("/canh-bao/").content.decode()
    for alert in found:
        assert browser.get(f"/canh-bao/{alert.pk}/").status_code == 404
        assert browser.post(f"/canh-bao/{alert.pk}/ghi-nhan/", {"reason": "x"}).status_code == 404


def test_the_list_costs_at_most_twelve_statements(browser_of, found, leader, clerk):
    for person in (leader, clerk):
        browser = browser_of(person)
        browser.get("/canh-bao/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/canh-bao/")
        assert len(asked) <= 12, [one["sql"][:120] for one in asked]


def test_each_line_is_a_sentence_with_the_record_and_the_rule(browser_of, found, late, leader):
    text = browser_of(leader).get("/canh-bao/?rule=task_late").content.decode()
    assert f'href="/nhiem-vu/{late.pk}/"' in text
    assert "20" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("?rule=task_late", 2),
        ("?level=serious", 0),
        ("?level=warning", 4),
        ("?state=open", 4),
        ("?state=closed", 0),
        ("?state=all", 4),
        ("?agency=LV-STC", 2),
        ("?programme=LV-KH57", 4),
        ("?age=week", 4),
        ("?age=month", 4),
        ("?state=closed&age=closed", 0),
        ("?age=older", 0),
        ("?q=kinh+phi", 2),
    ],
)
def test_the_list_is_filtered(browser_of, found, leader, query, count):
    found.exclude(rule__in=["task_late", "task_silent"]).delete()
    page = browser_of(leader).get(f"/canh-bao/{query}")
    assert page.context["list"].total == count


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
def test_the_list_is_exported(browser_of, found, leader, fmt):
    answer = browser_of(leader).get(f"/canh-bao/?format={fmt}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "address", ["/canh-bao/", "/canh-bao/thong-ke/", "/canh-bao/quy-tac/", "one", "rule"]
)
def test_pages_open_in_both_languages(browser_of, found, monitor, language, address):
    browser = browser_of(monitor)
    browser.cookies["sauro_language"] = language
    named = {
        "one": f"/canh-bao/{found.first().pk}/",
        "rule": "/canh-bao/quy-tac/task_late/",
    }
    assert browser.get(named.get(address, address)).status_code == 200


def test_every_rule_has_a_page(browser_of, monitor, programme):
    from sauro.domains.alerts.rules.catalogue import RULES

    browser = browser_of(monitor)
    for code, rule in RULES.items():
        assert browser.get(f"/canh-bao/quy-tac/{code}/").status_code == 200
        page = browser.get(f"/canh-bao/quy-tac/{code}/?programme={programme.code}")
        assert page.status_code == (200 if rule.by_programme else 404)
    assert browser.get("/canh-bao/quy-tac/no_rule/").status_code == 404


def test_an_alert_is_acknowledged_and_opened_again(browser_of, found, leader):
    alert, browser = found.first(), browser_of(leader)
    page = f"/canh-bao/{alert.pk}/"
    wrong = browser.post(f"{page}ghi-nhan/", {"reason": " "})
    assert wrong.status_code == 422
    assert browser.post(f"{page}ghi-nhan/", {"reason": "Đã giao Sở"}).status_code == 302
    assert "Đã giao Sở" in browser.get(page).content.decode()
    assert browser.post(f"{page}mo-lai/").status_code == 302
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


def test_an_alert_is_put_aside_and_leaves_the_list(browser_of, found, leader, at):
    alert, browser = found.get(rule="task_late", organisation__code="LV-STC"), browser_of(leader)
    until = (at + timedelta(days=10)).date()
    page = f"/canh-bao/{alert.pk}/tam-gac/"
    far = browser.post(page, {"until": "2026-01-01", "reason": "Chờ"})
    assert far.status_code == 422
    assert "Chờ" in far.content.decode()
    before = browser.get("/canh-bao/").context["list"].total
    assert browser.post(page, {"until": f"{until}", "reason": "Chờ"}).status_code == 302
    assert browser.get("/canh-bao/").context["list"].total == before - 1
    assert browser.get("/canh-bao/?state=snoozed").context["list"].total == 1


def test_a_unit_may_acknowledge_and_not_put_aside(browser_of, found, clerk, at):
    alert, browser = found.filter(organisation__code="LV-SKHCN").first(), browser_of(clerk)
    page = f"/canh-bao/{alert.pk}/"
    text = browser.get(page).content.decode()
    assert "ghi-nhan/" in text
    assert "tam-gac/" not in text
    until = f"{(at + timedelta(days=3)).date()}"
    refused = browser.post(f"{page}tam-gac/", {"until": until, "reason": "Chờ"})
    assert refused.status_code == 403
    assert browser.post(f"{page}ghi-nhan/", {"reason": "Đang làm"}).status_code == 302


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_who_only_looks_is_refused(browser_of, request, found, who):
    browser = browser_of(request.getfixturevalue(who))
    page = f"/canh-bao/{found.first().pk}/"
    assert browser.get(page).status_code == 200
    assert browser.post(f"{page}ghi-nhan/", {"reason": "x"}).status_code == 403
    assert browser.post("/canh-bao/nhieu/ghi-nhan/", {"all": "1"}).status_code == 403


def test_many_are_acknowledged_after_a_page_that_counts(browser_of, found, leader):
    browser = browser_of(leader)
    ids = [str(pk) for pk in found.values_list("pk", flat=True)]
    asked = browser.post("/canh-bao/nhieu/ghi-nhan/", {"ids": ids})
    assert asked.context["ready"] == len(ids)
    again = {"ids": ids, "expected": str(len(ids)), "confirmed": "1"}
    assert browser.post("/canh-bao/nhieu/ghi-nhan/", again).status_code == 422
    again["reason"] = "Đã họp ngày 10/6"
    assert browser.post("/canh-bao/nhieu/ghi-nhan/", again).status_code == 302
    assert found.filter(acknowledged_at__isnull=False).count() == len(ids)


def test_many_are_put_aside_and_others_are_left_out(browser_of, found, leader, clerk, at):
    ids = [str(pk) for pk in found.values_list("pk", flat=True)]
    asked = browser_of(clerk).post("/canh-bao/nhieu/tam-gac/", {"ids": ids})
    assert asked.context["ready"] == 0
    said = {
        "ids": ids,
        "expected": str(len(ids)),
        "confirmed": "1",
        "reason": "Chờ",
        "until": f"{(at + timedelta(days=5)).date()}",
    }
    assert browser_of(leader).post("/canh-bao/nhieu/tam-gac/", said).status_code == 302
    assert found.filter(snoozed_at__isnull=False).count() == len(ids)


def test_the_rules_are_set_by_monitors_and_administrators_only(browser_of, request, province):
    for who in ("monitor", "admin"):
        assert browser_of(request.getfixturevalue(who)).get("/canh-bao/quy-tac/").status_code == 200
    for who in ("leader", "clerk", "inspector"):
        assert browser_of(request.getfixturevalue(who)).get("/canh-bao/quy-tac/").status_code == 403


def test_a_rule_is_tried_before_it_is_saved(browser_of, found, monitor, province):
    browser, page = browser_of(monitor), "/canh-bao/quy-tac/task_late/"
    typed = {"owner": "LV", "level": "warning", "days": "90", "serious": "30", "version": "0"}
    tried = browser.post(page, {**typed, "is_on": "on", "action": "preview"})
    assert tried.context["preview"].now == 2
    assert tried.context["preview"].would == 0
    assert not AlertRule.objects.exists()
    wrong = browser.post(page, {**typed, "is_on": "on", "days": "400"})
    assert wrong.status_code == 422
    assert browser.post(page, {**typed, "is_on": "on"}).status_code == 302
    kept = AlertRule.objects.get()
    assert (kept.limits, kept.changed_by) == ({"days": 90, "serious": 30}, monitor)
    stale = browser.post(page, {**typed, "days": "1"})
    assert stale.status_code == 422
    assert browser.post(f"{page}bo/?owner=LV").status_code == 302
    assert not AlertRule.objects.exists()


def test_the_rules_of_another_province_do_not_exist(browser_of, monitor, other_province):
    assert browser_of(monitor).get("/canh-bao/quy-tac/?owner=SX").status_code == 404


def test_the_page_of_a_task_shows_its_alerts(browser_of, found, late, leader, other_late):
    text = browser_of(leader).get(f"/nhiem-vu/{late.pk}/").content.decode()
    alert = found.get(rule="task_late", subject_id=str(late.pk))
    assert f'href="/canh-bao/{alert.pk}/"' in text
    other = found.get(rule="task_late", subject_id=str(other_late.pk))
    assert f'href="/canh-bao/{other.pk}/"' not in text


def test_the_name_of_a_draft_is_told_to_its_readers_only(
    browser_of, department, province, clerk, head, leader, at, run
):
    named = {"abstract": "Kế hoạch chưa công bố", "folded": "ke hoach chua cong bo"}
    make_submitted(department, by=clerk, at=at - timedelta(days=30), **named)
    run(at)
    alert = Alert.objects.get(rule="draft_waiting")
    assert alert.label == ""
    assert "Kế hoạch chưa công bố" in browser_of(head).get("/canh-bao/").content.decode()
    other = give(make_user("tra-cuu", "Người Xem"), "inspector", province)
    seen = browser_of(other).get("/canh-bao/").content.decode()
    assert f"/canh-bao/{alert.pk}/" in seen


def test_the_figures_lead_to_their_rows(browser_of, found, leader):
    page = browser_of(leader).get("/canh-bao/thong-ke/")
    text = page.content.decode()
    assert "/canh-bao/?rule=task_late" in text
    totals = {row["name"]: row["total"] for row in page.context["rules"]}
    assert sum(totals.values()) == found.count()
    assert sum(row["total"] for row in page.context["agencies"]) == found.count()
