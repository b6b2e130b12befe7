"""Programmes, targets, agencies and the dashboard as pages: who sees what, that figures add up."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import make_org
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.services import programmes
from sauro.domains.programmes.tests.plans import make_plan, make_target

pytestmark = pytest.mark.django_db
EVERYBODY = ["clerk", "head", "monitor", "leader", "inspector", "admin"]
WHOLE = ["monitor", "leader", "inspector", "admin"]
PAGE = "/chuong-trinh/LV-KH57/"
TITLE = "Đẩy mạnh ứng dụng khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trong cơ quan"


@pytest.fixture
def plan(programme, department, other_department, commune, clerk, monitor, at):
    return make_plan(
        programme=programme,
        department=department,
        other_department=other_department,
        commune=commune,
        clerk=clerk,
        monitor=monitor,
        at=at,
    )


@pytest.fixture
def target(programme, department, monitor, at):
    return make_target(programme=programme, lead=department, by=monitor, at=at)


def cost(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(seen), answer


def hrefs(answer):
    return [
        found.replace("&amp;", "&")
        for found in re.findall(r'href="([^"]+)"', answer.content.decode())
    ]


PAGES = ["/chuong-trinh/", PAGE, "/chi-tieu/", "/chi-tieu/{target}/", "/co-quan/{agency}/nhiem-vu/"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/tong-quan/"])
def test_each_page_in_both_languages(browser_of, monitor, plan, target, department, path, language):
    path = path.format(target=target.pk, agency=department.pk)
    answer = browser_of(monitor, language).get(path)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert "style=" not in text
    assert "{#" not in text
    assert "{%" not in text
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    ("path", "fragment"),
    [
        ("/chuong-trinh/", "rows"),
        (PAGE, "agencies"),
        ("/chi-tieu/", "rows"),
        ("/tong-quan/", "figures"),
    ],
)
def test_htmx_gets_only_the_fragment(browser_of, monitor, plan, target, path, fragment):
    text = browser_of(monitor).get(path, headers={"hx-request": "true"}).content.decode()
    assert f'id="{fragment}"' in text
    assert "<html" not in text


@pytest.mark.parametrize("path", [PAGE, "/chi-tieu/{target}/"])
@pytest.mark.parametrize("person", ["stranger", "other_clerk"])
def test_what_one_may_not_see_does_not_exist(browser_of, programme, target, path, person, request):
    answer = browser_of(request.getfixturevalue(person)).get(path.format(target=target.pk))
    assert answer.status_code == 404


def test_another_province_sees_neither_agency_nor_counts(browser_of, stranger, plan, department):
    browser = browser_of(stranger)
    assert browser.get(f"/co-quan/{department.pk}/nhiem-vu/").status_code == 404
    assert browser.get("/chuong-trinh/").context["list"].total == 0
    assert browser.get("/chi-tieu/").context["list"].total == 0
    assert browser.get("/tong-quan/").context["reads"].cube.whole.total == 0


@pytest.mark.parametrize("path", [*PAGES, "/tong-quan/", "/chuong-trinh/them/"])
def test_a_visitor_is_sent_to_log_in(client, programme, path):
    path = path.format(target=1, agency=1)
    assert client.get(path)["Location"].startswith("/dang-nhap/")


def test_rows_and_columns_of_a_programme_add_up(browser_of, leader, plan):
    context = browser_of(leader).get(PAGE).context
    whole = context["whole"]
    assert (whole.total, context["reconciles"]) == (7, True)
    assert sum(cell.value for cell in whole.cells) == 7
    assert sum(row.total for row in context["groups"]) == 7
    assert sum(row.total for row in context["agencies"].object_list) == 7
    assert sum(number.value for number in context["states"]) == 7
    assert [row.total for row in context["groups"]] == [2, 4, 1]


def test_a_task_of_two_leads_is_one_task_and_two_pairs(browser_of, leader, plan, department):
    context = browser_of(leader).get(PAGE).context
    rows = {row.label: row for row in context["agencies"].object_list}
    assert context["pairs"] == 7  # seven tasks, one without lead, one with two
    assert (rows["Sở KH&CN"].total, rows["Sở KH&CN"].pairs) == (3, 3)
    assert (rows["Sở TC"].total, rows["Sở TC"].pairs) == (1, 2)


def test_every_number_leads_to_as_many_rows(browser_of, leader, plan):
    browser = browser_of(leader)
    context = browser.get(PAGE).context
    numbers = [cell for row in context["groups"] for cell in row.cells]
    numbers += [cell for row in context["agencies"].object_list for cell in row.cells]
    numbers += [*context["whole"].cells, *context["states"], *context["clears"]]
    numbers.append(context["unclear"])
    followed = [number for number in numbers if number.url]
    assert len(followed) > 20
    for number in followed:
        assert browser.get(number.url).context["list"].total == number.value, number.url


@pytest.mark.parametrize("person", EVERYBODY)
def test_an_officer_counts_what_his_list_shows(browser_of, plan, person, request):
    browser = browser_of(request.getfixturevalue(person))
    whole = browser.get(PAGE).context["whole"]
    assert browser.get(whole.total_url).context["list"].total == whole.total


def test_a_past_day_is_honoured_and_carried_in_links(browser_of, leader, plan, at, monkeypatch):
    from sauro.core import clock

    later = at + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", later.date)
    browser = browser_of(leader)
    now = browser.get(PAGE).context["whole"]
    then = browser.get(f"{PAGE}?as_of=2025-06-10")
    assert {c.code: c.value for c in now.cells}["overdue"] == 3
    assert {c.code: c.value for c in then.context["whole"].cells}["overdue"] == 1
    assert any(
        "as_of=2025-06-10" in link and "deadline_class=overdue" in link for link in hrefs(then)
    )
    assert browser.get(f"{PAGE}?as_of=2025-06-09").context["whole"].total == 0


def test_the_page_of_an_empty_programme_says_what_to_do(browser_of, monitor, leader, programme):
    assert "Import" in browser_of(monitor, "en").get(PAGE).content.decode()
    assert browser_of(leader).get(PAGE).status_code == 200


def test_a_page_of_many_groups_and_agencies_stays_small(
    browser_of, monitor, plan, programme, province, at
):
    groups = [
        programmes.add_group(programme=programme, number=str(n), title=TITLE, by=monitor, at=at)
        for n in range(14)
    ]
    leads = [make_org(f"UBND xã số {n}", "commune", f"LV-X{n}", province) for n in range(14)]
    states = ["in_progress", "completed", "suspended", "cancelled"]
    days = [None, *(at.date() + timedelta(days=n) for n in (-9, 3, 90))]
    Task.objects.bulk_create(
        Task(
            programme=programme,
            group=groups[n % 14],
            lead=leads[n // 14 % 14],
            title="Nhiệm vụ",
            folded="nhiem vu",
            due_on=days[n % 4],
            state=states[n // 4 % 4],
            completed_on=at.date(),
            created_at=at,
            created_by=monitor,
        )
        for n in range(3000)
    )
    answer = browser_of(monitor).get(PAGE)
    assert len(answer.context["used"]) == 8
    assert answer.context["reconciles"]
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/chuong-trinh/", 10),
        (PAGE, 18),
        ("/chi-tieu/", 13),
        ("/chi-tieu/{target}/", 12),
        ("/co-quan/{agency}/nhiem-vu/", 21),
    ],
)
def test_pages_cost_the_same_for_officer_and_administrator(
    browser_of, clerk, admin, plan, target, department, path, most
):
    path = path.format(target=target.pk, agency=department.pk)
    officer, _page = cost(browser_of(clerk), path)
    administrator, _page = cost(browser_of(admin), path)
    assert abs(officer - administrator) <= 3
    assert max(officer, administrator) <= most
