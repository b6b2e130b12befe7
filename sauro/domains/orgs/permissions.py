"""Rights over organisations, their positions, bodies and roles."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with organisations."""

    VIEW = "orgs.view"
    MANAGE = "orgs.manage"
    GRANT = "orgs.grant"


def path_of(subject: Any) -> str:
    """The tree path of an organisation, or of the one to which a post, seat or role belongs.

    What belongs to no organisation is nobody's but those who hold the permission everywhere.
    """
    for name in ("organisation", "body", "within"):
        if hasattr(subject, f"{name}_id"):
            owner = getattr(subject, name)
            return str(owner.path) if owner else ""
    return str(subject.path)


for _permission in Perm:
    access.register(_permission, path_of)
