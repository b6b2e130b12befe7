"""A numbered draft is signed with the certificate of the server, elsewhere, or on paper."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import NOW
from sauro.core import clock
from sauro.core.errors import NotAllowed, Stale
from sauro.domains.documents import selectors, services
from sauro.domains.documents.models import DocumentFile, Draft
from sauro.domains.documents.services import DocumentRefused, signatures
from sauro.domains.documents.tests.factories import PDF, draft
from sauro.engines.history.models import Event
from sauro.engines.office.signing import KeyRefused, SigningRefused, sign
from sauro.engines.office.signing.tests.authority import page
from sauro.engines.workflow import TransitionRefused

pytestmark = pytest.mark.django_db
AT = NOW  # within the first year of the certificates of the test authority


@pytest.fixture
def numbered(department, clerk, head, records):
    """A report with its number, whose last version is a PDF."""
    paper = draft(department, clerk, AT)
    services.add_version(draft=paper, file=page("Báo cáo"), name="bao-cao.pdf", by=clerk, at=AT)
    services.submit_draft(draft=paper, by=clerk, at=AT)
    services.approve_draft(draft=paper, by=head, at=AT)
    return services.number_draft(draft=paper, day=AT.date(), by=records, at=AT)


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def day(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", AT.date)


def untouched(paper: Draft, root: Any) -> None:
    """Nothing half done: the state, the files, the history and the disk are as before."""
    paper.refresh_from_db()
    assert (paper.state, paper.signed_sha256) == ("numbered", "")
    assert not DocumentFile.objects.exists()
    assert not Event.objects.filter(kind="documents.draft.signed").exists()
    assert not [one for one in root.rglob("*.pdf") if "drafts" not in str(one)]


def test_the_head_signs_the_final_paper_and_the_step_says_which(certificate, numbered, head, files):
    seen = selectors.paper_to_sign(draft=numbered)
    signed = services.sign_draft_here(draft=numbered, sha256=seen.sha256, by=head, at=AT)
    kept = selectors.signed_file(draft=signed)
    content = signatures.filing.content_of(kept)
    assert (signed.state, signed.signed_on_paper) == ("signed", False)
    assert kept.name == "bao-cao (đã ký).pdf"
    assert signed.signed_sha256 == kept.sha256 == hashlib.sha256(content).hexdigest()
    (verdict,) = services.verdicts(pdf=content, at=AT)
    assert (verdict.good, verdict.signed_at) == (True, AT)
    assert b"/Stamp" in content
    event = Event.objects.get(kind="documents.draft.signed")
    assert event.after == {
        "state": "signed",
        "file": kept.name,
        "sha256": kept.sha256,
        "signer": "Sở Khoa học và Công nghệ",
    }


def test_the_paper_with_its_number_may_be_added_in_the_step(certificate, numbered, head):
    services.sign_draft_here(draft=numbered, file=page("Số 01"), name="so-01.pdf", by=head, at=AT)
    numbered.refresh_from_db()
    assert selectors.signed_file(draft=numbered).name == "so-01 (đã ký).pdf"


def test_the_newest_pdf_of_the_document_goes_before_the_last_version(numbered, records):
    services.attach_file(
        document=numbered.document, file=page("Số 01"), name="so-01.pdf", by=records, at=AT
    )
    assert selectors.paper_to_sign(draft=numbered).name == "so-01.pdf"


def test_when_signing_fails_nothing_is_half_done(
    certificate, numbered, head, files, settings, monkeypatch
):
    with pytest.raises(SigningRefused):
        services.sign_draft_here(draft=numbered, file=PDF, name="hong.pdf", by=head, at=AT)
    untouched(numbered, files)

    def refuse(*_args: Any, **_named: Any) -> bytes:
        raise SigningRefused("The time-stamping service does not answer.")

    monkeypatch.setattr(signatures.signing, "sign", refuse)
    with pytest.raises(SigningRefused, match="time-stamping"):
        services.sign_draft_here(draft=numbered, by=head, at=AT)
    untouched(numbered, files)
    settings.SIGNING = dict.fromkeys(settings.SIGNING, "")
    with pytest.raises(KeyRefused):
        services.sign_draft_here(draft=numbered, by=head, at=AT)
    untouched(numbered, files)


def test_what_changes_while_the_signature_is_made_refuses_it(
    certificate, numbered, head, records, files, monkeypatch
):
    original = signatures.signing.sign

    def slowly(*args: Any, **named: Any) -> bytes:
        services.recall_document(
            document=numbered.document, recalled_on=AT.date(), reason="Sai", by=records, at=AT
        )
        return original(*args, **named)

    monkeypatch.setattr(signatures.signing, "sign", slowly)
    with pytest.raises(DocumentRefused, match="recalled"):
        services.sign_draft_here(draft=numbered, by=head, at=AT)
    untouched(numbered, files)


def test_another_file_than_the_one_looked_at_is_not_signed(certificate, numbered, head, files):
    with pytest.raises(Stale):
        services.sign_draft_here(draft=numbered, sha256="0" * 64, by=head, at=AT)
    untouched(numbered, files)


def test_a_word_file_is_not_signed(certificate, department, clerk, head, records, numbered, files):
    Draft.objects.get(pk=numbered.pk).versions.update(content_type="application/msword")
    with pytest.raises(DocumentRefused, match="final paper as PDF"):
        services.sign_draft_here(draft=numbered, by=head, at=AT)
    untouched(numbered, files)


@pytest.mark.parametrize("person", ["clerk", "monitor", "admin", "stranger"])
def test_only_who_may_sign_for_the_issuer(certificate, numbered, files, person, request):
    with pytest.raises(NotAllowed):
        services.sign_draft_here(draft=numbered, by=request.getfixturevalue(person), at=AT)
    untouched(numbered, files)


def test_the_drafter_s_head_does_not_sign_for_the_province(
    certificate, department, province, clerk, head, leader, monitor
):
    paper = draft(department, clerk, AT, issuer=province)
    services.add_version(draft=paper, file=page(), name="a.pdf", by=clerk, at=AT)
    services.submit_draft(draft=paper, by=clerk, at=AT)
    services.approve_draft(draft=paper, by=leader, at=AT)
    services.number_draft(draft=paper, day=AT.date(), by=monitor, at=AT)
    with pytest.raises(NotAllowed):
        services.sign_draft_here(draft=paper, by=head, at=AT)
    assert services.sign_draft_here(draft=paper, by=leader, at=AT).state == "signed"


def test_nothing_is_signed_twice_or_too_early(certificate, numbered, head, department, clerk):
    services.sign_draft_here(draft=numbered, by=head, at=AT)
    with pytest.raises(TransitionRefused):
        services.sign_draft_here(draft=numbered, by=head, at=AT)
    with pytest.raises(TransitionRefused):
        services.sign_draft_here(draft=draft(department, clerk, AT), by=head, at=AT)


def test_a_file_said_to_be_signed_elsewhere_carries_a_signature(
    certificate, numbered, records, files
):
    def record(content: bytes) -> Draft:
        return services.sign_draft(draft=numbered, file=content, name="ky.pdf", by=records, at=AT)

    made = sign(page(), key=certificate, at=AT)
    altered = made.replace(b"%%EOF", b"%%EOG", 1)
    for content in (page(), PDF, altered):
        with pytest.raises(DocumentRefused, match="no unaltered digital signature"):
            record(content)
        untouched(numbered, files)
    assert record(made).signed_sha256 == hashlib.sha256(made).hexdigest()


def test_the_signed_file_stays_with_the_document(certificate, numbered, head, records):
    signed = services.sign_draft_here(draft=numbered, by=head, at=AT)
    kept = selectors.signed_file(draft=signed)
    with pytest.raises(DocumentRefused, match="carries the signature"):
        services.remove_file(file=kept, by=records, at=AT)
    assert DocumentFile.objects.filter(pk=kept.pk).exists()


def test_the_page_offers_the_step_and_signs(certificate, addresses, day, numbered, head, browse):
    browser = browse(head)
    place = reverse("draft_detail", args=[numbered.pk])
    shown = browser.get(place).content.decode()
    assert "Will be signed: bao-cao.pdf" in shown
    digest = selectors.paper_to_sign(draft=numbered).sha256
    assert digest in shown
    seal = reverse("draft_seal", args=[numbered.pk])
    wrong = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    refused = browser.post(seal, {"file": wrong})
    assert refused.status_code == 422
    assert "damaged or protected" in refused.content.decode()
    assert browser.post(seal, {"sha256": digest}).status_code == 302
    after = browser.get(place).content.decode()
    assert "bao-cao (đã ký).pdf" in after
    numbered.refresh_from_db()
    assert numbered.signed_sha256 in after


def test_without_a_certificate_the_page_says_who_records_it(addresses, numbered, head, browse):
    shown = browse(head).get(reverse("draft_detail", args=[numbered.pk])).content.decode()
    assert "No signing certificate is set up" in shown
    assert reverse("draft_seal", args=[numbered.pk]) not in shown


def test_a_program_signs_the_file_that_it_names(
    certificate, addresses, day, numbered, head, clerk, browse
):
    digest = selectors.paper_to_sign(draft=numbered).sha256
    place = f"/api/drafts/{numbered.pk}/sign-here"

    def ask(user: Any, sha256: str) -> Any:
        return browse(user).post(place, {"sha256": sha256}, content_type="application/json")

    assert ask(clerk, digest).status_code == 403
    assert ask(head, "").status_code == 422
    assert ask(head, "0" * 64).status_code == 409
    answer = ask(head, digest)
    assert (answer.status_code, answer.json()["state"]) == (200, "signed")
    assert answer.json()["signed_sha256"] == Draft.objects.get(pk=numbered.pk).signed_sha256
