"""Starting, cancelling, repeating and recovering long work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed
from sauro.engines.history.recording import record, subject_type_of
from sauro.engines.jobs import files, kinds, queue
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import OPEN, JobState

MOST_OPEN = 10  # of one person: the queue is everybody's
MOST_ATTEMPTS = 2
STALE_AFTER = timedelta(seconds=60)  # a worker beats every few seconds, and SQLite waits up to 20
KEPT_JOBS = timedelta(days=90)
KEPT_FILES = timedelta(days=7)
REPEATED = ("kind", "title", "subject_type", "subject_id", "arguments", "key")


class TooManyJobs(DomainError):
    """The person has as much work waiting as one person may have."""

    code = "too_many_jobs"
    status = 429


class JobEnded(DomainError):
    """The work has ended already."""

    code = "job_ended"


class JobRuns(DomainError):
    """The work is still waiting or running."""

    code = "job_runs"


def start(
    *,
    kind: str,
    title: str,
    by: Any,
    at: datetime,
    arguments: Mapping[str, Any] | None = None,
    subject: models.Model | None = None,
    key: str = "",
) -> Job:
    """The job, waiting; while one of the same `key` is open, that one and nothing new."""
    job = Job(
        kind=kinds.kind_of(kind).code,
        title=title[:300],
        subject_type=subject_type_of(subject) if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        arguments=dict(arguments or {}),
        key=key,
    )
    return _queue(job, by=by, at=at)


@transaction.atomic
def _queue(job: Job, *, by: Any, at: datetime) -> Job:
    known = _open_of(job.key)
    if known is not None:
        return known
    attended = not kinds.kind_of(job.kind).unattended
    if attended and Job.objects.filter(by_id=by.pk, state__in=OPEN).count() >= MOST_OPEN:
        raise TooManyJobs(_("You have ten pieces of work waiting. Wait for one, or cancel one."))
    job.by, job.created_at, job.heartbeat = by, at, at
    job.language = translation.get_language() or "vi"
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:  # the same was started at the same moment
        known = _open_of(job.key)
        if known is None:
            raise
        return known
    if attended:
        record(kind="jobs.job.started", subject=job, by=by, at=at, after={"kind": job.kind})
    queue.enqueue(job)
    job.refresh_from_db()
    return job


@transaction.atomic
def cancel(*, job: Job, by: Any, at: datetime) -> Job:
    """The job, cancelled when it waits; a running one stops at its next checkpoint."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not job.is_open:
        raise JobEnded(_("This work has ended already."))
    if job.cancel_requested:
        return job
    job.cancel_requested = True
    if job.state == JobState.WAITING.value:
        job.state, job.finished_at = JobState.CANCELLED.value, at
    job.save(update_fields=["cancel_requested", "state", "finished_at"])
    record(kind="jobs.job.cancelled", subject=job, by=by, at=at)
    return job


def start_again(*, job: Job, by: Any, at: datetime) -> Job:
    """A new job that does the same; only its owner repeats his work."""
    if job.by_id != by.pk:
        raise NotAllowed(_("This work belongs to somebody else."))
    if job.is_open:
        raise JobRuns(_("This work is still waiting or running."))
    again = {name: getattr(job, name) for name in REPEATED}
    return _queue(Job(**again), by=by, at=at)


def recover(*, at: datetime, is_dead: Callable[[str], bool]) -> list[Job]:
    """Jobs whose worker died, put back into the queue once or ended with a sentence.

    Waiting jobs that the queue has lost are queued again. `is_dead` knows workers of this machine.
    """
    stale = at - STALE_AFTER
    found = []
    for job in Job.objects.filter(state=JobState.RUNNING.value):
        if job.heartbeat < stale or is_dead(job.worker):
            found += [job] if _revive(job, at) else []
    for job in Job.objects.filter(state=JobState.WAITING.value, heartbeat__lt=stale):
        if not queue.is_queued(job):
            Job.objects.filter(pk=job.pk).update(heartbeat=at)
            queue.enqueue(job)
    return found


@transaction.atomic
def _revive(job: Job, at: datetime) -> bool:
    """Whether the dead run was put aside; False when it ended or was put aside meanwhile."""
    seen = Job.objects.filter(
        *(models.Q(pk=job.pk), models.Q(state=JobState.RUNNING.value)),
        attempts=job.attempts,
        heartbeat=job.heartbeat,
    )
    if job.cancel_requested:
        return bool(seen.update(state=JobState.CANCELLED.value, finished_at=at))
    if job.attempts < MOST_ATTEMPTS and _restartable(job):
        kept = bool(seen.update(state=JobState.WAITING.value, heartbeat=at, worker=""))
        if kept:
            queue.enqueue(job)
        return kept
    with translation.override(job.language):
        error = _(
            "The computer stopped in the middle of this work; nothing was half written. "
            "Run it again, or tell your administrator the number %(number)s."
        ) % {"number": job.pk}
    return bool(seen.update(state=JobState.FAILED.value, finished_at=at, error=error))


def _restartable(job: Job) -> bool:
    try:
        return kinds.kind_of(job.kind).restartable
    except KeyError:
        return False


def _open_of(key: str) -> Job | None:
    return Job.objects.filter(key=key, state__in=OPEN).first() if key else None


def beat(*, worker: str, at: datetime) -> None:
    """The worker lives, and so do its jobs."""
    Job.objects.filter(worker=worker, state=JobState.RUNNING.value).update(heartbeat=at)


def tidy(*, at: datetime) -> dict[str, int]:
    """How many files, jobs and entries of the queue were dropped because they are old."""
    dropped = 0
    for job in Job.objects.exclude(state__in=OPEN).filter(finished_at__lt=at - KEPT_FILES):
        if job.file:
            files.drop(job.file["stored"])
            Job.objects.filter(pk=job.pk).update(outcome={**job.outcome, "file": {}})
            dropped += 1
    dropped += files.drop_strays(known=_stored(), before=at - KEPT_FILES)
    ended = Job.objects.exclude(state__in=OPEN).filter(finished_at__lt=at - KEPT_JOBS)
    return {
        "files": dropped,
        "jobs": ended.delete()[0],
        "queued": queue.forget(before=at - KEPT_FILES),
    }


def _stored() -> set[str]:
    outcomes = Job.objects.filter(state=JobState.DONE.value).values_list("outcome", flat=True)
    return {outcome["file"]["stored"] for outcome in outcomes if outcome.get("file")}
