"""One small province with something of everything, for sweeps over all pages and operations.

A domain adds its records in a module of this package with `fill(world)`, and a line in `AREAS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from conftest import NOW
from sauro.core import clock
from tests.world import (
    accounts,
    alerts,
    bottlenecks,
    documents,
    explanations,
    figures,
    notices,
    places,
    plans,
    programmes,
    publishing,
    reports,
)
from tests.world.places import PEOPLE
from tests.world.shape import TODAY, World

__all__ = ["PEOPLE", "TODAY", "World", "living", "make"]

# In the order of their needs: a record may lean on those of the lines above.
AREAS = (
    places.fill,
    documents.fill,
    programmes.fill,
    figures.fill,
    explanations.fill,
    bottlenecks.fill,
    notices.fill,
    reports.fill,
    publishing.fill,
    alerts.fill,
    plans.fill,
    accounts.fill,
    places.merge,
)


@contextmanager
def living(blocker: Any) -> Iterator[World]:
    """The world while a module of tests runs; nothing of it stays."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "now", lambda: NOW)
        patch.setattr(clock, "today", lambda: TODAY)
        yield make()
        transaction.set_rollback(True)


def make() -> World:
    """The world."""
    world = World()
    for fill in AREAS:
        fill(world)
    return world
