"""The same work on a phone, with the keyboard alone, and without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import NOW
from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.services import requests
from sauro.domains.programmes.tests.factories import make_task
from tests import browser as driving

LATE = "Số hóa hồ sơ lưu trữ của các sở"


@pytest.fixture
def late_task(programme, department, monitor):
    return make_task(
        programme=programme,
        lead=department,
        title=LATE,
        due_on=date(2025, 5, 31),
        by=monitor,
        at=NOW,
    )


@pytest.fixture
def other_task(programme, other_department, monitor):
    return make_task(
        programme=programme,
        lead=other_department,
        title="Bố trí kinh phí chuyển đổi số",
        by=monitor,
        at=NOW,
    )


def test_a_leader_on_a_phone_finds_the_late_task_and_the_request(desk, late_task, clerk, leader):
    requests.request_extension(
        task=late_task,
        wanted_due_on=date(2025, 8, 31),
        reason="Chờ máy quét của gói thầu số 3",
        by=clerk,
        at=NOW,
    )
    page = desk.sign_in(leader, viewport={"width": 360, "height": 780})
    assert driving.overflow(page) == 0
    page.get_by_role("link", name=LATE).first.click()
    page.wait_for_url(f"**/nhiem-vu/{late_task.pk}/")
    assert driving.overflow(page) == 0
    assert page.get_by_text("Chờ máy quét của gói thầu số 3").first.is_visible()
    page.locator('a[href^="/gia-han/"]').first.click()
    page.get_by_label("Approve").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/nhiem-vu/{late_task.pk}/")
    late_task.refresh_from_db()
    assert (late_task.due_on, late_task.original_due_on) == (date(2025, 8, 31), date(2025, 5, 31))


def test_the_keyboard_alone_filters_the_list(desk, late_task, other_task, monitor):
    page = desk.sign_in(monitor)
    page.goto("/nhiem-vu/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "filter_search":
            break
    page.keyboard.type("so hoa ho so")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=so%20hoa%20ho%20so**")
    page.wait_for_function("document.querySelectorAll('#rows tbody tr').length === 1")
    for _step in range(60):
        page.keyboard.press("Tab")
        if LATE in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/nhiem-vu/{late_task.pk}/")


def test_everything_needed_works_without_javascript(desk, late_task, other_task, clerk):
    page = desk.sign_in(clerk, java_script_enabled=False)
    page.goto("/nhiem-vu/?q=so+hoa")
    assert page.locator("#rows tbody tr").count() == 1
    page.get_by_role("link", name=LATE).first.click()
    page.get_by_role("link", name="Report progress").first.click()
    page.get_by_label("Progress in percent").fill("30")
    page.get_by_label("What was done").fill("Đã quét 4.000 hồ sơ")
    page.get_by_role("button", name="Submit").click()
    assert page.url.endswith(f"/nhiem-vu/{late_task.pk}/")
    assert page.get_by_text("The update was handed in.").is_visible()
    update = ProgressUpdate.objects.get(task=late_task)
    assert (update.percent, update.state) == (30, "submitted")
