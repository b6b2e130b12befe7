"""The right to decide days of the working calendar."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with the calendar."""

    DECIDE_DAYS = "periods.decide_days"


def everywhere(_subject: Any) -> str:
    """The calendar is one for the whole installation: who holds the right, holds it on any day."""
    return ""


access.register(Perm.DECIDE_DAYS, everywhere)
