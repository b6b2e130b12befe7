"""What is missing from a message or contradicts the regulation, each fault with its path."""

from __future__ import annotations

import re
from datetime import date

from sauro.domains.documents import rules
from sauro.domains.documents.edxml import contents
from sauro.domains.documents.edxml.faults import Fault
from sauro.domains.documents.edxml.shapes import (
    NEED_REASON,
    Business,
    Envelope,
    Organ,
    Reading,
    Status,
    StatusMessage,
)

MOST_FILES = 50
MOST_ADDRESSEES = 5000
HIGHEST_PRIORITY = 4
_ORGAN_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-_]{0,12})")
_NUMBER = re.compile(r"\d{1,6}[a-zđ]{0,3}", re.IGNORECASE)
# Longest values of the metadata of Decree 30/2020, Appendix VI.
_LONGEST = {"CodeNumber": 11, "CodeNotation": 30, "Subject": 500}
_LEVELS = {
    "mat": rules.Secrecy.CONFIDENTIAL,
    "toimat": rules.Secrecy.SECRET,
    "tuyetmat": rules.Secrecy.TOP_SECRET,
    "1": rules.Secrecy.CONFIDENTIAL,
    "2": rules.Secrecy.SECRET,
    "3": rules.Secrecy.TOP_SECRET,
}
_NO_LEVEL = {"", "0", "thuong", "binhthuong", "khong", "khongmat"}


def validate(
    reading: Reading, *, max_bytes: int, received_on: date | None = None
) -> tuple[Fault, ...]:
    """Every fault of a message, in the order of its elements; grave ones stop registration."""
    message = reading.message
    if isinstance(message, StatusMessage):
        return (*reading.faults, *_status_faults(message))
    return (
        *reading.faults,
        *header_faults(message, unread={fault.path for fault in reading.faults}),
        *_day_faults(message, received_on),
        *contents.faults_of(message.attachments[:MOST_FILES], max_bytes=max_bytes),
    )


def header_faults(envelope: Envelope, *, unread: set[str] | None = None) -> list[Fault]:
    """The faults of the particulars, without those of elements already found unreadable."""
    at = envelope.path
    found = [
        *_organ_faults(envelope.sender, f"{at}/From"),
        *_addressee_faults(envelope),
        *_code_faults(envelope),
        *_required(at, {"Subject": envelope.subject}),
        *_advised(envelope),
    ]
    day_path = f"{at}/PromulgationInfo/PromulgationDate"
    if envelope.issued_on is None and day_path not in (unread or ()):
        found.append(Fault("missing", day_path))
    if len(envelope.subject) > _LONGEST["Subject"]:
        found.append(_long(f"{at}/Subject", envelope.subject, _LONGEST["Subject"]))
    if not 0 <= envelope.priority <= HIGHEST_PRIORITY:
        found.append(Fault("priority", f"{at}/OtherInfo/Priority"))
    if envelope.business not in {member.value for member in Business}:
        found.append(
            Fault(
                "number", "TraceHeaderList/Bussiness/BussinessDocType", {"found": envelope.business}
            )
        )
    if len(envelope.attachments) > MOST_FILES:
        found.append(Fault("too_many", "AttachmentEncoded", {"limit": MOST_FILES}))
    return found


def secrecy_of(envelope: Envelope) -> rules.Secrecy:
    """The level that a message gives its document; such a message should never have been sent."""
    written = rules.fold(envelope.secrecy).removeprefix("do")
    if written in _NO_LEVEL:
        sphere = rules.fold(envelope.sphere)
        return rules.Secrecy.OPEN if sphere.isdigit() else _LEVELS.get(sphere, rules.Secrecy.OPEN)
    return _LEVELS.get(written, rules.Secrecy.CONFIDENTIAL)  # a level nobody knows is a level


def _status_faults(message: StatusMessage) -> list[Fault]:
    at = message.path
    found = _organ_faults(message.sender, f"{at}/From")
    if message.code not in {member.value for member in Status}:
        found.append(Fault("status_code", f"{at}/StatusCode", {"found": message.code[:20]}))
    elif message.code in NEED_REASON and not message.description:
        found.append(Fault("reason", f"{at}/Description"))
    if not message.document_id and not (message.document_code and message.issued_on):
        found.append(Fault("missing", f"{at}/ResponseFor/DocumentId"))
    return found


def _organ_faults(organ: Organ, at: str) -> list[Fault]:
    found = _required(at, {"OrganId": organ.organ_id, "OrganName": organ.name})
    if organ.organ_id and not _ORGAN_ID.fullmatch(organ.organ_id):
        found.append(Fault("organ_id", f"{at}/OrganId"))
    return found


def _addressee_faults(envelope: Envelope) -> list[Fault]:
    at = f"{envelope.path}/To"
    if not envelope.addressees:
        return [Fault("missing", at)]
    if len(envelope.addressees) > MOST_ADDRESSEES:
        return [Fault("too_many", at, {"limit": MOST_ADDRESSEES})]
    found: list[Fault] = []
    for position, organ in enumerate(envelope.addressees, 1):
        here = at if position == 1 else f"{at}[{position}]"
        found += _organ_faults(organ, here)
        if organ.organ_id and organ.organ_id == envelope.sender.organ_id:
            found.append(Fault("same_organ", f"{here}/OrganId"))
    return found


def _code_faults(envelope: Envelope) -> list[Fault]:
    at = f"{envelope.path}/Code"
    number, notation = envelope.code_number, envelope.code_notation
    found = _required(at, {"CodeNumber": number, "CodeNotation": notation})
    if number and not _NUMBER.fullmatch(number):
        found.append(Fault("code_number", f"{at}/CodeNumber"))
    if notation and rules.parse_reference(f"1/{notation}").symbol != rules.tidy_symbol(notation):
        found.append(Fault("code_notation", f"{at}/CodeNotation"))
    for name, text in (("CodeNumber", number), ("CodeNotation", notation)):
        if len(text) > _LONGEST[name]:
            found.append(_long(f"{at}/{name}", text, _LONGEST[name]))
    return found


def _advised(envelope: Envelope) -> list[Fault]:
    wanted = {
        "PromulgationInfo/Place": envelope.place,
        "DocumentType/TypeName": envelope.type_name or envelope.type_code,
        "SignerInfo/FullName": envelope.signer.full_name,
        "DocumentId": envelope.document_id,
    }
    missing = [name for name, text in wanted.items() if not text]
    return [Fault("advised", f"{envelope.path}/{name}") for name in missing]


def _day_faults(envelope: Envelope, received_on: date | None) -> list[Fault]:
    if received_on is None or envelope.issued_on is None or envelope.issued_on <= received_on:
        return []
    return [Fault("later_than_arrival", f"{envelope.path}/PromulgationInfo/PromulgationDate")]


def _required(at: str, values: dict[str, str]) -> list[Fault]:
    return [Fault("missing", f"{at}/{name}") for name, text in values.items() if not text]


def _long(path: str, text: str, limit: int) -> Fault:
    return Fault("too_long", path, {"limit": limit, "found": len(text)})
