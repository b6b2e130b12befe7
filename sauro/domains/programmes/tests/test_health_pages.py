"""Health where people see it: badge and reason, list and filter, counts that add up, the API."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.programmes import health_lines, labels
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.rules import HealthRule, HealthVerdict
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.blocking import set_blockers
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.tests.factories import make_task

pytestmark = pytest.mark.django_db
LIST = "/nhiem-vu/"


@pytest.fixture
def several(programme, department, monitor, at):
    """A held, an overdue, an unassigned and a good task, each named by its health."""
    days = {"held": 90, "late": -3, "draft": 90, "good": 90}
    made = {
        name: make_task(
            programme=programme,
            lead=department,
            by=monitor,
            at=at - timedelta(days=10),
            title=f"Nhiệm vụ {name}",
            due_on=at.date() + timedelta(days=n),
            assigned=name != "draft",
        )
        for name, n in days.items()
    }
    set_blockers(tasks={made["held"].pk: 1}, targets={}, by=monitor, at=at)
    return made


def test_every_rule_has_words_that_take_its_number():
    for rule in HealthRule:
        for number in (None, 3):
            words = health_lines.reason_words(HealthVerdict(rule, number))
            assert words
            assert "%(" not in words
    assert set(labels.HEALTH_RULES) == {rule.value for rule in HealthRule}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "tone"), [("held", "red i-stop"), ("late", "amber i-soon"), ("good", "green i-up")]
)
def test_the_page_of_a_task_shows_badge_word_and_reason(
    browser_of, several, monitor, language, name, tone
):
    answer = browser_of(monitor, language).get(f"{LIST}{several[name].pk}/")
    page = answer.content.decode()
    assert re.search(rf'<p class="health">.*st-{tone}', page)
    assert answer.context["health"].reason in page


def test_a_closed_task_has_no_health(browser_of, several, monitor):
    Task.objects.filter(pk=several["good"].pk).update(
        state="completed", completed_on=date(2025, 6, 9)
    )
    answer = browser_of(monitor).get(f"{LIST}{several['good'].pk}/")
    assert answer.context["health"] is None
    assert 'class="health"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("health=blocked", {"held"}),
        ("health=at_risk", {"late"}),
        ("health=unknown", {"draft"}),
        ("health=good&health=blocked", {"good", "held"}),
        ("health=well", {"held", "late", "draft", "good"}),
    ],
)
def test_the_list_filters_by_health(browser_of, several, monitor, query, expected):
    rows = browser_of(monitor).get(f"{LIST}?{query}").context["list"].rows
    assert {row.title.split()[-1] for row in titles(rows)} == expected


def titles(rows):
    return Task.objects.filter(pk__in=[int(row.id) for row in rows])


def test_the_list_of_a_past_day_filters_by_the_health_of_that_day(browser_of, several, monitor):
    rows = browser_of(monitor).get(f"{LIST}?health=blocked&as_of=2025-06-09").context["list"].rows
    assert list(rows) == []
    rows = browser_of(monitor).get(f"{LIST}?health=good&as_of=2025-06-06").context["list"].rows
    assert len(rows) == 2


def test_the_column_names_the_reason_and_goes_into_files(browser_of, several, monitor):
    browser = browser_of(monitor, "en")
    page = browser.get(f"{LIST}?col=title&col=health").content.decode()
    assert "Days past the due day: 3." in page
    rows = browser.get(f"{LIST}?format=csv&col=title&col=health").getvalue().decode()
    assert "At risk: Days past the due day: 3." in rows


def test_all_that_match_a_health_are_those_that_are_acted_upon(browser_of, several, monitor):
    answer = browser_of(monitor).post(f"{LIST}giao/", {"all": "1", "query": "health=unknown"})
    assert [task.title for task in answer.context["chosen"].queryset] == ["Nhiệm vụ draft"]


@pytest.mark.parametrize("person", ["clerk", "monitor", "leader", "admin"])
@pytest.mark.parametrize("query", ["", "?health=at_risk", "?col=title&col=health"])
def test_the_list_costs_eight_statements(browser_of, several, person, query, request):
    browser = browser_of(request.getfixturevalue(person))
    browser.get(f"{LIST}{query}")
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(f"{LIST}{query}").status_code == 200
    assert len(seen) <= 8


@pytest.mark.parametrize("day", ["", "?as_of=2025-06-09"])
def test_healths_of_a_programme_add_up_to_its_open_tasks(browser_of, several, monitor, day):
    Task.objects.filter(pk=several["good"].pk).update(
        state="completed", completed_on=date(2025, 6, 9)
    )
    browser = browser_of(monitor)
    context = browser.get(f"/chuong-trinh/LV-KH57/{day}").context
    whole = context["whole"]
    closed = whole.done + whole.cell("cancelled").value
    assert sum(part.value for part in context["task_health"]) == whole.total - closed
    for part in context["task_health"]:
        if part.value:
            rows = browser.get(part.url).context["list"].rows
            assert len(rows) == part.value, part.code


def without_value(programme, department, monitor, at, title):
    wanted = TargetInput(title=title, low=Decimal(80), unit="%", year=2025, lead=department)
    return targets.create_target(programme=programme, target=wanted, by=monitor, at=at)


def test_a_target_shows_its_health_and_is_found_by_it(
    browser_of, programme, department, monitor, at
):
    held, other = (without_value(programme, department, monitor, at, title) for title in "AB")
    set_blockers(tasks={}, targets={held.pk: 2}, by=monitor, at=at)
    browser = browser_of(monitor, "en")
    answer = browser.get(f"/chi-tieu/{held.pk}/")
    assert answer.context["health"].code == "blocked"
    assert "Open bottlenecks that hold it: 2." in answer.content.decode()
    rows = browser.get("/chi-tieu/?health=blocked").context["list"].rows
    assert [int(row.id) for row in rows] == [held.pk]
    rows = browser.get("/chi-tieu/?health=unknown").context["list"].rows
    assert [int(row.id) for row in rows] == [other.pk]
    past = browser.get(f"/chi-tieu/{held.pk}/?as_of=2025-06-09")
    assert past.context["health"].code != "blocked"


def test_the_api_tells_health_and_filters_by_it(
    api_of, several, monitor, programme, department, at
):
    target = without_value(programme, department, monitor, at, "Chỉ tiêu")
    call = api_of(monitor)
    found = call("get", "/tasks?health=blocked").json()
    assert [(row["health"], row["health_rule"], row["blockers"]) for row in found["items"]] == [
        ("blocked", "held", 1)
    ]
    body = call("get", f"/tasks/{several['late'].pk}").json()
    assert (body["health"], body["health_rule"], body["synthesis"]) == ("at_risk", "overdue", None)
    listed = call("get", "/targets?health=unknown").json()
    assert listed["by_health"]["unknown"] == 1
    assert listed["items"][0]["id"] == target.pk
    assert call("get", "/tasks?health=well").status_code == 422
