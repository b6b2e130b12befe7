"""How an alert stands on a day: open, put aside, acknowledged, closed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

LONGEST_SNOOZE = 60


class AlertState(StrEnum):
    """Exclusive and exhaustive."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an alert closed by itself."""

    CAUSE_ENDED = "cause_ended"
    RULE_OFF = "rule_off"


def state_of(
    *, closed: bool, acknowledged: bool, snoozed_until: date | None, today: date
) -> AlertState:
    """The state on a day; what was put aside comes back after its last day."""
    if closed:
        return AlertState.CLOSED
    if snoozed_until is not None and snoozed_until >= today:
        return AlertState.SNOOZED
    return AlertState.ACKNOWLEDGED if acknowledged else AlertState.OPEN
