"""Documents for tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sauro.domains.documents import services
from sauro.domains.documents.models import Document, Draft

ORGAN_ID = "000.00.15.H99"


def particulars(**values: Any) -> services.Particulars:
    """What is written on a plan of the province."""
    usual: dict[str, Any] = {
        "number": "102",
        "symbol": "KH-UBND",
        "issued_on": date(2025, 5, 19),
        "issuer_name": "UBND tỉnh",
        "abstract": "Thực hiện Nghị quyết 57-NQ/TW",
    }
    return services.Particulars(**{**usual, **values})


def document(*, owner: Any, by: Any, at: Any, **values: Any) -> Document:
    """A registered document."""
    return services.register_document(particulars=particulars(**values), owner=owner, by=by, at=at)


PDF = b"%PDF-1.7\n%%EOF\n"


def draft(owner: Any, by: Any, at: Any, **values: Any) -> Draft:
    """A report that somebody drafts."""
    usual = {"kind": "report", "abstract": "Báo cáo 6 tháng đầu năm 2025"}
    return services.create_draft(owner=owner, by=by, at=at, **{**usual, **values})


def draft_on_paper(owner: Any, by: Any, at: Any, **values: Any) -> Draft:
    """A draft with its first version."""
    made = draft(owner, by, at, **values)
    services.add_version(draft=made, file=PDF, name="bao-cao.pdf", by=by, at=at)
    made.refresh_from_db()
    return made


def ready(owner: Any, by: Any, approver: Any, at: Any, **values: Any) -> Draft:
    """A draft that waits for its number."""
    made = draft_on_paper(owner, by, at, **values)
    services.submit_draft(draft=made, by=by, at=at)
    return services.approve_draft(draft=made, by=approver, at=at)
