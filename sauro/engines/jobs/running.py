"""Running one job: claimed once, ended once, whatever happens in between."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed
from sauro.engines.jobs import kinds, queue
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState
from sauro.engines.jobs.work import Cancelled, Clock, Interrupted, Lost, Work, end, mine_only

log = logging.getLogger(__name__)


def never() -> bool:
    """Nobody stops this worker."""
    return False


def run(
    *, job_id: int, now: Clock, worker: str = "", stopping: Callable[[], bool] = never
) -> Job | None:
    """The job as it ended, or None when another worker has it or it is no longer waiting."""
    if not _claim(job_id, worker, now()):
        return None
    job = Job.objects.select_related("by").get(pk=job_id)
    work = Work(job, now=now, stopping=stopping)
    with translation.override(job.language):
        _carry_out(job, work)
    job.refresh_from_db()
    return job


def _claim(job_id: int, worker: str, at: datetime) -> bool:
    """One statement, so that of two workers exactly one changes a row."""
    waiting = Job.objects.filter(pk=job_id, state=JobState.WAITING.value)
    return bool(
        waiting.update(
            state=JobState.RUNNING.value,
            attempts=F("attempts") + 1,
            worker=worker[:120],
            heartbeat=at,
            started_at=at,
            done=0,
            total=0,
            phase="",
        )
    )


def _carry_out(job: Job, work: Work) -> None:
    try:
        _check_person(job)
        kinds.kind_of(job.kind).run(work)
    except Cancelled:
        end(job, JobState.CANCELLED, at=work.now())
    except Interrupted:
        _put_back(job, work.now())
    except Lost:
        log.warning("job %s was given to another worker", job.pk)
    except DomainError as refusal:
        end(job, JobState.FAILED, at=work.now(), error=str(refusal))
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        end(job, JobState.FAILED, at=work.now(), error=_unforeseen(job))
    else:
        if not work.is_committed:
            end(job, JobState.DONE, at=work.now())


def _check_person(job: Job) -> None:
    if not job.by.is_active:
        raise NotAllowed(_("The account for which this was to be done is closed."))


def _put_back(job: Job, at: datetime) -> None:
    """A worker that is stopped on purpose does not use up an attempt."""
    back = {"state": JobState.WAITING.value, "attempts": F("attempts") - 1, "heartbeat": at}
    if mine_only(job).update(**back):
        queue.enqueue(job)


def _unforeseen(job: Job) -> str:
    return _(
        "Something unforeseen stopped this work; nothing was half written. "
        "Tell your administrator the number %(number)s."
    ) % {"number": job.pk}
