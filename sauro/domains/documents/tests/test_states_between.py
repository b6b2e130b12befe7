"""States between the usual ones: secrecy found out late, a recall after sending, a new year."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sauro.domains.documents import selectors, services
from sauro.domains.documents.edxml import Organ
from sauro.domains.documents.models import Document
from sauro.domains.documents.services import DocumentRefused, SecrecyRefused
from sauro.domains.documents.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def numbered(department, clerk, head, records, at):
    paper = factories.ready(department, clerk, head, at)
    return services.number_draft(draft=paper, day=at.date(), by=records, at=at)


@pytest.fixture
def sent(addressed, records, at):
    """A letter of the department that was sent to a partner."""
    document = factories.document(
        owner=addressed,
        by=records,
        at=at,
        number="15",
        symbol="SKHCN-CĐS",
        issuer_name=addressed.name,
        flow="outgoing",
    )
    services.attach_file(document=document, file=factories.PDF, name="cv.pdf", by=records, at=at)
    partner = Organ("000.00.00.H37", "Ủy ban nhân dân tỉnh Lạng Sơn")
    return services.send_document(document=document, addressees=[partner], by=records, at=at)


def made_secret(document: Document, by, at) -> Document:
    return services.change_document(
        document=document,
        particulars=factories.particulars(
            number=document.number,
            symbol=document.symbol,
            issued_on=document.issued_on,
            issuer_name=document.issuer_name,
            abstract=document.abstract,
            kind=document.kind,
            secrecy="confidential",
        ),
        version=document.version,
        by=by,
        at=at,
    )


def test_a_paper_whose_text_stays_in_its_draft_becomes_no_secret_one(numbered, admin, clerk, at):
    with pytest.raises(DocumentRefused, match="gave this number"):
        made_secret(numbered.document, admin, at)
    assert selectors.documents_visible(user=clerk).filter(pk=numbered.document_id).exists()


def test_a_paper_that_was_exchanged_becomes_no_secret_one(sent, records, admin, at):
    services.remove_file(file=sent.document.files.get(), by=records, at=at)
    with pytest.raises(SecrecyRefused, match="exchange"):
        made_secret(Document.objects.get(pk=sent.document_id), admin, at)


def test_a_recalled_paper_has_no_further_step_and_its_page_says_why(
    numbered, records, head, at, addresses, browse
):
    assert selectors.draft_steps(draft=numbered, user=records)
    services.recall_document(
        document=numbered.document, recalled_on=at.date(), reason="Sai thể thức", by=records, at=at
    )
    numbered.document.refresh_from_db()
    assert selectors.draft_steps(draft=numbered, user=records) == []
    shown = browse(records).get(reverse("draft_detail", args=[numbered.pk])).content.decode()
    assert "was recalled" in shown
    assert "Sai thể thức" in shown


def test_who_recalls_a_sent_paper_is_led_to_ask_it_back(sent, records, at, addresses, browse):
    services.recall_document(
        document=sent.document, recalled_on=at.date(), reason="Sai", by=records, at=at
    )
    browser = browse(records)
    page = reverse("document_detail", args=[sent.document_id])
    message = reverse("exchange_message", args=[sent.pk])
    shown = browser.get(page).content.decode()
    assert "Ask the addressees to give it back" in shown
    assert message in shown
    services.ask_recall(message=sent, reason="Sai", by=records, at=at)
    assert "Ask the addressees to give it back" not in browser.get(page).content.decode()


@pytest.mark.parametrize("flow", ["outgoing", "internal"])
def test_a_symbol_that_names_a_year_is_of_that_year(province, monitor, at, flow):
    def enter(day, number=""):
        return factories.document(
            owner=province,
            by=monitor,
            at=at,
            number=number,
            symbol="2025/QĐ-UBND",
            issued_on=day,
            issuer_name=province.name,
            flow=flow,
        )

    for number in ("", "12"):
        with pytest.raises(DocumentRefused, match="names the year 2025"):
            enter(date(2024, 12, 31), number)
    assert enter(date(2025, 1, 2)).number == "1"


def test_a_draft_with_a_year_in_its_symbol_gets_no_number_of_another_year(
    department, clerk, head, records, at
):
    paper = factories.ready(department, clerk, head, at, symbol="2024/QĐ-SKHCN", kind="decision")
    with pytest.raises(DocumentRefused, match="names the year 2024"):
        services.number_draft(draft=paper, day=at.date(), by=records, at=at)


def test_numbers_begin_again_with_the_year_and_the_old_year_stays_open(province, monitor, at):
    def number(day):
        made = factories.document(
            owner=province,
            by=monitor,
            at=at,
            number="",
            symbol="KH-UBND",
            issued_on=day,
            issuer_name=province.name,
            flow="outgoing",
        )
        return made.number

    days = [date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2024, 12, 31)]
    assert [number(day) for day in days] == ["1", "2", "1", "3"]
