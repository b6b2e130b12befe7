"""Pages of bottlenecks: who opens them, what they show and write, in both languages."""

from datetime import date

import pytest
from django.urls import reverse

from conftest import give
from sauro.domains.bottlenecks.models import Bottleneck, Sighting
from sauro.domains.bottlenecks.selectors import obstacles as obstacle_selectors
from sauro.domains.bottlenecks.services import lifting
from sauro.domains.bottlenecks.tests.factories import BY_JULY, TODAY, open_one, propose
from sauro.domains.documents.tests import factories as document_factories
from sauro.domains.programmes.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_day")]


@pytest.fixture
def browse(client):
    """The page of an address as a person sees it, in English unless said otherwise."""

    def opening(person, name, *args, language="en", data=None, query="", **more):
        client.force_login(person)
        client.cookies["sauro_language"] = language
        address = reverse(name, args=args) + query
        return client.post(address, data, **more) if data is not None else client.get(address)

    return opening


def typed(**more):
    return {
        "title": "Chưa có định mức chi cho khoa học và công nghệ",
        "kind": "mechanism_policy",
        "authority": "province",
        "request_key": "a" * 32,
        "subject": "1",
        **more,
    }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "name", ["bottleneck_list", "bottleneck_group", "bottleneck_above", "obstacle_list"]
)
def test_pages_open_in_both_languages(browse, monitor, department, task, at, name, language):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    lifting.escalate_bottleneck(
        bottleneck=made, level="ministry", name="Bộ Tài chính", by=monitor, at=at
    )
    answer = browse(monitor, name, language=language)
    assert answer.status_code == 200
    if name != "obstacle_list":
        assert made.title in answer.content.decode()


def test_the_register_shows_what_lifting_releases_and_hides_the_closed(
    browse, monitor, leader, clerk, stranger, department, task, late_task, at
):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task, late_task])
    gone = open_one(unit=department, by=monitor, at=at, title="Thiếu máy chủ")
    lifting.lift_bottleneck(bottleneck=gone, ground="x", evidence="y", by=monitor, at=at)
    text = browse(leader, "bottleneck_list").content.decode()
    assert "2 tasks (1 late)" in text
    assert gone.title not in text
    assert gone.title in browse(leader, "bottleneck_list", query="?state=lifted").content.decode()
    whole = browse(leader, "bottleneck_list", query="?state=all").content.decode()
    assert made.title in whole
    assert gone.title in whole
    assert "multiple" not in whole
    assert made.title in browse(clerk, "bottleneck_list").content.decode()
    assert made.title not in browse(stranger, "bottleneck_list").content.decode()
    answer = browse(leader, "bottleneck_list", query="?overdue=on")
    assert made.title not in answer.content.decode()


def test_rows_come_as_files_and_as_a_fragment(browse, client, monitor, department, task, at):
    open_one(unit=department, by=monitor, at=at, tasks=[task])
    table = browse(monitor, "bottleneck_list", query="?format=csv")
    assert "1 task" in b"".join(table.streaming_content).decode()
    book = browse(monitor, "bottleneck_group", query="?format=xlsx")
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")
    part = client.get(reverse("bottleneck_list"), headers={"hx-request": "true"})
    assert b"<html" not in part.content


def test_numbers_of_the_groups_lead_to_their_rows(browse, monitor, department, at):
    made = open_one(unit=department, by=monitor, at=at)
    text = browse(monitor, "bottleneck_group").content.decode()
    address = "?state=holding&amp;kind=mechanism_policy&amp;authority=province"
    assert address in text
    rows = browse(monitor, "bottleneck_list", query=address.replace("&amp;", "&"))
    assert made.title in rows.content.decode()


def test_numbers_of_one_province_lead_to_the_rows_of_that_province(
    browse, monitor, department, other_province, at
):
    give(monitor, "monitor", other_province)
    person = type(monitor).objects.get(pk=monitor.pk)
    open_one(unit=department, by=person, at=at)
    for title in ("Thiếu máy chủ", "Thiếu người"):
        open_one(unit=other_province, by=person, at=at, title=title)
    page = browse(person, "bottleneck_group", query="?owner=SX").context
    assert page["matrix"].total == 2
    cells = [cell for row in page["rows"] for cell in (*row["cells"], row["sum"])]
    followed = [(one.url, one.n) for one in (*cells, *page["foot"]) if one.n]
    for address, number in (*followed, (page["all_url"], 2)):
        rows = browse(person, "bottleneck_list", query=f"?{address.partition('?')[2]}")
        assert rows.context["list"].total == number, address


