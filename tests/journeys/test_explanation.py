"""A leader on a phone asks about a late task; the unit answers, is sent back, answers again."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sauro.domains.explanations.models import Request
from sauro.domains.programmes.tests.factories import make_task
from tests import browser as driving

PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
PDF = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture
def late_task(programme, department, monitor, time):
    return make_task(
        programme=programme,
        lead=department,
        number="7",
        title="Xây dựng kho dữ liệu số",
        due_on=date(2025, 5, 31),
        by=monitor,
        at=time.moment,
    )


def is_sound(page):
    """Nobody is shut out, and the page does not scroll sideways."""
    assert list(driving.violations(page)) == []
    assert driving.overflow(page) == 0, page.url


def test_a_question_its_answers_and_the_decision(
    desk, time, late_task, leader, clerk, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    phone = desk.sign_in(leader, **PHONE)
    phone.goto(f"/nhiem-vu/{late_task.pk}/")
    phone.get_by_role("link", name="Request explanation").first.tap()  # one
    phone.wait_for_url("**/giai-trinh/moi/**")
    assert "31 May 2025" in phone.get_by_label("Question").input_value()
    is_sound(phone)
    phone.get_by_role("button", name="Send the question").tap()  # two
    phone.wait_for_url("**/giai-trinh/*/")
    made = Request.objects.get()
    assert (made.state, made.asked_by, made.asked_of) == ("asked", leader, late_task.lead)
    is_sound(phone)

    time.pass_by(days=1)
    page = desk.sign_in(clerk)
    page.locator("#explanations a", has_text="Xây dựng kho dữ liệu số").click()
    page.get_by_role("link", name="Explain", exact=True).click()
    page.get_by_label("What happened").fill("Đã xong 4/6 phân hệ.")
    page.get_by_label("Remedy", exact=True).fill("Thêm 02 kỹ sư.")
    page.get_by_label("Evidence files").set_input_files([PDF])
    page.get_by_role("button", name="Send the explanation").click()
    page.wait_for_selector(".error-summary")  # the cause and the day were forgotten
    is_sound(page)
    assert page.get_by_label("What happened").input_value() == "Đã xong 4/6 phân hệ."
    assert "bien-ban.pdf" in page.inner_text("form .notice")
    page.get_by_label("Cause").fill("Nhà thầu chậm.")
    page.get_by_label("Remedied by").fill("2025-06-30")
    page.get_by_label("Evidence files").set_input_files([PDF])
    page.get_by_role("button", name="Send the explanation").click()
    page.wait_for_url(f"**/giai-trinh/{made.pk}/")
    assert made.answers.get().exhibits.get().name == "bien-ban.pdf"

    phone.goto(f"/giai-trinh/{made.pk}/")
    is_sound(phone)
    phone.get_by_text("Return the explanation").first.tap()
    phone.get_by_label("Reason for the return").fill("Thiếu khối lượng từng phân hệ")
    phone.get_by_role("button", name="Return it").tap()
    phone.get_by_text("The explanation was returned to the unit.").wait_for()
    made.refresh_from_db()
    assert made.state == "returned"

    page.goto(f"/giai-trinh/{made.pk}/tra-loi/")
    assert "Thiếu khối lượng từng phân hệ" in page.inner_text("main")
    page.get_by_label("What happened").fill("Phân hệ 1-4: 100%; phân hệ 5: 60%; phân hệ 6: 20%.")
    page.get_by_role("button", name="Send the explanation").click()
    page.wait_for_url(f"**/giai-trinh/{made.pk}/")

    phone.goto(f"/giai-trinh/{made.pk}/")
    phone.get_by_role("button", name="Accept the explanation").tap()
    phone.get_by_text("The explanation was accepted.").wait_for()
    made.refresh_from_db()
    assert (made.state, made.was_in_time, made.returns) == ("accepted", True, 1)
    for address in ("/giai-trinh/", "/giai-trinh/thong-ke/", f"/nhiem-vu/{late_task.pk}/"):
        phone.goto(address)
        is_sound(phone)
    phone.goto("/giai-trinh/thong-ke/")
    assert "1 / 1" in " ".join(phone.inner_text("main").split())


def test_it_works_without_javascript(desk, time, late_task, leader):
    page = desk.window(java_script_enabled=False, **PHONE)
    driving.sign_in(page, desk.base, leader.username, "mat-khau-thu-nghiem")
    page.goto(f"/giai-trinh/moi/?kind=programmes.task&id={late_task.pk}")
    page.get_by_role("link", name=re.compile("^How it stands")).click()
    assert page.get_by_label("Question").input_value().startswith("Explain how this stands")
    page.get_by_role("button", name="Send the question").click()
    page.wait_for_url("**/giai-trinh/*/")
    assert Request.objects.count() == 1
