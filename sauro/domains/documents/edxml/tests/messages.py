"""Messages as other systems write them, and files to put into them."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sauro.domains.documents.edxml import Attachment, Envelope, Organ, Signer, Status, StatusMessage
from sauro.domains.documents.edxml.shapes import NAMESPACE, OLD_NAMESPACE, Trace

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"IEND\xaeB`\x82"
MEGABYTE = 1024 * 1024
AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def encoded(content: bytes = PDF) -> str:
    return base64.b64encode(content).decode()


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def envelope(**given) -> Envelope:
    values = {
        "sender": Organ("000.00.00.H37", "Ủy ban nhân dân tỉnh Lạng Sơn", "Số 1 Hùng Vương"),
        "addressees": (Organ("000.00.15.H37", "Sở Khoa học và Công nghệ"),),
        "code_number": "102",
        "code_notation": "KH-UBND",
        "place": "Lạng Sơn",
        "issued_on": date(2026, 3, 1),
        "type_code": "5",
        "type_name": "Kế hoạch",
        "subject": "Triển khai Nghị quyết số 57-NQ/TW năm 2026 & các năm tiếp theo",
        "content": "Dòng một\nDòng hai",
        "signer": Signer("TM. ỦY BAN NHÂN DÂN", "Chủ tịch", "Nguyễn Văn Đức"),
        "due_on": date(2026, 3, 31),
        "to_places": ("Sở Khoa học và Công nghệ", "Lưu: VT"),
        "priority": 1,
        "page_amount": 12,
        "document_id": "000.00.00.H37,2026/03/01,102/KH-UBND",
        "traces": (Trace("000.00.00.H37", "2026/03/01 08:00:00"),),
        "attachments": (
            Attachment.of(name="102-KH-UBND.pdf", content=PDF, content_type="application/pdf"),
        ),
    }
    return Envelope(**values | given)


def status(**given) -> StatusMessage:
    values = {
        "code": Status.RECEIVED.value,
        "sender": Organ("000.00.15.H37", "Sở Khoa học và Công nghệ"),
        "to_organ_id": "000.00.00.H37",
        "document_code": "102/KH-UBND",
        "issued_on": date(2026, 3, 1),
        "document_id": "000.00.00.H37,2026/03/01,102/KH-UBND",
        "at": AT,
        "staff": "Trần Thị Hạnh",
    }
    return StatusMessage(**values | given)


HEADER = """<MessageHeader>
  <From><OrganId>000.00.00.H37</OrganId><OrganName>UBND tỉnh Lạng Sơn</OrganName></From>
  <To><OrganId>000.00.15.H37</OrganId><OrganName>Sở KH&amp;CN</OrganName></To>
  <Code><CodeNumber>102</CodeNumber><CodeNotation>KH-UBND</CodeNotation></Code>
  <PromulgationInfo><Place>Lạng Sơn</Place><PromulgationDate>{day}</PromulgationDate></PromulgationInfo>
  <DocumentType><Type>5</Type><TypeName>Kế hoạch</TypeName></DocumentType>
  <Subject>Kế hoạch năm 2026</Subject>
  <SignerInfo><Position>Chủ tịch</Position><FullName>Nguyễn Văn Đức</FullName></SignerInfo>
  <DocumentId>000.00.00.H37,2026/03/01,102/KH-UBND</DocumentId>
</MessageHeader>"""
INLINE = """<Manifest><Attachment><AttachmentName>ke-hoach.pdf</AttachmentName>
<ContentType>application/pdf</ContentType><ContentTransferEncoded>{content}</ContentTransferEncoded>
</Attachment></Manifest>"""


def flat(*, day: str = "2026/03/01", namespace: str = "", content: str | None = None) -> bytes:
    """EdXMLEnvelope > MessageHeader + Manifest."""
    space = f' xmlns="{namespace}"' if namespace else ""
    files = INLINE.format(content=encoded() if content is None else content)
    return f"<EdXMLEnvelope{space}>{HEADER.format(day=day)}{files}</EdXMLEnvelope>".encode()


def bare() -> bytes:
    """The particulars straight under the root."""
    inner = HEADER.format(day="2026-03-01").replace("MessageHeader", "Header")
    inner = inner.removeprefix("<Header>").removesuffix("</Header>")
    return f"<edXML>{inner}{INLINE.format(content=encoded())}</edXML>".encode()


def soap() -> bytes:
    """The envelope of the first years, with the manifest in the body and the files beside it."""
    header = HEADER.format(day="01/03/2026")
    return f"""<?xml version="1.0" encoding="utf-8"?>
<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns="{OLD_NAMESPACE}">
<S:Header>{header}<TraceHeaderList><TraceHeader><OrganId>000.00.00.H37</OrganId>
<Timestamp>2026/03/01 08:00:00</Timestamp></TraceHeader></TraceHeaderList></S:Header>
<S:Body><Manifest xmlns:xlink="http://www.w3.org/1999/xlink">
<Reference xlink:href="cid:a1"><AttachmentName>ke-hoach.pdf</AttachmentName></Reference></Manifest>
<document><attach><Attachment><ContentId>a1</ContentId>
<ContentTransferEncoded>{encoded()}</ContentTransferEncoded></Attachment></attach></document>
</S:Body></S:Envelope>""".encode()


def header_form() -> bytes:
    """edXML > edXMLEnvelope > edXMLHeader, files beside the envelope, as gateways write it."""
    header = HEADER.format(day="2026/03/01").replace("<", "<edXML:").replace("<edXML:/", "</edXML:")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{NAMESPACE}"><edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}"><edXML:edXMLHeader>
{header}</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0"><edXML:Reference>
<edXML:ContentId>cid:a1</edXML:ContentId><edXML:ContentType>application/pdf</edXML:ContentType>
<edXML:AttachmentName>ke-hoach.pdf</edXML:AttachmentName></edXML:Reference>
</edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>
<AttachmentEncoded><Attachment><ContentId>cid:a1</ContentId>
<AttachmentName>ke-hoach.pdf</AttachmentName><ContentType>application/pdf</ContentType>
<edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">{encoded(zipped("6c1d.pdf", PDF))}
</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>""".encode()
