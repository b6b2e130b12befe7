"""What running work holds in its hand: arguments, progress, checkpoints and the one commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState

PAUSE = 0.3  # seconds between two notes of progress: quick enough to see, cheap enough to forget
Clock = Callable[[], datetime]


class Cancelled(Exception):
    """A person asked to stop; raised at a checkpoint."""


class Interrupted(Exception):
    """The worker is being stopped; the job waits for the next one."""


class Lost(Exception):
    """The job was given to another worker, which alone may write now."""


@dataclass(slots=True)
class Outcome:
    """What came of the work: a sentence, and a page or a file to open."""

    text: str = ""
    url: str = ""
    file: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"text": self.text, "url": self.url, "file": self.file}


class Work:
    """One run of a job. Everything but the commit happens outside a transaction."""

    def __init__(self, job: Job, *, now: Clock, stopping: Callable[[], bool]) -> None:
        self.job = job
        self.now = now
        self.is_committed = False
        self._stopping = stopping
        self._committing = False
        self._noted = float("-inf")
        self._phase = ""

    @property
    def arguments(self) -> dict[str, Any]:
        """What the job was started with."""
        return self.job.arguments

    @property
    def by(self) -> Any:
        """The person for whom it is done."""
        return self.job.by

    def progress(self, done: int = 0, total: int = 0, phase: str = "") -> None:
        """Note how far the work is, at most every `PAUSE`; raises at a request to stop.

        Inside the commit nothing is noted: SQLite has one writer, and nobody would see it.
        """
        phase = (phase or self._phase)[:200]
        beat = time.monotonic()
        if self._committing or (phase == self._phase and beat - self._noted < PAUSE):
            return
        self._noted, self._phase = beat, phase
        self._note(done, total, phase)
        if self._stopping():
            raise Interrupted

    def _note(self, done: int, total: int, phase: str) -> None:
        mine = mine_only(self.job)
        try:
            kept = mine.update(done=done, total=total, phase=phase, heartbeat=self.now())
            wanted = mine.values_list("cancel_requested", flat=True).first()
        except OperationalError:  # somebody writes for long; the next note will do
            return
        if not kept:
            raise Lost
        if wanted:
            raise Cancelled

    @contextmanager
    def committing(self, phase: str) -> Iterator[Outcome]:
        """The one transaction of the work; the job ends inside it, so that it is never run twice.

        The caller fills the outcome; nothing stops the work from here on.
        """
        self.progress(phase=phase)
        outcome = Outcome()
        with transaction.atomic():
            self._committing = True
            try:
                yield outcome
                if not end(self.job, JobState.DONE, at=self.now(), outcome=outcome):
                    raise Lost
            finally:
                self._committing = False
        self.is_committed = True


def mine_only(job: Job) -> Any:
    """The job as long as this run of it is the one that counts."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING.value, attempts=job.attempts)


def end(
    job: Job, state: JobState, *, at: datetime, outcome: Outcome | None = None, error: str = ""
) -> bool:
    """Whether this run ended the job; False when the job is no longer its own."""
    values = {"state": state.value, "finished_at": at, "error": error}
    if outcome is not None:
        values["outcome"] = outcome.plain()  # type: ignore[assignment]
    return bool(mine_only(job).update(**values))
