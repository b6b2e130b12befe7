"""Messages as bytes: the same message always gives the same bytes.

Written with the prefix `edXML:` and the order of elements that working systems on the axis expect;
some of them look for the prefixed names literally.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from sauro.domains.documents.edxml.faults import EdxmlError, Fault
from sauro.domains.documents.edxml.parsing import line, lines
from sauro.domains.documents.edxml.shapes import (
    NAMESPACE,
    Attachment,
    Envelope,
    Organ,
    Reading,
    StatusMessage,
)
from sauro.domains.documents.edxml.validating import header_faults, validate

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XLINK = "http://www.w3.org/1999/xlink"
_ACTOR = "http://schemas.xmlsoap.org/soap/actor/next"
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def build_envelope(envelope: Envelope, *, namespace: str = NAMESPACE) -> bytes:
    """The file of an outgoing document; raises `EdxmlError` when it would be refused over there."""
    grave = [fault for fault in header_faults(envelope) if fault.grave]
    if grave:
        raise EdxmlError(*grave)
    files = [(content_id(one, place), one) for place, one in enumerate(envelope.attachments, 1)]
    header = _tag("MessageHeader", *_header(envelope)) + _traces(envelope)
    manifest = "".join(_reference(key, one) for key, one in files)
    body = f'<edXML:edXMLManifest version="1.0">{manifest}</edXML:edXMLManifest>'
    inner = _tag("edXMLHeader", header) + _tag("edXMLBody", body)
    encoded = "".join(_file(key, one) for key, one in files)
    attached = f"<AttachmentEncoded>{encoded}</AttachmentEncoded>" if files else ""
    return _whole(inner, attached, namespace)


def build_status(message: StatusMessage, *, namespace: str = NAMESPACE) -> bytes:
    """The file of an answer; raises `EdxmlError` for an unknown code or a missing reason."""
    faults = [fault for fault in validate(Reading(message), max_bytes=0) if fault.grave]
    if faults:
        raise EdxmlError(*faults)
    day = f"{message.issued_on:%Y/%m/%d}" if message.issued_on else ""
    status = _tag(
        "Status",
        _tag(
            "ResponseFor",
            _leaf("OrganId", message.to_organ_id),
            _leaf("Code", message.document_code),
            _leaf("PromulgationDate", day),
            _leaf("DocumentId", message.document_id),
        ),
        _organ("From", message.sender),
        _leaf("StatusCode", message.code),
        _leaf("Description", message.description),
        _leaf("Timestamp", timestamp(message.at) if message.at else ""),
        _tag("StaffInfo", _leaf("Department", message.department), _leaf("Staff", message.staff)),
    )
    return _whole(_tag("edXMLHeader", status), "", namespace)


def timestamp(at: datetime) -> str:
    """A moment as traces write it, in the time of Vietnam."""
    return f"{at.astimezone(_HERE):%Y/%m/%d %H:%M:%S}"


def content_id(attachment: Attachment, place: int) -> str:
    """The identifier that ties the manifest to a file, from its place and content."""
    digest = hashlib.sha256(f"{place}\n{attachment.name}\n{attachment.encoded}".encode())
    return str(UUID(bytes=digest.digest()[:16]))


def _header(envelope: Envelope) -> Iterator[str]:
    yield _organ("From", envelope.sender)
    for organ in envelope.addressees:
        yield _organ("To", organ)
    yield _tag(
        "Code",
        _leaf("CodeNumber", envelope.code_number),
        _leaf("CodeNotation", envelope.code_notation),
    )
    yield _tag(
        "PromulgationInfo",
        _leaf("Place", envelope.place),
        _leaf("PromulgationDate", f"{envelope.issued_on:%Y/%m/%d}" if envelope.issued_on else ""),
    )
    yield _tag(
        "DocumentType",
        _leaf("Type", envelope.type_code),
        _leaf("TypeName", envelope.type_name),
    )
    yield _leaf("Subject", envelope.subject)
    yield _leaf("Content", envelope.content, lines)
    yield _tag(
        "SignerInfo",
        _leaf("Competence", envelope.signer.competence),
        _leaf("Position", envelope.signer.position),
        _leaf("FullName", envelope.signer.full_name),
    )
    yield _leaf("DueDate", f"{envelope.due_on:%Y/%m/%d}" if envelope.due_on else "")
    if envelope.to_places:
        yield _tag("ToPlaces", *(_leaf("Place", place) for place in envelope.to_places))
    yield _other(envelope)
    yield _leaf("DocumentId", envelope.identifier)


def _other(envelope: Envelope) -> str:
    appendixes = "".join(_leaf("Appendix", one) for one in envelope.appendixes)
    return _tag(
        "OtherInfo",
        _leaf("Priority", str(envelope.priority)),
        _leaf("SphereOfPromulgation", envelope.sphere),
        _leaf("PageAmount", str(envelope.page_amount)),
        _tag("Appendixes", appendixes) if appendixes else "",
    )


def _traces(envelope: Envelope) -> str:
    stations = "".join(
        _tag("TraceHeader", _leaf("OrganId", one.organ_id), _leaf("Timestamp", one.at))
        for one in envelope.traces
    )
    business = _tag(
        "Bussiness",
        _leaf("BussinessDocType", envelope.business),
        _leaf("BussinessDocReason", envelope.reason),
        _leaf("Paper", "0"),
    )
    inner = stations + business
    return (
        f'<edXML:TraceHeaderList version="1.0" mustUnderstand="1" actor="{_ACTOR}">'
        f"{inner}</edXML:TraceHeaderList>"
    )


def _reference(key: str, attachment: Attachment) -> str:
    href = quoteattr(f"cid:{key}")
    inner = (
        _leaf("Description", attachment.description)
        + _leaf("AttachmentName", attachment.name)
        + _leaf("ContentType", attachment.content_type)
        + _leaf("ContentId", f"cid:{key}")
    )
    return (
        f'<edXML:Reference xmlns:xlink="{_XLINK}" xlink:href={href} xlink:type="simple">'
        f"{inner}</edXML:Reference>"
    )


def _file(key: str, attachment: Attachment) -> str:
    """Beside the envelope, without prefix, as the regulation's examples are written."""
    return (
        f"<Attachment><ContentType>{_safe(attachment.content_type)}</ContentType>"
        f"<ContentId>{key}</ContentId>"
        f"<Description>{_safe(attachment.description)}</Description>"
        f"<ContentTransferEncoded>{attachment.encoded}</ContentTransferEncoded>"
        f"<AttachmentName>{_safe(attachment.name)}</AttachmentName></Attachment>"
    )


