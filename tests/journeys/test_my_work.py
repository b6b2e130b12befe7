"""My work: many tasks reported on one page, and a long text that outlives its session."""

from __future__ import annotations

import pytest

from conftest import NOW
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.tests.factories import make_task


@pytest.fixture
def tasks(programme, department, monitor) -> list[Task]:
    made = {"programme": programme, "lead": department, "by": monitor, "at": NOW}
    return [make_task(number=str(n), title=f"Nhiệm vụ số {n}", **made) for n in range(1, 11)]


def test_ten_tasks_are_updated_on_one_page(desk, tasks, clerk):
    page = desk.sign_in(clerk)
    page.goto("/viec-cua-toi/")
    for n, task in enumerate(tasks[:8], 1):
        page.fill(f"#percent-{task.pk}", str(n * 10))
        page.fill(f"#done-{task.pk}", f"Đã xong bước {n}")
    page.check(f"#nothing-{tasks[8].pk}")
    page.fill(f"#percent-{tasks[9].pk}", "70")  # progress without a word is refused
    page.get_by_role("button", name="Send the rows filled in").click()
    page.wait_for_selector(".work-row.has-error")

    updates = {update.task_id: update for update in ProgressUpdate.objects.all()}
    assert [updates[task.pk].percent for task in tasks[:8]] == [10 * n for n in range(1, 9)]
    assert all(updates[task.pk].state == "submitted" for task in tasks[:8])
    assert updates[tasks[8].pk].no_change
    assert tasks[9].pk not in updates

    refused = page.locator(".work-row.has-error")
    assert refused.count() == 1
    assert "Say what was done." in refused.inner_text()
    assert page.input_value(f"#percent-{tasks[9].pk}") == "70"

    page.fill(f"#done-{tasks[9].pk}", "Đã nghiệm thu phần mềm")
    page.get_by_role("button", name="Send the rows filled in").click()
    page.wait_for_load_state()
    assert page.locator(".work-row.has-error").count() == 0
    assert ProgressUpdate.objects.get(task=tasks[9]).percent == 70
    assert ProgressUpdate.objects.count() == 10


def test_a_long_text_outlives_the_session(desk, tasks, clerk):
    page = desk.sign_in(clerk)
    words = "Đã họp với 12 sở, ngành; thống nhất danh mục 84 bộ dữ liệu. " * 20
    page.goto(f"/nhiem-vu/{tasks[0].pk}/cap-nhat/")
    page.get_by_label("Progress in percent").fill("55")
    page.get_by_label("What was done").fill(words)
    page.wait_for_function(  # a draft is written when typing pauses
        "words => Object.values(localStorage).some((kept) => kept.includes(words))", arg=words[-40:]
    )
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url("**/dang-nhap/**")
    assert ProgressUpdate.objects.count() == 0

    page.fill("[name=login]", clerk.username)
    page.fill("[name=password]", "mat-khau-thu-nghiem")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/cap-nhat/**")
    assert page.get_by_text("Your unsaved text of").is_visible()
    assert page.get_by_label("What was done").input_value() == words
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url(f"**/nhiem-vu/{tasks[0].pk}/")
    update = ProgressUpdate.objects.get()
    assert (update.percent, update.done, update.state) == (55, words.strip(), "submitted")

    page.goto(f"/nhiem-vu/{tasks[0].pk}/cap-nhat/")
    assert page.locator(".draft-note").count() == 0
