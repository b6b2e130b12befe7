"""Hostile messages are refused by name, and nothing but the module's own error comes out."""

import base64
import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.documents import edxml
from sauro.domains.documents.edxml import Attachment, Reading
from sauro.domains.documents.edxml.tests import messages
from sauro.domains.documents.edxml.tests.messages import MEGABYTE, PDF, PNG
from sauro.engines.office.trees import TreeLimits

PLAIN = messages.header_form().decode()
BODY = PLAIN.split("?>", 1)[1]
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(9)
)


def refused(data, limits=None):
    with pytest.raises(edxml.EdxmlError) as error:
        edxml.parse(data, limits)
    return [fault.code for fault in error.value.faults]


def attached(name, content, content_type="application/pdf", encoded=None):
    made = Attachment.of(name=name, content=content, content_type=content_type)
    if encoded is not None:
        made = Attachment(name, content_type, encoded)
    reading = Reading(messages.envelope(attachments=(made,)))
    return [fault.code for fault in edxml.validate(reading, max_bytes=MEGABYTE)]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE edXML SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "http://example.org/x">]>',
        f"<!DOCTYPE edXML [{LAUGHS}]>",
        '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "http://example.org/p.dtd"> %p;]>',
        '<?xml-stylesheet href="http://example.org/x.xsl"?>',
        '<!-- c --><!ENTITY x "y">',
    ],
)
def test_types_entities_and_instructions_are_refused_unread(head):
    assert refused((head + BODY).encode()) == ["forbidden"]


def test_inclusion_is_refused():
    inner = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    data = PLAIN.replace("</edXML:edXMLHeader>", f"{inner}</edXML:edXMLHeader>")
    assert refused(data.encode()) == ["forbidden"]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-32"),
        PLAIN.replace('encoding="UTF-8"', 'encoding="windows-1258"').encode(),
        PLAIN.replace('encoding="UTF-8"', 'encoding="UTF-7"').encode(),
        PLAIN.encode().replace("ế".encode(), b"\xea\xec"),
        PLAIN.encode() + b"\x00",
    ],
)
def test_another_encoding_than_utf_8_is_refused(data):
    assert refused(data) == ["encoding"]


def test_a_byte_order_mark_is_no_fault():
    assert edxml.parse(b"\xef\xbb\xbf" + PLAIN.encode()).faults == ()


def test_size_depth_and_number_of_elements_are_limited():
    assert refused(PLAIN.encode(), TreeLimits(bytes=100)) == ["too_large"]
    assert refused(b"<edXML>" + b"<a>" * 200 + b"</a>" * 200 + b"</edXML>") == ["too_deep"]
    assert refused(b"<edXML>" + b"<a/>" * 20_001 + b"</edXML>") == ["too_deep"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"not xml", "not_xml"),
        (b"<edXML>", "not_xml"),
        (b"<edXML>&unknown;</edXML>", "not_xml"),
        (b"<rss><channel/></rss>", "not_edxml"),
        (b"<edXML/>", "not_edxml"),
        (b'<edXML><MessageHeader xmlns="urn:other"/></edXML>', "namespace"),
    ],
)
def test_what_is_no_message_is_refused_by_name(data, code):
    assert refused(data) == [code]


def test_a_file_elsewhere_is_not_fetched_but_named():
    data = messages.soap().replace(b"cid:a1", b"http://example.org/a.pdf")
    found = edxml.validate(edxml.parse(data), max_bytes=MEGABYTE)
    assert "external" in [fault.code for fault in found]


def test_a_file_that_the_manifest_names_and_the_message_lacks_is_a_fault():
    data = messages.soap().replace(b"<ContentId>a1", b"<ContentId>b2").replace(b"cid:a1", b"cid:a9")
    found = edxml.validate(edxml.parse(data), max_bytes=MEGABYTE)
    assert "no_content" in [fault.code for fault in found]


def test_nobody_can_write_the_mark_of_a_cut_out_text():
    content = "A" * 8000
    data = messages.flat(content=content).replace("Kế hoạch năm 2026".encode(), b"@0@")
    found = edxml.parse(data).message
    assert found.subject == "@0@"
    assert found.attachments[0].encoded == content


def test_attachments_are_checked_by_content():
    assert attached("a.pdf", PDF) == []
    assert attached("a.pdf", messages.zipped("x.pdf", PDF)) == []
    assert attached("a.pdf", PNG) == ["attachment_refused"]
    assert attached("a.png", PNG) == ["attachment_type"]
    assert attached("a.png", PNG, "image/png") == []
    assert attached("a.pdf", b"MZ program") == ["attachment_refused"]
    assert attached("a.pdf", b"") == ["attachment_empty"]
    assert attached("a", PDF) == ["attachment_name"]
    assert attached("a.pdf", b"", encoded="%%%%") == ["base64"]
    assert attached("a.pdf", b"", encoded="QUJ") == ["base64"]
    assert attached("a.pdf", b"", encoded="ế") == ["base64"]
    assert attached("a.pdf", PDF + b" " * (2 * MEGABYTE) + b"%%EOF") == ["attachment_large"]


def test_archives_that_unpack_to_far_more_are_refused():
    assert attached("a.pdf", messages.zipped("x.pdf", b"\x00" * (3 * MEGABYTE))) == [
        "attachment_bomb"
    ]
    assert attached("a.zip", messages.zipped("x.exe", b"MZ"), "application/zip") == [
        "attachment_refused"
    ]
    assert attached("a.zip", messages.zipped("x.zip", messages.zipped("y.zip", PDF)), "zip") == [
        "attachment_refused"
    ]


def test_the_same_file_twice_is_pointed_out():
    one = Attachment.of(name="a.pdf", content=PDF, content_type="pdf")
    two = Attachment.of(name="b.pdf", content=PDF, content_type="pdf")
    reading = Reading(messages.envelope(attachments=(one, two)))
    (fault,) = edxml.validate(reading, max_bytes=MEGABYTE)
    assert (fault.code, fault.grave) == ("attachment_twice", False)


SEEDS = [
    messages.header_form(),
    messages.soap(),
    messages.flat(),
    edxml.build_envelope(messages.envelope()),
    edxml.build_status(messages.status()),
]
PIECES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"\xff",
    b"'",
    b"</edXML>",
    b"&#0;",
    b"=",
]


def survives(data):
    """Faults or a refusal; any other exception fails the test."""
    with contextlib.suppress(edxml.EdxmlError):
        reading = edxml.parse(data, TreeLimits(bytes=MEGABYTE))
        for fault in edxml.validate(reading, max_bytes=MEGABYTE):
            assert str(fault)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
def test_changed_bytes_raise_nothing_but_our_own_error(seed, number):
    chance = random.Random(number)
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randint(1, 60)]
            case 2:
                data[place:place] = chance.choice(PIECES)
            case _:
                data[place:place] = data[: chance.randint(1, 200)]
    survives(bytes(data))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_raise_nothing_but_our_own_error(data):
    survives(data)
    survives(messages.flat(content=base64.b64encode(data).decode()))
