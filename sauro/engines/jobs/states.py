"""The states of a job and what they are called."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.WAITING.value, JobState.RUNNING.value)
# The same notions in the interface's table of statuses.
STATUS_CODES = {JobState.WAITING: "queued", JobState.DONE: "finished"}
