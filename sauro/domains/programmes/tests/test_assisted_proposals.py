"""The assistant on the page of proposals: off without a trace, literal or dropped, never needed."""

import pytest

from sauro.domains.documents import services as documents
from sauro.domains.documents.models import Document
from sauro.domains.documents.tests.factories import document as register
from sauro.domains.programmes import proposing
from sauro.domains.programmes.extracting import assisting
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.tests.test_proposals import page, posted
from sauro.engines.assistant.tests.mock_server import endpoint
from sauro.engines.office.tests.building import word

pytestmark = pytest.mark.django_db
SAID = "Việc lắp camera ở bến đò cần xong trước tháng 10/2025, Sở Xây dựng lo phần này."
LINES = ("Giao Sở Tài chính rà soát hồ sơ trước ngày 10/9/2025.", SAID)


@pytest.fixture
def server(settings):
    with endpoint() as told:
        settings.ASSISTANT_URL, settings.ASSISTANT_MODEL = told.url, "thu-nghiem"
        settings.ASSISTANT_SECONDS = 2
        yield told


@pytest.fixture
def notice(province, monitor, at):
    made = register(owner=province, by=monitor, at=at)
    documents.attach_file(document=made, file=word(*LINES), name="a.docx", by=monitor, at=at)
    return made


def task(passage=SAID, **more):
    return {"passage": passage, "title": "Lắp camera ở bến đò", "leads": ["Sở Xây dựng"], **more}


def asked(browser, notice):
    return browser.post(page(notice), {"ask": "1"})


def passages(answer):
    return [row["proposal"].passage for row in answer.context["rows"]]


def test_without_configuration_there_is_no_trace(browser_of, monitor, programme, notice, settings):
    settings.ASSISTANT_URL = ""
    browser = browser_of(monitor, "en")
    assert "ssistant" not in browser.get(page(notice)).content.decode()
    answer = asked(browser, notice)
    assert answer.status_code == 200
    assert passages(answer) == [LINES[0]]


def test_it_is_asked_only_when_a_person_asks(browser_of, monitor, programme, notice, server):
    text = browser_of(monitor, "en").get(page(notice)).content.decode()
    assert "Ask the assistant" in text
    assert server.asked == []


def test_its_proposals_stand_with_their_passages_and_become_tasks(
    browser_of, monitor, programme, notice, server, other_department
):
    server.answer = {
        "abstract": "Giao việc quý III",
        "abstract_passage": LINES[0],
        "tasks": [task(deadline="trước tháng 10/2025"), task(LINES[0])],
    }
    browser = browser_of(monitor, "en")
    answer = asked(browser, notice)
    assert passages(answer) == list(LINES)
    assert [row["proposal"].rule for row in answer.context["rows"]] == ["order", "assistant"]
    assert "Giao việc quý III" in answer.content.decode()
    browser.post(page(notice), posted(answer, 1, keep_unmatched="on"))
    made = Task.objects.get()
    assert (made.title, made.content) == ("Lắp camera ở bến đò", SAID)
    assert made.state == "draft"
    assert len(server.asked) == 1


def test_what_the_document_does_not_say_is_dropped_and_told(
    browser_of, monitor, programme, notice, server
):
    server.answer = {"abstract": "Bịa", "abstract_passage": "không có", "tasks": [
        task("Giao Sở Y tế mua sắm thiết bị mới ngay."), task(SAID.replace("bến đò", "bến xe")),
    ]}  # fmt: skip
    answer = asked(browser_of(monitor, "en"), notice)
    assert passages(answer) == [LINES[0]]
    assert "word for word: 3" in answer.content.decode()
    assert "Bịa" not in answer.content.decode()


@pytest.mark.parametrize(
    "answer",
    ["no json", {"tasks": "x"}, {"tasks": [1]}, {"tasks": [task(leads="Sở Y tế")]},
     {"tasks": [task(title=5)]}, {"tasks": [{}] * 201}],
)  # fmt: skip
def test_a_bad_answer_leaves_the_rules_alone_with_a_note(
    browser_of, monitor, programme, notice, server, answer
):
    server.answer = answer
    shown = asked(browser_of(monitor, "en"), notice)
    assert shown.status_code == 200
    assert passages(shown) == [LINES[0]]
    assert "no usable answer" in shown.content.decode()


def test_an_endpoint_that_is_down_or_late_leaves_the_rules_alone(
    browser_of, monitor, programme, notice, server, settings
):
    server.wait, settings.ASSISTANT_SECONDS = 0.5, 0.1
    assert "no usable answer" in asked(browser_of(monitor, "en"), notice).content.decode()
    settings.ASSISTANT_URL = "http://127.0.0.1:9/"
    assert passages(asked(browser_of(monitor, "en"), notice)) == [LINES[0]]


@pytest.mark.parametrize("secrecy", ["confidential", "secret"])
def test_a_document_above_open_never_leaves(notice, server, secrecy):
    file = notice.files.get()
    Document.objects.filter(pk=notice.pk).update(secrecy=secrecy)
    notice.refresh_from_db()
    assert proposing.files_with_text(document=notice) == []
    assert not proposing.assistant_may_help(document=notice)
    found = proposing.propose(document=notice, file=file, with_assistant=True)
    assert server.asked == []
    assert found.notes


def test_words_over_two_paragraphs_are_found_in_place():
    whole = "Giao Sở A làm việc này.\nSở B cùng làm với Sở A."
    helped = assisting.understood(
        {"tasks": [task("làm việc này. Sở B cùng làm")]}, whole, year=2025
    )
    (one,) = helped.proposals
    assert whole[one.start : one.end] == one.passage == "làm việc này.\nSở B cùng làm"
