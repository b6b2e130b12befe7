"""What of a wall screen stays while panels turn, when it is fetched again, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sauro.domains.programmes.models import Programme
from sauro.shell.dashboards.pages import Shown
from sauro.shell.dashboards.rules import Size

USUAL, SHORTEST, LONGEST = 60, 15, 3600  # seconds


def parted(panels: Sequence[Shown]) -> dict[str, Sequence[Shown]]:
    """The band of figures above, which stays, and the panels below it, which turn."""
    head = list(takewhile(lambda one: one.size == Size.FULL and not one.panel.frame, panels))
    return {"head": head, "panels": panels[len(head) :]}


def turning(
    *, programmes: Sequence[Programme], chosen: Programme | None, seconds: str, turns: bool
) -> dict[str, Any]:
    """After how many seconds which address is fetched; with `turns` the programmes take turns."""
    wait = min(max(int(seconds), SHORTEST), LONGEST) if _is_number(seconds) else USUAL
    query: dict[str, Any] = {"seconds": wait} if wait != USUAL else {}
    following = _following(programmes, chosen) if turns else chosen
    if turns:
        query["turn"] = 1
    if following is not None:
        query["programme"] = following.code
    path = reverse("dashboard_wall")
    return {
        "seconds": wait,
        "turns": turns,
        "next_url": f"{path}?{urlencode(query)}" if query else path,
    }


def _following(programmes: Sequence[Programme], chosen: Programme | None) -> Programme | None:
    """All programmes together, then each of those still open, and again."""
    going = [one for one in programmes if one.closed_on is None]
    if len(going) < 2:
        return None
    places = [None, *going]
    here = places.index(chosen) if chosen in places else 0
    return places[(here + 1) % len(places)]


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 6
