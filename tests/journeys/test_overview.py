"""A leader's morning: the phone, two taps to ask why; panels arranged by keyboard; one sheet; a wall."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from conftest import NOW
from sauro.domains.explanations.models import Request
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.tests.plans import make_plan
from sauro.shell.dashboards.models import Arrangement
from tests import browser as driving
from tests import world as worlds

FETCHED = "() => !document.querySelector('.panel-apart')"
NAMES = "() => Array.from(document.querySelectorAll('.panel'), (one) => one.id)"
# The panels of which nothing is cut by the box that holds them.
WHOLE = """(holder) => Array.from(document.querySelectorAll('.panel')).filter((one) => {
  const box = one.closest('.panels').getBoundingClientRect(), own = one.getBoundingClientRect();
  const low = document.querySelector(holder).getBoundingClientRect().bottom;
  return own.height > 0 && own.left >= box.left - 1 && own.right <= box.right + 1
    && own.bottom <= Math.min(box.bottom, low) + 1;
}).map((one) => one.id)"""
# Whether no card has a blank of more than 24 px below its content.
SNUG = """() => 24 >= Math.max(...Array.from(document.querySelectorAll('.panel.card'), (one) =>
  one.getBoundingClientRect().bottom - one.lastElementChild.getBoundingClientRect().bottom))"""
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


@pytest.fixture
def full(time, forgetful):
    """Something of everything, and so many tasks with long titles that every list is at its end."""
    world = worlds.make()
    Task.objects.bulk_create(
        Task(
            programme=world.programme,
            lead=world.department if n % 3 else world.commune,
            number=str(n),
            position=n,
            title=f"Xây dựng, trình ban hành cơ chế, chính sách thí điểm phát triển khoa học, "
            f"công nghệ, đổi mới sáng tạo và chuyển đổi số trong cơ quan nhà nước {n}",
            folded="x",
            due_on=NOW.date() + timedelta(days=4 if n % 2 else -n),
            state="suspended" if n % 5 == 0 else "in_progress",
            missing_clears=61,
            created_at=NOW,
            created_by=world.monitor,
        )
        for n in range(60)
    )
    return world


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


def test_the_overview_prints_on_one_sheet(desk, full):
    sheet = {"width": 1062, "height": 733}  # A4 across without its margins
    page = desk.sign_in(full.leader, viewport=sheet, locale="vi-VN")
    page.goto("/tong-quan/")
    page.wait_for_function(FETCHED)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert float(box[1]) > float(box[2])
    page.emulate_media(media="print")
    assert set(page.evaluate(WHOLE, ".panels")) == set(page.evaluate(NAMES))


def test_no_card_of_the_overview_is_drawn_larger_than_what_it_says(desk, full):
    page = desk.sign_in(full.leader)
    page.goto("/tong-quan/")
    page.wait_for_function(FETCHED)
    page.wait_for_function(SNUG)
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_function(SNUG)
    assert driving.overflow(page) == 0


def test_a_wall_screen_turns_until_every_panel_was_whole(desk, full):
    page = desk.sign_in(full.leader, viewport={"width": 1280, "height": 720})
    page.clock.install()
    page.goto("/tong-quan/man-hinh/?seconds=15")
    page.wait_for_function(FETCHED)
    assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 1
    assert list(driving.violations(page)) == []
    names, seen = set(page.evaluate(NAMES)), set(page.evaluate(WHOLE, "main"))
    assert {"headline", "late", "bottlenecks", "suspended"} <= names
    assert seen < names
    for _part in range(8):
        page.clock.fast_forward(15_000)
        page.wait_for_function(FETCHED)
        seen |= set(page.evaluate(WHOLE, "main"))
    assert seen == names


def test_a_wall_screen_fetches_itself(desk, plan, leader):
    page = desk.sign_in(leader, viewport={"width": 1920, "height": 1080})
    page.clock.install()
    page.goto("/tong-quan/man-hinh/?seconds=15")
    page.wait_for_function(FETCHED)
    with page.expect_response(re.compile("man-hinh")) as answer:
        for _part in range(8):
            page.clock.fast_forward(15_000)
    assert answer.value.status in (200, 304)
    page.wait_for_selector("#main .stat")
