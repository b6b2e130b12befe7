"""Each page, by somebody who may open it, in both languages: whole, small, cheap, and accessible."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from tests import sweeping, world
from tests.reading_pages import Page

pytestmark = pytest.mark.django_db
LARGEST = 60_000
LARGER = {"gallery": 64_000}  # every component at once, for those who build pages
MOST_QUERIES = 20
QUERIES = {"task_list": 9, "dashboard": 12, "verification_queue": 10, "document_detail": 21}
QUERIES |= {"task_synthesis": 26}  # the page of the task with the form in it
QUERIES |= {"notice_plan": 46}  # three for each reminder, some for each form, for any units
PAGES = sweeping.pages()
BY_NAME = {"figure_upload": "commune_clerk", "restricted_list": "admin"}
# Who opens what needs a right; the monitor opens everything else.
BY_RIGHT = {
    "explanations.answer": "clerk",
    "programmes.report": "clerk",
    "documents.draft": "clerk",
    "documents.approve": "head",
    "documents.sign": "leader",
    "programmes.decide": "leader",
    "indicators.report": "commune_clerk",
    "accounts.view": "admin",
    "accounts.manage": "admin",
    "orgs.manage": "admin",
    "orgs.grant": "admin",
    "periods.decide_days": "admin",
    "notify.manage": "admin",
}
# Answers that are no page: a file, a list of options, a word, the way to another page.
FILES = {"document_file", "evidence_file", "job_file", "programme_export"}
FILES |= {
    "figure_matrix",
    "figure_workbook",
    "figure_workbooks",
    "draft_version",
    "opinion_export",
    "exchange_file",
}
FILES |= {
    "explanation_file",
    "public_data",
    "report_file",
    "frame_file",
    "national_file",
    "dossier_contents",
}
PARTS = {
    "agency_suggest",
    "document_suggest",
    "organisation_options",
    "user_options",
    "deadline_preview",
    "healthz",
}
PARTS |= {"set_language", "appearance"}
PARTS |= {"notice_bell", "notice_open"}


@pytest.fixture(scope="module")
def sweep(django_db_setup, django_db_blocker):
    with world.living(django_db_blocker) as made:
        yield sweeping.Sweep(made)


@pytest.fixture
def opened(sweep, request):
    """The answer of a page to somebody who may open it."""

    def opening(name, language="vi", **headers):
        headers = {word.replace("_", "-"): value for word, value in headers.items()}
        _route, parts, view = PAGES[name]
        browser = sweep.browsers[BY_NAME.get(name) or BY_RIGHT.get(view.access, "monitor")]
        browser.cookies["sauro_language"] = language
        return browser.get(sweep.address(name, parts), headers=headers, follow=True)

    return opening


def pages():
    """Pages that somebody may open, by the table of permissions."""
    opening = sweeping.table()[sweeping.OPEN]
    return sorted(
        name
        for name, (route, _parts, _view) in PAGES.items()
        if name not in FILES | PARTS
        and sweeping.YES in opening.get(sweeping.key_of(route), {}).values()
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", pages())
def test_a_page_is_whole_small_and_named(opened, name, language):
    answer = opened(name, language)
    assert answer.status_code == 200
    text = answer.content.decode()
    page = Page(text)
    assert len(answer.content) <= LARGER.get(name, LARGEST)
    assert page.language == language
    assert page.headings.count(1) == 1, page.headings
    assert page.title.split("–")[0].strip()
    assert page.inline == []
    assert [id_ for id_, n in page.ids.items() if n > 1] == []
    assert page.unnamed == []
    assert dead(page.links) == []
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", pages())
def test_a_page_asks_the_database_little(opened, name):
    opened(name)
    with CaptureQueriesContext(connection) as cost:
        opened(name)
    told = [query["sql"][:150] for query in cost]
    assert len(cost) <= QUERIES.get(name, MOST_QUERIES), "\n".join(told)


@pytest.mark.parametrize("name", pages())
def test_a_page_answers_htmx_with_its_part_or_whole(opened, name):
    whole = opened(name)
    part = opened(name, hx_request="true")
    assert part.status_code == 200
    text = part.content.decode()
    if "<html" not in text:
        assert len(part.content) < len(whole.content)
        assert 'id="' in text


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_is_sent_to_be_kept_not_shown(opened, name):
    answer = opened(name)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert data[:2] in (b"PK", b"%P", b"<?", b'{"')
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def dead(links):
    """Links that lead nowhere."""
    wrong = set()
    for link in links:
        path = link.partition("?")[0].partition("#")[0]
        if path.startswith("/static/"):
            continue
        try:
            resolve(path)
        except Resolver404:
            wrong.add(path)
    return sorted(wrong)
