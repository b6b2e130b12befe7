"""Which way a notice goes, how long it waits, and how often it is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands; `unsure` was handed over by a worker that died before it said so."""

    WAITING = "waiting"
    SENDING = "sending"
    UNSURE = "unsure"
    FAILED = "failed"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Way(StrEnum):
    """How a person wants one kind of notice by one channel."""

    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


DUE_STATES = (
    DeliveryState.WAITING.value,
    DeliveryState.UNSURE.value,
    DeliveryState.FAILED.value,
)
LEASE = timedelta(minutes=5)  # a worker renews it with every message
# Minutes between two tries: three days in all, then somebody has to look at it.
WAITS = (1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 720)
# While the service itself is away it is looked for at last every hour, however long it takes.
AWAY_WAITS = WAITS[:4]
_EMAIL = "email"


def ways_of(channel: str) -> tuple[Way, ...]:
    """The ways from which a person chooses for a channel: only mail is gathered."""
    return tuple(Way) if channel == _EMAIL else (Way.NOW, Way.OFF)


def way_of(
    choices: Mapping[str, Mapping[str, str]], *, kind: str, channel: str, urgent: bool
) -> Way:
    """What the person chose; else mail at once or in the digest, and nothing by other channels."""
    chosen = choices.get(kind, {}).get(channel)
    if chosen in ways_of(channel):
        return Way(chosen)
    if channel != _EMAIL:
        return Way.OFF
    return Way.NOW if urgent else Way.DIGEST


def leaves_from(
    moment: datetime, *, quiet_from: time, quiet_to: time, is_working: Callable[[date], bool]
) -> datetime:
    """The first moment from this one on, of a working day and outside the quiet hours."""
    leaves = quiet_until(moment, quiet_from=quiet_from, quiet_to=quiet_to)
    while not is_working(leaves.date()):
        midnight = (leaves + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        leaves = quiet_until(midnight, quiet_from=quiet_from, quiet_to=quiet_to)
    return leaves


def quiet_until(moment: datetime, *, quiet_from: time, quiet_to: time) -> datetime:
    """The first moment from this one on that is not in the quiet hours, in the same time zone.

    Quiet hours may pass midnight; equal ends mean that there are none.
    """
    if not _is_quiet(moment.time(), quiet_from, quiet_to):
        return moment
    end = moment.replace(
        hour=quiet_to.hour, minute=quiet_to.minute, second=quiet_to.second, microsecond=0
    )
    return end if end > moment else end + timedelta(days=1)


def _is_quiet(moment: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many attempts; none when it is given up."""
    if attempts > len(WAITS):
        return None
    return at + timedelta(minutes=WAITS[max(attempts, 1) - 1])


def next_look(*, attempts: int, at: datetime) -> datetime:
    """When to try again after the service was away so often: it is never given up."""
    return at + timedelta(minutes=AWAY_WAITS[min(max(attempts, 1), len(AWAY_WAITS)) - 1])
