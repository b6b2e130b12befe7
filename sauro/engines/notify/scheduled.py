"""What the schedule calls."""

from __future__ import annotations

from datetime import datetime

from sauro.core import clock
from sauro.engines.notify import missed
from sauro.engines.notify.services import delivering, reminding, routing
from sauro.engines.notify.services import digests as gathering


def deliver(*, at: datetime) -> None:
    """Tell what was missed, put new notices on their way and hand over what is due."""
    missed.tell_missed(at=at)
    routing.route(at=at)
    delivering.deliver(at=at)


def remind(*, at: datetime) -> None:
    """Say what is to be said on this day."""
    reminding.remind(today=clock.day_of(at), at=at)
    routing.route(at=at)


def digests(*, at: datetime) -> None:
    """Gather what waits, for those whose hour has come."""
    routing.route(at=at)
    gathering.make_digests(at=at)
