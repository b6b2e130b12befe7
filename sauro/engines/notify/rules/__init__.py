"""When people are reminded, when a message may leave, and how often it is tried."""

from sauro.engines.notify.rules.delivering import (
    DUE_STATES,
    LEASE,
    WAITS,
    DeliveryState,
    Way,
    next_try,
    quiet_until,
    way_of,
    ways_of,
)
from sauro.engines.notify.rules.steps import Standing, Steps, reached, standing_of

__all__ = [
    "DUE_STATES",
    "LEASE",
    "WAITS",
    "DeliveryState",
    "Standing",
    "Steps",
    "Way",
    "next_try",
    "quiet_until",
    "reached",
    "standing_of",
    "way_of",
    "ways_of",
]
