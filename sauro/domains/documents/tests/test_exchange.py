"""Electronic documents come in and go out; every message stands in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.documents import edxml, metadata, selectors, services
from sauro.domains.documents.edxml import Attachment, Business, Organ, Status
from sauro.domains.documents.edxml.tests import messages
from sauro.domains.documents.edxml.tests.messages import PDF
from sauro.domains.documents.models import Arrival, Document, ExchangeMessage
from sauro.domains.documents.services import DocumentRefused, DuplicateDocument, SecrecyRefused
from sauro.domains.documents.tests import factories
from sauro.engines.history.models import Event

SENDER = Organ("000.00.00.H37", "Ủy ban nhân dân tỉnh Lạng Sơn")
HERE = Organ(factories.ORGAN_ID, "Sở Khoa học và Công nghệ")

pytestmark = pytest.mark.django_db


def envelope(**given):
    values = {"sender": SENDER, "addressees": (HERE,), "issued_on": date(2025, 6, 2)}
    values |= {"document_id": "000.00.00.H37,2025/06/02,102/KH-UBND", "due_on": date(2025, 6, 30)}
    return messages.envelope(**values | given)


def file_of(**given):
    return edxml.build_envelope(envelope(**given))


def receive(data, organisation, by, at, **given):
    return services.receive_message(data=data, organisation=organisation, by=by, at=at, **given)


@pytest.fixture
def received(addressed, records, at):
    return receive(file_of(), addressed, records, at)


def content(file):
    with file.open("rb") as held:
        return held.read()


def events():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_received_document_is_registered_with_its_files_and_an_arrival_number(
    received, addressed, records
):
    document = received.document
    assert (document.reference, document.flow) == ("102/KH-UBND", "incoming")
    assert document.issuer_name == SENDER.name
    assert (document.urgency, document.page_amount) == ("urgent", 12)
    assert document.signer_name == "Nguyễn Văn Đức"
    assert document.answer_due_on == date(2025, 6, 30)
    arrival = Arrival.objects.get(document=document)
    assert (arrival.organisation, arrival.number) == (addressed, 1)
    (file,) = document.files.all()
    assert (file.name, file.size) == ("102-KH-UBND.pdf", len(PDF))
    assert content(received.message.payload) == file_of()


def test_the_metadata_of_what_came_tells_what_was_answered_since(received, records, at):
    for hours, code in enumerate(("04", "05", "06"), 1):
        services.answer_message(
            message=received.message, code=code, by=records, at=at + timedelta(hours=hours)
        )
    arrival = metadata.arrival_for(document=received.document, user=records)
    found = metadata.of_document(document=received.document, arrival=arrival)
    assert [one["Action"] for one in found.lists["TraceHeaderList"]] == [
        "Tiếp nhận",
        "Phân công xử lý",
        "Đang xử lý",
        "Hoàn thành xử lý",
    ]
    assert len({one["Timestamp"] for one in found.lists["TraceHeaderList"]}) == 4


def test_receiving_records_one_event(addressed, records, at):
    before = len(events())
    receive(file_of(), addressed, records, at)
    assert events()[before:] == ["documents.document.registered"]


def test_the_answer_received_is_built_and_kept(received):
    (answer,) = received.message.answered_by.all()
    assert (answer.code, answer.partner_id) == (Status.RECEIVED.value, SENDER.organ_id)
    told = edxml.parse(content(answer.payload)).message
    assert (told.code, told.document_id) == ("03", "000.00.00.H37,2025/06/02,102/KH-UBND")
    assert (told.sender.organ_id, told.to_organ_id) == (HERE.organ_id, SENDER.organ_id)


def test_the_same_file_twice_is_one_document(received, addressed, records, at):
    again = receive(file_of(), addressed, records, at)
    assert (again.is_new, again.message) == (False, received.message)
    assert Document.objects.count() == 1
    assert ExchangeMessage.objects.count() == 2  # the message and its answer


def test_another_file_with_the_same_document_leads_to_the_first(received, addressed, records, at):
    with pytest.raises(DuplicateDocument) as refusal:
        receive(file_of(subject="Trích yếu khác"), addressed, records, at)
    assert refusal.value.first == received.document
    assert ExchangeMessage.objects.count() == 2


def test_a_document_that_stands_in_the_register_only_arrives(
    addressed, province, records, monitor, at
):
    known = factories.document(
        owner=province,
        by=monitor,
        at=at,
        issued_on=date(2025, 6, 2),
        issuer_name=SENDER.name,
    )
    receipt = receive(file_of(), addressed, records, at)
    assert receipt.document == known
    assert known.arrivals.count() == 1


def test_a_message_for_somebody_else_is_refused(addressed, records, at):
    with pytest.raises(DocumentRefused, match="not addressed"):
        receive(file_of(addressees=(Organ("000.00.01.H37", "Sở khác"),)), addressed, records, at)


def test_every_grave_fault_is_told_with_its_place(addressed, records, at):
    bad = Attachment("a.pdf", "application/pdf", "%%%")
    data = edxml.build_envelope(replace(envelope(), attachments=(bad,)))
    data = data.replace(b"2025/06/02</edXML:Prom", b"2025/13/02</edXML:Prom")
    with pytest.raises(edxml.EdxmlError) as refusal:
        receive(data, addressed, records, at)
    assert [fault.code for fault in refusal.value.faults] == ["date", "base64"]
    assert Document.objects.count() == 0
    assert ExchangeMessage.objects.count() == 0


def secret_file(level):
    tag = f"<edXML:Secrecy>{level}</edXML:Secrecy></edXML:OtherInfo>".encode()
    return file_of().replace(b"</edXML:OtherInfo>", tag)


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "inspector", "other_clerk"])
def test_only_those_who_exchange_receive(addressed, at, person, request):
    with pytest.raises(NotAllowed):
        receive(file_of(), addressed, request.getfixturevalue(person), at)


def test_a_stranger_receives_nothing_for_this_province(addressed, stranger, at):
    with pytest.raises(NotAllowed):
        receive(file_of(), addressed, stranger, at)


def test_an_organisation_without_a_code_receives_nothing(department, records, at):
    with pytest.raises(DocumentRefused, match="no code"):
        receive(file_of(), department, records, at)


def test_a_refusal_needs_a_reason_and_registers_nothing(addressed, records, at):
    with pytest.raises(DocumentRefused, match="reason"):
        services.refuse_message(
            data=file_of(), organisation=addressed, reason=" ", by=records, at=at
        )
    receipt = services.refuse_message(
        data=file_of(), organisation=addressed, reason="Gửi nhầm nơi nhận", by=records, at=at
    )
    assert Document.objects.count() == 0
    (answer,) = receipt.message.answered_by.all()
    assert (answer.code, answer.reason) == ("02", "Gửi nhầm nơi nhận")
    assert edxml.parse(content(answer.payload)).message.description == "Gửi nhầm nơi nhận"
    assert events()[-1] == "documents.exchange.refused"


def test_answers_follow_each_other(received, records, at):
    message = received.message
    for code in ("04", "05", "06"):
        services.answer_message(message=message, code=code, by=records, at=at)
        at += timedelta(hours=1)
    assert selectors.last_answer(message=message) == "06"
    with pytest.raises(DocumentRefused, match="does not follow"):
        services.answer_message(message=message, code="04", by=records, at=at)
    assert events()[-1] == "documents.document.answer_sent"


def test_refusing_afterwards_needs_a_reason(received, records, at):
    with pytest.raises(DocumentRefused, match="reason"):
        services.answer_message(message=received.message, code="02", by=records, at=at)


def test_another_unit_does_not_answer(received, other_clerk, stranger, at):
    for person in (other_clerk, stranger):
        with pytest.raises(NotAllowed):
            services.answer_message(message=received.message, code="04", by=person, at=at)


def test_a_recall_that_is_asked_for_waits_for_an_answer(received, addressed, records, at):
    asked = receive(
        file_of(business=Business.RECALL.value, reason="Sai thể thức", attachments=()),
        addressed,
        records,
        at,
    )
    assert asked.document == received.document
    assert asked.message.reason == "Sai thể thức"
    assert services.answers_open(asked.message) == ("15", "16")
    with pytest.raises(DocumentRefused, match="reason"):
        services.answer_message(message=asked.message, code="16", by=records, at=at)
    made = services.answer_message(message=asked.message, code="15", by=records, at=at)
    assert edxml.parse(content(made.payload)).message.code == "15"


def test_a_recall_of_what_never_came_is_refused(addressed, records, at):
    with pytest.raises(DocumentRefused, match="never came"):
        receive(file_of(business=Business.RECALL.value), addressed, records, at)


@pytest.fixture
def letter(addressed, records, at):
    """An official letter of the department, with its signed file."""
    document = factories.document(
        owner=addressed,
        by=records,
        at=at,
        number="15",
        symbol="SKHCN-CĐS",
        issuer_name=addressed.name,
        issued_on=date(2025, 6, 9),
        flow="outgoing",
    )
    services.attach_file(document=document, file=PDF, name="15.pdf", by=records, at=at)
    return document


PARTNER = Organ("000.00.02.H99", "Sở Tài chính")


@pytest.fixture
def sent(letter, records, at):
    return services.send_document(document=letter, addressees=[PARTNER, SENDER], by=records, at=at)


def test_a_sent_document_carries_what_the_register_holds(sent, letter):
    told = edxml.parse(content(sent.payload))
    assert edxml.validate(told, max_bytes=1000) == (
        edxml.Fault("advised", f"{told.message.path}/SignerInfo/FullName"),
    )
    message = told.message
    assert message.reference == "15/SKHCN-CĐS"
    assert message.document_id == "000.00.15.H99,2025/06/09,15/SKHCN-CĐS"
    assert [one.organ_id for one in message.addressees] == [PARTNER.organ_id, SENDER.organ_id]
    assert message.attachments[0].decoded() == PDF
    assert message.type_name == "Công văn"
    assert message.place == "Lúa Vàng"
    assert [one.organ_id for one in sent.deliveries.all()] == [PARTNER.organ_id, SENDER.organ_id]
    assert events()[-1] == "documents.document.sent"


def test_the_metadata_of_a_sent_document_names_its_addressees_by_their_codes(sent, letter):
    letter.recipients = f"- {PARTNER.name.upper()};\n- Lưu: VT."
    found = metadata.of_document(document=letter).lists["To"]
    assert [(one["OrganId"], one["OrganName"]) for one in found] == [
        (PARTNER.organ_id, PARTNER.name),
        (SENDER.organ_id, SENDER.name),
        ("", "Lưu: VT"),
    ]


def test_only_chosen_files_go_along(letter, records, at):
    second = services.attach_file(
        document=letter, file=PDF + b"%2\n%%EOF\n", name="phu-luc.pdf", by=records, at=at
    )
    given = {"document": letter, "addressees": [PARTNER], "by": records, "at": at}
    with pytest.raises(DocumentRefused, match="one file"):
        services.send_document(files=[], **given)
    sent = services.send_document(files=[second.pk], **given)
    (attachment,) = edxml.parse(content(sent.payload)).message.attachments
    assert attachment.name == "phu-luc.pdf"


def test_it_is_not_sent_twice_to_one_addressee(sent, letter, records, at):
    with pytest.raises(DocumentRefused, match="Sở Tài chính"):
        services.send_document(document=letter, addressees=[PARTNER], by=records, at=at)


def test_what_is_laid_out_is_whole(
    letter, records, at, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.EXCHANGE_OUTBOX = str(tmp_path / "out")
    with django_capture_on_commit_callbacks(execute=True):
        sent = services.send_document(document=letter, addressees=[PARTNER], by=records, at=at)
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_bytes() == content(sent.payload)
    assert file.suffix == ".edxml"


def test_answers_of_addressees_are_kept_and_an_old_one_does_not_undo_a_new_one(
    sent, addressed, records, at
):
    def answered(code, hours, description=""):
        data = edxml.build_status(
            messages.status(
                code=code,
                sender=PARTNER,
                to_organ_id=HERE.organ_id,
                document_id=sent.identifier,
                description=description,
                at=at + timedelta(hours=hours),
            )
        )
        return receive(data, addressed, records, at)

    answered("04", 3)
    answered("03", 1)
    delivery = sent.deliveries.get(organ_id=PARTNER.organ_id)
    assert delivery.code == "04"
    answered("02", 5, "Không thuộc thẩm quyền")
    delivery.refresh_from_db()
    assert (delivery.code, delivery.reason) == ("02", "Không thuộc thẩm quyền")
    assert sent.answered_by.count() == 3
    assert events()[-1] == "documents.document.answered"


def test_an_answer_to_nothing_is_refused(addressed, records, at):
    data = edxml.build_status(messages.status(sender=PARTNER))
    with pytest.raises(DocumentRefused, match="no document"):
        receive(data, addressed, records, at)


def test_a_sent_document_can_be_asked_back_once(sent, records, at):
    made = services.ask_recall(message=sent, reason="Sai số liệu", by=records, at=at)
    told = edxml.parse(content(made.payload)).message
    assert (told.business, told.reason, told.attachments) == ("1", "Sai số liệu", ())
    assert told.document_id == sent.identifier
    with pytest.raises(DocumentRefused, match="before"):
        services.ask_recall(message=sent, reason="Sai số liệu", by=records, at=at)


def test_secret_incoming_and_fileless_documents_are_not_sent(
    letter, addressed, records, admin, at, received
):
    def send(document, by=records):
        services.send_document(document=document, addressees=[PARTNER], by=by, at=at)

    with pytest.raises(DocumentRefused, match="issued here"):
        send(received.document)
    with pytest.raises(DocumentRefused, match="addressee"):
        services.send_document(document=letter, addressees=[], by=records, at=at)
    letter.files.all().delete()
    with pytest.raises(DocumentRefused, match="signed file"):
        send(letter)
    hidden = factories.document(
        owner=addressed,
        by=admin,
        at=at,
        number="1",
        symbol="SKHCN-VP",
        issuer_name=addressed.name,
        secrecy="confidential",
        flow="outgoing",
    )
    with pytest.raises(SecrecyRefused):
        send(hidden, admin)


@pytest.mark.parametrize("person", ["clerk", "leader", "other_clerk", "stranger"])
def test_only_those_who_exchange_send(letter, at, person, request):
    with pytest.raises(NotAllowed):
        services.send_document(
            document=letter, addressees=[PARTNER], by=request.getfixturevalue(person), at=at
        )


def test_a_code_belongs_to_one_organisation(addressed, other_department, admin, at):
    with pytest.raises(DocumentRefused, match="already belongs"):
        services.set_exchange_address(
            organisation=other_department, organ_id=HERE.organ_id, by=admin, at=at
        )
    for wrong in ("", "a b", "12345678901234"):
        with pytest.raises(DocumentRefused, match="13"):
            services.set_exchange_address(
                organisation=other_department, organ_id=wrong, by=admin, at=at
            )


def test_the_log_takes_few_queries(sent, received, records, django_assert_num_queries):
    records = type(records).objects.get(pk=records.pk)
    with django_assert_num_queries(2):
        assert len(selectors.messages_visible(user=records)) == 3
