"""A leader's morning: the phone, two taps to ask why; panels arranged by keyboard; one sheet; a wall."""

from __future__ import annotations

import re

import pytest

from conftest import NOW
from sauro.domains.explanations.models import Request
from sauro.domains.programmes.tests.plans import make_plan
from sauro.shell.dashboards.models import Arrangement
from tests import browser as driving

PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True}


@pytest.fixture
def plan(programme, department, other_department, commune, clerk, monitor):
    return make_plan(
        programme=programme,
        department=department,
        other_department=other_department,
        commune=commune,
        clerk=clerk,
        monitor=monitor,
        at=NOW,
    )


def test_on_a_phone_what_is_late_comes_first_and_is_asked_about_in_two_taps(desk, plan, leader):
    phone = desk.sign_in(leader, **PHONE)
    phone.goto("/")
    first = phone.locator(".stat").all_inner_texts()
    assert re.match(r"Overdue\s+1", first[0])
    assert [words.split("\n")[0] for words in first[1:4]] == [
        "At risk",
        "Blocked",
        "Explanations awaited",
    ]
    assert driving.overflow(phone) == 0
    assert list(driving.violations(phone)) == []
    phone.locator("#late a.ask").first.click()
    phone.get_by_role("button", name=re.compile("Send|Ask|Request")).first.click()
    phone.wait_for_url(re.compile(r"/giai-trinh/\d+/"))
    assert Request.objects.get().subject_id == str(plan["late"].pk)


def test_panels_are_arranged_with_the_keyboard_alone(desk, plan, leader):
    page = desk.sign_in(leader)
    page.goto("/tong-quan/sap-xep/")
    assert list(driving.violations(page)) == []
    page.locator("#up-late").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#up-late[disabled]")
    names = page.locator(".arrange-line input[name=panel]").evaluate_all("(all) => all.map((one) => one.value)")  # fmt: skip
    assert names[:2] == ["late", "headline"]
    page.locator("button[value=save]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#messages")
    assert [one["panel"] for one in Arrangement.objects.get().panels][:2] == ["late", "headline"]
    page.goto("/tong-quan/")
    assert page.locator(".panel").first.get_attribute("id") == "late"


def test_the_overview_prints_on_one_sheet(desk, plan, leader):
    page = desk.sign_in(leader)
    page.goto("/tong-quan/")
    page.wait_for_function("!document.querySelector('.panel-apart')")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert float(box[1]) > float(box[2])


def test_a_wall_screen_shows_everything_at_once_and_fetches_itself(desk, plan, leader):
    page = desk.sign_in(leader, viewport={"width": 1920, "height": 1080})
    page.goto("/tong-quan/man-hinh/?seconds=15")
    high = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
    assert high <= 1
    assert list(driving.violations(page)) == []
    with page.expect_response(re.compile("man-hinh"), timeout=25_000) as answer:
        pass
    assert answer.value.status in (200, 304)
    page.wait_for_selector("#main .stat")
