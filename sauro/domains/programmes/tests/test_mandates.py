"""Documents and clauses on which a programme stands, and which of them a task answers."""

import re
from datetime import date

import pytest

from sauro.domains.documents import services as document_services
from sauro.domains.documents.tests import factories as papers
from sauro.domains.programmes.models import Programme, ProgrammeMandate
from sauro.domains.programmes.services import programmes
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.engines.history.models import Event

NEW, EDIT = "/chuong-trinh/them/", "/chuong-trinh/LV-KH57/sua/"


@pytest.fixture
def plan(province, monitor, at):
    return papers.document(owner=province, by=monitor, at=at)


@pytest.fixture
def resolution(province, monitor, at):
    return papers.document(
        owner=province,
        by=monitor,
        at=at,
        number="57",
        symbol="NQ/TW",
        issued_on=date(2024, 12, 22),
        issuer_name="Bộ Chính trị",
        abstract="Đột phá phát triển khoa học, công nghệ",
    )


@pytest.fixture
def clause(plan, monitor, at):
    return document_services.add_clause(
        document=plan, label="Mục II.3", content="Giao Sở KH&CN chủ trì", by=monitor, at=at
    )


@pytest.fixture
def hidden(province, admin, at):
    return papers.document(
        owner=province, by=admin, at=at, number="9", symbol="KH/TU", secrecy="confidential",
        abstract="Nội dung không công khai",
    )  # fmt: skip


def changed(programme, mandates, by, at):
    programme.refresh_from_db()
    return programmes.change_programme(
        programme=programme, expected_version=programme.version, mandates=mandates, by=by, at=at
    )


def stands_on(programme):
    return {(one.document_id, one.clause_id) for one in programme.mandates.all()}


def values_of(programme, **more):
    return {
        "title": programme.title,
        "starts_on": "2025-01-01",
        "version": str(programme.version),
        **more,
    }


def labels(answer):
    return re.findall(r'form-check-label"[^>]*>([^<]*)', answer.content.decode())


def test_a_change_of_mandates_is_one_event_with_both_sides(programme, plan, clause, monitor, at):
    changed(programme, [plan], monitor, at)
    changed(programme, [clause], monitor, at)
    assert stands_on(programme) == {(plan.pk, clause.pk)}
    event = Event.objects.filter(kind="programmes.programme.changed").latest("pk")
    assert event.before == {"mandates": ["102/KH-UBND"]}
    assert event.after == {"mandates": ["102/KH-UBND, Mục II.3"]}


def test_the_same_mandates_again_write_nothing(programme, plan, monitor, at):
    changed(programme, [plan], monitor, at)
    changed(programme, [plan, plan], monitor, at)
    assert Event.objects.filter(kind="programmes.programme.changed").count() == 1
    assert Programme.objects.get().version == 2


def test_a_change_without_mandates_leaves_them(programme, plan, monitor, at):
    changed(programme, [plan], monitor, at)
    programmes.change_programme(
        programme=programme, expected_version=2, title="Tên mới", by=monitor, at=at
    )
    assert stands_on(programme) == {(plan.pk, None)}


def test_a_new_programme_takes_the_clauses_that_are_ticked(
    browser_of, monitor, province, plan, clause
):
    values = {
        "owner": province.pk, "code": "LV-M1", "title": "Kế hoạch", "starts_on": "2025-01-01",
        "mandates": [f"{plan.pk}-{clause.pk}"], "mandate_search": "102/KH-UBND",
    }  # fmt: skip
    answer = browser_of(monitor).post(NEW, values)
    assert answer.status_code == 302
    assert stands_on(Programme.objects.get()) == {(plan.pk, clause.pk)}


@pytest.mark.parametrize("typed", ["57-nq/tw", "57-NQ/TW (22/12/2024)", "dot pha phat trien"])
def test_find_ticks_the_one_document_that_is_meant(
    browser_of, monitor, programme, resolution, plan, typed
):
    values = values_of(programme, title="Tên đang gõ", mandate_search=typed, find="1")
    answer = browser_of(monitor).post(EDIT, values)
    assert answer.status_code == 200
    assert answer.context["form"]["mandates"].value() == [str(resolution.pk)]
    assert "Tên đang gõ" in answer.content.decode()
    assert not ProgrammeMandate.objects.exists()


def test_find_offers_several_to_choose_from_and_keeps_what_is_ticked(
    browser_of, monitor, programme, plan, resolution, province, at
):
    other = papers.document(owner=province, by=monitor, at=at, number="103")
    values = values_of(
        programme, mandate_search="ke hoach KH-UBND", mandates=[str(resolution.pk)], find="1"
    )
    values["mandate_search"] = "KH-UBND"
    form = browser_of(monitor).post(EDIT, values).context["form"]
    offered = {key for key, _label in form.fields["mandates"].choices}
    assert offered == {str(one.pk) for one in (plan, other, resolution)}
    assert form["mandates"].value() == [str(resolution.pk)]


def test_saving_with_words_that_mean_several_documents_asks_which(
    browser_of, monitor, programme, plan, province, at
):
    papers.document(owner=province, by=monitor, at=at, number="103")
    answer = browser_of(monitor).post(EDIT, values_of(programme, mandate_search="KH-UBND"))
    assert "mandate_search" in answer.context["form"].errors
    answer = browser_of(monitor).post(EDIT, values_of(programme, mandate_search="không có"))
    assert "mandate_search" in answer.context["form"].errors
    assert not ProgrammeMandate.objects.exists()


