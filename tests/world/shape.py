"""What the little world is made of, and who signs for what is done in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conftest import NOW

TODAY = date(2025, 6, 10)


@dataclass(slots=True)
class World:
    """Everybody, every place, and one record of every kind, by name."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        for shelf in (self.people, self.things):
            if name in shelf:
                return shelf[name]
        raise AttributeError(name)


def said_by(world: World, name: str = "monitor") -> dict[str, Any]:
    """Who does it and when, for a service."""
    return {"by": world.people[name], "at": NOW}
