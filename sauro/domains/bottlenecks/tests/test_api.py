"""The API of bottlenecks calls the same services as the pages."""

import json
from typing import get_args

import pytest

from sauro.domains.bottlenecks import rules
from sauro.domains.bottlenecks.api import bodies
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.rules.ranking import Severity
from sauro.domains.bottlenecks.tests.factories import open_one, propose
from sauro.domains.documents.tests import factories as document_factories
from sauro.domains.programmes.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_day")]
ROOT = "/api/v1/bottlenecks"


@pytest.fixture
def ask(client):
    """An operation as a person: its status and body."""

    def asking(person, path="", body=None, *, method="post", root=ROOT, **headers):
        client.force_login(person)
        if body is None:
            answer = client.get(f"{root}{path}", headers=headers)
        else:
            data = json.dumps(body)
            call = getattr(client, method)
            answer = call(f"{root}{path}", data, content_type="application/json", headers=headers)
        return answer.status_code, answer.json() if answer.content else None

    return asking


def test_one_is_proposed_accepted_put_to_a_level_and_lifted(
    ask, clerk, monitor, leader, department, task, at
):
    body = {
        "title": "Chưa có định mức chi",
        "kind": "mechanism_policy",
        "raised_by": department.code,
        "records": [{"kind": "programmes.task", "id": str(task.pk)}],
    }
    for _again in range(2):
        status, made = ask(clerk, body=body, **{"Idempotency-Key": "mot"})
        assert (status, made["state"], made["tasks"], made["code"]) == (201, "proposed", 1, "ĐN-01")
    assert Bottleneck.objects.count() == 1
    one = f"/{made['id']}"
    taken = {"responsible": department.code, "lift_by": "2025-07-31"}
    assert ask(clerk, f"{one}/accept", taken)[0] == 403
    assert ask(leader, f"{one}/accept", taken)[1]["state"] == "open"
    assert Task.objects.get().blockers == 1
    put = {"level": "ministry", "to": "Bộ Tài chính", "due_on": "2025-07-10"}
    status, found = ask(leader, f"{one}/escalate", put)
    assert (found["state"], found["authority"]) == ("escalated", "ministry")
    assert found["escalations"][0]["to"] == "Bộ Tài chính"
    assert ask(leader, f"{one}/lift", {})[0] == 409
    paper = document_factories.document(owner=department, by=monitor, at=at)
    status, found = ask(leader, f"{one}/lift", {"document_id": paper.pk})
    assert (status, found["state"], found["lift_document_id"]) == (200, "lifted", paper.pk)
    assert Task.objects.get().blockers == 0
    back = {"reason": "Lại vướng", "lift_by": "2025-09-30"}
    assert ask(leader, f"{one}/reopen", back)[1]["state"] == "open"
    assert ask(leader, f"{one}/reject", {"reason": "Thôi"})[1]["state"] == "rejected"


def test_the_register_is_filtered_ranked_and_hidden_from_strangers(
    ask, monitor, stranger, clerk, department, task, late_task, at
):
    light = open_one(unit=department, by=monitor, at=at, kind="money")
    heavy = open_one(unit=department, by=monitor, at=at, tasks=[task, late_task])
    _status, page = ask(monitor)
    assert [row["id"] for row in page["items"]] == [heavy.pk, light.pk]
    assert (page["items"][0]["tasks_late"], page["items"][0]["severity"]) == (1, "medium")
    for query, ids in (
        ("?kind=money", [light.pk]),
        ("?authority=ministry", []),
        ("?state=lifted", []),
        ("?overdue=true", []),
        (f"?responsible={department.code}&limit=1", [heavy.pk]),
    ):
        assert [row["id"] for row in ask(monitor, query)[1]["items"]] == ids
    assert ask(stranger)[1]["count"] == 0
    assert ask(stranger, f"/{heavy.pk}")[0] == 404
    _status, one = ask(clerk, f"/{heavy.pk}")
    assert [row["late"] for row in one["waiting"]] == [True, False]


def test_one_is_changed_linked_and_merged(ask, monitor, department, task, late_task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    other = propose(unit=department, by=monitor, at=at, tasks=[late_task])
    body = {
        "title": "Chưa có định mức",
        "kind": "money",
        "lifter": "Bộ Tài chính",
        "responsible": department.code,
        "lift_by": "2025-07-31",
        "expected_version": made.version,
    }
    status, found = ask(monitor, f"/{made.pk}", body, method="put")
    assert (status, found["kind"], found["lifter"]) == (200, "money", "Bộ Tài chính")
    assert ask(monitor, f"/{made.pk}", body, method="put")[0] == 409
    records = [{"kind": "programmes.task", "id": str(late_task.pk)}]
    status, found = ask(monitor, f"/{made.pk}/records", {"records": records})
    assert len(found["waiting"]) == 2
    wrong = [{"kind": "programmes.task", "id": "999999"}]
    assert ask(monitor, f"/{made.pk}/records", {"records": wrong})[0] == 409
    merged = {"into_bottleneck_id": made.pk, "reason": "Là một"}
    status, kept = ask(monitor, f"/{other.pk}/merge", merged)
    assert (status, kept["id"]) == (200, made.pk)
    assert ask(monitor, f"/{other.pk}")[1]["merged_into_id"] == made.pk


def test_obstacles_are_gathered_tied_and_set_aside(ask, monitor, leader, department, obstacles):
    root = "/api/v1/obstacles"
    status, groups = ask(monitor, root=root)
    assert [len(group["obstacles"]) for group in groups] == [2, 1]
    assert ask(leader, root=root)[1] == []
    body = {
        "updates": [one["update_id"] for one in groups[0]["obstacles"]],
        "title": "Chưa có định mức chi",
        "kind": groups[0]["kind"],
        "responsible": department.code,
        "lift_by": "2025-07-31",
        "accept": True,
    }
    assert ask(leader, "/gather", body, root=root)[0] == 403
    status, made = ask(monitor, "/gather", body, root=root)
    assert (status, made["state"], made["tasks"]) == (201, "open", 2)
    assert ask(monitor, "/gather", body, root=root)[0] == 409
    last = {"updates": [obstacles[2].pk]}
    aside = {**last, "reason": "Đã sửa"}
    assert ask(monitor, "/set-aside", {"updates": [99999], "reason": "x"}, root=root)[0] == 422
    tied = ask(monitor, "/tie", {**last, "bottleneck_id": made["id"]}, root=root)
    assert tied[1]["tasks"] == 3
    assert ask(monitor, "/set-aside", aside, root=root)[0] == 409
    assert ask(monitor, root=root)[1] == []


def test_the_words_of_the_description_are_those_of_the_rules():
    for words, rule in (
        (bodies.KindWord, rules.Kind),
        (bodies.LevelWord, rules.Level),
        (bodies.StateWord, rules.State),
        (bodies.SeverityWord, Severity),
    ):
        assert get_args(words) == tuple(one.value for one in rule)
