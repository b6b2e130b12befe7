"""Pages of electronic exchange and of signatures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import NOW
from sauro.domains.documents import services
from sauro.domains.documents.models import Document, ExchangeAddress, ExchangeMessage
from sauro.domains.documents.tests.test_exchange import (
    PARTNER,
    file_of,
    letter,
    received,
    secret_file,
    sent,
)
from sauro.domains.documents.tests.test_signatures import entry
from sauro.engines.office.signing.tests.authority import page

__all__ = ["letter", "received", "sent"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses")]


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("sauro.core.clock.now", lambda: NOW)
    monkeypatch.setattr("sauro.core.clock.today", NOW.date)


def upload(data, name="thu.edxml"):
    return SimpleUploadedFile(name, data)


def take(client, organisation, data, **given):
    values = {"organisation": organisation.pk, "file": upload(data), **given}
    return client.post(reverse("exchange_receive"), values)


def test_a_message_is_received_on_the_page(addressed, records, browse, now):
    answer = take(browse(records), addressed, file_of())
    message = ExchangeMessage.objects.get(direction="in")
    assert answer.url == reverse("exchange_message", args=[message.pk])
    shown = browse(records).get(answer.url).content.decode()
    assert "102/KH-UBND" in shown
    assert reverse("document_detail", args=[message.document_id]) in shown


def test_faults_are_listed_with_their_elements(addressed, records, browse, now):
    answer = take(
        browse(records), addressed, file_of().replace(b"2025/06/02</", b"2025/06/31</", 1)
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "MessageHeader/<wbr>PromulgationInfo/<wbr>PromulgationDate" in shown
    assert "2025/06/31" in shown


def test_what_is_no_message_is_refused_on_the_page(addressed, records, browse, now):
    answer = take(browse(records), addressed, b"<!DOCTYPE a><a/>")
    assert answer.status_code == 422
    assert "refused unread" in answer.content.decode()


def test_a_duplicate_links_to_the_first(received, addressed, records, browse, now):
    answer = take(browse(records), addressed, file_of(subject="Khác"))
    assert answer.status_code == 409
    link = reverse("document_detail", args=[received.document.pk])
    assert link in answer.content.decode()


def test_a_message_is_sent_back_with_a_reason(addressed, records, browse, now):
    client = browse(records)
    assert take(client, addressed, file_of(), refuse="1").status_code == 422
    answer = take(client, addressed, file_of(), refuse="1", reason="Sai thẩm quyền")
    assert answer.status_code == 302
    assert Document.objects.count() == 0
    assert ExchangeMessage.objects.get(direction="out").code == "02"


def test_secret_messages_are_hidden_from_a_clerk(addressed, admin, records, browse, at):
    receipt = services.receive_message(
        data=secret_file("Mật"), organisation=addressed, particulars_only=True, by=admin, at=at
    )
    address = reverse("exchange_message", args=[receipt.message.pk])
    assert browse(records).get(address).status_code == 404
    assert browse(admin).get(address).status_code == 200
    assert browse(admin).get(reverse("exchange_file", args=[receipt.message.pk])).status_code == 404


def test_the_file_of_a_message_is_downloaded(received, records, browse):
    answer = browse(records).get(reverse("exchange_file", args=[received.message.pk]))
    assert b"".join(answer.streaming_content) == file_of()
    assert "attachment" in answer["Content-Disposition"]


def test_the_next_answer_is_given_on_the_page(received, records, browse, now):
    client = browse(records)
    address = reverse("exchange_answer", args=[received.message.pk])
    assert client.post(address, {"code": "02"}).status_code == 422
    assert client.post(address, {"code": "99"}).status_code == 422
    assert client.post(address, {"code": "04"}).status_code == 302
    assert received.message.answered_by.filter(code="04").exists()


def test_a_document_is_sent_and_asked_back_on_the_page(
    letter, other_department, records, admin, browse, now, at
):
    services.set_exchange_address(
        organisation=other_department, organ_id=PARTNER.organ_id, by=admin, at=at
    )
    client = browse(records)
    address = reverse("exchange_send", args=[letter.pk])
    assert PARTNER.organ_id in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"others": "sai"}).status_code == 422
    to = {"known": [PARTNER.organ_id], "others": "000.00.01.H99 Văn phòng UBND tỉnh"}
    assert client.post(address, to).status_code == 422  # without a file
    answer = client.post(address, to | {"attached": [letter.files.get().pk]})
    message = ExchangeMessage.objects.get(direction="out")
    assert answer.url == reverse("exchange_message", args=[message.pk])
    assert message.deliveries.count() == 2
    recall = reverse("exchange_recall", args=[message.pk])
    assert client.post(recall, {}).status_code == 422
    assert client.post(recall, {"reason": "Sai số liệu"}).status_code == 302


def test_codes_are_set_on_the_page(addressed, records, browse, now):
    client = browse(records)
    address = reverse("exchange_addresses")
    given = {"organisation": addressed.pk, "organ_id": "000.00.16.H99"}
    assert client.post(address, given).status_code == 302
    assert ExchangeAddress.objects.get().organ_id == "000.00.16.H99"
    assert client.post(address, given | {"organ_id": "a b"}).status_code == 422


@pytest.mark.parametrize("person", ["clerk", "head", "inspector", "leader"])
def test_the_log_is_for_those_who_exchange(received, person, browse, request):
    client = browse(request.getfixturevalue(person))
    for name in ("exchange_log", "exchange_receive", "exchange_addresses"):
        assert client.get(reverse(name)).status_code == 403
    assert client.get(reverse("exchange_message", args=[received.message.pk])).status_code == 403


def test_another_province_sees_no_message(received, stranger, browse):
    client = browse(stranger)
    assert client.get(reverse("exchange_message", args=[received.message.pk])).status_code == 404
    assert "102/KH-UBND" not in client.get(reverse("exchange_log")).content.decode()


def test_a_file_is_signed_and_checked_on_the_page(certificate, department, records, browse, now):
    file = entry(department, records)
    client = browse(records)
    sign = reverse("file_sign", args=[file.document_id, file.pk])
    assert client.get(sign).status_code == 200
    answer = client.post(sign, {"mark": "own", "visible": "on", "page": "1"})
    shown = client.get(answer.url).content.decode()
    assert "signed by a trusted signer" in shown
    detail = client.get(reverse("document_detail", args=[file.document_id])).content.decode()
    assert "(đã ký).pdf" in detail
    assert client.post(sign, {"mark": "own", "page": "9"}).status_code == 302  # not visible
    assert client.post(sign, {"mark": "own", "visible": "on", "page": "9"}).status_code == 422


def test_signing_is_not_for_everybody(certificate, department, records, clerk, stranger, browse):
    file = entry(department, records)
    sign = reverse("file_sign", args=[file.document_id, file.pk])
    assert browse(clerk).get(sign).status_code == 403
    assert browse(stranger).get(sign).status_code in {403, 404}


def test_any_pdf_is_checked_and_not_kept(certificate, department, records, clerk, browse, now):
    made = services.sign_file(file=entry(department, records), by=records, at=NOW)
    with made.file.open("rb") as held:
        signed = held.read()
    client = browse(clerk)
    address = reverse("signature_check")
    known = Document.objects.count()

    def told(data, name="a.pdf"):
        answer = client.post(address, {"file": upload(data, name)})
        return answer.status_code, answer.content.decode()

    assert "Sở Khoa học và Công nghệ" in told(signed)[1]
    broken = bytearray(signed)
    broken[page().index(b"stream") + 12] ^= 1
    assert "Altered" in told(bytes(broken))[1]
    assert "no digital signature" in told(page())[1]
    assert told(b"MZ", "a.pdf")[0] == 422
    assert Document.objects.count() == known
    assert client.get(address).status_code == 200


def test_the_document_page_offers_sending(letter, records, clerk, browse):
    address = reverse("document_detail", args=[letter.pk])
    send = reverse("exchange_send", args=[letter.pk])
    assert send in browse(records).get(address).content.decode()
    assert send not in browse(clerk).get(address).content.decode()


def test_the_log_costs_the_same_for_many_messages(
    received, addressed, records, browse, django_assert_max_num_queries, at
):
    for number in range(12):
        services.refuse_message(
            data=file_of(code_number=str(200 + number)),
            organisation=addressed,
            reason="Gửi nhầm",
            by=records,
            at=at + timedelta(minutes=number),
        )
    client = browse(records)
    client.get(reverse("exchange_log"))
    with django_assert_max_num_queries(14):
        client.get(reverse("exchange_log"))
