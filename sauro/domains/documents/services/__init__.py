"""Writing the register of documents."""

from sauro.domains.documents.services.entries import (
    Particulars,
    change_document,
    register_document,
)
from sauro.domains.documents.services.parts import (
    add_clause,
    attach_file,
    relate_documents,
    remove_clause,
    remove_file,
    remove_relation,
)
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    DuplicateDocument,
    SecrecyRefused,
)

__all__ = [
    "DocumentRefused",
    "DuplicateDocument",
    "Particulars",
    "SecrecyRefused",
    "add_clause",
    "attach_file",
    "change_document",
    "register_document",
    "relate_documents",
    "remove_clause",
    "remove_file",
    "remove_relation",
]
