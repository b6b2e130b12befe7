"""One line by who answers: who may write it, that it is kept, how it ages, where it is shown."""

from datetime import date, timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.programmes.models import Synthesis
from sauro.domains.programmes.rules import Age, aged
from sauro.domains.programmes.selectors import syntheses as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.services.syntheses import BadSynthesis, write_synthesis
from sauro.domains.programmes.tests.plans import make_target
from sauro.engines.history.models import Event

LINE = "Chậm vì chưa có đơn giá; cần Sở Tài chính cho ý kiến trong tháng 6."


def as_of(day):
    return AsOf(day=day, today=max(day, date(2025, 6, 10)), soon_days=7)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        *((-3, Age.FRESH), (0, Age.FRESH), (29, Age.FRESH), (30, Age.OLD), (59, Age.OLD)),
        *((60, Age.VERY_OLD), (400, Age.VERY_OLD)),
    ],
)
def test_a_line_ages_by_thirty_and_sixty_days(days, age):
    today = date(2025, 6, 10)
    found = aged(written_on=today - timedelta(days=days), today=today)
    assert (found.age, found.days) == (age, max(0, days))


pytestmark = pytest.mark.django_db


@pytest.fixture
def target(programme, department, monitor, at):
    return make_target(programme=programme, lead=department, by=monitor, at=at)


@pytest.mark.parametrize("person", ["clerk", "head"])
def test_who_leads_a_task_writes_and_one_event_tells(task, at, person, request):
    by = request.getfixturevalue(person)
    made = write_synthesis(subject=task, text=f"  {LINE}\n ", by=by, at=at)
    assert made.text == LINE
    event = Event.objects.get(kind="programmes.task.synthesis_written")
    assert (event.by_id, event.after) == (by.pk, {"synthesis": LINE})


@pytest.mark.parametrize(
    "person", ["other_clerk", "monitor", "leader", "inspector", "stranger", "commune_clerk"]
)
def test_others_do_not_write_for_a_task(task, at, person, request):
    with pytest.raises(NotAllowed):
        write_synthesis(subject=task, text=LINE, by=request.getfixturevalue(person), at=at)
    assert not Event.objects.filter(kind__endswith="synthesis_written").exists()


@pytest.mark.parametrize("person", ["clerk", "monitor"])
def test_who_leads_a_target_writes_and_so_does_the_monitor(target, at, person, request):
    by = request.getfixturevalue(person)
    assert write_synthesis(subject=target, text=LINE, by=by, at=at).target == target


@pytest.mark.parametrize("person", ["other_clerk", "leader", "inspector", "stranger"])
def test_others_do_not_write_for_a_target(target, at, person, request):
    with pytest.raises(NotAllowed):
        write_synthesis(subject=target, text=LINE, by=request.getfixturevalue(person), at=at)


@pytest.mark.parametrize(("text", "words"), [("  \n ", "."), ("x" * 301, "301")])
def test_an_empty_or_a_long_line_is_refused(task, clerk, at, text, words):
    with pytest.raises(BadSynthesis, match=words) as refusal:
        write_synthesis(subject=task, text=text, by=clerk, at=at)
    assert refusal.value.field == "text"


def test_a_cancelled_task_takes_none(task, clerk, leader, at):
    tasks.cancel_task(task=task, reason="Trùng nhiệm vụ", by=leader, at=at)
    with pytest.raises(BadSynthesis):
        write_synthesis(subject=task, text=LINE, by=clerk, at=at)


def test_the_same_key_writes_once_and_earlier_lines_stay(task, clerk, head, at):
    first = write_synthesis(subject=task, text=LINE, by=clerk, at=at, request_key="k-1")
    again = write_synthesis(subject=task, text=LINE, by=clerk, at=at, request_key="k-1")
    second = write_synthesis(subject=task, text="Đã có đơn giá.", by=head, at=at)
    assert first == again
    assert list(task.syntheses.all()) == [second, first]
    event = Event.objects.filter(kind="programmes.task.synthesis_written").latest("id")
    assert event.before == {"synthesis": LINE}


def test_a_past_day_shows_what_was_said_by_then(task, target, clerk, monitor, at):
    write_synthesis(subject=task, text="Đang làm.", by=clerk, at=at - timedelta(days=40))
    write_synthesis(subject=task, text=LINE, by=clerk, at=at)
    write_synthesis(subject=target, text="Khó đạt.", by=monitor, at=at - timedelta(days=5))
    then, now = as_of(date(2025, 6, 1)), as_of(date(2025, 6, 10))
    assert selectors.last_of_tasks(ids=[task.pk], as_of=then)[task.pk].text == "Đang làm."
    assert selectors.last_of_tasks(ids=[task.pk], as_of=now)[task.pk].text == LINE
    assert selectors.last_of_targets(ids=[target.pk], as_of=then) == {}
    said = selectors.latest_in(programme=task.programme, user=monitor, as_of=now, limit=5)
    assert [one.text for one in said] == ["Khó đạt.", LINE]


