"""Rights over the register of documents."""

from __future__ import annotations

from enum import StrEnum

from sauro.domains.documents.models import Document
from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with documents."""

    VIEW = "documents.view"
    REGISTER = "documents.register"
    MANAGE_CONFIDENTIAL = "documents.confidential"


def owner_path(document: Document) -> str:
    """The tree path of the organisation that keeps the document."""
    return document.owner.path


for _permission in Perm:
    access.register(_permission, owner_path)
