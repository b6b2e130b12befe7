"""PDF files of the register are signed with the certificate of the server."""

from __future__ import annotations

import pytest

from conftest import NOW
from sauro.core.errors import NotAllowed
from sauro.domains.documents import services
from sauro.domains.documents.services import DocumentRefused
from sauro.domains.documents.tests import factories
from sauro.engines.history.models import Event
from sauro.engines.office.signing import CopyMark, KeyRefused
from sauro.engines.office.signing.tests.authority import page

pytestmark = pytest.mark.django_db
AT = NOW  # within the first year of the certificates of the test authority


def content(file):
    with file.open("rb") as held:
        return held.read()


def entry(department, by, flow="outgoing", **given):
    document = factories.document(
        owner=department,
        by=by,
        at=AT,
        number="15",
        symbol="SKHCN-CĐS",
        issuer_name=department.name,
        flow=flow,
        **given,
    )
    return services.attach_file(document=document, file=page(), name="cv-15.pdf", by=by, at=AT)


def test_the_signed_file_stands_beside_the_unsigned_one(certificate, department, records):
    file = entry(department, records)
    before = Event.objects.count()
    made = services.sign_file(file=file, by=records, at=AT)
    assert made.name == "cv-15 (đã ký).pdf"
    assert file.document.files.count() == 2
    (verdict,) = services.verdicts(pdf=content(made.file), at=AT)
    assert (verdict.signer, verdict.good) == ("Sở Khoa học và Công nghệ", True)
    assert verdict.signed_at == AT
    (event,) = Event.objects.order_by("id")[before:]
    assert (event.kind, event.after["signer"]) == (
        "documents.document.file_signed",
        "Sở Khoa học và Công nghệ",
    )


def test_a_paper_of_somebody_else_is_only_copied(certificate, department, records):
    file = entry(department, records, flow="incoming")
    with pytest.raises(DocumentRefused, match="only copied"):
        services.sign_file(file=file, by=records, at=AT)
    made = services.sign_file(file=file, mark=CopyMark.WHOLE, by=records, at=AT)
    assert made.name == "cv-15 (SY).pdf"
    (verdict,) = services.verdicts(pdf=content(made.file), at=AT)
    assert (verdict.reason, verdict.good) == ("SAO Y", True)


def test_without_a_certificate_nothing_is_signed(settings, department, records):
    settings.SIGNING = dict.fromkeys(settings.SIGNING, "")
    with pytest.raises(KeyRefused, match="No signing certificate"):
        services.sign_file(file=entry(department, records), by=records, at=AT)


@pytest.mark.parametrize("person", ["clerk", "monitor", "admin", "stranger", "inspector"])
def test_only_those_who_may_sign(certificate, department, records, person, request):
    file = entry(department, records)
    with pytest.raises(NotAllowed):
        services.sign_file(file=file, by=request.getfixturevalue(person), at=AT)


def test_a_recalled_document_is_not_signed(certificate, department, records):
    file = entry(department, records)
    services.recall_document(
        document=file.document, recalled_on=AT.date(), reason="Sai thể thức", by=records, at=AT
    )
    with pytest.raises(DocumentRefused, match="recalled"):
        services.sign_file(file=file, by=records, at=AT)


def test_only_pdf_files_are_signed(certificate, department, records):
    file = entry(department, records)
    picture = services.attach_file(
        document=file.document,
        file=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"IEND\xaeB`\x82",
        name="a.png",
        by=records,
        at=AT,
    )
    with pytest.raises(DocumentRefused, match="Only PDF"):
        services.sign_file(file=picture, by=records, at=AT)
