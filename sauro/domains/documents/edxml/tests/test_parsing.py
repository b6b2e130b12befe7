"""Every form in use gives the same document; every fault is named with its place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.documents import edxml
from sauro.domains.documents.edxml import (
    Attachment,
    Envelope,
    Organ,
    Reading,
    Signer,
    Status,
    Trace,
)
from sauro.domains.documents.edxml.parsing import line, lines
from sauro.domains.documents.edxml.shapes import OLD_NAMESPACE
from sauro.domains.documents.edxml.tests import messages
from sauro.domains.documents.edxml.tests.messages import MEGABYTE, PDF
from sauro.domains.documents.rules import Secrecy

FORMS = {
    "header": messages.header_form(),
    "soap": messages.soap(),
    "flat with namespace": messages.flat(namespace="http://www.go.vn/eDoc"),
    "flat with the old namespace": messages.flat(namespace=OLD_NAMESPACE),
    "flat without namespace": messages.flat(),
    "without header element": messages.bare(),
}


def faults(reading, **given):
    found = edxml.validate(reading, **{"max_bytes": MEGABYTE} | given)
    return [(fault.code, fault.path) for fault in found]


def read(**given):
    return Reading(messages.envelope(**given))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_document(form):
    reading = edxml.parse(FORMS[form])
    found = reading.message
    assert faults(reading) == []
    assert (found.sender.organ_id, found.addressees[0].name) == ("000.00.00.H37", "Sở KH&CN")
    assert (found.code_number, found.code_notation) == ("102", "KH-UBND")
    assert found.issued_on == date(2026, 3, 1)
    assert (found.place, found.type_name, found.subject) == (
        "Lạng Sơn",
        "Kế hoạch",
        "Kế hoạch năm 2026",
    )
    assert found.signer == Signer("", "Chủ tịch", "Nguyễn Văn Đức")
    assert found.document_id == "000.00.00.H37,2026/03/01,102/KH-UBND"
    (attachment,) = found.attachments
    kept = edxml.file_of(attachment, max_bytes=MEGABYTE)
    assert (kept.name, kept.content) == ("ke-hoach.pdf", PDF)


def test_traces_are_read_beside_the_header():
    found = edxml.parse(messages.soap()).message
    assert found.traces == (Trace("000.00.00.H37", "2026/03/01 08:00:00"),)


def test_a_built_message_is_the_same_bytes_every_time():
    assert edxml.build_envelope(messages.envelope()) == edxml.build_envelope(messages.envelope())


def test_an_old_namespace_can_be_written():
    data = edxml.build_envelope(messages.envelope(), namespace=OLD_NAMESPACE)
    assert OLD_NAMESPACE.encode() in data
    assert edxml.parse(data).message == messages.envelope()


def test_a_large_attachment_passes_the_parser_that_keeps_its_limits():
    content = PDF + b"%" * (12 * MEGABYTE) + b"\n%%EOF\n"
    made = Attachment.of(name="scan.pdf", content=content, content_type="application/pdf")
    reading = edxml.parse(edxml.build_envelope(messages.envelope(attachments=(made,))))
    assert faults(reading, max_bytes=25 * MEGABYTE) == []
    assert reading.message.attachments[0].decoded() == content


LETTERS = st.characters(
    blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff"
)
TEXT = st.text(LETTERS, max_size=60).map(line)
NAMED = st.text(LETTERS, min_size=1, max_size=60).map(line).filter(bool)
DAYS = st.dates(min_value=date(1945, 9, 2), max_value=date(2100, 1, 1))
IDS = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9.\-]{0,12}\Z")
ORGANS = st.builds(Organ, organ_id=IDS, name=NAMED, address=TEXT, telephone=TEXT, email=TEXT)
FILES = st.builds(
    Attachment.of,
    name=NAMED,
    content=st.binary(max_size=9000),
    content_type=st.just("application/pdf"),
    description=TEXT,
)
ENVELOPES = st.builds(
    Envelope,
    sender=ORGANS,
    addressees=st.lists(ORGANS, min_size=1, max_size=3).map(tuple),
    code_number=st.from_regex(r"\A[1-9][0-9]{0,4}[a-d]?\Z"),
    code_notation=st.sampled_from(["KH-UBND", "QĐ-UBND", "NQ/TW", "SKHCN-CĐS", "CTr/TU"]),
    place=TEXT,
    issued_on=DAYS,
    type_code=TEXT,
    type_name=NAMED,
    subject=NAMED,
    content=st.text(LETTERS | st.just("\n"), max_size=80).map(lines),
    signer=st.builds(Signer, competence=TEXT, position=TEXT, full_name=TEXT),
    due_on=st.none() | DAYS,
    to_places=st.lists(NAMED, max_size=3).map(tuple),
    priority=st.integers(0, 4),
    page_amount=st.integers(0, 9999),
    sphere=TEXT,
    appendixes=st.lists(NAMED, max_size=3).map(tuple),
    document_id=NAMED,
    business=st.sampled_from(["0", "1", "2", "3"]),
    reason=TEXT,
    traces=st.lists(st.builds(Trace, organ_id=IDS, at=NAMED), max_size=3).map(tuple),
    attachments=st.lists(FILES, max_size=3).map(tuple),
)


@settings(max_examples=120, deadline=None)
@given(ENVELOPES)
def test_what_is_built_is_read_back(envelope):
    reading = edxml.parse(edxml.build_envelope(envelope))
    assert reading.faults == ()
    assert reading.message == envelope


@pytest.mark.parametrize("code", list(Status))
def test_an_answer_is_read_back(code):
    made = messages.status(code=code.value, description="Không thuộc thẩm quyền")
    reading = edxml.parse(edxml.build_status(made))
    assert reading.message == made
    assert faults(reading) == []


@pytest.mark.parametrize("code", [Status.REFUSED, Status.RECALL_REQUESTED])
def test_a_refusal_without_a_reason_is_not_built(code):
    with pytest.raises(edxml.EdxmlError) as error:
        edxml.build_status(messages.status(code=code.value))
    assert [fault.code for fault in error.value.faults] == ["reason"]


def test_an_unknown_status_is_a_fault():
    assert faults(Reading(messages.status(code="99"))) == [("status_code", "Status/StatusCode")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"sender": Organ("", "UBND")}, ("missing", "MessageHeader/From/OrganId")),
        ({"sender": Organ("000.00.00.00.H37", "UBND")}, ("organ_id", "MessageHeader/From/OrganId")),
        ({"addressees": ()}, ("missing", "MessageHeader/To")),
        (
            {"addressees": (Organ("A", "a"), Organ("B", ""))},
            ("missing", "MessageHeader/To[2]/OrganName"),
        ),
        ({"code_number": ""}, ("missing", "MessageHeader/Code/CodeNumber")),
        ({"code_number": "số 5"}, ("code_number", "MessageHeader/Code/CodeNumber")),
        ({"code_notation": "102/KH UBND?"}, ("code_notation", "MessageHeader/Code/CodeNotation")),
        ({"issued_on": None}, ("missing", "MessageHeader/PromulgationInfo/PromulgationDate")),
        ({"subject": ""}, ("missing", "MessageHeader/Subject")),
        ({"subject": "a" * 501}, ("too_long", "MessageHeader/Subject")),
        ({"priority": 9}, ("priority", "MessageHeader/OtherInfo/Priority")),
        ({"document_id": ""}, ("advised", "MessageHeader/DocumentId")),
    ],
)
def test_a_fault_is_named_with_the_path_of_its_element(given, expected):
    assert expected in faults(read(**given))


def test_a_whole_message_has_no_faults():
    assert faults(read()) == []


def test_advice_does_not_stop_registration():
    (fault,) = edxml.validate(read(place=""), max_bytes=MEGABYTE)
    assert not fault.grave


@pytest.mark.parametrize("day", ["2026/02/30", "tháng ba", "2026-13-01", "0000/00/00"])
def test_a_day_that_does_not_exist_is_one_fault(day):
    reading = edxml.parse(messages.flat(day=day))
    assert faults(reading) == [
        ("date", "EdXMLEnvelope/MessageHeader/PromulgationInfo/PromulgationDate")
    ]


def test_a_document_from_the_future_is_pointed_out():
    found = faults(read(), received_on=date(2026, 2, 28))
    assert found == [
        ("later_than_arrival", "MessageHeader/PromulgationInfo/PromulgationDate"),
    ]


@pytest.mark.parametrize(
    ("secrecy", "sphere", "level"),
    [
        ("", "", Secrecy.OPEN),
        ("Thường", "Lưu hành nội bộ", Secrecy.OPEN),
        ("0", "1", Secrecy.OPEN),
        ("Mật", "", Secrecy.CONFIDENTIAL),
        ("Độ Tối mật", "", Secrecy.SECRET),
        ("3", "", Secrecy.TOP_SECRET),
        ("", "Tuyệt mật", Secrecy.TOP_SECRET),
        ("hạn chế", "", Secrecy.CONFIDENTIAL),
    ],
)
def test_the_level_of_secrecy_is_read(secrecy, sphere, level):
    assert edxml.secrecy_of(messages.envelope(secrecy=secrecy, sphere=sphere)) == level
