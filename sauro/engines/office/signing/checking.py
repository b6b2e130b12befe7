"""What is signed in a PDF, by whom, whether altered: nothing is fetched, nothing is raised.

Revocation is not checked: that would need the network of the issuers. Whoever shows a verdict says
so beside it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from .keys import described

_MOST_SIGNATURES = 50


class Change(StrEnum):
    """What was added to the file after a signature."""

    NONE = "none"
    VALIDATION = "validation"  # data that proves the signature later
    FORMS = "forms"  # further signatures, filled fields
    NOTES = "notes"
    CONTENT = "content"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """Why a signature, or a whole file, could not be judged."""

    UNREADABLE = "unreadable"  # the file
    PROTECTED = "protected"  # the file needs a password
    BROKEN = "broken"  # one signature


@dataclass(frozen=True, slots=True)
class Verdict:
    """One signature.

    `intact`: the signed bytes are those of the signing. `covers_file`: nothing follows them.
    `trusted_by` names the root that vouches for the signer at `checked_at`, or is empty.
    """

    field: str = ""
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    reason: str = ""
    signed_at: datetime | None = None
    intact: bool = False
    covers_file: bool = False
    change: Change = Change.UNKNOWN
    change_allowed: bool = False
    trusted_by: str = ""
    expired: bool = False
    timestamp_at: datetime | None = None
    timestamp_intact: bool = False
    timestamp_trusted_by: str = ""
    problem: Problem | None = None

    @property
    def good(self) -> bool:
        """Intact, by a trusted signer, nothing of the content changed afterwards."""
        return bool(self.intact and self.trusted_by and self.change_allowed and not self.problem)


def validate(pdf: bytes, *, at: datetime, roots: Sequence[bytes] = ()) -> list[Verdict]:
    """The signatures of a file in the order of signing; empty when it has none.

    `roots` are PEM texts of the authorities that are trusted. A file that cannot be read gives one
    verdict with its problem.
    """
    try:
        reader = _reader(pdf)
        found = reader.embedded_regular_signatures[:_MOST_SIGNATURES]
        protected = reader.encrypted and not found
    except Exception:  # noqa: BLE001 - hostile bytes raise whatever they like
        return [Verdict(problem=Problem.UNREADABLE)]
    if protected:
        return [Verdict(problem=Problem.PROTECTED)]
    anchors = _anchors(roots)
    return [_verdict(one, at, anchors) for one in found]


def _reader(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(pdf), strict=False)


def _anchors(roots: Sequence[bytes]) -> list[Any]:
    from asn1crypto import pem, x509

    found = []
    for text in roots:
        try:
            found += [x509.Certificate.load(der) for _, _, der in pem.unarmor(text, multiple=True)]
        except (ValueError, TypeError):
            continue
    return found


def _verdict(embedded: Any, at: datetime, anchors: list[Any]) -> Verdict:
    try:
        status = _status(embedded, at, anchors)
        stamped = status.timestamp_validity
        expired = _is_expired(embedded, at)
        proven = stamped is not None and stamped.valid and stamped.trusted
        if proven and expired:  # a trusted time proves that the certificate was in force then
            status = _status(embedded, stamped.timestamp, anchors, also=at)
        return _described(embedded, status, expired=expired)
    except Exception:  # noqa: BLE001 - hostile bytes raise whatever they like
        return Verdict(field=str(embedded.field_name), problem=Problem.BROKEN)


def _status(embedded: Any, at: datetime, anchors: list[Any], also: datetime | None = None) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    def context(moment: datetime) -> Any:
        return ValidationContext(trust_roots=anchors, moment=moment, allow_fetching=False)

    return validate_pdf_signature(embedded, context(at), context(also or at))


def _is_expired(embedded: Any, at: datetime) -> bool:
    holder = described(embedded.signer_cert)
    return not holder.valid_from <= at <= holder.valid_until


def _described(embedded: Any, status: Any, *, expired: bool) -> Verdict:
    holder = described(embedded.signer_cert)
    stamped = status.timestamp_validity
    change = _change(status)
    return Verdict(
        field=str(embedded.field_name),
        signer=holder.name,
        organisation=holder.organisation,
        issuer=holder.issuer,
        serial=holder.serial,
        reason=str(embedded.sig_object.get("/Reason", "")),
        signed_at=status.signer_reported_dt,
        intact=bool(status.intact and status.valid),
        covers_file=status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        change=change,
        change_allowed=change is not Change.CONTENT and bool(status.docmdp_ok),
        trusted_by=_root_name(status) if status.trusted else "",
        expired=expired,
        timestamp_at=stamped.timestamp if stamped else None,
        timestamp_intact=bool(stamped and stamped.intact and stamped.valid),
        timestamp_trusted_by=_root_name(stamped) if stamped and stamped.trusted else "",
    )


def _change(status: Any) -> Change:
    from pyhanko.sign.diff_analysis import ModificationLevel

    return {
        ModificationLevel.NONE: Change.NONE,
        ModificationLevel.LTA_UPDATES: Change.VALIDATION,
        ModificationLevel.FORM_FILLING: Change.FORMS,
        ModificationLevel.ANNOTATIONS: Change.NOTES,
        ModificationLevel.OTHER: Change.CONTENT,
    }.get(status.modification_level, Change.UNKNOWN)


def _root_name(status: Any) -> str:
    path = status.validation_path
    return described(path[0]).name if path is not None else ""
