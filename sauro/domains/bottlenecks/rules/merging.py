"""Two bottlenecks that are one: what the kept one holds afterwards; and groups of like texts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def carried(kept: Iterable[Key], other: Iterable[Key]) -> list[Key]:
    """What moves from the other to the kept one: each key the kept one does not hold, once."""
    held = set(kept)
    return [key for key in dict.fromkeys(other) if key not in held]


def groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Positions 0 to count - 1 in groups that pairs connect, each in order, largest group first."""
    leader = list(range(count))

    def top(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for first, second in pairs:
        low, high = sorted((top(first), top(second)))
        leader[high] = low
    found: dict[int, list[int]] = {}
    for index in range(count):
        found.setdefault(top(index), []).append(index)
    return sorted(found.values(), key=lambda group: (-len(group), group[0]))
