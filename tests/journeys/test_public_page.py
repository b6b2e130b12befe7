"""A programme becomes public: prepared, released by a leader, read by everybody, withdrawn."""

from __future__ import annotations

from datetime import date

from sauro.domains.programmes.tests.factories import make_task
from sauro.shell.publishing.models import Release
from tests import browser as driving

PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
WORDS, REASON = "Kết quả sáu tháng đầu năm", "Sai số liệu của một sở"


def is_sound(page):
    """Nobody is shut out, and the page does not scroll sideways."""
    assert list(driving.violations(page)) == []
    assert driving.overflow(page) == 0, page.url


def test_from_preparing_to_withdrawing(desk, time, programme, department, monitor, leader):
    make_task(
        programme=programme,
        lead=department,
        title="Xây dựng kho dữ liệu số",
        due_on=date(2025, 5, 31),
        by=monitor,
        at=time.moment,
    )
    public = f"/cong-khai/{programme.code}/"
    citizen = desk.window(**PHONE)
    assert citizen.goto(public).status == 404
    citizen.goto("/")
    assert citizen.locator('a[href="/cong-khai/"]').count() == 0

    officer = desk.sign_in(monitor)
    officer.goto(f"/chuong-trinh/{programme.code}/")
    officer.get_by_role("link", name="Public page").click()
    officer.wait_for_url(f"**/chuong-trinh/{programme.code}/cong-khai/")
    is_sound(officer)
    officer.get_by_label("Introduction").fill(WORDS)
    officer.get_by_role("button", name="Prepare and look at it").click()
    officer.wait_for_url("**/cong-bo/*/")
    made = Release.objects.get()
    assert "A leader releases it" in officer.inner_text("main")
    assert officer.get_by_role("button", name="Release to everybody").count() == 0
    is_sound(officer)

    time.pass_by(hours=2)
    chief = desk.sign_in(leader)
    chief.goto(f"/chuong-trinh/{programme.code}/")
    chief.get_by_role("link", name="Public page").click()
    chief.locator(f'main a[href="/cong-bo/{made.pk}/"]').click()
    assert WORDS in chief.inner_text("main")
    assert citizen.goto(public).status == 404
    chief.get_by_role("button", name="Release to everybody").click()
    chief.get_by_text("Everybody can read it now.").wait_for()

    citizen.goto("/")
    citizen.locator('a[href="/cong-khai/"]').tap()
    citizen.wait_for_url("**/cong-khai/")
    is_sound(citizen)
    citizen.get_by_role("link", name=programme.title).tap()
    citizen.wait_for_url(f"**{public}")
    assert WORDS in citizen.inner_text("main")
    assert "Xây dựng kho dữ liệu số" in citizen.inner_text("main")
    is_sound(citizen)
    with citizen.expect_download() as file:
        citizen.get_by_role("link", name="Excel").tap()
    assert file.value.suggested_filename == f"{programme.code}-2025-06-10.xlsx"

    time.pass_by(days=1)
    chief.goto(f"/cong-bo/{made.pk}/")
    assert "Then nothing of this programme is public any more." in chief.inner_text("main")
    chief.get_by_label("Reason").fill(REASON)
    chief.get_by_role("button", name="Withdraw").click()
    chief.get_by_text("It is not public any more.").wait_for()
    assert REASON in chief.inner_text("main")
    assert citizen.goto(public).status == 404
    assert citizen.goto("/cong-khai/").status == 404
    made.refresh_from_db()
    assert (made.state, made.withdrawn_by) == ("withdrawn", leader)
