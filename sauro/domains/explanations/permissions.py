"""Rights over requests for explanation."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with requests for explanation.

    Who may ask in a province also decides about the answers there.
    """

    ASK = "explanations.ask"
    ANSWER = "explanations.answer"
    VIEW_ALL = "explanations.view_all"


def owner_path(subject: Any) -> str:
    """The tree path of the province of a request, or of the organisation itself."""
    return str(subject.owner.path if hasattr(subject, "owner_id") else subject.path)


def unit_path(subject: Any) -> str:
    """The tree path of the unit that must explain, or of the organisation itself."""
    return str(subject.asked_of.path if hasattr(subject, "asked_of_id") else subject.path)


access.register(Perm.ASK, owner_path)
access.register(Perm.VIEW_ALL, owner_path)
access.register(Perm.ANSWER, unit_path)
