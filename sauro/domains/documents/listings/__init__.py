"""Lists of documents and drafts."""

from sauro.domains.documents.listings.drafts import DraftListing
from sauro.domains.documents.listings.entries import DocumentListing, IncomingListing
from sauro.domains.documents.listings.exchange import ExchangeListing

__all__ = ["DocumentListing", "DraftListing", "ExchangeListing", "IncomingListing"]
