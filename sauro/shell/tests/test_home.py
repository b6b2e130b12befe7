"""The first page by role, and the search over everything one may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from sauro.core import clock
from sauro.domains.documents import services as document_services
from sauro.domains.documents.tests import factories as documents
from sauro.domains.explanations.services import requests as explanations
from sauro.domains.programmes.tests.factories import make_programme, make_task, report
from sauro.domains.programmes.tests.plans import make_target
from sauro.domains.territory.tests import factories
from sauro.engines.office.writing import write_docx_tables
from sauro.shell.changes.models import Visit
from sauro.shell.dashboards import selectors as dashboards
from sauro.shell.dashboards import services as arrangements
from sauro.shell.dashboards.rules import OwnerKind
from sauro.shell.dashboards.selectors import Owner

pytestmark = pytest.mark.django_db
SEARCH = "/tim-kiem/"


@pytest.fixture
def noon(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture
def browser_of(client, noon):
    def signed_in(user, language="vi"):
        browser = type(client)()
        browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        browser.cookies["sauro_language"] = language
        return browser

    return signed_in


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def task(programme, department, monitor, at):
    return make_task(programme=programme, lead=department, by=monitor, at=at)


def templates(answer):
    return {one.name for one in answer.templates}


def cost(browser, path, **more):
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(path, **more)
    return len(seen), answer


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("person", "template"),
    [
        ("leader", "dashboards/overview.html"),
        ("monitor", "dashboards/overview.html"),
        ("inspector", "dashboards/overview.html"),
        ("admin", "shell/home_register.html"),
        ("clerk", "shell/home_work.html"),
        ("head", "shell/home_work.html"),
        ("commune_clerk", "shell/home_work.html"),
    ],
)
def test_everybody_gets_his_own_first_page(browser_of, task, person, template, language, request):
    answer = browser_of(request.getfixturevalue(person), language).get("/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert template in templates(answer)
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert "style=" not in text
    assert len(answer.content) < 60_000


def test_somebody_without_a_role_is_told_whom_to_ask(browser_of, db):
    from conftest import make_user

    answer = browser_of(make_user("moi", "Người Mới")).get("/")
    assert "shell/home_none.html" in templates(answer)


def test_a_visitor_is_sent_to_log_in(client, db):
    assert client.get("/")["Location"].startswith("/dang-nhap/")
    assert client.get(SEARCH)["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("person", ["admin", "monitor", "clerk", "leader"])
def test_first_pages_before_any_programme_say_what_to_do(browser_of, person, request, department):
    answer = browser_of(request.getfixturevalue(person)).get("/")
    assert 'class="empty' in answer.content.decode()


def test_an_officer_sees_what_is_due_from_his_units_only(
    browser_of, clerk, other_department, programme, task, monitor, at
):
    make_task(programme=programme, lead=other_department, by=monitor, at=at, title="Của sở khác")
    answer = browser_of(clerk).get("/")
    assert [line.title for line in answer.context["next_tasks"]] == [task.title]
    assert answer.context["row"].total == 1


def test_what_waits_for_verification_is_counted(browser_of, clerk, task, at):
    report(task=task, by=clerk, at=at)
    assert browser_of(clerk).get("/").context["waiting"] == 1


@pytest.fixture
def asked(task, leader, at):
    return explanations.ask(
        subject_kind="programmes.task",
        subject_id=str(task.pk),
        question="Vì sao chậm?",
        due_on=at.date() + timedelta(days=5),
        by=leader,
        at=at,
    )


@pytest.mark.parametrize("role", ["administrator", "agency_head", "focal_officer"])
def test_requests_for_explanation_stand_on_the_first_page_of_all_who_answer(
    browser_of, asked, department, role
):
    from conftest import give, make_user

    person = give(make_user("nguoi-khac", "Người Khác"), role, department)
    if role == "administrator":
        give(person, "focal_officer", department)
    answer = browser_of(person).get("/")
    assert f"/giai-trinh/{asked.pk}/" in answer.content.decode()


def test_a_head_of_department_has_panels_of_what_his_units_answer_for(
    browser_of, head, clerk, task, province, admin, at
):
    browser = browser_of(head)
    answer = browser.get("/")
    codes = [one.code for one in answer.context["panels"]]
    assert codes == ["changes", "bottlenecks", "alerts"]
    for one in answer.context["panels"]:
        assert one.url in answer.content.decode()
        page = browser.get(one.url)
        assert page.status_code == 200
        assert 'href="/tong-quan/"' not in page.content.decode()
    assert browser.get("/tong-quan/o/by_agency/").status_code == 404
    assert "panels" not in browser_of(clerk).get("/").context


def test_a_first_page_with_panels_is_a_visit_that_starts_the_changes_anew(
    browser_of, head, clerk, task, at, monkeypatch
):
    browser = browser_of(head)

    def opened(hours, **more):
        moment = at + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda: moment)
        answer = browser.get("/", **more)
        return answer, browser.get("/tong-quan/o/changes/").context["one"].data["since"]

    answer, since = opened(0)
    assert since == at - timedelta(days=7)
    assert opened(3, headers={"if-none-match": answer["ETag"]})[1] == at
    browser_of(clerk).get("/")
    assert [one.user for one in Visit.objects.all()] == [head]


def test_an_administrator_arranges_the_panels_of_heads_of_department(
    browser_of, head, task, province, admin, at
):
    owner = Owner(OwnerKind.ROLE, province=province, role="agency_head")
    assert owner.key in [one.key for one in dashboards.owners_open_to(user=admin)]
    panels = [{"panel": code, "size": "half"} for code in ("alerts", "late")]
    arrangements.save_arrangement(owner=owner, panels=panels, version=0, by=admin, at=at)
    answer = browser_of(head).get("/")
    assert [one.code for one in answer.context["panels"]] == ["alerts"]


@pytest.mark.parametrize(
    ("person", "most"), [("clerk", 12), ("head", 12), ("leader", 12), ("admin", 13)]
)
def test_first_pages_cost_few_statements(browser_of, task, person, most, request):
    count, answer = cost(browser_of(request.getfixturevalue(person)), "/")
    assert answer.status_code == 200
    assert count <= most


def test_the_very_first_page_of_a_head_costs_no_more(browser_of, task, head, monkeypatch):
    browser = browser_of(head)
    sent, close = [], HttpResponseBase.close
    with CaptureQueriesContext(connection) as seen:
        monkeypatch.setattr(
            HttpResponseBase, "close", lambda one: (sent.append(len(seen)), close(one))
        )
        assert browser.get("/").status_code == 200
    assert sent[0] <= 12
    assert Visit.objects.exists()


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "admin"])
def test_an_unchanged_first_page_is_not_sent_again(browser_of, task, person, request):
    browser = browser_of(request.getfixturevalue(person))
    browser.get("/")
    tag = browser.get("/")["ETag"]
    count, answer = cost(browser, "/", headers={"if-none-match": tag})
    assert answer.status_code == 304
    assert count <= 4


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("kho du lieu", "/nhiem-vu/"),
        ("Kho dữ liệu", "/nhiem-vu/"),
        ("truc tuyen", "/chi-tieu/"),
        ("LV-KH57", "/chuong-trinh/"),
        ("khoa hoc va cong nghe", "/co-quan/"),
    ],
)
def test_search_finds_without_marks(
    browser_of, monitor, programme, task, department, at, query, kind
):
    make_target(programme=programme, lead=department, by=monitor, at=at)
    answer = browser_of(monitor).get(SEARCH, {"q": query})
    hits = [hit.url for found in answer.context["found"] for hit in found.hits]
    assert any(url.startswith(kind) for url in hits)


@pytest.mark.parametrize("query", ["minh tan", "thai binh", "hung yen"])
def test_old_names_of_units_lead_to_those_of_today(browser_of, clerk, query):
    factories.load(factories.small_lists())
    found = {
        one.title: one for one in browser_of(clerk, "en").get(SEARCH, {"q": query}).context["found"]
    }
    assert found["Units"].hits
    assert found["Units"].hits[0].url.startswith("/don-vi/")


def test_people_are_found_by_who_may_see_accounts(browser_of, monitor, clerk, task):
    query = {"q": "nguyen thi lan"}
    assert browser_of(monitor).get(SEARCH, query).context["found"]
    assert not browser_of(clerk).get(SEARCH, query).context["found"]


@pytest.mark.parametrize("query", ["kho du lieu", "LV-KH57", "nguyen thi lan", "khoa hoc"])
def test_search_finds_nothing_of_another_province(browser_of, stranger, task, clerk, query):
    assert browser_of(stranger).get(SEARCH, {"q": query}).context["found"] == []


def test_each_kind_shows_ten_and_leads_to_all(browser_of, monitor, programme, department, at):
    for n in range(12):
        make_task(
            programme=programme, lead=department, by=monitor, at=at, title=f"Chính quyền số {n}"
        )
    (found,) = browser_of(monitor).get(SEARCH, {"q": "chinh quyen"}).context["found"]
    assert len(found.hits) == 10
    assert found.more_url == "/nhiem-vu/?q=chinh+quyen"
    assert browser_of(monitor).get(found.more_url).context["list"].total == 12


@pytest.mark.parametrize("query", ["", "a", "zzzz không có", "%", "'\"><b>", "x" * 3000])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_search_answers_anything_typed(browser_of, monitor, task, query, language):
    answer = browser_of(monitor, language).get(SEARCH, {"q": query})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode().split('id="found"')[1]


def test_search_gives_htmx_only_what_was_found(browser_of, monitor, task):
    answer = browser_of(monitor).get(SEARCH, {"q": "kho du lieu"}, headers={"hx-request": "true"})
    text = answer.content.decode()
    assert 'id="found"' in text
    assert "<html" not in text


def test_search_costs_the_same_for_officer_and_administrator(browser_of, clerk, admin, task):
    path = f"{SEARCH}?q=kho+du+lieu"
    officer, _page = cost(browser_of(clerk), path)
    administrator, _page = cost(browser_of(admin), path)
    assert abs(officer - administrator) <= 3
    assert max(officer, administrator) <= 18


def test_published_figures_are_offered_only_to_who_sees_whole_programmes(
    browser_of, clerk, leader, programme
):
    page = "/so-lieu-cong-bo/"
    assert f'href="{page}"' in browser_of(leader).get("/").content.decode()
    assert f'href="{page}"' not in browser_of(clerk).get("/").content.decode()
    assert "Chưa có số liệu công bố" in browser_of(clerk).get(page).content.decode()


def test_the_working_calendar_is_offered_to_administrators(browser_of, admin, monitor, programme):
    link = 'href="/lich-lam-viec/"'
    assert link in browser_of(admin).get("/", follow=True).content.decode()
    assert link not in browser_of(monitor).get("/", follow=True).content.decode()


def test_search_shows_where_the_words_stand_in_a_file(
    browser_of, province, clerk, stranger, monitor, at
):
    plan = documents.document(owner=province, by=monitor, at=at)
    data = write_docx_tables([], titles=("Phủ sóng 5G <b>tại</b> Quế Võ",))
    document_services.attach_file(document=plan, file=data, name="a.docx", by=monitor, at=at)
    address = f"{SEARCH}?q=que+vo"
    text = browser_of(clerk).get(address).content.decode()
    assert "&lt;b&gt;tại&lt;/b&gt; <mark>Quế</mark> <mark>Võ</mark>" in text
    assert plan.reference in text
    assert plan.reference not in browser_of(stranger).get(address).content.decode()
    (kind,) = browser_of(clerk).get("/api/v1/search?q=que vo").json()
    assert "<mark>Quế</mark>" in kind["hits"][0]["snippet"]
