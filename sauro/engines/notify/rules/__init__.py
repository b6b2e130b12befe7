"""When people are reminded, when a message may leave, and how often it is tried."""

from sauro.engines.notify.rules.delivering import (
    AWAY_WAITS,
    DUE_STATES,
    LEASE,
    WAITS,
    DeliveryState,
    Way,
    leaves_from,
    next_look,
    next_try,
    quiet_until,
    way_of,
    ways_of,
)
from sauro.engines.notify.rules.steps import Standing, Steps, reached, standing_of

__all__ = [
    "AWAY_WAITS",
    "DUE_STATES",
    "LEASE",
    "WAITS",
    "DeliveryState",
    "Standing",
    "Steps",
    "Way",
    "leaves_from",
    "next_look",
    "next_try",
    "quiet_until",
    "reached",
    "standing_of",
    "way_of",
    "ways_of",
]
