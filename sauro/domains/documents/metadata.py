"""The metadata of Decree 30/2020/NĐ-CP, Appendix VI, of a document or dossier: fields, XML, JSON.

Nothing is cut: a value longer than its field is given whole and named among the faults.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.utils import timezone

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.edxml.shapes import Status
from sauro.domains.documents.labels import KINDS
from sauro.domains.documents.models import Arrival, Document, Dossier, DossierEntry
from sauro.domains.documents.rules import DocumentFlow, TooLong
from sauro.engines import text

_KINDS = dict(KINDS)
_NAMES = {"vi": "Tiếng Việt", "en": "Tiếng Anh"}
_ANSWERED = {
    Status.REFUSED.value: "Từ chối",
    Status.ASSIGNED.value: "Phân công xử lý",
    Status.IN_PROCESS.value: "Đang xử lý",
    Status.DONE.value: "Hoàn thành xử lý",
}
FORMATS = {"xml": "application/xml", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields by their names of the appendix ("SignerInfo.FullName"), lists beside them."""

    root: str
    fields: dict[str, str]
    faults: list[TooLong]
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def of_document(
    *, document: Document, entry: DossierEntry | None = None, arrival: Arrival | None = None
) -> Metadata:
    """The metadata of a document; as an incoming one when its arrival is given."""
    fields = _shared(document, entry)
    if arrival is not None:
        fields |= _incoming(document, arrival)
        faults = rules.too_long(fields, lengths=rules.INCOMING_LENGTHS)
        return Metadata("IncomingDocument", fields, faults, {"TraceHeaderList": _traces(arrival)})
    fields |= _signer(document)
    fields |= {
        "Priority": str(rules.priority_of(document.urgency)),
        "IssuedAmount": _number(document.copies),
        "DueDate": _day(document.answer_due_on),
    }
    to = _addressees(document)
    faults = rules.too_long(fields, lengths=rules.OUTGOING_LENGTHS)
    for one in to:
        named = {f"To.{name}": value for name, value in one.items()}
        faults += rules.too_long(named, lengths=rules.OUTGOING_LENGTHS)
    return Metadata("OutgoingDocument", fields, faults, {"To": to})


def arrival_for(*, document: Document, user: Any) -> Arrival | None:
    """The arrival by which an incoming document is described to a person."""
    if document.flow != DocumentFlow.INCOMING.value:
        return None
    found = selectors.arrivals_of(document=document, user=user)
    return found[0] if found else None


def of_dossier(*, dossier: Any) -> Metadata:
    """The metadata of a dossier that carries its `papers` and `pages`."""
    retention = dossier.retention_years
    fields = _code(dossier) | {
        "Title": dossier.title,
        "Maintenance": "Vĩnh viễn" if retention is None else f"{retention} năm",
        "Rights": dossier.rights,
        "Creator": dossier.creator,
        "Language": dossier.language,
        "StartDate": _day(dossier.started_on),
        "EndDate": _day(dossier.ended_on),
        "DocTotal": str(dossier.papers),
        "PageTotal": str(dossier.pages or 0),
    }
    return Metadata("File", fields, rules.too_long(fields, lengths=rules.DOSSIER_LENGTHS))


def written(metadata: Metadata, kind: str) -> bytes:
    """The metadata as XML or JSON."""
    return _xml(metadata) if kind == "xml" else _json(metadata)


def nested(metadata: Metadata) -> dict[str, Any]:
    """The fields as groups, the lists and the faults beside them."""
    found: dict[str, Any] = {}
    for name, value in metadata.fields.items():
        group, _dot, leaf = name.rpartition(".")
        (found.setdefault(group, {}) if group else found)[leaf] = value
    found |= metadata.lists
    if metadata.faults:
        found["Faults"] = [
            {"Field": one.field, "Length": str(one.length), "Limit": str(one.limit)}
            for one in metadata.faults
        ]
    return found


