"""A public page of the programme that was released, and one that is prepared."""

from __future__ import annotations

from datetime import date

from conftest import NOW
from sauro.shell.publishing import services
from tests.world.shape import TODAY, World


def fill(world: World) -> None:
    """The releases."""
    monitor, leader = world.people["monitor"], world.people["leader"]
    programme = world.things["programme"]
    first = services.prepare(programme=programme, as_of=date(2025, 6, 1), by=monitor, at=NOW)
    world.things["public_page"] = services.release(release=first, by=leader, at=NOW)
    world.things["release"] = services.prepare(programme=programme, as_of=TODAY, by=monitor, at=NOW)
