"""Which rows a bulk action was asked for: the ticked ones, or all that match the filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows, how many they are, and the hidden inputs with which a confirmation repeats them.

    `changed` is true when the confirmation was given for another number of rows.
    """

    queryset: QuerySet[Any]
    count: int
    is_all: bool
    fields: tuple[tuple[str, str], ...]
    changed: bool = False

    def __bool__(self) -> bool:
        return self.count > 0


def ids_of(values: list[str], *, most: int) -> list[int]:
    """Whole numbers among what was posted, each once, at most so many."""
    sound = (value for value in values if value.isascii() and value.isdigit() and len(value) <= 18)
    return list(dict.fromkeys(map(int, sound)))[:most]


def expected_of(value: str | None) -> int | None:
    """The number of rows that the confirmation page named."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
