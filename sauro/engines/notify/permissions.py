"""The right to follow how notices reach people, and to decide when they are reminded."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with notices that are not his own."""

    MANAGE = "notify.manage"


def everywhere(_subject: Any) -> str:
    """Steps are one table for the whole installation: who holds the right decides them."""
    return ""


access.register(Perm.MANAGE, everywhere)
