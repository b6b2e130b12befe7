"""An exchanged document and an answer about one, as data."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sauro.domains.documents.edxml.faults import EdxmlError, Fault

# The namespace that systems on the national axis write today, and those of older messages.
NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OLD_NAMESPACE = "http://www.e-doc.vn/Schema/"
NAMESPACES = frozenset({NAMESPACE, OLD_NAMESPACE, "http://www.go.vn/eDoc", ""})


class Status(StrEnum):
    """What an addressee says about a document it was sent.

    01 to 06 are seen in working systems. 13, 15 and 16 are to be confirmed with the operator of
    the axis before they are sent there.
    """

    ARRIVED = "01"
    REFUSED = "02"
    RECEIVED = "03"
    ASSIGNED = "04"
    IN_PROCESS = "05"
    DONE = "06"
    RECALL_REQUESTED = "13"
    RECALL_ACCEPTED = "15"
    RECALL_REFUSED = "16"


UNCONFIRMED = frozenset({Status.RECALL_REQUESTED, Status.RECALL_ACCEPTED, Status.RECALL_REFUSED})
NEED_REASON = frozenset({Status.REFUSED, Status.RECALL_REQUESTED, Status.RECALL_REFUSED})


class Business(StrEnum):
    """What a message does with the document it carries."""

    NEW = "0"
    RECALL = "1"
    UPDATE = "2"
    REPLACE = "3"


@dataclass(frozen=True, slots=True)
class Organ:
    """A sender or an addressee."""

    organ_id: str = ""
    name: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed the document."""

    competence: str = ""
    position: str = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A station on the way of the message."""

    organ_id: str
    at: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message; its bytes are decoded when they are asked for."""

    name: str
    content_type: str = ""
    encoded: str = field(default="", repr=False)
    description: str = ""
    content_id: str = field(default="", compare=False)
    path: str = field(default="", compare=False)

    @classmethod
    def of(
        cls, *, name: str, content: bytes, content_type: str, description: str = ""
    ) -> Attachment:
        """An attachment made of a file."""
        return cls(name, content_type, base64.b64encode(content).decode("ascii"), description)

    def decoded(self) -> bytes:
        """The bytes as they were encoded; raises `EdxmlError` with the path of the element."""
        try:
            return base64.b64decode("".join(self.encoded.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise EdxmlError(Fault("base64", f"{self.path}/ContentTransferEncoded")) from error


@dataclass(frozen=True, slots=True)
class Envelope:
    """A document on its way: what Appendix VI of Decree 30/2020 wants, and the files."""

    sender: Organ = field(default_factory=Organ)
    addressees: tuple[Organ, ...] = ()
    code_number: str = ""
    code_notation: str = ""
    place: str = ""
    issued_on: date | None = None
    type_code: str = ""
    type_name: str = ""
    subject: str = ""
    content: str = ""
    signer: Signer = field(default_factory=Signer)
    due_on: date | None = None
    to_places: tuple[str, ...] = ()
    priority: int = 0
    page_amount: int = 0
    sphere: str = ""
    secrecy: str = ""
    appendixes: tuple[str, ...] = ()
    document_id: str = ""
    business: str = Business.NEW.value
    reason: str = ""
    traces: tuple[Trace, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    path: str = field(default="MessageHeader", compare=False)

    @property
    def reference(self) -> str:
        """Number and symbol joined as in the identifier of a document."""
        return f"{self.code_number}/{self.code_notation}"

    @property
    def identifier(self) -> str:
        """The identifier given, else the one the regulation forms: sender, day, number/symbol."""
        if self.document_id or self.issued_on is None:
            return self.document_id
        return f"{self.sender.organ_id},{self.issued_on:%Y/%m/%d},{self.reference}"


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """An answer: what became of a document at an addressee."""

    code: str
    sender: Organ
    to_organ_id: str = ""
    document_code: str = ""
    issued_on: date | None = None
    document_id: str = ""
    description: str = ""
    at: datetime | None = None
    staff: str = ""
    department: str = ""
    path: str = field(default="Status", compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message and what could not be read in it."""

    message: Envelope | StatusMessage
    faults: tuple[Fault, ...] = ()
