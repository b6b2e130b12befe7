"""My work: the groups, many updates in one go with a result for each row, cost, other people."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.services import parts, progress, requests, tasks, verification
from sauro.domains.programmes.tests.factories import make_task, progress_of, report

pytestmark = pytest.mark.django_db
PATH = "/viec-cua-toi/"


@pytest.fixture
def made(programme, department, monitor, at):
    def task(title, due_on=date(2025, 12, 31), **more):
        return make_task(
            programme=programme,
            lead=department,
            by=monitor,
            at=at,
            title=title,
            due_on=due_on,
            **more,
        )

    return task


@pytest.fixture
def begun(made, clerk, at):
    def task(title, **more):
        return tasks.accept_task(task=made(title, **more), by=clerk, at=at)

    return task


def groups(answer):
    return {row.task.title: str(row.group) for row in answer.context["rows"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_due_stands_in_the_order_in_which_it_hurts(
    browser_of, made, begun, clerk, monitor, task, commune, at, language
):
    begun("Chưa báo cáo")
    drafted = begun("Có nháp")
    progress.save_draft(task=drafted, progress=progress_of(5), by=clerk, at=at)
    begun("Sắp hạn", due_on=date(2025, 6, 14))
    begun("Quá hạn", due_on=date(2025, 5, 31))
    returned = begun("Bị trả lại")
    update = report(task=returned, by=clerk, at=at, claims=True)
    verification.return_update(update=update, reason="Thiếu", by=monitor, at=at)
    report(task=begun("Đã báo cáo"), by=clerk, at=at)
    report(task=begun("Chờ xác nhận"), by=clerk, at=at, claims=True)
    answer = browser_of(clerk, language).get(PATH)
    assert list(groups(answer)) == [
        *("Bị trả lại", "Quá hạn", "Sắp hạn"),
        *("Xây dựng kho dữ liệu dùng chung của tỉnh", "Có nháp", "Chưa báo cáo"),
    ]
    summary = answer.context["summary"]
    assert (summary.due, summary.waiting) == (6, 1)
    assert (summary.reported, summary.expected) == (2, 8)
    assert "style=" not in answer.content.decode()


def test_parts_of_a_task_given_to_many_are_mine(browser_of, made, clerk, monitor, department, at):
    parent = made("Giao nhiều nơi")
    (part,) = parts.fan_out_task(task=parent, organisations=[department], by=monitor, at=at)
    tasks.accept_task(task=part, by=clerk, at=at)
    answer = browser_of(clerk, "en").get(PATH)
    (row,) = answer.context["rows"]
    assert row.task.pk == part.pk
    assert str(row.group) == "Parts of tasks given to many"


def test_one_group_at_a_time(browser_of, begun, made, clerk):
    begun("Chưa báo cáo")
    made("Chưa nhận")
    answer = browser_of(clerk).get(f"{PATH}?group=to_accept")
    assert list(groups(answer)) == ["Chưa nhận"]


def test_heads_see_the_drafts_of_their_unit(browser_of, begun, clerk, head, at):
    drafted = begun("Có nháp")
    progress.save_draft(task=drafted, progress=progress_of(35), by=clerk, at=at)
    (row,) = browser_of(head).get(PATH).context["rows"]
    assert row.update.by == clerk
    assert row.form["percent"].value() == 35


def row_of(answer, task):
    return next(row for row in answer.context["rows"] if row.task.pk == task.pk)


def filled(browser, **rows):
    """The whole form as a browser sends it, with some rows filled in."""
    data = {"task": []}
    for row in browser.get(PATH).context["rows"]:
        pk = row.task.pk
        data["task"].append(pk)
        for name in ("percent", "done", "version", "key"):
            value = row.form[name].value()
            data[f"t{pk}-{name}"] = "" if value is None else value
    for name, values in rows.items():
        data.update({f"{name}-{key}": value for key, value in values.items()})
    return data


def test_ten_tasks_in_one_go_with_a_result_for_each(browser_of, begun, clerk):
    made = [begun(f"Việc {n}") for n in range(10)]
    browser = browser_of(clerk, "en")
    rows = {
        f"t{task.pk}": {"percent": 20 + n, "done": "Đã xong"} for n, task in enumerate(made[:8])
    }
    rows[f"t{made[8].pk}"] = {"nothing": "on"}
    answer = browser.post(PATH, filled(browser, **rows))
    assert len(answer.context["done"]) == 9
    assert not answer.context["failed"]
    states = ProgressUpdate.objects.values_list("state", flat=True)
    assert sorted(states) == ["noted", *["submitted"] * 8]
    assert [row.task.title for row in answer.context["rows"]] == ["Việc 9"]


def test_a_row_that_fails_keeps_what_was_typed_and_leaves_the_others(browser_of, begun, clerk):
    good, bad, worse = (begun(title) for title in ("Tốt", "Thiếu lời", "Sai số"))
    browser = browser_of(clerk, "en")
    answer = browser.post(
        PATH,
        filled(
            browser,
            **{
                f"t{good.pk}": {"percent": 30, "done": "Đã trình"},
                f"t{bad.pk}": {"percent": 45},
                f"t{worse.pk}": {"percent": 450, "done": "Gõ nhầm"},
            },
        ),
    )
    assert [task.pk for task in answer.context["done"]] == [good.pk]
    assert answer.context["failed"] == 2
    assert row_of(answer, bad).errors == ["Say what was done."]
    assert row_of(answer, bad).form["percent"].value() == "45"
    assert row_of(answer, worse).form["done"].value() == "Gõ nhầm"
    assert 'value="450"' in answer.content.decode()
    assert ProgressUpdate.objects.count() == 1


def test_rows_left_as_they_are_send_nothing(browser_of, begun, clerk, at):
    progress.save_draft(task=begun("Có nháp"), progress=progress_of(5), by=clerk, at=at)
    begun("Không đụng")
    browser = browser_of(clerk)
    answer = browser.post(PATH, filled(browser))
    assert answer.context["done"] == []
    assert ProgressUpdate.objects.get().state == "draft"


def test_a_draft_sent_from_its_row_keeps_its_obstacle(browser_of, begun, clerk, at):
    task = begun("Có nháp")
    progress.save_draft(
        task=task, progress=progress_of(5, obstacle="Thiếu kinh phí"), by=clerk, at=at
    )
    browser = browser_of(clerk)
    browser.post(PATH, filled(browser, **{f"t{task.pk}": {"percent": 15}}))
    update = ProgressUpdate.objects.get()
    assert (update.state, update.percent, update.obstacle) == ("submitted", 15, "Thiếu kinh phí")


def test_the_same_page_sent_twice_reports_once(browser_of, begun, clerk):
    task = begun("Một lần")
    browser = browser_of(clerk)
    data = filled(browser, **{f"t{task.pk}": {"percent": 15, "done": "Xong bước 1"}})
    browser.post(PATH, data)
    browser.post(PATH, {**data, "task": [*data["task"], "9" * 20]})  # names no task
    assert ProgressUpdate.objects.count() == 1


def test_tasks_of_others_are_as_if_they_were_not_sent(browser_of, begun, clerk, other_clerk):
    task = begun("Của sở khác")
    data = {"task": [task.pk], f"t{task.pk}-percent": "90", f"t{task.pk}-done": "x"}
    answer = browser_of(other_clerk).post(PATH, data)
    assert answer.context["done"] == []
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("person", ["monitor", "leader", "inspector", "admin", "stranger"])
def test_my_work_is_for_who_reports(browser_of, person, request):
    assert browser_of(request.getfixturevalue(person)).get(PATH).status_code == 403


def test_suspended_and_draft_tasks_are_not_due(
    browser_of, made, clerk, monitor, programme, department, at
):
    requests.suspend_task(
        task=made("Tạm dừng"), ground="Sắp xếp", approver="Chủ tịch", by=monitor, at=at
    )
    make_task(programme=programme, lead=department, by=monitor, at=at, assigned=False)
    assert browser_of(clerk).get(PATH).context["rows"] == []


def test_the_page_does_not_grow_with_the_work(browser_of, begun, clerk):
    for n in range(30):
        begun(f"Triển khai xây dựng, hoàn thiện cơ sở dữ liệu chuyên ngành số {n}", number=str(n))
    browser = browser_of(clerk)
    browser.get(PATH)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(PATH)
    assert len(answer.context["rows"]) == 25
    assert len(seen) <= 10
    assert len(answer.content) < 60_000


def test_a_returned_update_is_corrected_on_its_own_page(browser_of, begun, clerk, monitor, at):
    task = begun("Bị trả lại")
    update = report(task=task, by=clerk, at=at)
    verification.return_update(update=update, reason="Thiếu số liệu", by=monitor, at=at)
    text = browser_of(clerk).get(PATH).content.decode()
    assert "Thiếu số liệu" in text
    assert f"/cap-nhat/?update={update.pk}" in text


def test_a_returned_update_is_over_once_another_was_handed_in(
    browser_of, begun, clerk, monitor, at
):
    task = begun("Đã gửi lại")
    update = report(task=task, by=clerk, at=at)
    verification.return_update(update=update, reason="Thiếu số liệu", by=monitor, at=at)
    report(task=task, by=clerk, at=at)
    page = browser_of(clerk).get(f"/nhiem-vu/{task.pk}/cap-nhat/")
    assert page.context["update"] is None
