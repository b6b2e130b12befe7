"""What everybody reads is what stands inside, less what is nobody else's business."""

import json
from datetime import date

import pytest

from sauro.domains.programmes import pages
from sauro.domains.programmes.selectors import programmes as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.shell.publishing import pictures
from sauro.shell.publishing.tests.conftest import SECRET_TITLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(today) -> AsOf:
    return AsOf(day=today, today=today, soon_days=7)


def picture(place, day, **more):
    return pictures.picture_of(programme=place.programme, as_of=day, **{"with_tasks": True, **more})


def test_the_figures_are_those_of_the_page_inside(place, day, leader):
    found = picture(place, day)
    inside = pages.programme_context(
        selectors.programme_figures(programme=place.programme, user=leader, as_of=day)
    )
    cells = {cell.code: cell.value for cell in inside["whole"].cells if cell.value}
    assert found["whole"] == cells
    assert sum(found["whole"].values()) == inside["whole"].total == 4
    score = inside["targets"]["score"] if "score" in inside["targets"] else inside["targets"]
    assert sum(found["targets"]["counts"].values()) == score["total"]


def test_groups_and_agencies_add_up_to_the_whole(place, day):
    found = picture(place, day)
    for lines in (found["groups"], found["agencies"]):
        assert sum(sum(line["classes"].values()) for line in lines) == sum(found["whole"].values())


def test_what_a_closed_paper_orders_is_counted_and_not_listed(place, day):
    found = picture(place, day)
    titles = {row["title"] for row in found["tasks"]}
    assert len(titles) == 2
    assert found["unlisted"] == 2
    assert len(found["tasks"]) + found["unlisted"] == sum(found["whole"].values())
    assert SECRET_TITLE not in json.dumps(found, ensure_ascii=False)


def test_a_closed_paper_and_persons_are_never_named(place, day, clerk, monitor):
    text = json.dumps(picture(place, day), ensure_ascii=False)
    assert place.closed.symbol not in text
    assert clerk.full_name not in text
    assert monitor.full_name not in text


def test_without_the_list_no_task_is_named(place, day):
    found = picture(place, day, with_tasks=False)
    assert found["tasks"] == []
    assert found["unlisted"] == 0


def test_the_same_day_gives_the_same_digest_whatever_came_later(place, day, monitor, at):
    from datetime import timedelta

    from sauro.domains.programmes.tests.factories import make_task

    first = pictures.digest_of(picture(place, day))
    later = at + timedelta(days=3)
    make_task(programme=place.programme, title="Việc mới", by=monitor, at=later)
    then = AsOf(day=day.day, today=later.date(), soon_days=7)
    assert pictures.digest_of(picture(place, then)) == first


def test_a_picture_costs_the_same_whatever_the_number_of_tasks(
    place, day, django_assert_max_num_queries
):
    with django_assert_max_num_queries(13):
        picture(place, day)


def test_a_day_before_the_tasks_shows_none(place, today):
    found = picture(place, AsOf(day=date(2025, 2, 1), today=today, soon_days=7))
    assert found["whole"] == {}
    assert found["tasks"] == []
