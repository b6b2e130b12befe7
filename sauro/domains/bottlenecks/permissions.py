"""Rights over bottlenecks."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with bottlenecks."""

    VIEW = "bottlenecks.view"
    PROPOSE = "bottlenecks.propose"
    MANAGE = "bottlenecks.manage"
    DECIDE = "bottlenecks.decide"


def owner_path(subject: Any) -> str:
    """The tree path of the province a bottleneck belongs to, or of the organisation itself."""
    return str(subject.owner.path if hasattr(subject, "owner_id") else subject.path)


for _permission in Perm:
    access.register(_permission, owner_path)