def _organ(name: str, organ: Organ) -> str:
    return _tag(
        name,
        _leaf("OrganId", organ.organ_id),
        _leaf("OrganName", organ.name),
        _leaf("OrganAdd", organ.address),
        _leaf("Email", organ.email),
        _leaf("Telephone", organ.telephone),
    )


def _whole(inner: str, after: str, namespace: str) -> bytes:
    space = quoteattr(namespace)
    text = (
        f"{_HEAD}<edXML xmlns={space}><edXML:edXMLEnvelope xmlns:edXML={space}>{inner}"
        f"</edXML:edXMLEnvelope>{after}</edXML>\n"
    )
    return text.encode()


def _tag(name: str, *inner: str) -> str:
    return f"<edXML:{name}>{''.join(inner)}</edXML:{name}>"


def _leaf(name: str, text: str, tidy: Callable[[str], str] = line) -> str:
    """An element with text; nothing for an empty text."""
    if not text:
        return ""
    return f"<edXML:{name}>{_legal(tidy(text), name)}</edXML:{name}>"


def _safe(text: str) -> str:
    return _legal(line(text), "Attachment")


def _legal(text: str, name: str) -> str:
    if _ILLEGAL.search(text):
        raise EdxmlError(Fault("character", name))
    return escape(text)
