"""The queue, one update beside the last, many at once with a page that counts and names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.services import verification
from sauro.domains.programmes.services.progress import submit_update
from sauro.domains.programmes.tests.factories import make_task, progress_of, report

pytestmark = pytest.mark.django_db
PATH = "/xac-nhan/"
BULK = "/xac-nhan/hang-loat/"


@pytest.fixture
def updates(programme, department, clerk, monitor, at):
    return [
        report(
            task=make_task(
                programme=programme,
                lead=department,
                by=monitor,
                at=at,
                title=f"Việc số {n}",
                number=str(n),
            ),
            by=clerk,
            at=at,
            percent=30 + n,
            claims=n == 2,
        )
        for n in range(3)
    ]


def listed(answer):
    return [update.pk for update in answer.context["list"].objects]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_queue_and_its_fragment(browser_of, monitor, updates, language):
    browser = browser_of(monitor, language)
    answer = browser.get(PATH)
    assert listed(answer) == [update.pk for update in updates]
    part = browser.get(PATH, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert f"/xac-nhan/{updates[0].pk}/" in part


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("claims=on", [2]),
        ("programme=LV-KH57", [0, 1, 2]),
        ("lead=khoa hoc", [0, 1, 2]),
        ("lead=tai chinh", []),
        ("q=viec so 1", [1]),
    ],
)
def test_filters_of_the_queue(browser_of, monitor, updates, query, found):
    assert listed(browser_of(monitor).get(f"{PATH}?{query}")) == [updates[n].pk for n in found]


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "inspector", "admin"])
def test_the_queue_is_for_who_verifies(browser_of, updates, person, request):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(PATH).status_code == 403
    assert browser.get(f"{PATH}{updates[0].pk}/").status_code == 403
    assert browser.post(BULK, {"ids": [updates[0].pk]}).status_code == 403


def test_another_province_sees_nothing(browser_of, stranger, updates):
    browser = browser_of(stranger)
    assert listed(browser.get(PATH)) == []
    assert browser.get(f"{PATH}{updates[0].pk}/").status_code == 404
    assert browser.post(f"{PATH}{updates[0].pk}/", {"action": "verify"}).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_update_stands_beside_the_last_verified_one(
    browser_of, monitor, clerk, updates, at, language
):
    verification.verify_update(update=updates[0], by=monitor, at=at)
    again = submit_update(
        task=updates[0].task, progress=progress_of(70, done="Đã ban hành"), by=clerk, at=at
    )
    answer = browser_of(monitor, language).get(f"{PATH}{again.pk}/")
    rows = answer.context["rows"]
    assert (rows[0].before, rows[0].after) == ("30%", "70%")
    assert rows[1].changed
    assert "Đã ban hành" in answer.content.decode()


def test_verifying_leads_to_the_next(browser_of, monitor, updates):
    browser = browser_of(monitor)
    answer = browser.post(f"{PATH}{updates[0].pk}/", {"action": "verify"})
    assert answer["Location"] == f"{PATH}{updates[1].pk}/"
    updates[0].refresh_from_db()
    assert updates[0].state == "verified"


def test_returning_needs_a_reason(browser_of, monitor, updates):
    browser = browser_of(monitor)
    page = f"{PATH}{updates[2].pk}/"
    assert browser.post(page, {"action": "return", "reason": " "}).status_code == 422
    browser.post(page, {"action": "return", "reason": "Thiếu minh chứng"})
    updates[2].refresh_from_db()
    assert (updates[2].state, updates[2].return_reason) == ("returned", "Thiếu minh chứng")


def test_an_update_decided_meanwhile_says_so(browser_of, monitor, second_monitor, updates, at):
    verification.return_update(update=updates[0], reason="Thiếu", by=second_monitor, at=at)
    browser = browser_of(monitor, "en")
    browser.post(f"{PATH}{updates[0].pk}/", {"action": "verify"})
    (said,) = browser.get(PATH).context["messages"]
    assert "not possible in the present state" in str(said)


@pytest.fixture
def own(programme, department, monitor, at):
    from conftest import give
    from sauro.engines import access

    give(monitor, "focal_officer", department)
    access.forget(monitor)
    task = make_task(
        programme=programme, lead=department, by=monitor, at=at, title="Của chính mình"
    )
    return report(task=task, by=monitor, at=at)


def test_nobody_verifies_his_own(browser_of, monitor, own):
    browser = browser_of(monitor, "en")
    page = f"{PATH}{own.pk}/"
    text = browser.get(page).content.decode()
    assert "Nobody verifies his own update." in text
    assert 'value="verify"' not in text
    browser.post(page, {"action": "verify"})
    own.refresh_from_db()
    assert own.state == "submitted"


def test_many_are_counted_and_named_before_anything_is_written(browser_of, monitor, updates, own):
    browser = browser_of(monitor, "en")
    ids = [*(update.pk for update in updates), own.pk]
    confirm = browser.post(BULK, {"ids": ids})
    assert [update.pk for update in confirm.context["ready"]] == [u.pk for u in updates]
    assert [update.pk for update in confirm.context["own"]] == [own.pk]
    text = confirm.content.decode()
    assert "Việc số 1" in text
    assert "Của chính mình" in text
    assert not ProgressUpdate.objects.filter(state="verified").exists()
    result = browser.post(BULK, {"ids": ids, "expected": "4", "confirmed": "1"})
    assert [update.pk for update in result.context["outcome"].verified] == [u.pk for u in updates]
    assert [r.update.pk for r in result.context["outcome"].refused] == [own.pk]
    assert ProgressUpdate.objects.filter(state="verified").count() == 3


def test_a_list_that_changed_is_confirmed_again(browser_of, monitor, second_monitor, updates, at):
    verification.verify_update(update=updates[0], by=second_monitor, at=at)
    ids = [update.pk for update in updates]
    answer = browser_of(monitor, "en").post(BULK, {"ids": ids, "expected": "3", "confirmed": "1"})
    assert "The list has changed" in answer.content.decode()
    assert ProgressUpdate.objects.filter(state="verified").count() == 1


def test_all_that_match_a_filter(browser_of, monitor, updates):
    browser = browser_of(monitor)
    confirm = browser.post(BULK, {"all": "1", "query": "claims=on"})
    assert [update.pk for update in confirm.context["ready"]] == [updates[2].pk]


def test_choosing_nothing_leads_back(browser_of, monitor, updates):
    assert browser_of(monitor).post(BULK, {})["Location"] == PATH


def test_two_hundred_at_once(browser_of, programme, department, clerk, monitor, at):
    made = [
        report(
            task=make_task(
                programme=programme, lead=department, by=monitor, at=at, title=f"Việc {n}"
            ),
            by=clerk,
            at=at,
        ).pk
        for n in range(200)
    ]
    browser = browser_of(monitor)
    confirm = browser.post(BULK, {"ids": made})
    assert len(confirm.context["ready"]) == 200
    assert len(confirm.content) < 60_000
    with CaptureQueriesContext(connection) as seen:
        result = browser.post(BULK, {"ids": made, "expected": "200", "confirmed": "1"})
    assert len(result.context["outcome"].verified) == 200
    assert len(seen) <= 30


def test_the_queue_costs_eight_statements(browser_of, monitor, updates):
    browser = browser_of(monitor)
    browser.get(PATH)
    with CaptureQueriesContext(connection) as seen:
        browser.get(PATH)
    assert len(seen) <= 8


def test_one_update_costs_little(browser_of, monitor, updates):
    browser = browser_of(monitor)
    browser.get(PATH)
    with CaptureQueriesContext(connection) as seen:
        browser.get(f"{PATH}{updates[0].pk}/")
    assert len(seen) <= 9
