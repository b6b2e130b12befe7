"""The API of programmes: one life of a task from draft to confirmed, scope, ETags, cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.accounts import services as account_services
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.services import programmes, requests
from sauro.domains.programmes.tests.api_calls import ROOT, update_body
from sauro.domains.programmes.tests.factories import make_task, report
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def test_a_task_lives_from_draft_to_confirmed(api_of, programme, department, clerk, monitor):
    watch, work = api_of(monitor), api_of(clerk)
    body = {
        "programme": "LV-KH57",
        "title": "Xây dựng kho dữ liệu dùng chung",
        "due_on": "2025-06-30",
        "deadline_text": "6/2025",
        "deadline_kind": "month",
        "parties": [{"role": "lead", "organisation": department.code}],
    }
    made = watch("post", "/tasks", body)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert made.json()["state"] == "draft"
    assert work("get", f"/tasks/{pk}").status_code == 404  # a draft is not there for its lead
    assert watch("post", f"/tasks/{pk}/assign").json()["state"] == "assigned"
    assert work("post", f"/tasks/{pk}/accept").json()["state"] == "accepted"
    told = work("post", f"/tasks/{pk}/updates", update_body(100, claims_completion=True))
    assert told.status_code == 201
    assert told.json()["state"] == "submitted"
    waiting = watch("get", "/updates").json()
    assert [row["id"] for row in waiting["items"]] == [told.json()["id"]]
    done = watch("post", f"/updates/{told.json()['id']}/verify").json()
    assert done["state"] == "verified"
    found = work("get", f"/tasks/{pk}").json()
    assert (found["state"], found["percent"], found["completed_on"]) == (
        "completed",
        100,
        "2025-06-10",
    )
    history = watch("get", f"/tasks/{pk}/history").json()
    assert len(history) == 5
    assert {"id", "at", "by_name", "title", "note", "changes"} == set(history[0])


def test_the_list_has_the_filters_of_the_page(api_of, monitor, programme, department, at):
    group = programmes.add_group(
        programme=programme, number="I", title="Thể chế", by=monitor, at=at
    )
    inside = make_task(programme=programme, lead=department, by=monitor, at=at, group=group)
    late = make_task(
        programme=programme,
        lead=department,
        by=monitor,
        at=at,
        title="Số hóa",
        due_on=date(2025, 5, 1),
    )
    call = api_of(monitor)

    def found(query):
        return [row["id"] for row in call("get", f"/tasks?{query}").json()["items"]]

    assert found("") == [late.pk, inside.pk]
    assert found(f"group={group.pk}") == [inside.pk]
    assert found("deadline_class=overdue") == [late.pk]
    assert found("deadline_class=overdue&deadline_class=in_time") == [late.pk, inside.pk]
    assert found("state=draft") == []
    assert found("lead=LV-SKHCN") == [late.pk, inside.pk]
    assert found("lead=tai chinh") == []
    assert found("q=so hoa") == [late.pk]
    assert found("programme=LV-KH57&order=position") == [inside.pk, late.pk]
    assert found("programme=KHAC") == []
    assert found("missing=result") == [late.pk, inside.pk]
    assert found("missing=work") == []
    assert found("due_to=2025-05-31") == [late.pk]
    assert found("limit=1&offset=1") == [inside.pk]
    assert found("as_of=2025-06-01") == []
    assert call("get", "/tasks?limit=1").json()["next_offset"] == 1
    assert call("get", "/tasks?limit=1&offset=1").json()["next_offset"] is None


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "state=lost", "as_of=hôm qua", "order=x"]
)
def test_a_wrong_filter_is_named(api_of, monitor, task, query):
    answer = api_of(monitor)("get", f"/tasks?{query}")
    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "message", "field"}
    assert answer.json()["field"].startswith(query.partition("=")[0])


@pytest.mark.parametrize("person", ["stranger", "other_clerk", "commune_clerk"])
def test_what_a_person_may_not_see_does_not_exist(api_of, task, person, request, clerk, at):
    update = report(task=task, by=clerk, at=at)
    call = api_of(request.getfixturevalue(person))
    gone = [
        f"/tasks/{task.pk}",
        f"/tasks/{task.pk}/history",
        f"/tasks/{task.pk}/updates",
        f"/updates/{update.pk}",
        "/programmes/LV-KH57",
        "/programmes/LV-KH57/status",
        "/programmes/LV-KH57/groups",
    ]
    assert [call("get", path).status_code for path in gone] == [404] * len(gone)
    assert call("get", "/tasks").json()["count"] == 0
    assert call("get", "/programmes").json()["count"] == 0


def test_a_step_that_the_role_does_not_give_is_refused(api_of, task, leader, inspector):
    before = Event.objects.count()
    for person in (leader, inspector):
        for step in ("assign", "accept"):
            answer = api_of(person)("post", f"/tasks/{task.pk}/{step}")
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert Event.objects.count() == before


def test_a_step_in_the_wrong_state_says_so(api_of, task, clerk):
    call = api_of(clerk)
    assert call("post", f"/tasks/{task.pk}/refuse", {"reason": ""}).json()["field"] == "reason"
    assert call("post", f"/tasks/{task.pk}/accept").status_code == 200
    refused = call("post", f"/tasks/{task.pk}/refuse", {"reason": "Không thuộc phận sự"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


def test_the_same_key_creates_once_and_belongs_to_one_person(
    api_of, programme, monitor, second_monitor
):
    body = {"programme": "LV-KH57", "title": "Một việc"}
    call = api_of(monitor)
    first = call("post", "/tasks", body, Idempotency_Key="a1")
    again = call("post", "/tasks", body, Idempotency_Key="a1")
    assert first.json()["id"] == again.json()["id"]
    other = api_of(second_monitor)("post", "/tasks", body, Idempotency_Key="a1")
    assert other.json()["id"] != first.json()["id"]
    assert Task.objects.count() == 2


def test_a_change_keeps_what_is_left_out_and_notices_others(api_of, task, monitor):
    call = api_of(monitor)
    version = call("get", f"/tasks/{task.pk}").json()["version"]
    body = {"expected_version": version, "deliverable": "Kho dữ liệu vận hành"}
    changed = call("patch", f"/tasks/{task.pk}", body).json()
    assert changed["title"] == task.title
    assert changed["deliverable"] == "Kho dữ liệu vận hành"
    assert changed["lead"]["code"] == "LV-SKHCN"
    assert changed["due_on"] == "2025-06-30"
    assert "result" not in changed["missing"]
    stale = call("patch", f"/tasks/{task.pk}", body)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")


def test_unknown_names_in_a_body_are_named(api_of, programme, monitor):
    call = api_of(monitor)
    wrong = {"programme": "LV-KH57", "title": "x"}
    for more, field in (
        ({"parties": [{"role": "lead", "organisation": "KHONG-CO"}]}, "parties"),
        ({"parties": [{"role": "lead"}]}, "parties"),
        ({"authority": "KHONG-CO"}, "authority"),
        ({"group_id": 99}, "group_id"),
        ({"accountable_id": 99}, "accountable_id"),
        ({"programme": "KHONG-CO"}, "programme"),
    ):
        answer = call("post", "/tasks", wrong | more)
        assert (answer.status_code, answer.json()["field"]) == (422, field), more
    assert Task.objects.count() == 0


def test_more_time_is_asked_by_one_and_given_by_another(api_of, task, clerk, leader):
    work = api_of(clerk)
    body = {"wanted_due_on": "2025-08-31", "reason": "Chờ hướng dẫn"}
    asked = work("post", f"/tasks/{task.pk}/extensions", body).json()
    assert asked["state"] == "pending"
    path = f"/extensions/{asked['id']}/decide"
    assert work("post", path, {"approve": True}).status_code == 403
    assert api_of(leader)("post", path, {"approve": True}).json()["state"] == "approved"
    found = work("get", f"/tasks/{task.pk}").json()
    assert (found["due_on"], found["original_due_on"]) == ("2025-08-31", "2025-06-30")
    assert len(work("get", f"/tasks/{task.pk}/extensions").json()) == 1


def test_suspend_resume_cancel_reopen(api_of, task, leader):
    call = api_of(leader)
    ground = {"ground": "Sắp xếp đơn vị hành chính", "approver": "Chủ tịch UBND tỉnh"}
    assert call("post", f"/tasks/{task.pk}/suspend", ground).status_code == 201
    assert call("get", f"/tasks/{task.pk}").json()["state"] == "suspended"
    assert call("post", f"/tasks/{task.pk}/resume", {"reason": ""}).json()["state"] == "assigned"
    why = {"reason": "Trùng nhiệm vụ"}
    assert call("post", f"/tasks/{task.pk}/cancel", why).json()["state"] == "cancelled"
    assert call("post", f"/tasks/{task.pk}/reopen", why).json()["state"] == "in_progress"


def test_a_task_is_given_to_many(api_of, task, commune, monitor, other_department):
    call = api_of(monitor)
    body = {"organisations": [commune.code, other_department.code]}
    parts = call("post", f"/tasks/{task.pk}/fan-out", body)
    assert [part["lead"] for part in parts.json()] == [commune.name, other_department.name]
    assert call("get", f"/tasks/{task.pk}").json()["parts"] == {"done": 0, "all": 2}
    assert call("get", f"/tasks?parent={task.pk}").json()["count"] == 2
    assert call("get", "/tasks").json()["count"] == 1


def test_programmes_are_made_changed_and_counted(api_of, province, monitor):
    call = api_of(monitor)
    body = {"owner": "LV", "code": "lv-06", "title": "Đề án 06", "starts_on": "2025-01-01"}
    made = call("post", "/programmes", body)
    assert (made.status_code, made.json()["code"]) == (201, "LV-06")
    assert call("post", "/programmes", body).json()["field"] == "code"
    changed = call("patch", "/programmes/LV-06", {"expected_version": 1, "ends_on": "2025-12-31"})
    assert changed.json()["ends_on"] == "2025-12-31"
    assert changed.json()["title"] == "Đề án 06"
    group = call("post", "/programmes/LV-06/groups", {"number": "I", "title": "Hạ tầng số"})
    assert group.status_code == 201
    assert len(call("get", "/programmes/LV-06/groups?kind=tasks").json()) == 1
    totals = call("get", "/programmes/LV-06/status?as_of=2025-06-01").json()
    assert (totals["total"], totals["as_of"]) == (0, "2025-06-01")


def test_targets_and_their_readings(api_of, programme, monitor, clerk, department):
    call = api_of(monitor)
    body = {
        "programme": "LV-KH57",
        "title": "Tỷ lệ hồ sơ trực tuyến",
        "low": "80",
        "unit": "%",
        "year": 2025,
        "lead": department.code,
    }
    made = call("post", "/targets", body)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert made.json()["status"] == "no_data"
    assert (
        call("post", f"/targets/{pk}/readings", {"on": "2025-06-01", "source": ""}).status_code
        == 422
    )
    reading = {"on": "2025-06-01", "value": "81.5", "source": "Cổng dịch vụ công"}
    assert call("post", f"/targets/{pk}/readings", reading).status_code == 201
    found = call("get", f"/targets/{pk}").json()
    assert (found["status"], found["reading"]["value"]) == ("exceeded", "81.5000")
    assert call("get", f"/targets/{pk}?as_of=2025-05-01").json()["status"] == "no_data"
    page = call("get", "/targets?programme=LV-KH57&status=exceeded").json()
    assert (page["count"], page["reached"]) == (1, 1)
    wanted = {**body, "expected_version": 1, "low": "85"}
    del wanted["programme"]
    assert call("put", f"/targets/{pk}", wanted).json()["low"] == "85.0000"
    assert api_of(clerk)("post", f"/targets/{pk}/readings", reading).status_code == 403
    assert len(api_of(clerk)("get", f"/targets/{pk}/readings").json()) == 1


def test_an_etag_saves_the_reading_until_something_is_written(
    api_of, task, monitor, clerk, at, django_assert_num_queries
):
    call = api_of(monitor)
    first = call("get", "/tasks")
    tag = first["ETag"]
    with django_assert_num_queries(3):  # session, person, newest event
        same = call("get", "/tasks", If_None_Match=tag)
    assert (same.status_code, same.content) == (304, b"")
    assert call("get", "/tasks?limit=1", If_None_Match=tag).status_code == 200
    assert api_of(clerk)("get", "/tasks", If_None_Match=tag).status_code == 200
    report(task=task, by=clerk, at=at)
    assert call("get", "/tasks", If_None_Match=tag).status_code == 200


def test_a_token_needs_no_csrf_and_a_session_does(client, task, clerk, at):
    _token, secret = account_services.issue_token(user=clerk, name="máy", by=clerk, at=at)
    strict = type(client)(enforce_csrf_checks=True)
    path = f"{ROOT}/tasks/{task.pk}/accept"
    assert strict.post(path).status_code == 401
    assert strict.post(path, headers={"authorization": "Bearer sauro_wrong"}).status_code == 401
    answer = strict.post(path, headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    strict.force_login(clerk, "allauth.account.auth_backends.AuthenticationBackend")
    refused = strict.post(path)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")


@pytest.mark.parametrize("person", ["clerk", "monitor", "leader", "inspector"])
@pytest.mark.parametrize(
    ("path", "most"),
    [("/tasks", 8), ("/programmes", 8), ("/targets", 9), ("/updates", 8), ("/tasks/{task}", 14)],
)
def test_a_reading_costs_the_same_for_every_role(
    api_of, programme, department, task, clerk, monitor, at, person, path, most, request
):
    for n in range(8):
        other = make_task(
            programme=programme, lead=department, by=monitor, at=at, title=f"Việc {n}"
        )
        report(task=other, by=clerk, at=at)
    call = api_of(request.getfixturevalue(person))
    with CaptureQueriesContext(connection) as cost:
        assert call("get", path.format(task=task.pk)).status_code == 200
    assert len(cost) <= most, [query["sql"] for query in cost]


def test_a_suspension_seen_through_the_list_as_of_a_day(api_of, task, leader, at):
    requests.suspend_task(task=task, ground="Sắp xếp", approver="Chủ tịch", by=leader, at=at)
    row = api_of(leader)("get", "/tasks").json()["items"][0]
    assert (row["state"], row["deadline_class"]) == ("suspended", "suspended")
