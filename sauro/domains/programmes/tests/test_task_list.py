"""The list of tasks: who sees which rows, filters, cost, fragment, files."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.programmes.models import Task
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.services import parts, programmes
from sauro.domains.programmes.services.tasks import Party
from sauro.domains.programmes.tests.factories import make_task, report

pytestmark = pytest.mark.django_db
PATH = "/nhiem-vu/"
EVERYBODY = ["clerk", "head", "monitor", "leader", "inspector", "admin"]


@pytest.fixture
def late(programme, department, monitor, at):
    return make_task(
        programme=programme,
        lead=department,
        by=monitor,
        at=at,
        title="Số hóa hồ sơ lưu trữ",
        due_on=date(2025, 5, 31),
        number="7",
    )


def rows(answer):
    return [item.pk for item in answer.context["list"].objects]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_and_its_fragment(browser_of, monitor, task, late, language):
    browser = browser_of(monitor, language)
    page = browser.get(PATH)
    text = page.content.decode()
    assert f'<html lang="{language}"' in text
    assert "<h1" in text
    assert f'href="/nhiem-vu/{task.pk}/"' in text
    part = browser.get(PATH, headers={"hx-request": "true"}).content.decode()
    assert 'id="rows"' in part
    assert "<html" not in part
    assert "style=" not in text


@pytest.mark.parametrize("person", EVERYBODY)
def test_people_of_the_province_see_the_task(browser_of, task, person, request):
    assert rows(browser_of(request.getfixturevalue(person)).get(PATH)) == [task.pk]


@pytest.mark.parametrize("person", ["stranger", "other_clerk", "commune_clerk"])
def test_others_do_not_see_the_task(browser_of, task, person, request):
    assert rows(browser_of(request.getfixturevalue(person)).get(PATH)) == []


def test_a_visitor_is_sent_to_log_in(client):
    assert client.get(PATH)["Location"].startswith("/dang-nhap/")


def test_the_most_urgent_come_first(browser_of, monitor, task, late):
    assert rows(browser_of(monitor).get(PATH)) == [late.pk, task.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("deadline_class=overdue", ["late"]),
        ("deadline_class=overdue&deadline_class=in_time", ["late", "task"]),
        ("state=assigned", ["late", "task"]),
        ("state=draft", []),
        ("missing=result", ["late", "task"]),
        ("missing=work", []),
        ("missing=any", ["late", "task"]),
        ("level=central", []),
        ("due_from=2025-06-01", ["task"]),
        ("due_to=2025-06-01", ["late"]),
        ("lead=khoa hoc", ["late", "task"]),
        ("lead=LV-SKHCN", ["late", "task"]),
        ("lead=tai chinh", []),
        ("q=so hoa", ["late"]),
        ("programme=LV-KH57", ["late", "task"]),
        ("parts=parts", []),
    ],
)
def test_filters_stay_in_the_address(browser_of, monitor, task, late, query, found):
    answer = browser_of(monitor).get(f"{PATH}?{query}")
    known = {task.pk: "task", late.pk: "late"}
    assert [known[pk] for pk in rows(answer)] == found
    assert not answer.context["list"].messages


def test_the_group_of_a_programme_is_a_filter(browser_of, monitor, programme, department, at):
    group = programmes.add_group(
        programme=programme, number="I", title="Thể chế", by=monitor, at=at
    )
    inside = make_task(programme=programme, lead=department, by=monitor, at=at, group=group)
    make_task(programme=programme, lead=department, by=monitor, at=at, title="Ngoài nhóm")
    answer = browser_of(monitor).get(f"{PATH}?programme=LV-KH57&group={group.pk}")
    assert rows(answer) == [inside.pk]


def test_only_mine_is_where_my_units_take_part(
    browser_of, clerk, programme, department, other_department, monitor, at, task
):
    shared = make_task(
        programme=programme,
        lead=other_department,
        by=monitor,
        at=at,
        title="Phối hợp",
        parties=(Party(PartyRole.COORDINATE, organisation=department),),
    )
    make_task(programme=programme, lead=other_department, by=monitor, at=at, title="Của sở khác")
    assert sorted(rows(browser_of(clerk).get(f"{PATH}?mine=on"))) == sorted([task.pk, shared.pk])


def test_parts_count_once_for_who_sees_the_whole(
    browser_of, monitor, commune_clerk, commune, task, at
):
    (part,) = parts.fan_out_task(task=task, organisations=[commune], by=monitor, at=at)
    assert rows(browser_of(monitor).get(PATH)) == [task.pk]
    assert sorted(rows(browser_of(monitor).get(f"{PATH}?parts=all"))) == [task.pk, part.pk]
    assert rows(browser_of(commune_clerk).get(PATH)) == [part.pk]


def test_a_past_day_shows_how_tasks_stood(browser_of, monitor, clerk, task, at, noon, monkeypatch):
    from sauro.core import clock

    later = at + timedelta(days=40)
    report(task=task, by=clerk, at=later - timedelta(days=1), percent=70)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", later.date)
    browser = browser_of(monitor)
    now = browser.get(PATH).context["list"].objects[0]
    assert (now.as_state, now.deadline_class) == ("in_progress", "overdue")
    then = browser.get(f"{PATH}?as_of=2025-06-20").context["list"].objects[0]
    assert (then.as_state, then.deadline_class) == ("assigned", "in_time")
    assert rows(browser.get(f"{PATH}?as_of=2025-06-01")) == []


def test_names_as_written_stand_where_no_agency_matched(browser_of, monitor, programme, at):
    make_task(
        programme=programme,
        by=monitor,
        at=at,
        parties=(Party(PartyRole.LEAD, mention="Ban Quản lý khu lạ"),),
    )
    assert "Ban Quản lý khu lạ" in browser_of(monitor).get(PATH).content.decode()


def queries(browser, path=PATH):
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(path)
    return len(seen), answer


@pytest.fixture
def many(programme, department, monitor, at):
    base = make_task(programme=programme, lead=department, by=monitor, at=at)
    title = "Xây dựng, hoàn thiện và trình ban hành cơ chế, chính sách thí điểm về đổi mới sáng tạo"
    Task.objects.bulk_create(
        Task(
            programme=programme,
            lead=department,
            number=str(n),
            position=n,
            title=f"{title} trên địa bàn tỉnh giai đoạn 2025-2030, lần {n}",
            folded="x",
            deadline_text="Quý III/2025",
            deadline_kind="quarter",
            due_on=date(2025, 9, 30) - timedelta(days=n),
            state=base.state,
            claimed_percent=30,
            missing_clears=61,
            created_at=at,
            created_by=monitor,
        )
        for n in range(120)
    )


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_list_costs_eight_statements_for_everybody(browser_of, many, person, request):
    count, answer = queries(browser_of(request.getfixturevalue(person)))
    assert len(rows(answer)) == 50
    assert count <= 8


def test_a_full_page_stays_under_sixty_kilobytes(browser_of, many, monitor):
    answer = browser_of(monitor).get(f"{PATH}?programme=LV-KH57")
    assert len(rows(answer)) == 50
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
def test_the_list_as_a_file(browser_of, monitor, task, fmt):
    answer = browser_of(monitor).get(f"{PATH}?format={fmt}")
    assert answer["Content-Disposition"] == f'attachment; filename="tasks.{fmt}"'
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert fmt == "xlsx" or task.title in body.decode()


def test_agencies_are_suggested_by_part_of_the_name(browser_of, monitor, department):
    text = browser_of(monitor).get("/nhiem-vu/goi-y-co-quan/?lead=khoa").content.decode()
    assert 'value="Sở Khoa học và Công nghệ"' in text


def test_agencies_of_another_province_are_not_suggested(browser_of, stranger, department):
    text = browser_of(stranger).get("/nhiem-vu/goi-y-co-quan/?lead=khoa").content.decode()
    assert "<option" not in text
