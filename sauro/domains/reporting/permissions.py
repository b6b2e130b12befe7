"""Rights over period reports."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with reports."""

    VIEW = "reporting.view"
    MAKE_OWN = "reporting.make_own"
    MAKE_ALL = "reporting.make_all"
    CLOSE = "reporting.close"


def owner_path(subject: Any) -> str:
    """The tree path of the organisation that makes a report, or of the organisation itself."""
    for name in ("maker", "owner"):
        if hasattr(subject, f"{name}_id"):
            return str(getattr(subject, name).path)
    return str(subject.path)


for _permission in Perm:
    access.register(_permission, owner_path)
