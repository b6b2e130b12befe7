"""Tables of the register of documents."""

from sauro.domains.documents.models.content import PASSAGES, FilePassage, FileReading
from sauro.domains.documents.models.document import (
    Clause,
    Document,
    DocumentFile,
    DocumentQuerySet,
    DocumentRelation,
    acts_openly,
)
from sauro.domains.documents.models.dossier import Dossier, DossierEntry
from sauro.domains.documents.models.drafting import (
    Draft,
    DraftConsultation,
    DraftVersion,
    Opinion,
)
from sauro.domains.documents.models.exchange import (
    ExchangeAddress,
    ExchangeDelivery,
    ExchangeMessage,
)
from sauro.domains.documents.models.numbering import Arrival, NumberBook, NumberRule

__all__ = [
    "PASSAGES",
    "Arrival",
    "Clause",
    "Document",
    "DocumentFile",
    "DocumentQuerySet",
    "DocumentRelation",
    "Dossier",
    "DossierEntry",
    "Draft",
    "DraftConsultation",
    "DraftVersion",
    "ExchangeAddress",
    "ExchangeDelivery",
    "ExchangeMessage",
    "FilePassage",
    "FileReading",
    "NumberBook",
    "NumberRule",
    "Opinion",
    "acts_openly",
]
