"""Electronic exchange of documents between agencies: edXML (QCVN 102:2016/BTTTT).

The package knows the format and nothing else: no table, no clock, no network.
"""

from sauro.domains.documents.edxml.building import build_envelope, build_status, timestamp
from sauro.domains.documents.edxml.contents import FileOf, file_of
from sauro.domains.documents.edxml.faults import EdxmlError, Fault
from sauro.domains.documents.edxml.parsing import parse
from sauro.domains.documents.edxml.shapes import (
    NEED_REASON,
    Attachment,
    Business,
    Envelope,
    Organ,
    Reading,
    Signer,
    Status,
    StatusMessage,
    Trace,
)
from sauro.domains.documents.edxml.validating import secrecy_of, validate

__all__ = [
    "NEED_REASON",
    "Attachment",
    "Business",
    "EdxmlError",
    "Envelope",
    "Fault",
    "FileOf",
    "Organ",
    "Reading",
    "Signer",
    "Status",
    "StatusMessage",
    "Trace",
    "build_envelope",
    "build_status",
    "file_of",
    "parse",
    "secrecy_of",
    "timestamp",
    "validate",
]
