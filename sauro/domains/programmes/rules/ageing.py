"""How old a written synthesis looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OLD_DAYS = 30
"""A reporting month has gone by since it was written."""
VERY_OLD_DAYS = 60
"""Two reporting months have gone by: it says little about today."""


class Age(StrEnum):
    """How old a synthesis looks on a day."""

    FRESH = "fresh"
    OLD = "old"
    VERY_OLD = "very_old"


@dataclass(frozen=True, slots=True)
class Aged:
    """How many days ago something was written, and how old that looks."""

    days: int
    age: Age


def aged(*, written_on: date, today: date) -> Aged:
    """The age on a day of what was written on another; never below nought."""
    days = max(0, (today - written_on).days)
    if days >= VERY_OLD_DAYS:
        return Aged(days, Age.VERY_OLD)
    return Aged(days, Age.OLD if days >= OLD_DAYS else Age.FRESH)
