"""Pages of drafts: from the first version to the issued document, without JavaScript."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sauro.core import clock
from sauro.domains.documents import services
from sauro.domains.documents.models import Draft, DraftVersion, Opinion
from sauro.domains.documents.tests.factories import PDF, draft, draft_on_paper

pytestmark = pytest.mark.usefixtures("addresses", "day")


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def day(monkeypatch, at) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


def address(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("bao-cao.pdf", PDF)


def test_a_paper_goes_all_the_way_by_its_pages(
    department, other_department, clerk, other_clerk, head, monitor, browse
):
    writer, other, boss, keeper = map(browse, (clerk, other_clerk, head, monitor))
    answer = writer.post(
        address("draft_create"),
        {
            "owner": department.pk,
            "kind": "report",
            "abstract": "Báo cáo 6 tháng",
            "flow": "outgoing",
        },
    )
    paper = Draft.objects.get()
    assert answer.url == address("draft_detail", paper.pk)
    assert paper.symbol == "BC-SKHCN"
    assert other.get(answer.url).status_code == 404

    def step(browser: Any, name: str, *args: Any, **data: Any) -> Any:
        answer = browser.post(address(name, paper.pk, *args), data)
        assert answer.status_code == 302, answer.content.decode()
        paper.refresh_from_db()
        return answer

    step(writer, "draft_version_add", file=file(), note="Bản đầu")
    step(writer, "opinions_ask", organisations=[other_department.pk], due_on="2025-06-20")
    assert "Báo cáo 6 tháng" in other.get(address("opinions_due")).content.decode()
    step(other, "opinion_give", organisation=other_department.pk, text="Bổ sung vốn", section="II")
    refused = writer.post(address("draft_submit", paper.pk), {})
    assert refused.status_code == 422
    assert "1 opinion is not decided yet." in refused.content.decode()
    opinion = Opinion.objects.get()
    page = writer.post(
        address("opinion_decide", paper.pk, opinion.pk), {"verdict": "rejected", "answer": ""}
    )
    assert page.status_code == 422
    assert "Say why it is not taken over whole." in page.content.decode()
    step(writer, "opinion_decide", opinion.pk, verdict="accepted", answer="")
    step(writer, "draft_submit")
    step(boss, "draft_approve", version=paper.version)
    step(keeper, "draft_number", day="2025-06-10")
    assert paper.document.reference == "01/BC-SKHCN"
    step(keeper, "draft_sign", on_paper="on")
    step(keeper, "draft_issue", day="2025-06-10", recipients="UBND tỉnh")
    assert paper.state == "issued"
    assert paper.document.files.get().name == "bao-cao.pdf"
    page = browse(clerk).get(address("document_detail", paper.document.pk)).content.decode()
    assert address("draft_detail", paper.pk) in page


def test_who_is_not_asked_sees_no_draft_and_no_version(department, clerk, stranger, at, browse):
    paper = draft_on_paper(department, clerk, at)
    away = browse(stranger)
    for name, *more in (
        ("draft_detail",),
        ("draft_version", 1),
        ("opinion_export", "docx"),
        ("draft_edit",),
    ):
        assert away.get(address(name, paper.pk, *more)).status_code == 404
    assert paper.abstract not in away.get(address("draft_list")).content.decode()
    assert away.post(address("draft_withdraw", paper.pk), {"reason": "x"}).status_code == 404


def test_an_approver_who_looked_at_another_state_is_told(department, clerk, head, at, browse):
    paper = draft_on_paper(department, clerk, at)
    services.submit_draft(draft=paper, by=clerk, at=at)
    answer = browse(head).post(address("draft_approve", paper.pk), {"version": 1})
    assert answer.status_code == 409
    assert "Somebody changed this draft" in answer.content.decode()


def test_a_step_that_is_refused_keeps_what_was_typed(department, clerk, head, monitor, at, browse):
    paper = draft_on_paper(department, clerk, at)
    services.submit_draft(draft=paper, by=clerk, at=at)
    services.approve_draft(draft=paper, by=head, at=at)
    answer = browse(monitor).post(
        address("draft_number", paper.pk), {"day": "2025-07-01", "number": "12"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The day is in the future." in page
    assert 'value="12"' in page


@pytest.mark.parametrize("fmt", ["docx", "xlsx"])
def test_the_table_of_opinions_is_a_file(department, other_department, clerk, at, browse, fmt):
    paper = draft_on_paper(department, clerk, at)
    services.ask_opinions(
        draft=paper, organisations=[other_department], due_on=date(2025, 6, 12), by=clerk, at=at
    )
    answer = browse(clerk).get(address("opinion_export", paper.pk, fmt))
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"].startswith("attachment")
    assert browse(clerk).get(address("opinion_export", paper.pk, "exe")).status_code == 404


def test_a_version_is_downloaded_never_shown(department, clerk, at, browse):
    paper = draft_on_paper(department, clerk, at)
    answer = browse(clerk).get(address("draft_version", paper.pk, 1))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    DraftVersion.objects.get().file.delete(save=False)
    assert browse(clerk).get(address("draft_version", paper.pk, 1)).status_code == 404


def test_a_draft_is_changed_on_its_page(department, clerk, at, browse):
    paper = draft(department, clerk, at)
    page = browse(clerk).get(address("draft_edit", paper.pk))
    fields = page.context["form"].initial | {"abstract": "Báo cáo 9 tháng"}
    answer = browse(clerk).post(address("draft_edit", paper.pk), fields)
    assert answer.status_code == 302
    again = browse(clerk).post(address("draft_edit", paper.pk), fields | {"abstract": "Khác"})
    assert again.status_code == 422
    assert "Somebody changed this draft" in again.content.decode()


def test_the_list_shows_what_waits_and_costs_few_queries(
    department, clerk, head, at, browse, django_assert_max_num_queries
):
    papers = [draft_on_paper(department, clerk, at, abstract=f"Báo cáo {n}") for n in range(3)]
    services.submit_draft(draft=papers[0], by=clerk, at=at)
    browser = browse(head)
    browser.get(address("draft_list"))
    with django_assert_max_num_queries(14):
        page = browser.get(f"{address('draft_list')}?state=submitted").content.decode()
    assert "Báo cáo 0" in page
    assert "Báo cáo 1" not in page


def test_the_page_of_a_draft_costs_the_same_with_many_opinions(
    province, department, commune, other_department, clerk, monitor, at, browse
):
    paper = draft_on_paper(department, clerk, at)
    places = [commune, other_department, province]
    services.ask_opinions(
        draft=paper, organisations=places, due_on=date(2025, 6, 20), by=clerk, at=at
    )
    browser = browse(clerk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get(address("draft_detail", paper.pk))
        return len(seen)

    for place in places:
        services.give_opinion(draft=paper, organisation=place, text_of="Một", by=monitor, at=at)
    cost()
    few = cost()
    for place in places * 4:
        services.give_opinion(draft=paper, organisation=place, text_of="Hai", by=monitor, at=at)
    assert cost() == few
