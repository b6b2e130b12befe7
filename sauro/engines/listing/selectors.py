"""Reading saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sauro.engines.listing.models import SavedView


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as the list needs it."""

    id: int
    name: str
    query: str
    is_default: bool


def views_of(*, user: Any, listing: str) -> list[View]:
    """A person's views of one list by name; nobody has those of another."""
    if not getattr(user, "is_authenticated", False):
        return []
    found = SavedView.objects.filter(user_id=user.pk, listing=listing)
    return [View(*row) for row in found.values_list("id", "name", "query", "is_default")]