def test_what_others_may_not_see_is_not_quoted(task, clerk, other_clerk, stranger, at):
    write_synthesis(subject=task, text=LINE, by=clerk, at=at)
    for person in (other_clerk, stranger):
        said = selectors.latest_in(
            programme=task.programme, user=person, as_of=as_of(at.date()), limit=5
        )
        assert said == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_line_stands_on_every_page_that_follows_the_task(
    browser_of, task, target, clerk, monitor, leader, at, language
):
    write_synthesis(subject=task, text=LINE, by=clerk, at=at - timedelta(days=35))
    write_synthesis(subject=target, text="Khó đạt năm nay.", by=monitor, at=at)
    old = "days ago" if language == "en" else ""
    for path, person in (
        (f"/nhiem-vu/{task.pk}/", clerk),
        ("/viec-cua-toi/", clerk),
        ("/chuong-trinh/LV-KH57/", leader),
    ):
        page = browser_of(person, language).get(path).content.decode()
        assert LINE in page, path
        assert "is-old" in page, path
        assert old in page, path
    page = browser_of(leader, language).get(f"/chi-tieu/{target.pk}/").content.decode()
    assert "Khó đạt năm nay." in page


def test_it_is_written_in_place_or_without_script(browser_of, task, clerk):
    browser, path = browser_of(clerk), f"/nhiem-vu/{task.pk}/nhan-dinh/"
    answer = browser.post(path, {"text": LINE, "key": "a"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert LINE in answer.content.decode()
    plain = browser.post(path, {"text": "Đã có đơn giá.", "key": "b"})
    assert (plain.status_code, plain.url) == (302, f"/nhiem-vu/{task.pk}/")
    assert browser.get(path).status_code == 200
    assert Synthesis.objects.filter(task=task).count() == 2


def test_what_was_typed_stays_when_it_is_refused(browser_of, task, clerk):
    browser, path = browser_of(clerk), f"/nhiem-vu/{task.pk}/nhan-dinh/"
    long = "dài " * 90
    plain = browser.post(path, {"text": long, "key": "a"})
    assert plain.status_code == 422
    assert long.strip() in plain.content.decode()
    in_place = browser.post(path, {"text": long, "key": "a"}, headers={"hx-request": "true"})
    assert long.strip() in in_place.content.decode()
    assert "field-error" in in_place.content.decode()
    assert not Synthesis.objects.exists()


def test_who_may_not_write_gets_no_form(browser_of, task, leader, other_clerk, clerk):
    path = f"/nhiem-vu/{task.pk}/nhan-dinh/"
    assert browser_of(leader).get(path).status_code == 302
    assert browser_of(leader).post(path, {"text": LINE}).status_code == 403
    assert browser_of(other_clerk).post(path, {"text": LINE}).status_code == 404
    assert "synthesis_form" in browser_of(clerk).get(f"/nhiem-vu/{task.pk}/").context
    assert browser_of(leader).get(f"/nhiem-vu/{task.pk}/").context["synthesis_form"] is None
    past = browser_of(clerk).get(f"/nhiem-vu/{task.pk}/?as_of=2025-06-10")
    assert past.status_code == 200


def test_the_api_writes_and_lists(api_of, task, target, clerk, monitor, leader):
    made = api_of(clerk)("post", f"/tasks/{task.pk}/syntheses", {"text": LINE}, Idempotency_Key="1")
    again = api_of(clerk)(
        "post", f"/tasks/{task.pk}/syntheses", {"text": LINE}, Idempotency_Key="1"
    )
    assert (made.status_code, made.json()["id"]) == (201, again.json()["id"])
    assert made.json()["age"] == "fresh"
    listed = api_of(leader)("get", f"/tasks/{task.pk}/syntheses").json()
    assert [one["text"] for one in listed] == [LINE]
    assert api_of(leader)("get", f"/tasks/{task.pk}").json()["synthesis"]["text"] == LINE
    path = f"/targets/{target.pk}/syntheses"
    assert api_of(monitor)("post", path, {"text": "Khó đạt."}).status_code == 201
    assert api_of(leader)("post", path, {"text": "Khó đạt."}).status_code == 403
    assert len(api_of(leader)("get", path).json()) == 1