def test_enter_with_an_empty_search_box_saves(browser_of, monitor, programme):
    answer = browser_of(monitor).post(EDIT, values_of(programme, title="Tên mới", find="1"))
    assert answer.status_code == 302


def test_a_hidden_document_is_neither_offered_nor_shown_nor_lost(
    browser_of, monitor, admin, programme, plan, hidden, at
):
    changed(programme, [hidden], admin, at)
    browser = browser_of(monitor)
    page = browser.get("/chuong-trinh/LV-KH57/").content.decode()
    assert "KH/TU" not in page
    assert hidden.abstract not in page
    found = browser.post(EDIT, values_of(programme, mandate_search="KH/TU", find="1"))
    assert not labels(found)
    forced = browser.post(EDIT, values_of(programme, mandates=[str(hidden.pk)]))
    assert "mandates" in forced.context["form"].errors
    programme.refresh_from_db()
    assert browser.post(EDIT, values_of(programme, mandates=[str(plan.pk)])).status_code == 302
    assert stands_on(programme) == {(plan.pk, None), (hidden.pk, None)}


def test_the_page_of_the_programme_leads_to_its_documents(
    browser_of, monitor, clerk, programme, plan, clause, at
):
    changed(programme, [clause], monitor, at)
    page = browser_of(monitor).get("/chuong-trinh/LV-KH57/").content.decode()
    assert f'href="/van-ban/{plan.pk}/"' in page
    assert "Mục II.3" in page


def test_the_second_of_two_people_sees_that_mandates_differ(
    browser_of, monitor, second_monitor, programme, plan, at
):
    changed(programme, [plan], second_monitor, at)
    values = {"title": programme.title, "starts_on": "2025-01-01", "version": "1"}
    answer = browser_of(monitor).post(EDIT, values)
    assert "102/KH-UBND" in [one.stored for one in answer.context["differences"]]
    assert stands_on(programme) == {(plan.pk, None)}


def test_suggestions_are_folded_and_hide_what_is_confidential(
    browser_of, monitor, resolution, hidden
):
    browser = browser_of(monitor)
    answer = browser.get("/van-ban/goi-y/", {"mandate_search": "dot pha"}).content.decode()
    assert 'value="57-NQ/TW (22/12/2024)"' in answer
    assert (
        "option" not in browser.get("/van-ban/goi-y/", {"mandate_search": "KH/TU"}).content.decode()
    )
    assert "option" not in browser.get("/van-ban/goi-y/").content.decode()


def task_values(task, **more):
    return {
        "title": task.title,
        "level": task.level,
        "lead": task.lead.name,
        "version": str(task.version),
        **more,
    }


def test_a_task_answers_a_clause_of_its_programme(
    browser_of, monitor, programme, department, plan, clause, at
):
    changed(programme, [plan], monitor, at)
    task = make_task(programme=programme, lead=department, by=monitor, at=at)
    browser, url = browser_of(monitor), f"/nhiem-vu/{task.pk}/sua/"
    assert any("Mục II.3" in label for label in labels(browser.get(url)))
    answer = browser.post(url, task_values(task, mandates=[f"{plan.pk}-{clause.pk}"]))
    assert answer.status_code == 302
    assert stands_on(task) == {(plan.pk, clause.pk)}
    event = Event.objects.filter(kind="programmes.task.changed").get()
    assert event.after == {"mandates": ["102/KH-UBND, Mục II.3"]}


def test_a_task_form_keeps_a_mandate_the_person_may_not_see(
    browser_of, monitor, admin, programme, department, plan, hidden, at
):
    changed(programme, [plan], monitor, at)
    task = make_task(programme=programme, lead=department, by=admin, at=at, mandates=(hidden, plan))
    browser, url = browser_of(monitor), f"/nhiem-vu/{task.pk}/sua/"
    assert browser.post(url, task_values(task)).status_code == 302
    assert stands_on(task) == {(hidden.pk, None)}
    assert "KH/TU" not in browser.get(f"/nhiem-vu/{task.pk}/").content.decode()


def test_the_api_reads_and_replaces_mandates(api_of, monitor, admin, province, plan, clause, at):
    programme = make_programme(owner=province, by=monitor, at=at)
    api = api_of(monitor)
    body = {"expected_version": 1, "mandates": [{"document_id": plan.pk, "clause": "mục ii.3"}]}
    answer = api("patch", "/programmes/LV-KH57", body).json()
    assert answer["mandates"] == [
        {"document_id": plan.pk, "reference": "102/KH-UBND", "clause": "Mục II.3"}
    ]
    body = {"expected_version": 2, "mandates": [{"document_id": plan.pk, "clause": "Mục IX"}]}
    assert api("patch", "/programmes/LV-KH57", body).status_code == 422
    assert (
        api("patch", "/programmes/LV-KH57", {"expected_version": 2, "mandates": []}).json()[
            "mandates"
        ]
        == []
    )
    assert not stands_on(programme)


def test_a_clause_on_which_a_programme_stands_is_kept(programme, clause, monitor, at):
    changed(programme, [clause], monitor, at)
    with pytest.raises(document_services.DocumentRefused):
        document_services.remove_clause(clause=clause, by=monitor, at=at)
