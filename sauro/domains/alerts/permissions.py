"""Rights over alerts."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with alerts."""

    VIEW = "alerts.view"
    HANDLE = "alerts.handle"
    SET_RULES = "alerts.set_rules"


def owner_path(subject: Any) -> str:
    """The tree path of the owner of an alert or rule, or of the organisation itself."""
    return str(subject.owner.path if hasattr(subject, "owner_id") else subject.path)


for _permission in Perm:
    access.register(_permission, owner_path)
