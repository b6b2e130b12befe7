"""Two officers save the same task: the second is told, keeps what he typed, and saves over."""

from __future__ import annotations

from conftest import NOW
from sauro.domains.programmes.tests.factories import make_task


def test_the_second_officer_is_told_what_changed(
    desk, programme, department, monitor, second_monitor
):
    task = make_task(programme=programme, lead=department, by=monitor, at=NOW)
    first, second = desk.sign_in(monitor), desk.sign_in(second_monitor)
    for page in (first, second):
        page.goto(f"/nhiem-vu/{task.pk}/sua/")
    first.get_by_label("No.").fill("7a")
    first.get_by_role("button", name="Save").click()
    first.wait_for_url(f"**/nhiem-vu/{task.pk}/")

    second.fill("#id_title", "Xây dựng và vận hành kho dữ liệu dùng chung")
    second.get_by_role("button", name="Save").click()
    second.wait_for_selector("[data-conflict]")
    told = second.inner_text("[data-conflict]")
    assert "Lê Minh Quân" in told
    assert "7a" in told
    assert second.input_value("#id_title") == "Xây dựng và vận hành kho dữ liệu dùng chung"
    task.refresh_from_db()
    assert (task.number, task.title) == ("7a", "Xây dựng kho dữ liệu dùng chung của tỉnh")

    second.get_by_role("button", name="Save").click()
    second.wait_for_url(f"**/nhiem-vu/{task.pk}/")
    task.refresh_from_db()
    assert task.title == "Xây dựng và vận hành kho dữ liệu dùng chung"
