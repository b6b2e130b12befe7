"""The states of a job and what they are called."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (State.WAITING.value, State.RUNNING.value)
# The same notions in the interface's table of statuses.
STATUS_CODES = {State.WAITING: "queued", State.DONE: "finished"}
