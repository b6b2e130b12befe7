"""Documents for tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sauro.domains.documents import services
from sauro.domains.documents.models import Document


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
