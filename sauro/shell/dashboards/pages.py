"""A page of panels, ready to print: what was arranged, filled from what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sauro.engines import access
from sauro.shell.dashboards.panels import PANELS
from sauro.shell.dashboards.panels.shape import Panel
from sauro.shell.dashboards.reads import Reads
from sauro.shell.dashboards.rules import Placed


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel in its place with what its template prints."""

    panel: Panel
    size: str
    data: dict[str, Any]
    is_gone: bool = False

    @property
    def code(self) -> str:
        """The code of the panel, which is the anchor of its place on the page."""
        return self.panel.code


def allowed(*, user: Any, placed: Iterable[Placed]) -> list[Placed]:
    """The panels a person may see; the others are left out without a word."""
    return [one for one in placed if access.can(user, PANELS[one.panel].permission)]


def filled(*, reads: Reads, placed: Sequence[Placed]) -> list[Shown]:
    """The panels a person may see, in their order, each with its figures.

    A panel whose figures are of today only says so on a past day.
    """
    seen = allowed(user=reads.user, placed=placed)
    reads.prepare(PANELS[one.panel] for one in seen)
    return [_filled(reads, PANELS[one.panel], one) for one in seen]


def _filled(reads: Reads, panel: Panel, one: Placed) -> Shown:
    if reads.as_of.is_past and not panel.past:
        return Shown(panel, one.size, {}, is_gone=True)
    return Shown(panel, one.size, panel.context(reads, one.settings))
