"""Tasks out of a document: the page beside the source, and one write for the ticked ones."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sauro.core.errors import NotAllowed
from sauro.domains.documents import services as documents
from sauro.domains.documents.tests.factories import document as register
from sauro.domains.programmes.models import Task, TaskMandate
from sauro.domains.programmes.services import programmes as programme_services
from sauro.domains.programmes.services import proposals
from sauro.domains.programmes.services.proposals import Chosen
from sauro.domains.programmes.services.tasks import Party, TaskInput
from sauro.engines.history.models import Event
from sauro.engines.office.tests import papers_in
from sauro.engines.office.tests.building import word

pytestmark = pytest.mark.django_db
LINES = (
    "THÔNG BÁO",
    "Chủ tịch UBND tỉnh biểu dương Sở Y tế. Chủ tịch UBND tỉnh kết luận như sau:",
    "1. Sở Khoa học và Công nghệ:",
    "a) Chủ trì, phối hợp với Sở Tài chính rà soát nhiệm vụ; báo cáo trước ngày 10/9/2025.",
    "b) Công bố danh mục dữ liệu mở.",
    "2. Giao Ban Quản lý khu lạ số hóa hồ sơ, hoàn thành trong quý IV/2025.",
)


@pytest.fixture
def notice(province, monitor, at):
    made = register(owner=province, by=monitor, at=at, number="214", symbol="TB-VP")
    documents.attach_file(document=made, file=word(*LINES), name="ket-luan.docx", by=monitor, at=at)
    return made


def page(document):
    return f"/van-ban/{document.pk}/de-xuat-nhiem-vu/"


def posted(answer, *picked, **changed):
    """The fields of a page as a browser would post them."""
    form = answer.context["form"]
    data = {"programme": answer.context["form"].fields["programme"].queryset.get().pk}
    for name in form.fields:
        value = form[name].value()
        if name not in ("programme", "keep_unmatched") and not name.startswith("pick-"):
            data[name] = value or ""
    return data | {f"pick-{n}": "on" for n in picked} | changed


@pytest.mark.parametrize("language", ["vi", "en"])
def test_proposals_stand_beside_their_passages(
    browser_of, monitor, programme, notice, department, other_department, language
):
    text = browser_of(monitor, language).get(page(notice)).content.decode()
    assert text.count("<blockquote>") == 3
    assert "Công bố danh mục dữ liệu mở." in text
    assert 'for="id_title-2"' in text
    assert "1.a" in text
    assert "style=" not in text
    assert "biểu dương" not in text


def test_an_unknown_agency_is_told_beside_its_proposal(
    browser_of, monitor, programme, notice, department, other_department
):
    text = browser_of(monitor, "en").get(page(notice)).content.decode()
    assert text.count("is not known here.") == 1
    assert "“Ban Quản lý khu lạ” is not known here." in text


def test_ticked_proposals_become_draft_tasks_that_answer_the_document(
    browser_of, monitor, programme, notice, department, other_department
):
    browser = browser_of(monitor)
    before = Event.objects.count()
    answer = browser.post(
        page(notice), posted(browser.get(page(notice)), 0, 1, **{"title-1": "Mở dữ liệu"})
    )
    assert answer["Location"] == "/nhiem-vu/?programme=LV-KH57&state=draft"
    first, second = Task.objects.order_by("position")
    assert (first.state, first.lead, str(first.due_on)) == ("draft", department, "2025-09-10")
    assert first.content.startswith("Chủ trì, phối hợp với Sở Tài chính")
    assert first.ground.startswith("214/TB-VP (19/05/2025), ")
    assert first.ground.endswith(" 1.a")
    assert first.deliverable == "báo cáo"
    assert [p.organisation for p in first.parties.filter(role="coordinate")] == [other_department]
    assert second.title == "Mở dữ liệu"
    assert {m.document for m in TaskMandate.objects.all()} == {notice}
    events = Event.objects.order_by("id")[before:]
    assert [(e.kind, e.note) for e in events] == [("programmes.task.imported", "214/TB-VP")] * 2
    assert all(task.spans.count() == 1 for task in (first, second))


def test_the_same_sentences_again_are_refused_and_write_nothing(
    browser_of, monitor, programme, notice, department, other_department
):
    browser = browser_of(monitor, "en")
    data = posted(browser.get(page(notice)), 0)
    browser.post(page(notice), data)
    before = Event.objects.count()
    again = browser.post(page(notice), data | {"title-0": "Với tên khác"})
    assert again.status_code == 422
    assert "tasks of the programme already" in again.content.decode()
    assert (Task.objects.count(), Event.objects.count()) == (1, before)
    assert "A task of LV-KH57 already." in browser.get(page(notice)).content.decode()


def test_only_what_is_new_is_made_when_some_are_there(
    browser_of, monitor, programme, notice, department, other_department
):
    browser = browser_of(monitor)
    browser.post(page(notice), posted(browser.get(page(notice)), 0))
    browser.post(page(notice), posted(browser.get(page(notice)), 0, 1))
    assert Task.objects.count() == 2


def test_an_unknown_agency_is_refused_or_kept_as_written(
    browser_of, monitor, programme, notice, department, other_department
):
    browser = browser_of(monitor, "en")
    data = posted(browser.get(page(notice)), 2, **{"title-2": "Tên đã sửa"})
    refused = browser.post(page(notice), data)
    assert refused.status_code == 422
    assert "Tên đã sửa" in refused.content.decode()
    assert not Task.objects.exists()
    browser.post(page(notice), data | {"keep_unmatched": "on"})
    assert Task.objects.get().parties.get().mention == "Ban Quản lý khu lạ"


def test_nothing_ticked_is_told(browser_of, monitor, programme, notice, department):
    browser = browser_of(monitor, "en")
    answer = browser.post(page(notice), posted(browser.get(page(notice))))
    assert answer.status_code == 422
    assert "Tick at least one proposal." in answer.content.decode()


def test_the_clause_that_holds_the_words_becomes_the_mandate(
    browser_of, monitor, programme, notice, department, other_department, at
):
    clause = documents.add_clause(
        document=notice, label="Khoản 1, điểm b", content="", by=monitor, at=at
    )
    browser = browser_of(monitor)
    browser.post(page(notice), posted(browser.get(page(notice)), 0, 1))
    assert [m.clause for m in TaskMandate.objects.order_by("task_id")] == [None, clause]


def test_a_place_outside_the_document_is_not_taken(
    browser_of, monitor, programme, notice, department, other_department
):
    browser = browser_of(monitor)
    data = posted(browser.get(page(notice)), 0)
    for place in ("0:999999:assistant", "5:2:assistant", "0:9:order", "x:y:z", "٣:٤:assistant"):
        answer = browser.post(page(notice), data | {"place-0": place})
        assert answer.status_code == 422
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [("clerk", 403), ("leader", 403), ("inspector", 403), ("head", 403), ("stranger", 404)],
)
def test_proposals_are_for_who_may_make_tasks(
    browser_of, programme, notice, person, status, request
):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(page(notice)).status_code == status
    assert browser.post(page(notice), {"pick-0": "on"}).status_code == status


def test_the_document_page_links_to_the_proposals_only_for_who_may(
    browser_of, monitor, clerk, programme, notice
):
    address = f"/van-ban/{notice.pk}/"
    assert page(notice) in browser_of(monitor).get(address).content.decode()
    assert page(notice) not in browser_of(clerk).get(address).content.decode()


def test_a_closed_programme_is_not_offered_and_refused(
    browser_of, monitor, programme, notice, department, at
):
    browser = browser_of(monitor)
    data = posted(browser.get(page(notice)), 0)
    programme.closed_on = at.date()
    programme.save(update_fields=["closed_on"])
    assert browser.post(page(notice), data).status_code == 422
    assert not Task.objects.exists()


def test_the_service_checks_for_itself(programme, notice, clerk, monitor, stranger, at, department):
    given = {"programme": programme, "document": notice, "at": at}
    chosen = [Chosen("Câu nguồn", TaskInput("Việc", parties=(Party("lead", department),)))]
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            proposals.create_proposed(**given, chosen=chosen, by=person)
    with pytest.raises(proposals.ProposalsRefused):
        proposals.create_proposed(**given, chosen=[], by=monitor)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (papers_in.scanned(), "quet.pdf", "scanned pictures"),
        (papers_in.protected(papers_in.pdf("Một hai ba bốn.")), "khoa.pdf", "password"),
        (word("Không có câu nào giao việc."), "trong.docx", "No sentence gives a task"),
    ],
)
def test_a_file_without_text_or_tasks_says_why(
    browser_of, province, monitor, programme, at, data, name, words
):
    made = register(owner=province, by=monitor, at=at)
    documents.attach_file(document=made, file=data, name=name, by=monitor, at=at)
    answer = browser_of(monitor, "en").get(page(made))
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_without_a_file_the_page_says_what_to_do(browser_of, province, monitor, programme, at):
    made = register(owner=province, by=monitor, at=at)
    browser = browser_of(monitor, "en")
    assert "No file with text" in browser.get(page(made)).content.decode()
    assert browser.get(page(made) + "?file=999").status_code == 404


def test_a_page_costs_the_same_for_many_proposals(
    browser_of, province, monitor, programme, notice, at, django_assert_max_num_queries
):
    many = register(owner=province, by=monitor, at=at, number="215")
    lines = [f"{n}. Giao Sở số {n} rà soát hồ sơ thứ {n}." for n in range(1, 60)]
    documents.attach_file(document=many, file=word(*lines), name="n.docx", by=monitor, at=at)
    browser = browser_of(monitor)
    browser.get(page(notice))
    for document in (notice, many):
        with django_assert_max_num_queries(18):
            answer = browser.get(page(document))
    assert len(answer.context["rows"]) == 59
    with django_assert_max_num_queries(40):
        browser.post(page(many), posted(answer, *range(59), keep_unmatched="on"))
    assert Task.objects.count() == 59


def test_nobody_signed_in_is_led_to_the_entrance(client, notice):
    assert AnonymousUser().is_anonymous
    assert client.get(page(notice))["Location"].startswith("/dang-nhap/")


def test_a_programme_can_be_named_in_the_address(
    browser_of, monitor, programme, province, notice, at
):
    programme_services.create_programme(
        owner=province, code="LV-2", title="Khác", starts_on=at.date(), by=monitor, at=at
    )
    form = browser_of(monitor).get(page(notice) + "?programme=LV-2").context["form"]
    assert form["programme"].initial.code == "LV-2"
