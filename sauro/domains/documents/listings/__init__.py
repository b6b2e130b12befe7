"""Lists of documents and drafts."""

from sauro.domains.documents.listings.dossiers import DossierListing
from sauro.domains.documents.listings.drafts import DraftListing
from sauro.domains.documents.listings.entries import DocumentListing, IncomingListing
from sauro.domains.documents.listings.exchange import ExchangeListing
from sauro.domains.documents.listings.restricted import RestrictedListing

__all__ = [
    "DocumentListing",
    "DossierListing",
    "DraftListing",
    "ExchangeListing",
    "IncomingListing",
    "RestrictedListing",
]
