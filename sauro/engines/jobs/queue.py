"""The queue behind the jobs; the only place that knows the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task

from sauro.core import clock

if TYPE_CHECKING:
    from sauro.engines.jobs.models import Job


@dataclass(slots=True)
class Station:
    """The worker of this process: its name, and whether it is being stopped."""

    name: str = ""
    stopping: Callable[[], bool] = bool


station = Station()


@task()
def perform(job_id: int) -> None:
    """What the queue calls; the job itself says whether there is still something to do."""
    run = import_string("sauro.engines.jobs.running.run")
    run(job_id=job_id, now=clock.now, worker=station.name, stopping=station.stopping)


def enqueue(job: Job) -> None:
    """Put a waiting job into the queue, in the transaction of the caller."""
    result = perform.enqueue(job.pk)
    type(job).objects.filter(pk=job.pk).update(task_id=result.id)


def is_queued(job: Job) -> bool:
    """Whether some worker will come across the job."""
    from django_tasks_db.models import DBTaskResult

    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return bool(job.task_id) and ready.filter(pk=job.task_id).exists()


def forget(*, before: datetime) -> int:
    """How many entries of the queue that ended before a moment were dropped."""
    from django_tasks_db.models import DBTaskResult

    ended = DBTaskResult.objects.finished().filter(finished_at__lt=before)
    return ended.delete()[0]
