"""What follows an event, by kind: dotted paths of functions that take the event."""

from __future__ import annotations

REACTIONS: dict[str, tuple[str, ...]] = {}
