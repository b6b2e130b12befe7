"""A message as it arrives, in any of the forms in use, into one shape.

Forms seen in working systems: `edXML > edXMLEnvelope > edXMLHeader > MessageHeader` with
`AttachmentEncoded` beside the envelope; a SOAP envelope with `Manifest` in its body; the flat
`EdXMLEnvelope > MessageHeader + Manifest > Attachment`; each with or without a namespace.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sauro.domains.documents.edxml.faults import EdxmlError, Fault
from sauro.domains.documents.edxml.shapes import (
    NAMESPACES,
    Attachment,
    Business,
    Envelope,
    Organ,
    Reading,
    Signer,
    StatusMessage,
    Trace,
)
from sauro.engines.office.trees import Node, TreeLimits, TreeRefused, read_tree

_WRAPPERS = {"edxml", "edxmlenvelope", "envelope", "edxmlheader", "header", "edxmlmessage"}
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_CONTENT = ("ContentTransferEncoded", "Content", "FileContent", "Data")
_FILE_NAME = ("AttachmentName", "FileName", "Name")
_SECRECY = ("Secrecy", "SecurityLevel", "Security", "SecretLevel", "Confidentiality")
_YEAR_FIRST = re.compile(
    r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d))?.*)?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d))?.*)?")
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def parse(data: bytes, limits: TreeLimits | None = None) -> Reading:
    """The document or the answer in a file, and what could not be read; raises `EdxmlError`."""
    try:
        root = read_tree(data, limits)
    except TreeRefused as refused:
        raise EdxmlError(Fault(refused.code, refused.where, refused.params)) from refused
    header = _header(root)
    if header.namespace not in NAMESPACES and header.namespace != _SOAP:
        raise EdxmlError(Fault("namespace", header.path, {"found": header.namespace}))
    reader = _Reader()
    if header.name.lower() == "status":
        return Reading(reader.status(header), tuple(reader.faults))
    return Reading(reader.envelope(root, header), tuple(reader.faults))


def line(text: str) -> str:
    """A text on one line, in composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def lines(text: str) -> str:
    """A text of several lines, in composed letters."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return plain.strip()


def _header(root: Node) -> Node:
    """The element that holds the particulars: MessageHeader, Status, or a flat envelope."""
    level = [root]
    while level:
        for node in level:
            if node.name.lower() in {"messageheader", "status"}:
                return node
            if node.name.lower() in _WRAPPERS and node.first("From") and node.first("Code"):
                return node
        level = [
            child for node in level if node.name.lower() in _WRAPPERS for child in node.children
        ]
    raise EdxmlError(Fault("not_edxml", root.path))


class _Reader:
    """Reads values and keeps the faults met on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def envelope(self, root: Node, header: Node) -> Envelope:
        code, issue = header.first("Code"), header.first("PromulgationInfo")
        kind, other = header.first("DocumentType"), header.first("OtherInfo")
        traces = _trace_list(root, header)
        business = traces.first("Bussiness", "Business") if traces else None
        return Envelope(
            sender=_organ(header.first("From")),
            addressees=tuple(_organ(node) for node in header.every("To")),
            code_number=_text(code, "CodeNumber"),
            code_notation=_text(code, "CodeNotation"),
            place=_text(issue, "Place"),
            issued_on=self.day(issue, "PromulgationDate"),
            type_code=_text(kind, "Type"),
            type_name=_text(kind, "TypeName") or (line(kind.text) if kind else ""),
            subject=_text(header, "Subject"),
            content=lines(_raw(header, "Content")),
            signer=_signer(header.first("SignerInfo")),
            due_on=self.day(header, "DueDate"),
            to_places=_many(header.first("ToPlaces"), "Place"),
            priority=self.number(other, "Priority"),
            page_amount=self.number(other, "PageAmount"),
            sphere=_text(other, "SphereOfPromulgation"),
            secrecy=_text(other, *_SECRECY) or _text(header, *_SECRECY),
            appendixes=_many(other.first("Appendixes") if other else None, "Appendix"),
            document_id=_text(header, "DocumentId"),
            business=_text(business, "BussinessDocType", "BusinessDocType") or Business.NEW.value,
            reason=_text(business, "BussinessDocReason", "BusinessDocReason"),
            traces=tuple(
                Trace(_text(node, "OrganId"), _text(node, "Timestamp", "Time"))
                for node in (traces.every("TraceHeader") if traces else ())
            ),
            attachments=self.attachments(root, header),
            path=header.path,
        )

    def status(self, node: Node) -> StatusMessage:
        answered, staff = node.first("ResponseFor"), node.first("StaffInfo")
        return StatusMessage(
            code=_text(node, "StatusCode"),
            sender=_organ(node.first("From")),
            to_organ_id=_text(answered, "OrganId"),
            document_code=_text(answered, "Code"),
            issued_on=self.day(answered, "PromulgationDate"),
            document_id=_text(answered, "DocumentId"),
            description=_text(node, "Description"),
            at=self.moment(node, "Timestamp"),
            staff=_text(staff, "Staff"),
            department=_text(staff, "Department"),
            path=node.path,
        )

    def day(self, node: Node | None, name: str) -> date | None:
        found = node.first(name) if node else None
        moment = self._when(found)
        return moment.date() if moment else None

    def moment(self, node: Node | None, name: str) -> datetime | None:
        return self._when(node.first(name) if node else None)

    def _when(self, node: Node | None) -> datetime | None:
        written = line(node.text) if node else ""
        if node is None or not written:
            return None
        year_first = _YEAR_FIRST.fullmatch(written)
        found = year_first or _DAY_FIRST.fullmatch(written)
        if found:
            first, month, last = (int(part) for part in found.groups()[:3])
            year, day = (first, last) if year_first else (last, first)
            hour, minute, second = (int(part or 0) for part in found.groups()[3:])
            try:
                return datetime(year, month, day, hour, minute, second, tzinfo=_HERE)
            except ValueError:
                pass
        self.faults.append(Fault("date", node.path, {"found": written[:40]}))
        return None

    def number(self, node: Node | None, name: str) -> int:
        found = node.first(name) if node else None
        written = line(found.text) if found else ""
        if found is None or not written:
            return 0
        if re.fullmatch(r"[0-9]{1,6}", written):
            return int(written)
        self.faults.append(Fault("number", found.path, {"found": written[:40]}))
        return 0

    def attachments(self, root: Node, header: Node) -> tuple[Attachment, ...]:
        is_whole = header.name.lower() in _WRAPPERS
        inside = set() if is_whole else {id(node) for node in header.walk()}
        nodes = [node for node in root.walk() if id(node) not in inside]
        named = [node for node in nodes if node.name.lower() == "reference"]
        files = [node for node in nodes if node.name.lower() == "attachment"]
        files += [node for node in named if _raw(node, *_CONTENT).strip()]
        references = {_content_id(node): node for node in reversed(named) if _content_id(node)}
        found = tuple(self._attachment(node, references.get(_content_id(node))) for node in files)
        self._check_references(named, found)
        return found

    def _attachment(self, node: Node, reference: Node | None) -> Attachment:
        if not _raw(node, *_CONTENT).strip() and _is_elsewhere(node):
            self.faults.append(Fault("external", node.path))
        return Attachment(
            name=_text(node, *_FILE_NAME) or _text(reference, *_FILE_NAME),
            content_type=_text(node, "ContentType", "FileType") or _text(reference, "ContentType"),
            encoded=_raw(node, *_CONTENT),
            description=_text(node, "Description") or _text(reference, "Description"),
            content_id=_content_id(node),
            path=node.path,
        )

    def _check_references(self, named: list[Node], found: tuple[Attachment, ...]) -> None:
        """Each file that the manifest names is in the message."""
        ids = {one.content_id for one in found if one.content_id}
        names = {one.name for one in found if one.name}
        for node in named:
            if _is_elsewhere(node):
                self.faults.append(Fault("external", node.path))
            elif _raw(node, *_CONTENT).strip() or _content_id(node) in ids:
                continue
            elif _text(node, *_FILE_NAME) not in names:
                self.faults.append(Fault("no_content", node.path))