def test_the_register_of_one_programme(browse, monitor, department, task, late_task, at):
    open_one(unit=department, by=monitor, at=at, tasks=[task, late_task])
    open_one(unit=department, by=monitor, at=at, title="Thiếu máy chủ")
    query = f"?programme={task.programme.code}"
    assert browse(monitor, "bottleneck_list", query=query).context["list"].total == 1


def test_an_officer_proposes_from_the_page_of_a_task(browse, client, clerk, monitor, task):
    page = browse(clerk, "task_detail", task.pk).content.decode()
    address = f"/diem-nghen/them/?kind=programmes.task&amp;id={task.pk}"
    assert address in page
    form = client.get(address.replace("&amp;", "&"))
    assert task.title in form.content.decode()
    posted = typed(on=f"programmes.task:{task.pk}")
    for _again in range(2):
        answer = browse(clerk, "bottleneck_propose", data=posted)
        assert answer.status_code == 302
    made = Bottleneck.objects.get()
    assert (made.state, made.raised_by, made.subjects.get().task) == ("proposed", task.lead, task)
    assert made.title in browse(clerk, "task_detail", task.pk).content.decode()


def test_what_is_typed_wrong_is_told_beside_it_and_nothing_is_lost(browse, clerk, task):
    posted = typed(title="", condition="Có nghị quyết", responsible="Sở Không Có")
    answer = browse(clerk, "bottleneck_propose", data=posted)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "responsible"}
    assert "Có nghị quyết" in answer.content.decode()
    assert not Bottleneck.objects.exists()


def test_one_that_looks_the_same_is_shown_before_another_is_made(browse, monitor, department, at):
    known = open_one(unit=department, by=monitor, at=at)
    answer = browse(monitor, "bottleneck_propose", data=typed(title=known.title))
    assert answer.status_code == 422
    assert known.code in answer.content.decode()
    again = browse(monitor, "bottleneck_propose", data=typed(title=known.title, another="1"))
    assert again.status_code == 302
    assert Bottleneck.objects.count() == 2


def test_a_monitor_opens_one_at_once(browse, monitor, department, task):
    posted = typed(action="open", on=f"programmes.task:{task.pk}", lift_by="2025-07-31")
    refused = browse(monitor, "bottleneck_propose", data=posted)
    assert refused.context["form"].errors.keys() == {"responsible"}
    posted["responsible"] = department.name
    assert browse(monitor, "bottleneck_propose", data=posted).status_code == 302
    assert (Bottleneck.objects.get().state, Task.objects.get().blockers) == ("open", 1)


@pytest.mark.parametrize("person", ["inspector", "stranger", "commune_clerk"])
def test_others_do_not_propose_here(browse, request, person, task):
    who = request.getfixturevalue(person)
    answer = browse(who, "bottleneck_propose", query=f"?kind=programmes.task&id={task.pk}")
    assert answer.status_code in (403, 404)


def test_what_a_person_may_not_see_does_not_exist(
    browse, stranger, other_clerk, monitor, department, at
):
    made = open_one(unit=department, by=monitor, at=at)
    for person in (stranger, other_clerk):
        for name in ("bottleneck_detail", "bottleneck_edit", "bottleneck_link"):
            assert browse(person, name, made.pk).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_one_shows_everything(
    browse, monitor, clerk, department, obstacles, task, target, at, language
):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task], targets=[target])
    paper = document_factories.document(owner=made.owner, by=monitor, at=at)
    lifting.escalate_bottleneck(
        bottleneck=made, level="ministry", name="Bộ Tài chính", document=paper, by=monitor, at=at
    )
    Sighting.objects.create(
        bottleneck=made, words="Thiếu vốn", folded="thieu von", on=TODAY, at=at, by=monitor
    )
    text = browse(monitor, "bottleneck_detail", made.pk, language=language).content.decode()
    for words in (task.title, target.title, "Bộ Tài chính", paper.reference, "Thiếu vốn", "ĐN-01"):
        assert words in text
    assert text.count("btn-primary") == 1
    officer = browse(clerk, "bottleneck_detail", made.pk, language=language).content.decode()
    assert "btn-primary" not in officer


