"""The overview: late work first, figures that add up, few statements, unchanged pages not resent."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from sauro.core import clock
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.tests.factories import report
from sauro.shell.changes import visiting
from sauro.shell.changes.models import Visit
from sauro.shell.dashboards import services
from sauro.shell.dashboards.models import Arrangement
from sauro.shell.dashboards.rules import OwnerKind
from sauro.shell.dashboards.selectors import Owner

pytestmark = pytest.mark.django_db
PATH = "/tong-quan/"
WHOLE = ["monitor", "leader", "inspector", "admin"]


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


def data_of(answer, code):
    return next(one.data for one in answer.context["panels"] if one.code == code)


def test_what_is_late_comes_first_with_its_reason(browser_of, leader, plan):
    answer = browser_of(leader).get(PATH)
    late, suspended = data_of(answer, "late")["lines"], data_of(answer, "suspended")["lines"]
    assert [line.task.why for line in late] == ["Chưa bố trí được kinh phí"]
    assert [line.task.why for line in suspended] == ["Sắp xếp đơn vị hành chính"]
    assert len(data_of(answer, "soon")["lines"]) == 1
    text = answer.content.decode()
    assert text.index("Chưa bố trí được kinh phí") < text.index('class="chart')


def test_a_leader_asks_for_an_explanation_from_the_row_and_an_inspector_does_not(
    browser_of, leader, inspector, plan
):
    where = f'href="/giai-trinh/moi/?kind=programmes.task&amp;id={plan["late"].pk}"'
    assert where in browser_of(leader).get(PATH).content.decode()
    assert "/giai-trinh/moi/" not in browser_of(inspector).get(PATH).content.decode()


def test_the_figures_of_every_panel_add_up(browser_of, leader, plan):
    answer = browser_of(leader).get(PATH)
    cube = answer.context["reads"].cube
    assert cube.whole.total == 7
    for part in (cube.programmes, cube.groups, cube.leads):
        assert sum(totals.total for totals in part.values()) == 7
    for code in ("by_group", "by_agency"):
        assert data_of(answer, code)["total"] == 7


def test_what_waits_and_who_is_silent(browser_of, leader, plan):
    data = data_of(browser_of(leader).get(PATH), "headline")
    assert (data["waiting"], data["silent"]) == (1, 3)


def test_targets_are_a_fraction(browser_of, leader, plan):
    score = data_of(browser_of(leader).get(PATH), "targets")["score"]
    assert (score["reached"], score["total"]) == (1, 1)


def test_every_link_of_a_panel_to_tasks_leads_to_as_many_rows(browser_of, leader, plan):
    browser = browser_of(leader)
    text = browser.get(PATH).content.decode()
    found = re.findall(r'<td class="num"><a href="(/nhiem-vu/[^"]*)">(\d+)</a>', text)
    assert len(found) > 8
    for address, number in found:
        shown = browser.get(address.replace("&amp;", "&")).context["list"].total
        assert shown == int(number), address


def test_numbers_of_the_headline_and_clears_lead_to_as_many_rows(browser_of, leader, plan):
    browser = browser_of(leader)
    answer = browser.get(PATH)
    numbers = [
        *data_of(answer, "by_deadline")["whole"].cells,
        *data_of(answer, "unclear")["clears"],
    ]
    followed = [n for n in numbers if n.url]
    assert followed
    for number in followed:
        assert browser.get(number.url).context["list"].total == number.value, number.url
    headline = data_of(answer, "headline")
    assert browser.get(headline["done_url"]).context["list"].total == headline["whole"].done


@pytest.mark.parametrize("person", WHOLE)
@pytest.mark.parametrize("day", ["", "?as_of=2025-06-09"])
def test_at_most_twelve_statements_for_every_role(browser_of, many, person, day, request):
    browser = browser_of(request.getfixturevalue(person))
    browser.get(PATH)
    count, answer = statements(browser, PATH + day)
    assert count <= 12
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    ("person", "path"),
    [*((person, PATH) for person in WHOLE), *((person, "/") for person in WHOLE[:3])],
)
@pytest.mark.parametrize("away", [None, timedelta(days=1)])
def test_the_first_opening_and_one_after_an_absence_cost_no_more(
    browser_of, many, person, path, away, at, request, monkeypatch
):
    user = request.getfixturevalue(person)
    browser = browser_of(user)
    if away:
        Visit.objects.create(user=user, seen_at=at - away)
    sent, close = [], HttpResponseBase.close
    with CaptureQueriesContext(connection) as seen:
        monkeypatch.setattr(
            HttpResponseBase, "close", lambda one: (sent.append(len(seen)), close(one))
        )
        assert browser.get(path).status_code == 200
    assert sent[0] <= 12, [one["sql"][:90] for one in seen]
    assert Visit.objects.get().seen_at == at


def test_an_unchanged_page_is_not_sent_again(browser_of, leader, clerk, plan, at):
    browser = browser_of(leader)
    browser.get(PATH)
    tag = browser.get(PATH)["ETag"]
    count, answer = statements(browser, headers={"if-none-match": tag})
    assert answer.status_code == 304
    assert count <= 4
    report(task=plan["shared"], by=clerk, at=at, percent=10)
    assert browser.get(PATH, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("change", ["language", "theme", "address", "person", "day", "fragment"])
def test_the_mark_changes_with_what_the_page_shows(
    browser_of, leader, monitor, plan, at, change, monkeypatch
):
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


def test_the_mark_changes_when_the_page_is_arranged_anew(browser_of, leader, plan):
    browser = browser_of(leader)
    browser.get(PATH)
    headers = {"if-none-match": browser.get(PATH)["ETag"]}
    services.save_arrangement(
        owner=Owner(OwnerKind.PERSON, person=leader),
        panels=[{"panel": "targets", "size": "half"}],
        version=0,
        by=leader,
        at=clock.now(),
    )
    answer = browser.get(PATH, headers=headers)
    assert [one.code for one in answer.context["panels"]] == ["targets"]


@pytest.mark.parametrize("path", [PATH, "/"])
def test_opening_the_overview_is_a_visit_even_when_it_is_not_sent_again(
    browser_of, leader, plan, at, path, monkeypatch
):
    browser = browser_of(leader)

    def opened(hours, path=path, **more):
        moment = at + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return browser.get(path, **more)

    def panel(hours, **more):
        return opened(hours, f"{PATH}o/changes/", **more)

    opened(0)
    mark = opened(0)["ETag"]
    seen = panel(0)["ETag"]
    assert panel(0, headers={"if-none-match": seen}).status_code == 304
    assert opened(3, headers={"if-none-match": mark}).status_code == 304
    answer = panel(3, headers={"if-none-match": seen})
    assert answer.status_code == 200
    assert answer.context["one"].data["since"] == at


@pytest.mark.parametrize(
    "cookie", [None, "", "x", "{leader}.x", "{leader}.9999999999999999999", "{clerk}.{at}"]
)
def test_only_ones_own_visit_of_a_moment_ago_is_not_written_again(
    browser_of, leader, clerk, plan, at, cookie, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: at)
    browser = browser_of(leader)
    if cookie is not None:
        named = cookie.format(leader=leader.pk, clerk=clerk.pk, at=f"{at.timestamp():.0f}")
        browser.cookies[visiting.COOKIE] = named
    browser.get(PATH)
    assert Visit.objects.get().seen_at == at
    kept = browser.cookies[visiting.COOKIE]
    assert (kept["httponly"], kept["max-age"]) == (True, 60)
    Visit.objects.all().delete()
    browser.get(PATH)
    assert not Visit.objects.exists()


@pytest.mark.parametrize("path", [f"{PATH}man-hinh/", f"{PATH}o/changes/"])
def test_a_wall_screen_and_a_panel_that_is_fetched_are_no_visit(browser_of, leader, plan, path):
    assert browser_of(leader).get(path).status_code == 200
    assert not Visit.objects.exists()


@pytest.mark.parametrize("person", ["clerk", "head", "commune_clerk"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}man-hinh/", f"{PATH}sap-xep/"])
def test_only_who_sees_whole_programmes_opens_it(browser_of, plan, person, path, request):
    assert browser_of(request.getfixturevalue(person)).get(path).status_code == 403


def test_a_stranger_sees_nothing_of_another_province(browser_of, stranger, plan):
    answer = browser_of(stranger).get(f"{PATH}?programme=LV-KH57")
    assert answer.context["panels"] == []
    assert plan["late"].title not in answer.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_a_programme_it_says_how_to_begin(browser_of, monitor, leader, language):
    text = browser_of(monitor, language).get(PATH).content.decode()
    assert 'href="/nhap-ke-hoach/"' in text
    assert 'href="/chuong-trinh/them/"' in text
    assert 'href="/chuong-trinh/them/"' not in browser_of(leader).get(PATH).content.decode()


def test_htmx_gets_the_figures_only(browser_of, leader, plan):
    text = browser_of(leader).get(PATH, headers={"hx-request": "true"}).content.decode()
    assert 'id="figures"' in text
    assert "<html" not in text


def test_a_wall_screen_fetches_itself_again_and_lets_programmes_take_turns(
    browser_of, leader, plan, province, monitor, at
):
    from sauro.domains.programmes.tests.factories import make_programme

    wall = f"{PATH}man-hinh/"
    make_programme(owner=province, by=monitor, at=at, code="LV-DA06")
    browser = browser_of(leader)
    text = browser.get(wall).content.decode()
    assert f'<meta http-equiv="refresh" content="60;url={wall}">' in text
    assert "side-nav" not in text
    address, seen = f"{wall}?turn=1&seconds=30", []
    for _turn in range(3):
        answer = browser.get(address)
        seen.append(answer.context["reads"].chosen)
        address = answer.context["next_url"]
        assert "turn=1" in address
        assert "seconds=30" in address
    assert [one and one.code for one in seen] == [None, *sorted({one.code for one in seen if one})]


def test_a_wall_screen_asks_again_whatever_came_of_the_last_time(browser_of, leader, plan):
    wall = f"{PATH}man-hinh/"
    text = browser_of(leader).get(wall).content.decode()
    assert 'hx-trigger="shown"' in text  # panels.js goes on turning after a failure
    Arrangement.objects.create(
        kind="person", person=leader, panels=[{"panel": "headline"}],
        saved_at=clock.now(), saved_by=leader,
    )  # fmt: skip
    text = browser_of(leader).get(wall).content.decode()
    assert 'hx-trigger="every 60s"' in text


def test_a_wall_screen_stays_signed_in_as_long_as_it_is_shown(
    browser_of, leader, plan, at, monkeypatch, settings
):
    browser, wall = browser_of(leader), f"{PATH}man-hinh/"

    def shown(hours, **more):
        moment = at + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda: moment)
        answer = browser.get(wall, **more)
        return answer, answer.cookies.get(settings.SESSION_COOKIE_NAME)

    answer, prolonged = shown(0)
    assert prolonged["max-age"] == settings.SESSION_COOKIE_AGE
    assert shown(0.2)[1] is None  # once an hour is enough
    answer, prolonged = shown(2, headers={"if-none-match": shown(0.3)[0]["ETag"]})
    assert answer.status_code == 304
    assert prolonged["max-age"] == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize(("typed", "wait"), [("1", 15), ("99999", 3600), ("x", 60), ("-5", 60)])
def test_a_wall_screen_never_asks_too_often(browser_of, leader, plan, typed, wait):
    answer = browser_of(leader).get(f"{PATH}man-hinh/?seconds={typed}")
    assert answer.context["seconds"] == wait
