"""Rights over the register of documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.domains.documents.models import Draft
from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with documents."""

    VIEW = "documents.view"
    REGISTER = "documents.register"
    MANAGE_CONFIDENTIAL = "documents.confidential"
    DRAFT = "documents.draft"
    APPROVE = "documents.approve"
    NUMBER = "documents.number"
    EXCHANGE = "documents.exchange"
    SIGN = "documents.sign"


def owner_path(subject: Any) -> str:
    """The tree path of the organisation that keeps a document, or of the organisation itself."""
    return str(subject.owner.path if hasattr(subject, "owner_id") else subject.path)


def issuer_path(subject: Any) -> str:
    """The tree path of the organisation that issues a draft, or of the organisation itself."""
    return str(subject.issuer.path if hasattr(subject, "issuer_id") else subject.path)


def signing_path(subject: Any) -> str:
    """The tree path of the organisation whose certificate signs: the issuer's, even of a draft."""
    return issuer_path(subject) if isinstance(subject, Draft) else owner_path(subject)


def not_ones_own(user: Any, subject: Any) -> bool:
    """Nobody approves what he drafted or submitted himself."""
    return user.pk not in (
        getattr(subject, "created_by_id", None),
        getattr(subject, "submitted_by_id", None),
    )


for _permission in (
    *(Perm.VIEW, Perm.REGISTER, Perm.MANAGE_CONFIDENTIAL),
    *(Perm.DRAFT, Perm.EXCHANGE),
):
    access.register(_permission, owner_path)
access.register(Perm.APPROVE, issuer_path, not_ones_own)
access.register(Perm.NUMBER, issuer_path)
access.register(Perm.SIGN, signing_path)
