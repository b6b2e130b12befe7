"""Rights over arrangements of the overview."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with arrangements that are not only his own."""

    SHARE = "dashboards.share"


def owner_path(subject: Any) -> str | None:
    """The tree path of the province, or of the owner of the programme, that is arranged for."""
    if subject.programme is not None:
        return str(subject.programme.owner.path)
    return str(subject.province.path) if subject.province is not None else None


access.register(Perm.SHARE, owner_path)
