"""Rights over the register of documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with documents."""

    VIEW = "documents.view"
    REGISTER = "documents.register"
    MANAGE_CONFIDENTIAL = "documents.confidential"


def owner_path(subject: Any) -> str:
    """The tree path of the organisation that keeps a document, or of the organisation itself."""
    return str(subject.owner.path if hasattr(subject, "owner_id") else subject.path)


for _permission in Perm:
    access.register(_permission, owner_path)