def _content_id(node: Node) -> str:
    written = _text(node, "ContentId") or node.attributes.get("href", "").strip()
    return written.removeprefix("cid:")


def _is_elsewhere(node: Node) -> bool:
    target = node.attributes.get("href", "").strip()
    return bool(target) and not target.startswith(("cid:", "#"))


def _trace_list(root: Node, header: Node) -> Node | None:
    return header.first("TraceHeaderList") or next(
        (node for node in root.walk() if node.name == "TraceHeaderList"), None
    )


def _raw(node: Node | None, *names: str) -> str:
    found = node.first(*names) if node else None
    return found.text if found else ""


def _text(node: Node | None, *names: str) -> str:
    return line(_raw(node, *names))


def _many(node: Node | None, name: str) -> tuple[str, ...]:
    written = (line(child.text) for child in node.every(name)) if node else ()
    return tuple(text for text in written if text)


def _organ(node: Node | None) -> Organ:
    return Organ(
        organ_id=_text(node, "OrganId"),
        name=_text(node, "OrganName"),
        address=_text(node, "OrganAdd"),
        telephone=_text(node, "Telephone"),
        email=_text(node, "Email"),
    )


def _signer(node: Node | None) -> Signer:
    return Signer(
        competence=_text(node, "Competence"),
        position=_text(node, "Position"),
        full_name=_text(node, "FullName", "Signer"),
    )
