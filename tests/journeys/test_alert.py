"""A leader on a phone: from the list of alerts to what was asked about one and said of another."""

from __future__ import annotations

from datetime import date

import pytest

from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import running
from sauro.domains.explanations.models import Request
from sauro.domains.programmes.tests.factories import make_task
from tests import browser as driving

PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
ASKED, SAID = "Xây dựng kho dữ liệu số", "Bố trí kinh phí chuyển đổi số"


@pytest.fixture
def night(programme, department, other_department, system, monitor, time):
    """Two late tasks of two departments, and the search of the night."""
    for lead, title in ((department, ASKED), (other_department, SAID)):
        make_task(
            programme=programme,
            lead=lead,
            title=title,
            due_on=date(2025, 5, 20),
            by=monitor,
            at=time.moment,
        )
    running.run(by=system, at=time.moment)
    time.pass_by(hours=1)


def is_sound(page):
    """Nobody is shut out, and the page does not scroll sideways."""
    assert list(driving.violations(page)) == []
    assert driving.overflow(page) == 0, page.url


def alert_of(title):
    return Alert.objects.get(rule="task_late", label__contains=title)


def test_from_the_list_to_a_question_and_to_a_word(desk, time, night, leader):
    phone = desk.sign_in(leader, **PHONE)
    phone.goto("/canh-bao/?rule=task_late")
    is_sound(phone)
    asked, said = alert_of(ASKED), alert_of(SAID)
    phone.locator(f'main a[href="/canh-bao/{asked.pk}/"]').first.tap()
    phone.wait_for_url(f"**/canh-bao/{asked.pk}/")
    assert "21 days late" in phone.inner_text("main")
    is_sound(phone)
    phone.get_by_role("link", name="Request explanation").first.tap()
    phone.wait_for_url("**/giai-trinh/moi/**")
    phone.get_by_role("button", name="Send the question").tap()
    phone.wait_for_url("**/giai-trinh/*/")
    made = Request.objects.get()
    assert (made.alert_id, made.asked_of.code, made.asked_by) == (asked.pk, "LV-SKHCN", leader)

    phone.goto("/canh-bao/?rule=task_late")
    phone.locator(f'main a[href="/canh-bao/{said.pk}/"]').first.tap()
    phone.wait_for_url(f"**/canh-bao/{said.pk}/")
    form = phone.locator("#acknowledge")
    form.get_by_label("What is being done").fill("Sở Tài chính đã trình, chờ HĐND họp")
    form.get_by_role("button", name="Acknowledge").tap()
    phone.get_by_role("button", name="Open again").wait_for()
    assert "chờ HĐND họp" in phone.inner_text("main")
    is_sound(phone)
    said.refresh_from_db()
    assert (said.acknowledged_by, said.level) == (leader, "warning")
    phone.goto("/canh-bao/?rule=task_late&state=acknowledged")
    assert SAID in phone.inner_text("main")
    assert ASKED not in phone.inner_text("main")


def test_a_head_of_department_reads_his_alerts_on_his_first_page(desk, night, head):
    for window in ({}, PHONE):
        page = desk.sign_in(head, **window)
        page.wait_for_function("() => !document.querySelector('.panel-apart')")
        is_sound(page)
        assert page.locator("#alerts tbody tr").count() > 0
        page.locator("#alerts").get_by_role("link", name="All alerts").click()
        page.wait_for_url("**/canh-bao/**")
        assert ASKED in page.inner_text("main")
        assert SAID not in page.inner_text("main")
