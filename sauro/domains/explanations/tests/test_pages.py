"""Pages of requests for explanation: who opens them, what they show, what is refused keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sauro.core import clock
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.services import answers, requests
from sauro.domains.explanations.tests.conftest import SAID
from sauro.domains.programmes.services.parts import fan_out_task
from sauro.domains.programmes.tests.factories import make_task

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANSWER = {
    "text": "Đã xong 4/6 phân hệ",
    "cause": "Nhà thầu chậm",
    "remedy": "Thêm 02 kỹ sư",
    "remedy_on": "2025-06-30",
}


@pytest.fixture(autouse=True)
def still(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture
def browser_of(client):
    def opening(person, language="vi"):
        client.force_login(person, BACKEND)
        client.cookies["sauro_language"] = language
        return client

    return opening


def ask_page(task, **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/giai-trinh/moi/?kind=programmes.task&id={task.pk}{query}"


def page(asked, step=""):
    return f"/giai-trinh/{asked.pk}/{step}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("person", ["leader", "monitor", "clerk", "head", "inspector", "admin"])
def test_people_of_the_province_and_the_unit_open_the_request(
    browser_of, asked, person, language, request
):
    browser = browser_of(request.getfixturevalue(person), language)
    answer = browser.get(page(asked))
    assert answer.status_code == 200
    assert asked.question in answer.content.decode()
    assert b"style=" not in answer.content
    listed = browser.get("/giai-trinh/")
    assert "Xây dựng kho dữ liệu số" in listed.content.decode()


@pytest.mark.parametrize("person", ["stranger", "other_clerk", "commune_clerk"])
def test_for_others_it_does_not_exist(browser_of, asked, person, request):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(page(asked)).status_code == 404
    assert "Xây dựng kho dữ liệu số" not in browser.get("/giai-trinh/").content.decode()


def test_a_leader_asks_with_the_sentence_that_is_ready(browser_of, leader, late_task):
    browser = browser_of(leader)
    form = browser.get(ask_page(late_task)).context["form"]
    assert "31/05/2025" in form.initial["question"]
    values = {
        name: form.initial[name] for name in ("question", "due_on", "asked_of", "request_key")
    }
    for _turn in range(2):  # a double tap
        sent = browser.post(ask_page(late_task), values)
    made = Request.objects.get()
    assert sent["Location"] == page(made)
    assert (made.asked_by, made.asked_of) == (leader, late_task.lead)


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"cause": "task_silent"}, "Nothing was reported"),
        ({"cause": "bottleneck_overdue"}, "Name what blocks this"),
        ({"sentence": "general"}, "Explain how this stands today"),
        ({"cause": "no-such-rule"}, "The deadline was"),
    ],
)
def test_the_cause_of_an_alert_or_a_choice_picks_the_sentence(
    browser_of, leader, late_task, more, part
):
    form = browser_of(leader, "en").get(ask_page(late_task, **more)).context["form"]
    assert form.initial["question"].startswith(part)


def test_the_form_to_ask_keeps_what_was_typed_and_names_the_field(browser_of, leader, late_task):
    sent = {"question": "", "due_on": "2025-06-01", "asked_of": late_task.lead_id}
    answer = browser_of(leader, "en").post(ask_page(late_task), sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"question"}
    answer = browser_of(leader, "en").post(ask_page(late_task), sent | {"question": "Vì sao?"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"due_on"}
    assert answer.context["form"]["question"].value() == "Vì sao?"


def test_the_open_request_is_shown_before_one_asks_again(browser_of, leader, late_task, asked):
    text = browser_of(leader).get(ask_page(late_task)).content.decode()
    assert page(asked) in text


def test_asking_is_for_those_who_may_and_about_what_they_see(
    browser_of, clerk, stranger, leader, late_task
):
    assert browser_of(clerk).get(ask_page(late_task)).status_code == 403
    assert browser_of(stranger).get(ask_page(late_task)).status_code == 404
    assert browser_of(leader).get("/giai-trinh/moi/?kind=no.kind&id=1").status_code == 404
    assert browser_of(leader).get("/giai-trinh/moi/?kind=programmes.task&id=x").status_code == 404


def test_without_a_record_the_overdue_tasks_are_offered(browser_of, leader, late_task):
    text = browser_of(leader).get("/giai-trinh/moi/").content.decode()
    assert f"kind=programmes.task&amp;id={late_task.pk}" in text


def test_the_unit_answers_with_a_file_and_the_leader_decides(
    browser_of, asked, clerk, leader, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    browser = browser_of(clerk)
    form = browser.get(page(asked, "tra-loi/")).context["form"]
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7\n%%EOF\n")
    kept = {name: form.initial[name] for name in ("version", "request_key")}
    sent = browser.post(page(asked, "tra-loi/"), {**ANSWER, **kept, "files": file})
    assert sent["Location"] == page(asked)
    exhibit = asked.answers.get().exhibits.get()
    held = browser.get(reverse("explanation_file", args=[exhibit.pk]))
    assert held["Content-Disposition"].startswith("attachment")
    assert b"".join(held.streaming_content).startswith(b"%PDF")

    browser = browser_of(leader, "en")
    refused = browser.post(page(asked, "tra-lai/"), {"reason": "", "version": 2})
    assert refused.status_code == 422
    assert "Reason for the return" in refused.content.decode()
    sent = browser.post(page(asked, "tra-lai/"), {"reason": "Thiếu biên bản", "version": 2})
    assert sent.status_code == 302
    asked.refresh_from_db()
    assert asked.state == "returned"


def test_an_answer_begins_with_what_was_said_before(browser_of, asked, clerk, leader, at):
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    answers.return_answer(request=asked, reason="Nêu rõ trách nhiệm", by=leader, at=at)
    found = browser_of(clerk).get(page(asked, "tra-loi/"))
    assert found.context["form"].initial["cause"] == SAID.cause
    assert "Nêu rõ trách nhiệm" in found.content.decode()


def test_a_wrong_answer_keeps_what_was_typed_and_names_the_files(browser_of, asked, clerk):
    file = SimpleUploadedFile("virus.pdf", b"MZ\x90\x00")
    sent = {**ANSWER, "cause": "", "files": file}
    answer = browser_of(clerk, "en").post(page(asked, "tra-loi/"), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert ANSWER["text"] in text
    assert "Choose these files again: virus.pdf" in text
    answer = browser_of(clerk, "en").post(page(asked, "tra-loi/"), {**ANSWER, "files": file})
    assert "files" not in answer.context["form"].errors or answer.status_code == 422


def test_what_changed_meanwhile_is_told_and_sending_again_is_meant(
    browser_of, asked, clerk, leader, at
):
    browser = browser_of(clerk, "en")
    form = browser.get(page(asked, "tra-loi/")).context["form"]
    kept = {name: form.initial[name] for name in ("version", "request_key")}
    requests.extend(
        request=asked, due_on=asked.due_on + timedelta(7), reason="Thêm", by=leader, at=at
    )
    answer = browser.post(page(asked, "tra-loi/"), {**ANSWER, **kept})
    assert answer.status_code == 422
    assert "Somebody changed this request" in answer.content.decode()
    again = answer.context["form"]
    kept["version"] = again["version"].value()
    assert browser.post(page(asked, "tra-loi/"), {**ANSWER, **kept}).status_code == 302


def test_a_request_that_does_not_wait_leads_back(browser_of, asked, clerk, at):
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    assert browser_of(clerk).get(page(asked, "tra-loi/"))["Location"] == page(asked)


@pytest.mark.parametrize("step", ["chap-nhan/", "tra-lai/", "gia-han/", "rut/"])
def test_a_refused_step_says_why_and_changes_nothing(browser_of, asked, leader, step):
    sent = {"reason": "Lý do", "due_on": "2025-06-01", "version": 99}
    answer = browser_of(leader).post(page(asked, step), sent)
    assert answer.status_code in (409, 422)
    asked.refresh_from_db()
    assert asked.state == "asked"
    assert 'role="alert"' in answer.content.decode()


def test_many_tasks_are_counted_before_they_are_asked_about(
    browser_of, leader, programme, department, late_task, monitor, at
):
    other = make_task(
        programme=programme, lead=department, number="8", title="Việc khác", by=monitor, at=at
    )
    browser = browser_of(leader, "en")
    chosen = {"ids": [late_task.pk, other.pk]}
    first = browser.post("/giai-trinh/nhieu/tasks/", chosen)
    text = first.content.decode()
    assert '<b class="num">2</b> requests, to <b class="num">1</b> units' in text
    assert "Nobody of these units can answer" in text
    assert [unit.pk for unit in first.context["silent"]] == [department.pk]
    assert Request.objects.count() == 0
    form = first.context["form"]
    sent = {**chosen, "expected": 2, "confirmed": 1, **form.initial}
    done = browser.post("/giai-trinh/nhieu/tasks/", sent)
    assert done["Location"] == "/giai-trinh/?tab=asked"
    assert Request.objects.count() == 2
    again = browser.post("/giai-trinh/nhieu/tasks/", chosen).content.decode()
    assert "2 will be left out" in again


def test_units_that_answer_are_not_named_as_silent(browser_of, leader, clerk, late_task):
    text = browser_of(leader, "en").post("/giai-trinh/nhieu/tasks/", {"ids": [late_task.pk]})
    assert text.context["silent"] == []
    assert "Nobody of these units" not in text.content.decode()


def test_all_that_match_are_those_that_the_list_showed(
    browser_of, leader, late_task, commune, department, monitor, at
):
    fan_out_task(task=late_task, organisations=[commune, department], by=monitor, at=at)
    browser = browser_of(leader, "en")
    for query, count in (("", 1), ("parts=parts", 2), ("parts=all", 3)):
        chosen = {"all": "1", "query": query}
        first = browser.post("/giai-trinh/nhieu/tasks/", chosen)
        assert first.context["chosen"].count == count


def test_no_list_of_that_name_is_asked_about(browser_of, leader, clerk):
    assert browser_of(leader).post("/giai-trinh/nhieu/users/", {"ids": [1]}).status_code == 404
    assert browser_of(clerk).post("/giai-trinh/nhieu/tasks/", {"ids": [1]}).status_code == 403


@pytest.mark.parametrize("kind", ["task", "row"])
def test_the_way_to_ask_stands_on_the_record_for_those_who_may(
    browser_of, leader, clerk, late_task, kind
):
    address = f"/nhiem-vu/{late_task.pk}/"
    link = f"/giai-trinh/moi/?kind=programmes.task&amp;id={late_task.pk}"
    assert link in browser_of(leader).get(address).content.decode()
    assert link not in browser_of(clerk).get(address).content.decode()


def test_requests_stand_on_the_page_of_the_record_and_on_first_pages(
    browser_of, asked, late_task, clerk, stranger
):
    browser = browser_of(clerk)
    assert asked.question in browser.get(f"/nhiem-vu/{late_task.pk}/").content.decode()
    assert page(asked) in browser.get("/").content.decode()


@pytest.mark.parametrize("tab", ["", "mine", "asked", "open", "late", "answered", "decided", "x"])
def test_every_tab_counts_its_rows(browser_of, asked, leader, tab):
    found = browser_of(leader).get(f"/giai-trinh/?tab={tab}")
    counts = {one["url"]: one["count"] for one in found.context["tabs"] if one["active"]}
    assert list(counts.values()) == [found.context["list"].total]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
def test_the_list_is_exported(browser_of, asked, leader, fmt):
    answer = browser_of(leader).get(f"/giai-trinh/?format={fmt}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert body


def test_filters_find_by_unit_kind_term_and_days(browser_of, asked, leader, other_department, ask):
    other = ask(asked_of=other_department)
    browser = browser_of(leader)

    def rows(query):
        return {one.pk for one in browser.get(f"/giai-trinh/?{query}").context["list"].objects}

    assert rows("unit=LV-STC") == {other.pk}
    assert rows("unit=So+KH") == {asked.pk}
    assert rows("kind=programmes.target") == set()
    assert rows("term=waiting&since=2025-06-10&until=2025-06-10") == {asked.pk, other.pk}
    assert rows("term=overdue") == set()
    assert rows("returned=on") == set()
    assert rows(f"subject={asked.subject_id}&kind=programmes.task") == {asked.pk, other.pk}
    assert rows("q=kho+du+lieu") == {asked.pk, other.pk}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("period", ["", "2025", "2025-Q2", "2025-06", "2024-01", "xyz"])
def test_statistics_of_a_period(browser_of, asked, leader, language, period):
    answer = browser_of(leader, language).get(f"/giai-trinh/thong-ke/?period={period}")
    assert answer.status_code == 200
    expected = 0 if period == "2024-01" else 1
    assert answer.context["whole"]["tally"].asked == expected