def test_a_page_of_one_with_many_records_costs_no_more(
    browse, client, monitor, department, task, late_task, other_task, target, at,
    django_assert_max_num_queries,
):  # fmt: skip
    made = open_one(
        unit=department, by=monitor, at=at, tasks=[task, late_task, other_task], targets=[target]
    )
    browse(monitor, "bottleneck_detail", made.pk)
    with django_assert_max_num_queries(17):
        client.get(reverse("bottleneck_detail", args=[made.pk]))
    with django_assert_max_num_queries(8):
        client.get(reverse("bottleneck_list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("bottleneck_group"))


def test_accepting_and_not_accepting(browse, leader, clerk, monitor, department, task, at):
    made = propose(unit=department, by=clerk, at=at, tasks=[task])
    assert browse(clerk, "bottleneck_accept", made.pk).status_code == 403
    form = browse(leader, "bottleneck_accept", made.pk)
    assert department.name in form.content.decode()
    wrong = browse(leader, "bottleneck_accept", made.pk, data={"responsible": "Sở Không Có"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (
        422, {"responsible", "lift_by"},
    )  # fmt: skip
    posted = {"responsible": department.name, "lift_by": "2025-07-31"}
    assert browse(leader, "bottleneck_accept", made.pk, data=posted).status_code == 302
    assert Task.objects.get().blockers == 1
    told = browse(leader, "bottleneck_accept", made.pk)
    assert told.status_code == 302
    refused = browse(leader, "bottleneck_reject", made.pk, data={"reason": ""})
    assert refused.status_code == 422
    browse(leader, "bottleneck_reject", made.pk, data={"reason": "Sở tự làm được"})
    made.refresh_from_db()
    assert made.state == "rejected"
    back = {"reason": "Nhầm", "lift_by": "2025-08-31"}
    assert browse(leader, "bottleneck_reopen", made.pk, data=back).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.lift_by) == ("open", date(2025, 8, 31))


def test_several_documents_are_offered_and_one_lifts(browse, monitor, leader, department, task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    owner = made.owner
    first = document_factories.document(owner=owner, by=monitor, at=at)
    second = document_factories.document(
        owner=owner, number="77", issued_on=date(2025, 5, 5), by=monitor, at=at
    )
    none = browse(leader, "bottleneck_lift", made.pk, data={"document": "999/QĐ-KHONG"})
    assert "document" in none.context["form"].errors
    words = first.abstract.split(" ")[0]
    several = browse(leader, "bottleneck_lift", made.pk, data={"document": words})
    assert several.status_code == 422
    assert second.reference in several.content.decode()
    posted = {"document": words, "chosen": str(second.pk)}
    assert browse(leader, "bottleneck_lift", made.pk, data=posted).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.lift_document, Task.objects.get().blockers) == ("lifted", second, 0)
    page = browse(leader, "bottleneck_detail", made.pk).content.decode()
    assert second.reference in page


def test_putting_to_a_level(browse, leader, monitor, department, at):
    made = open_one(unit=department, by=monitor, at=at)
    posted = {"level": "ministry", "name": "Bộ Tài chính", "due_on": "2025-07-01"}
    assert browse(leader, "bottleneck_escalate", made.pk, data=posted).status_code == 302
    page = browse(leader, "bottleneck_above").content.decode()
    assert "Bộ Tài chính" in page
    wrong = browse(leader, "bottleneck_escalate", made.pk, data={**posted, "due_on": "2020-01-01"})
    assert set(wrong.context["form"].errors) == {"due_on"}


def test_linking_finds_by_words_keeps_what_is_ticked_and_takes_out(
    browse, monitor, clerk, department, task, late_task, at
):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    assert browse(clerk, "bottleneck_link", made.pk).status_code == 403
    key = f"programmes.task:{late_task.pk}"
    found = browse(monitor, "bottleneck_link", made.pk, data={"find": "ho so luu", "search": "1"})
    assert key in found.content.decode()
    none = browse(monitor, "bottleneck_link", made.pk, data={"find": "ho so luu"})
    assert none.status_code == 422
    posted = {"find": "", "records": [key], "since": "2025-06-01", "note": "Chờ nghị quyết"}
    assert browse(monitor, "bottleneck_link", made.pk, data=posted).status_code == 302
    link = made.subjects.get(task=late_task)
    assert link.note == "Chờ nghị quyết"
    browse(monitor, "bottleneck_unlink", made.pk, link.pk, data={"reason": ""})
    assert made.subjects.count() == 2
    browse(monitor, "bottleneck_unlink", made.pk, link.pk, data={"reason": "Không phải"})
    assert made.subjects.count() == 1


def test_merging_from_the_page(browse, monitor, leader, department, task, at):
    kept = open_one(unit=department, by=monitor, at=at)
    other = open_one(unit=department, by=monitor, at=at, tasks=[task])
    assert browse(leader, "bottleneck_merge", other.pk).status_code == 403
    form = browse(monitor, "bottleneck_merge", other.pk, query=f"?into={kept.pk}")
    assert f'value="{kept.pk}" selected' in form.content.decode()
    posted = {"other": str(kept.pk), "reason": "Là một"}
    answer = browse(monitor, "bottleneck_merge", other.pk, data=posted)
    assert answer["Location"] == reverse("bottleneck_detail", args=[kept.pk])
    assert kept.code in browse(monitor, "bottleneck_detail", other.pk).content.decode()


def test_editing_says_when_somebody_else_was_faster(browse, monitor, department, at):
    made = open_one(unit=department, by=monitor, at=at)
    first = {
        **typed(version=made.version, condition="Nghị quyết mới", responsible=department.name),
        "lift_by": BY_JULY.isoformat(),
    }
    assert browse(monitor, "bottleneck_edit", made.pk, data=first).status_code == 302
    late = browse(monitor, "bottleneck_edit", made.pk, data={**first, "condition": "Khác"})
    assert late.status_code == 422
    assert "Khác" in late.content.decode()
    moved = {**first, "version": made.version + 1, "lift_by": "2025-12-31"}
    refused = browse(monitor, "bottleneck_edit", made.pk, data=moved)
    assert set(refused.context["form"].errors) == {"reason"}
    moved["reason"] = "Chờ kỳ họp"
    assert browse(monitor, "bottleneck_edit", made.pk, data=moved).status_code == 302
    page = browse(monitor, "bottleneck_detail", made.pk).content.decode()
    assert "first 31 Jul 2025" in page


@pytest.mark.parametrize(("most", "is_cut"), [(2, True), (3, False)])
def test_the_page_of_obstacles_says_when_there_are_more_than_it_shows(
    browse, monitor, obstacles, monkeypatch, most, is_cut
):
    monkeypatch.setattr(obstacle_selectors, "MOST", most)
    page = browse(monitor, "obstacle_list").content.decode()
    assert (f"The newest {most} of 3 reports are shown" in page) is is_cut


def test_a_page_of_candidates_passes_over_what_cannot_wait(browse, monitor, department, task, at):
    made = open_one(unit=department, by=monitor, at=at)
    query = f"?records=programmes.programme:{task.programme_id}&records=programmes.task:{task.pk}"
    answer = browse(monitor, "bottleneck_link", made.pk, query=query)
    assert answer.status_code == 200
    assert task.title in answer.content.decode()


def test_obstacles_become_one_are_tied_or_set_aside(
    browse, monitor, leader, department, obstacles, at
):
    assert browse(leader, "obstacle_list").status_code == 403
    page = browse(monitor, "obstacle_list").content.decode()
    assert obstacles[0].obstacle in page
    assert "Mechanisms and policies" in page
    ids = [one.pk for one in obstacles[:2]]
    query = "?" + "&".join(f"update={pk}" for pk in ids)
    form = browse(monitor, "bottleneck_propose", query=query)
    assert 'value="mechanism_policy" selected' in form.content.decode()
    posted = typed(action="open", update=ids, lift_by="2025-07-31", responsible=department.name)
    for _again in range(2):
        assert browse(monitor, "bottleneck_propose", data=posted).status_code == 302
    made = Bottleneck.objects.get()
    assert made.sightings.count() == 2
    last = {"update": [obstacles[2].pk], "bottleneck": str(made.pk), "reason": ""}
    browse(monitor, "obstacle_set_aside", data=last)
    assert Sighting.objects.count() == 2
    browse(monitor, "obstacle_tie", data={**last, "bottleneck": ""})
    assert Sighting.objects.count() == 2
    browse(monitor, "obstacle_tie", data=last)
    assert made.sightings.count() == 3
    empty = browse(monitor, "obstacle_list").content.decode()
    assert "Every reported obstacle is dealt with" in empty


def test_an_obstacle_is_set_aside_from_the_page(browse, monitor, stranger, obstacles):
    posted = {"update": [obstacles[2].pk], "reason": "Đã xử lý xong"}
    assert browse(stranger, "obstacle_set_aside", data=posted).status_code == 404
    browse(monitor, "obstacle_set_aside", data=posted)
    assert Sighting.objects.get().set_aside == "Đã xử lý xong"
