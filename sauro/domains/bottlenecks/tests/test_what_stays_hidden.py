"""A person who sees a bottleneck does not see through it what other units report or file."""

import pytest
from django.urls import reverse

from sauro.domains.bottlenecks.services import lifting, linking, merging
from sauro.domains.bottlenecks.services import obstacles as services
from sauro.domains.bottlenecks.tests.factories import BY_JULY, content_of, open_one
from sauro.domains.documents.tests import factories as document_factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_day")]
UNSEEN = "Bố trí ngân sách cho khoa học và công nghệ"  # the title of the task of the other unit


@pytest.fixture
def page_of(client):
    """The page of a bottleneck as a person reads it."""

    def reading(person, made):
        client.force_login(person)
        client.cookies["sauro_language"] = "en"
        return client.get(reverse("bottleneck_detail", args=[made.pk])).content.decode()

    return reading


@pytest.fixture
def api_of(client):
    """The same by the API."""

    def reading(person, made):
        client.force_login(person)
        return client.get(f"/api/v1/bottlenecks/{made.pk}").json()

    return reading


def typed(updates):
    return {
        "title": "",
        "kind": "money",
        "authority": "province",
        "request_key": "b" * 32,
        "update": [one.pk for one in updates],
    }


def test_obstacles_of_others_are_not_read_by_their_numbers(client, stranger, clerk, obstacles):
    mine, _mine, others = obstacles
    client.force_login(stranger)
    assert client.post(reverse("bottleneck_propose"), typed([mine])).status_code == 404
    client.force_login(clerk)
    assert client.post(reverse("bottleneck_propose"), typed([others])).status_code == 404
    both = client.post(reverse("bottleneck_propose"), typed([mine, others]))
    assert both.status_code == 422
    text = both.content.decode()
    assert mine.obstacle in text
    assert others.obstacle not in text


@pytest.fixture
def shared(monitor, department, task, other_task, obstacles, at):
    """One bottleneck of obstacles of two units, for which the first unit answers."""
    wanted = content_of(responsible=department, lift_by=BY_JULY)
    said = [obstacles[0], obstacles[2]]
    return services.gather_obstacles(updates=said, content=wanted, accept=True, by=monitor, at=at)


def test_reports_of_other_units_behind_it_are_counted_only(
    page_of, shared, clerk, leader, obstacles
):
    mine, _mine, others = obstacles
    text = page_of(clerk, shared)
    assert mine.obstacle in text
    assert others.obstacle not in text
    assert UNSEEN not in text
    assert "1 more report of other units" in text
    whole = page_of(leader, shared)
    assert others.obstacle in whole
    assert "more report" not in whole


def test_its_history_names_no_record_of_other_units(
    page_of, shared, clerk, leader, monitor, department, other_task, target, at
):
    link = shared.subjects.get(task=other_task)
    linking.unlink_record(link=link, reason="Nhầm", by=monitor, at=at)
    key = ("programmes.task", str(other_task.pk))
    other = open_one(unit=department, by=monitor, at=at, title="Thiếu dự toán", tasks=[other_task])
    linking.link_records(bottleneck=shared, keys=[key], by=monitor, at=at)
    merging.merge_bottlenecks(kept=shared, other=other, reason="Trùng", by=monitor, at=at)
    for one in (shared, other):
        assert UNSEEN not in page_of(clerk, one)
    assert UNSEEN in page_of(leader, shared)


def test_the_document_that_lifts_it_is_shown_to_those_who_see_it(
    page_of, api_of, shared, clerk, monitor, leader, other_department, at
):
    paper = document_factories.document(owner=other_department, by=monitor, at=at)
    lifting.escalate_bottleneck(
        bottleneck=shared, level="ministry", name="Bộ Tài chính", document=paper, by=monitor, at=at
    )
    assert api_of(clerk, shared)["escalations"][0]["document_id"] is None
    assert api_of(leader, shared)["escalations"][0]["document_id"] == paper.pk
    assert paper.reference not in page_of(clerk, shared)
    lifting.lift_bottleneck(bottleneck=shared, document=paper, by=monitor, at=at)
    text = page_of(clerk, shared)
    assert paper.abstract not in text
    assert paper.reference not in text
    assert "Lifted on" in text
    whole = page_of(leader, shared)
    assert paper.abstract in whole
    assert whole.count(paper.reference) >= 2


def test_the_one_it_was_merged_into_is_named_to_those_who_see_it(
    page_of, clerk, leader, monitor, department, other_department, at
):
    other = open_one(unit=department, by=monitor, at=at)
    kept = open_one(unit=other_department, by=monitor, at=at, title="Thiếu dự toán cho máy chủ")
    merging.merge_bottlenecks(kept=kept, other=other, reason="Trùng", by=monitor, at=at)
    text = page_of(clerk, other)
    assert kept.title not in text
    assert kept.code in text
    assert kept.title in page_of(leader, other)


def test_rows_of_the_register_name_no_document_that_is_not_seen(
    client, shared, clerk, leader, monitor, other_department, at
):
    paper = document_factories.document(owner=other_department, by=monitor, at=at)
    lifting.lift_bottleneck(bottleneck=shared, document=paper, by=monitor, at=at)
    for person, seen in ((clerk, None), (leader, paper.pk)):
        client.force_login(person)
        rows = client.get("/api/v1/bottlenecks?state=lifted").json()["items"]
        assert [one["lift_document_id"] for one in rows] == [seen]


def test_what_waits_for_levels_above_names_only_documents_that_are_seen(
    client, shared, clerk, leader, monitor, other_department, at
):
    paper = document_factories.document(owner=other_department, by=monitor, at=at)
    lifting.escalate_bottleneck(
        bottleneck=shared, level="ministry", name="Bộ Tài chính", document=paper, by=monitor, at=at
    )
    for person, named in ((clerk, False), (leader, True)):
        client.force_login(person)
        text = client.get(reverse("bottleneck_above")).content.decode()
        assert shared.title in text
        assert (paper.reference in text) is named
