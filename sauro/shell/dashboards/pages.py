"""A page of panels, ready to print: what was arranged, filled from what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sauro.domains.programmes.selectors.standing import AsOf
from sauro.shell.dashboards import rules
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
    is_apart: bool = False

    url: str = ""

    @property
    def code(self) -> str:
        """The code of the panel, which is the anchor of its place on the page."""
        return self.panel.code


def allowed(*, user: Any, placed: Iterable[Placed]) -> list[Placed]:
    """The panels a person may see; the others are left out without a word."""
    return [one for one in placed if PANELS[one.panel].open_to(user)]


def filled(*, reads: Reads, placed: Sequence[Placed]) -> list[Shown]:
    """The panels a person may see, in their order, each with its figures.

    A panel whose figures are of today only says so on a past day; one that is costly is fetched
    by itself, by `alone`.
    """
    seen = allowed(user=reads.user, placed=placed)
    near = [PANELS[one.panel] for one in seen if not PANELS[one.panel].apart]
    reads.prepare(panel for panel in near if panel.past or not reads.as_of.is_past)
    return [_filled(reads, PANELS[one.panel], one, apart=True) for one in seen]


def linked(*, user: Any, placed: Iterable[Placed], as_of: AsOf) -> list[Shown]:
    """The panels that a person may see, each fetched by itself; no SQL."""
    day = {"as_of": as_of.day.isoformat()} if as_of.is_past else {}
    return [
        Shown(PANELS[one.panel], one.size, {}, is_apart=True, url=_address(one, day))
        for one in allowed(user=user, placed=placed)
    ]


def alone(*, reads: Reads, one: Placed) -> Shown | None:
    """One panel with its figures; nothing when the person may not see it."""
    if not allowed(user=reads.user, placed=[one]):
        return None
    panel = PANELS[one.panel]
    reads.prepare([panel])
    return _filled(reads, panel, one, apart=False)


def _url(reads: Reads, one: Placed) -> str:
    """Where a panel is fetched by itself, for the same programme and day."""
    query = dict(reads.filters)
    if reads.as_of.is_past:
        query["as_of"] = reads.as_of.day.isoformat()
    return _address(one, query)


def _address(one: Placed, query: dict[str, Any]) -> str:
    if one.settings:
        query = query | {"panels": rules.written([one])}
    path = reverse("dashboard_panel", args=[one.panel])
    return f"{path}?{urlencode(query)}" if query else path


def _filled(reads: Reads, panel: Panel, one: Placed, *, apart: bool) -> Shown:
    if reads.as_of.is_past and not panel.past:
        return Shown(panel, one.size, {}, is_gone=True)
    if panel.apart and apart:
        return Shown(panel, one.size, {}, is_apart=True, url=_url(reads, one))
    return Shown(panel, one.size, panel.context(reads, one.settings))
