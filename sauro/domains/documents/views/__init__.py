"""Pages of the register of documents."""

from sauro.domains.documents.views.entries import (
    document_detail,
    document_edit,
    document_list,
    document_register,
    document_suggest,
)
from sauro.domains.documents.views.parts import (
    clause_add,
    clause_remove,
    document_relate,
    document_unrelate,
    file_attach,
    file_download,
    file_remove,
)

__all__ = [
    "clause_add",
    "clause_remove",
    "document_detail",
    "document_edit",
    "document_list",
    "document_register",
    "document_relate",
    "document_suggest",
    "document_unrelate",
    "file_attach",
    "file_download",
    "file_remove",
]