def _json(metadata: Metadata) -> bytes:
    return json.dumps({metadata.root: nested(metadata)}, ensure_ascii=False, indent=1).encode()


def _xml(metadata: Metadata) -> bytes:
    root = ET.Element(metadata.root)
    items = {"TraceHeaderList": "TraceHeader", "Faults": "Fault"}
    for name, value in nested(metadata).items():
        if isinstance(value, list):
            parent = root if name == "To" else ET.SubElement(root, name)
            for one in value:
                _fill(ET.SubElement(parent, items.get(name, name)), one.items())
        elif isinstance(value, dict):
            _fill(ET.SubElement(root, name), value.items())
        else:
            ET.SubElement(root, name).text = _clean(value)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _fill(parent: ET.Element, values: Iterable[tuple[str, str]]) -> None:
    for name, value in values:
        ET.SubElement(parent, name).text = _clean(value)


def _clean(value: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(letter for letter in value if letter >= " " or letter in "\n\t")


def _code(dossier: Dossier) -> dict[str, str]:
    return {
        "FileCode.OrganId": dossier.organ_id,
        "FileCode.FileCatalog": str(dossier.year),
        "FileCode.FileNotation": dossier.notation,
    }


def _shared(document: Document, entry: DossierEntry | None) -> dict[str, str]:
    """The first thirteen fields, which all documents have."""
    code = _code(entry.dossier) if entry else {}
    return {
        **{name: code.get(name, "") for name in list(rules.OUTGOING_LENGTHS)[:3]},
        "DocOrdinal": str(entry.position) if entry else "",
        "TypeName": str(_KINDS[document.kind]),
        "CodeNumber": document.number,
        "CodeNotation": document.symbol,
        "IssuedDate": _day(document.issued_on),
        "OrganName": document.issuer_name,
        "Subject": document.abstract,
        "Language": _NAMES.get(document.language, document.language),
        "PageAmount": _number(document.page_amount),
        "Description": entry.note if entry else "",
    }


def _signer(document: Document) -> dict[str, str]:
    return {
        "SignerInfo.Position": document.signer_position,
        "SignerInfo.FullName": document.signer_name,
    }


def _incoming(document: Document, arrival: Arrival) -> dict[str, str]:
    return {
        "ArrivalDate": _day(arrival.arrived_on),
        "ArrivalNumber": str(arrival.number),
        **_signer(document),
        "Priority": str(rules.priority_of(document.urgency)),
        "ToPlaces": arrival.passed_to,
        "DueDate": _day(arrival.due_on),
    }


def _traces(arrival: Arrival) -> list[dict[str, str]]:
    """Who received it, to whom it was passed, and what was answered about it since."""
    here = arrival.organisation.name
    made = [_trace(here, "Tiếp nhận", arrival.at)]
    if arrival.passed_to:
        made.append(_trace(arrival.passed_to, "Phân phối", arrival.at))
    return made + [
        _trace(here, _ANSWERED[one.code], one.at)
        for one in selectors.answers_of(arrival=arrival)
        if one.code in _ANSWERED
    ]


def _trace(name: str, action: str, at: datetime) -> dict[str, str]:
    told = timezone.localtime(at).isoformat("T", "seconds")
    return {"OrganName": name, "Action": action, "Timestamp": told}


def _addressees(document: Document) -> list[dict[str, str]]:
    """Those to whom it was sent electronically by their codes, then the others on the paper."""
    sent = selectors.addressees_of(document=document)
    named = {text.fold(name) for name in sent.values()}
    others = [one for one in _lines(document.recipients) if text.fold(one) not in named]
    return [{"OrganId": code, "OrganName": name} for code, name in sent.items()] + [
        {"OrganId": "", "OrganName": name} for name in others
    ]


def _lines(value: str) -> list[str]:
    return [line.strip(" -;.") for line in value.splitlines() if line.strip(" -;.")]


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
