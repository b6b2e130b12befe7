"""The API: the same rights and refusals as the pages, the same key twice once."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from sauro.core import clock
from sauro.domains.explanations.models import Request

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROOT = "/api/v1/explanations"
PDF = b"%PDF-1.7\n%%EOF\n"
ANSWER = {
    "text": "Đã xong 4/6 phân hệ",
    "cause": "Nhà thầu chậm",
    "remedy": "Thêm 02 kỹ sư",
    "remedy_on": "2025-06-30",
    "links": ["https://vanban.example.test/1"],
}


@pytest.fixture(autouse=True)
def still(monkeypatch, at):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture
def call(client):
    def calling(person, method, path, body=None, **headers):
        client.force_login(person, BACKEND)
        more = {"headers": headers}
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(client, method)(ROOT + path, **more)
        return answer.status_code, answer.json()

    return calling


def test_the_whole_way_from_question_to_decision(call, leader, clerk, late_task, other_department):
    body = {"subject_kind": "programmes.task", "subject_id": late_task.pk, "question": "Vì sao?"}
    keyed = {"idempotency-key": "k1"}
    status, made = call(leader, "post", "", body, **keyed)
    assert (status, made["state"], made["unit"]) == (201, "asked", "LV-SKHCN")
    assert call(leader, "post", "", body, **keyed)[1]["id"] == made["id"]
    assert call(leader, "post", "", body)[1]["code"] == "already_asked"
    status, other = call(leader, "post", "", body | {"unit": "LV-STC"})
    assert (status, other["unit"]) == (201, "LV-STC")
    one = f"/{made['id']}"

    status, found = call(clerk, "post", f"{one}/answer", ANSWER, **keyed)
    assert (status, found["state"], found["term"]) == (200, "answered", "in_time")
    assert found["answers"][0]["exhibits"][0]["url"] == ANSWER["links"][0]
    assert len(call(clerk, "post", f"{one}/answer", ANSWER, **keyed)[1]["answers"]) == 1
    assert call(clerk, "post", f"{one}/accept", {})[0] == 403

    status, found = call(leader, "post", f"{one}/return", {"reason": "Thiếu biên bản"})
    assert (found["state"], found["returns"], found["steps"]) == (
        "returned",
        1,
        ["extend", "withdraw"],
    )
    status, found = call(leader, "post", f"{one}/extend", {"due_on": "2025-06-27", "reason": "Chờ"})
    assert (found["due_on"], found["first_due_on"]) == ("2025-06-27", "2025-06-13")
    assert call(clerk, "post", f"{one}/answer", ANSWER)[1]["state"] == "answered"
    assert call(leader, "post", f"{one}/accept", {"version": 1})[1]["code"] == "stale"
    assert call(leader, "post", f"{one}/accept", {})[1]["state"] == "accepted"
    assert call(leader, "post", f"{one}/withdraw", {"reason": "Thôi"})[1]["code"] == "wrong_state"


def test_files_are_attached_to_the_last_explanation_and_had_back(
    client, call, leader, clerk, stranger, asked, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    one = f"/{asked.pk}"

    def attach(person, name, content):
        client.force_login(person, BACKEND)
        file = SimpleUploadedFile(name, content)
        answer = client.post(f"{ROOT}{one}/files", {"file": file})
        return answer.status_code, answer.json()

    assert attach(clerk, "bien-ban.pdf", PDF)[1]["code"] == "wrong_state"
    call(clerk, "post", f"{one}/answer", ANSWER)
    status, found = attach(clerk, "bien-ban.pdf", PDF)
    assert (status, len(found["answers"][0]["exhibits"])) == (201, 2)
    kept = found["answers"][0]["exhibits"][1]
    assert (kept["name"], kept["content_type"]) == ("bien-ban.pdf", "application/pdf")
    assert len(attach(clerk, "lai.pdf", PDF)[1]["answers"][0]["exhibits"]) == 2
    assert attach(clerk, "vi-rut.pdf", b"MZ")[0] == 422
    assert attach(leader, "bien-ban.pdf", PDF)[0] == 403
    assert attach(stranger, "bien-ban.pdf", PDF)[0] == 404
    client.force_login(leader, BACKEND)
    had = client.get(f"{ROOT}/files/{kept['id']}")
    assert had["Content-Disposition"].startswith("attachment")
    assert b"".join(had.streaming_content) == PDF
    assert call(stranger, "get", f"/files/{kept['id']}")[0] == 404


def test_what_is_wrong_is_named(call, leader, clerk, stranger, late_task, asked):
    body = {"subject_kind": "programmes.task", "subject_id": late_task.pk, "question": "Vì sao?"}
    assert call(leader, "post", "", body | {"due_on": "2025-01-02"})[1]["field"] == "due_on"
    assert call(leader, "post", "", body | {"unit": "KHONG-CO"})[1]["code"] == "not_there"
    assert call(stranger, "post", "", body)[1]["code"] == "not_there"
    assert call(clerk, "post", "", body)[0] == 403
    answered = call(clerk, "post", f"/{asked.pk}/answer", ANSWER | {"links": ["khong phai"]})
    assert (answered[0], answered[1]["field"]) == (422, "links")
    assert call(stranger, "get", f"/{asked.pk}")[0] == 404


def test_many_are_asked_about_and_told(call, leader, late_task, asked):
    body = {"keys": [{"kind": "programmes.task", "id": late_task.pk}], "question": "Vì sao?"}
    status, found = call(leader, "post", "/many", body)
    assert (status, found["made"], len(found["left_out"])) == (200, [], 1)
    assert Request.objects.count() == 1


def test_lists_and_counts(call, leader, clerk, stranger, asked):
    assert call(clerk, "get", "?tab=mine")[1]["total"] == 1
    assert call(leader, "get", "?tab=late")[1]["total"] == 0
    assert call(leader, "get", "?unit=lv-skhcn&kind=programmes.task")[1]["total"] == 1
    assert call(stranger, "get", "")[1]["total"] == 0
    assert call(leader, "get", "?tab=no")[0] == 422
    status, found = call(leader, "get", "/statistics?since=2025-01-01&until=2025-12-31")
    assert (status, found["whole"]["asked"], found["by_unit"][0]["unit"]) == (200, 1, "LV-SKHCN")
    assert found["by_month"][0]["month"] == "2025-06-01"
