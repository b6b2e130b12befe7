"""The dashboard: late work first, figures that add up, few statements, unchanged pages not resent."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.programmes.models import Task
from sauro.domains.programmes.selectors import dashboard as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.trend import burn_up
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.tests.factories import make_programme, make_task, report
from sauro.domains.programmes.tests.plans import make_plan, make_target

pytestmark = pytest.mark.django_db
PATH = "/tong-quan/"
WHOLE = ["monitor", "leader", "inspector", "admin"]


@pytest.fixture
def plan(programme, department, other_department, commune, clerk, monitor, at):
    make_target(programme=programme, lead=department, by=monitor, at=at)
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
def many(plan, programme, department, monitor, at):
    Task.objects.bulk_create(
        Task(
            programme=programme,
            lead=department,
            number=str(n),
            position=n,
            title=f"Xây dựng, trình ban hành cơ chế, chính sách thí điểm về đổi mới sáng tạo {n}",
            folded="x",
            due_on=date(2025, 6, 1) - timedelta(days=n) if n % 2 else date(2025, 6, 14),
            state="in_progress",
            missing_clears=61,
            created_at=at,
            created_by=monitor,
        )
        for n in range(400)
    )


def statements(browser, path=PATH, **more):
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(path, **more)
    return len(seen), answer


def shown(day, user, code=""):
    return selectors.dashboard(
        user=user, code=code, as_of=AsOf(day=day, today=date(2025, 6, 10), soon_days=7)
    )


def test_what_is_late_comes_first_with_its_reason(browser_of, leader, plan):
    answer = browser_of(leader).get(PATH)
    assert [line.why for line in answer.context["late"]] == ["Chưa bố trí được kinh phí"]
    assert [line.why for line in answer.context["suspended"]] == ["Sắp xếp đơn vị hành chính"]
    assert len(answer.context["at_risk"]) == 1
    text = answer.content.decode()
    assert text.index("Chưa bố trí được kinh phí") < text.index('class="chart')


def test_the_figures_of_every_panel_add_up(browser_of, leader, plan):
    context = browser_of(leader).get(PATH).context
    cube = context["dashboard"].cube
    assert cube.whole.total == 7
    for part in (cube.programmes, cube.groups, cube.leads):
        assert sum(totals.total for totals in part.values()) == 7
    for name in ("groups_chart", "agencies_chart"):
        assert context[name].foot[-1].text == "7"


def test_what_waits_and_who_is_silent(browser_of, leader, plan):
    tallies = browser_of(leader).get(PATH).context["dashboard"].tallies
    assert (tallies.waiting, tallies.silent) == (1, 3)


def test_targets_are_a_fraction(browser_of, leader, plan):
    targets = browser_of(leader).get(PATH).context["targets"]
    assert (targets["reached"], targets["total"]) == (1, 1)


def test_numbers_lead_to_as_many_rows(browser_of, leader, plan):
    browser = browser_of(leader)
    context = browser.get(PATH).context
    followed = [n for n in (*context["whole"].cells, *context["clears"]) if n.url]
    assert followed
    for number in followed:
        assert browser.get(number.url).context["list"].total == number.value, number.url


def test_a_past_day_shows_how_it_stood(leader, plan):
    past = shown(date(2025, 6, 9), leader)
    assert past.cube.whole.total == 0
    assert shown(date(2025, 6, 10), leader).cube.whole.total == 7
    assert (past.tallies.waiting, past.tallies.silent) == (0, 0)


def test_one_programme_or_all(leader, plan, province, monitor, department, at):
    other = make_programme(owner=province, by=monitor, at=at, code="LV-DA06")
    make_task(programme=other, lead=department, by=monitor, at=at)
    assert shown(at.date(), leader).cube.whole.total == 8
    assert shown(at.date(), leader, "LV-DA06").cube.whole.total == 1
    assert shown(at.date(), leader, "KHONG-CO").cube.whole.total == 8


@pytest.mark.parametrize("person", WHOLE)
def test_at_most_twelve_statements_for_every_role(browser_of, many, person, request):
    browser = browser_of(request.getfixturevalue(person))
    browser.get(PATH)
    count, answer = statements(browser)
    assert count <= 12
    assert len(answer.content) < 60_000
    assert len(answer.context["late"]) == 6


def test_an_unchanged_page_is_not_sent_again(browser_of, leader, clerk, plan, at):
    browser = browser_of(leader)
    browser.get(PATH)
    tag = browser.get(PATH)["ETag"]
    count, answer = statements(browser, headers={"if-none-match": tag})
    assert answer.status_code == 304
    assert count <= 4
    report(task=plan["shared"], by=clerk, at=at, percent=10)
    assert browser.get(PATH, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    "change",
    ["language", "theme", "address", "person", "day", "fragment"],
)
def test_the_mark_changes_with_what_the_page_shows(
    browser_of, leader, monitor, plan, at, change, monkeypatch
):
    from sauro.core import clock

    browser = browser_of(leader)
    browser.get(PATH)
    headers = {"if-none-match": browser.get(PATH)["ETag"]}
    path = PATH
    if change == "language":
        browser.cookies["sauro_language"] = "en"
    elif change == "theme":
        browser.cookies["sauro_theme"] = "dark"
    elif change == "address":
        path = f"{PATH}?programme=LV-KH57"
    elif change == "person":
        browser = browser_of(monitor)
    elif change == "day":
        monkeypatch.setattr(clock, "today", lambda: at.date() + timedelta(days=1))
    else:
        headers["hx-request"] = "true"
    assert browser.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("person", ["clerk", "head", "commune_clerk"])
def test_only_who_sees_whole_programmes_opens_it(browser_of, plan, person, request):
    assert browser_of(request.getfixturevalue(person)).get(PATH).status_code == 403


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_a_programme_it_says_how_to_begin(browser_of, monitor, leader, language):
    text = browser_of(monitor, language).get(PATH).content.decode()
    assert 'href="/nhap-ke-hoach/"' in text or "plan_import" in text
    assert 'href="/chuong-trinh/them/"' in text
    assert 'href="/chuong-trinh/them/"' not in browser_of(leader).get(PATH).content.decode()


def test_a_cancelled_task_leaves_the_trend(leader, plan, at):
    tasks.cancel_task(task=plan["late"], reason="Trùng", by=leader, at=at)
    points = shown(at.date(), leader).points
    assert points[-1].due == 5
    assert [point.done for point in points if point.done is not None][-1] == 1


def test_burn_up_carries_what_lies_before_and_stops_at_the_present_month():
    due = {date(2023, 1, 31): 2, date(2025, 6, 30): 3, date(2025, 9, 30): 1}
    points = burn_up(due=due, done={date(2025, 5, 4): 1}, day=date(2025, 6, 10))
    assert points[0].month == date(2024, 7, 1)
    assert points[0].due == 2
    assert points[-1].month == date(2025, 9, 1)
    assert (points[-1].due, points[-1].done) == (6, None)
    assert [p.done for p in points if p.month == date(2025, 6, 1)] == [1]
    assert burn_up(due={}, done={}, day=date(2025, 6, 10)) == []
