"""The rest of the API: what is due, many at once, what hangs from a task, plan files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sauro.domains.documents.tests.factories import document
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.tests.api_calls import ROOT, update_body
from sauro.domains.programmes.tests.factories import make_task
from sauro.engines.office.writing import Column, Sheet, write_xlsx

pytestmark = pytest.mark.django_db


def test_what_is_due_and_reporting_on_many_at_once(
    api_of, programme, department, clerk, monitor, at
):
    tasks = [
        make_task(programme=programme, lead=department, by=monitor, at=at, title=f"Việc số {n}")
        for n in range(3)
    ]
    work = api_of(clerk)
    due = work("get", "/my-work").json()
    assert [row["id"] for row in due["items"]] == [task.pk for task in tasks]
    assert (due["expected"], due["reported"]) == (3, 0)
    rows = [
        {"task_id": tasks[0].pk, "percent": 30, "done": "Đã họp"},
        {"task_id": tasks[1].pk, "nothing_new": True},
        {"task_id": tasks[2].pk, "percent": 20},
    ]
    told = work("post", "/my-work", {"rows": rows}, Idempotency_Key="k").json()
    assert [(row["task_id"], row["field"]) for row in told] == [
        (tasks[0].pk, ""),
        (tasks[1].pk, ""),
        (tasks[2].pk, "done"),
    ]
    again = work("post", "/my-work", {"rows": rows[:1]}, Idempotency_Key="k").json()
    assert (again[0]["error"], ProgressUpdate.objects.count()) == ("", 2)
    assert work("get", "/my-work").json()["reported"] == 2
    board = api_of(monitor)("get", "/silent?programme=LV-KH57").json()
    [agency] = board["items"]
    assert (agency["code"], agency["expected"], agency["missing"]) == ("LV-SKHCN", 3, 1)
    silent = api_of(monitor)("get", "/silent/tasks").json()["items"]
    assert [row["id"] for row in silent] == [tasks[2].pk]


def test_nobody_reports_on_the_work_of_others_in_bulk(api_of, task, other_clerk, monitor):
    rows = {"rows": [{"task_id": task.pk, "nothing_new": True}]}
    assert api_of(other_clerk)("post", "/my-work", rows).status_code == 422
    assert api_of(monitor)("post", "/my-work", rows).status_code == 403
    assert ProgressUpdate.objects.count() == 0


def test_milestones_mandates_and_evidence_come_and_go(api_of, task, clerk, monitor, province, at):
    paper = document(owner=province, by=monitor, at=at)
    watch, work = api_of(monitor), api_of(clerk)
    step = {"title": "Trình đề án", "due_on": "2025-06-20"}
    made = watch("post", f"/tasks/{task.pk}/milestones", step).json()
    path = f"/tasks/{task.pk}/milestones/{made['id']}"
    assert work("put", path, step | {"done_on": "2025-06-19"}).json()["done_on"] == "2025-06-19"
    assert work("delete", path).status_code == 204
    assert work("delete", path).status_code == 404
    tied = watch("post", f"/tasks/{task.pk}/mandates", {"document_id": paper.pk}).json()
    [mandate] = tied["mandates"]
    assert work("delete", f"/tasks/{task.pk}/mandates/{mandate['id']}").status_code == 403
    assert watch("delete", f"/tasks/{task.pk}/mandates/{mandate['id']}").json()["mandates"] == []
    told = work("post", f"/tasks/{task.pk}/updates", update_body(30)).json()
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7\n%%EOF\n")
    sent = work.browser.post(f"{ROOT}/updates/{told['id']}/files", {"file": file})
    [proof] = sent.json()["evidence"]
    kept = watch("get", f"/evidence/{proof['id']}")
    assert b"".join(kept.streaming_content).startswith(b"%PDF")
    assert kept["Content-Disposition"].startswith("attachment")
    wrong = SimpleUploadedFile("a.exe", b"MZ")
    refused = work.browser.post(f"{ROOT}/updates/{told['id']}/files", {"file": wrong})
    assert refused.status_code == 422
    assert watch("delete", f"/evidence/{proof['id']}").status_code == 403
    assert work("delete", f"/evidence/{proof['id']}").status_code == 204


def test_a_plan_file_is_staged_decided_and_accepted(api_of, programme, department, monitor, clerk):
    columns = [Column(title) for title in ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Sản phẩm")]
    rows = [
        ("1", "Xây dựng nền tảng học trực tuyến", department.name, "12/2025", "Nền tảng"),
        ("2", "Tập huấn kỹ năng số", "Sở Nội dung số", "Quý III/2025", "Lớp học"),
    ]
    data = write_xlsx([Sheet("Phụ lục", columns, rows)])
    call = api_of(monitor)

    def staged(browser, **form):
        body = {"programme": "LV-KH57", "file": SimpleUploadedFile("a.xlsx", data)} | form
        return browser.post(f"{ROOT}/plans", body)

    assert staged(api_of(clerk).browser).status_code in (403, 422)
    assert staged(call.browser, kind="x").status_code == 422
    bad = staged(call.browser, file=SimpleUploadedFile("a.xlsx", b"PK nothing"))
    assert (bad.status_code, bad.json()["code"]) == (422, "plan_unreadable")
    plan = staged(call.browser).json()
    assert (plan["summary"]["tasks"], plan["summary"]["created"]) == (2, 2)
    assert Task.objects.count() == 0
    [unknown] = [one for one in plan["agencies"] if not one["means"]]
    choice = {"mention": unknown["mention"], "name": department.name}
    path = f"/plans/{plan['id']}"
    decided = call("post", f"{path}/agencies", {"choices": [choice]}).json()
    assert all(one["means"] for one in decided["agencies"])
    assert call("get", f"{path}/rows?action=created").json()["count"] == 2
    accepted = call("post", f"{path}/accept", {"skip_errors": False}).json()
    assert accepted["accepted_at"]
    assert Task.objects.filter(lead=department).count() == 2
    assert call("delete", path).status_code == 409
    assert staged(call.browser).json()["summary"]["unchanged"] == 1
