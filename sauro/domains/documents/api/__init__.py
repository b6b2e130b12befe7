"""The register of documents for programs.

Annotations are read while the modules load: behind a guard, ninja would look for their names
among those of the guard.
"""

from ninja import Router

from sauro.domains.documents.api.dossiers import router as dossiers
from sauro.domains.documents.api.drafts import router as drafts
from sauro.domains.documents.api.entries import router as entries
from sauro.domains.documents.api.exchange import router as exchange
from sauro.domains.documents.api.register import router as register

router = Router()
for _part in (register, entries, dossiers, drafts, exchange):
    router.add_router("", _part)

__all__ = ["router"]
