"""Who has not reported: n of m by agency, the missing ones one click away, months and files."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.programmes.services import parts, progress, verification
from sauro.domains.programmes.tests.factories import MONTH, make_programme, make_task, report

pytestmark = pytest.mark.django_db
PATH = "/chua-bao-cao/"


@pytest.fixture
def work(programme, department, other_department, monitor, at):
    """Three tasks of one agency and one of another."""
    leads = [department, department, department, other_department]
    return [
        make_task(programme=programme, lead=lead, by=monitor, at=at, title=f"Việc {n}")
        for n, lead in enumerate(leads)
    ]


def board(answer):
    return {a.code: (a.reported, a.expected, a.missing) for a in answer.context["list"].objects}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_agency_has_n_of_m(browser_of, monitor, clerk, work, at, language):
    report(task=work[0], by=clerk, at=at)
    progress.note_no_change(task=work[1], month=MONTH, by=clerk, at=at)
    answer = browser_of(monitor, language).get(PATH)
    assert board(answer) == {"LV-SKHCN": (2, 3, 1), "LV-STC": (0, 1, 1)}
    assert "/chua-bao-cao/co-quan/LV-SKHCN/" in answer.content.decode()


def test_a_returned_update_is_no_report(browser_of, monitor, clerk, work, at):
    update = report(task=work[0], by=clerk, at=at)
    verification.return_update(update=update, reason="Sai", by=monitor, at=at)
    assert board(browser_of(monitor).get(PATH))["LV-SKHCN"] == (0, 3, 3)


def test_the_missing_ones_are_one_click_away(browser_of, monitor, clerk, work, at):
    report(task=work[0], by=clerk, at=at)
    answer = browser_of(monitor).get(f"{PATH}co-quan/LV-SKHCN/")
    assert {task.title for task in answer.context["list"].objects} == {"Việc 1", "Việc 2"}
    everyone = browser_of(monitor).get(f"{PATH}nhiem-vu/")
    assert len(everyone.context["list"].objects) == 3


def test_a_task_given_to_many_owes_by_its_parts(
    browser_of, monitor, work, department, other_department, at
):
    parts.fan_out_task(
        task=work[0], organisations=[department, other_department], by=monitor, at=at
    )
    assert board(browser_of(monitor).get(PATH)) == {"LV-SKHCN": (0, 3, 3), "LV-STC": (0, 2, 2)}


def test_a_month_before_the_tasks_were_given_owes_nothing(browser_of, monitor, work):
    assert board(browser_of(monitor).get(f"{PATH}?month=2025-04")) == {}


def test_a_month_that_is_no_month_is_ignored(browser_of, monitor, work):
    answer = browser_of(monitor).get(f"{PATH}?month=2025-99")
    assert answer.status_code == 200
    assert answer.context["list"].messages


def test_one_programme_at_a_time(browser_of, monitor, province, department, work, at):
    other = make_programme(owner=province, by=monitor, at=at, code="LV-06")
    make_task(programme=other, lead=department, by=monitor, at=at)
    answer = browser_of(monitor).get(f"{PATH}?programme=LV-06")
    assert board(answer) == {"LV-SKHCN": (0, 1, 1)}
    assert "co-quan/LV-SKHCN/?programme=LV-06" in answer.content.decode()


def test_an_officer_sees_his_own_agency(browser_of, clerk, work):
    assert set(board(browser_of(clerk).get(PATH))) == {"LV-SKHCN"}


def test_agencies_of_another_province_do_not_exist(browser_of, stranger, work):
    browser = browser_of(stranger)
    assert board(browser.get(PATH)) == {}
    assert browser.get(f"{PATH}co-quan/LV-SKHCN/").status_code == 404


@pytest.mark.parametrize("path", [PATH, f"{PATH}nhiem-vu/", f"{PATH}co-quan/LV-SKHCN/"])
def test_pages_as_files_and_fragments(browser_of, monitor, work, path):
    browser = browser_of(monitor)
    answer = browser.get(f"{path}?format=csv")
    assert "attachment" in answer["Content-Disposition"]
    assert "<html" not in browser.get(path, headers={"hx-request": "true"}).content.decode()


@pytest.mark.parametrize("person", ["clerk", "monitor", "leader", "inspector", "admin"])
def test_the_board_costs_the_same_for_everybody(browser_of, work, person, request):
    browser = browser_of(request.getfixturevalue(person))
    browser.get(PATH)
    with CaptureQueriesContext(connection) as seen:
        browser.get(PATH)
    assert len(seen) <= 8
