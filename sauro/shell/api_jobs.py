"""Background work for programs: what it is, how far it is, and stopping it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema

from sauro.core import clock
from sauro.domains.programmes.api.shapes import Page, Paging, PathId, page_body
from sauro.engines.jobs import selectors, services
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState

router = Router(tags=["Background work"])


class JobOut(Schema):
    """One piece of long work; `result` is the page it led to, `file` where its owner fetches it."""

    id: int
    kind: str
    title: str
    state: JobState
    done: int
    total: int
    phase: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    cancel_requested: bool
    error: str
    result: str
    file: str


class JobPage(Page):
    """A page of jobs, newest first."""

    items: list[JobOut]


class JobQuery(Paging):
    """Which jobs."""

    state: JobState | None = None


@router.get("/jobs", response=JobPage, summary="My background work")
def job_list(request: HttpRequest, query: Query[JobQuery]) -> Any:
    jobs = selectors.visible_jobs(user=request.user)
    if query.state is not None:
        jobs = jobs.filter(state=query.state.value)
    shown = jobs[query.offset : query.offset + query.limit]
    return page_body(jobs.count(), [_body(job) for job in shown], query)


@router.get("/jobs/{job_id}", response=JobOut, summary="One piece of background work")
def job_detail(request: HttpRequest, job_id: PathId) -> Any:
    return _body(_job(request, job_id))


@router.post("/jobs/{job_id}/cancel", response=JobOut, summary="Stop background work")
def job_cancel(request: HttpRequest, job_id: PathId) -> Any:
    job = services.cancel(job=_job(request, job_id), by=request.user, at=clock.now())
    return _body(job)


def _job(request: HttpRequest, job_id: int) -> Job:
    job = selectors.visible_jobs(user=request.user).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job


def _body(job: Job) -> dict[str, Any]:
    plain = ("id", "kind", "title", "state", "done", "total", "phase", "error")
    moments = ("created_at", "started_at", "finished_at", "cancel_requested")
    return {
        **{name: getattr(job, name) for name in (*plain, *moments)},
        "result": job.url,
        "file": reverse("job_file", args=[job.pk]) if job.file else "",
    }
