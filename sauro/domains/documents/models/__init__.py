"""Tables of the register of documents."""

from sauro.domains.documents.models.document import (
    Clause,
    Document,
    DocumentFile,
    DocumentQuerySet,
    DocumentRelation,
)
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
    "Arrival",
    "Clause",
    "Document",
    "DocumentFile",
    "DocumentQuerySet",
    "DocumentRelation",
    "Draft",
    "DraftConsultation",
    "DraftVersion",
    "ExchangeAddress",
    "ExchangeDelivery",
    "ExchangeMessage",
    "NumberBook",
    "NumberRule",
    "Opinion",
]
