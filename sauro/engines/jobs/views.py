"""My background work: how far it is, what came of it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.engines import access
from sauro.engines.jobs import addresses, files, selectors, services
from sauro.engines.jobs.models import Job

ROWS = 30


@access.logged_in
def job_list(request: HttpRequest) -> HttpResponse:
    """One's own work, newest first."""
    jobs = selectors.visible_jobs(user=request.user)
    page = Paginator(jobs, ROWS).get_page(request.GET.get("page"))
    oversees = selectors.oversees(request.user)
    running = any(job.is_open for job in page.object_list)
    context = {"page": page, "oversees": oversees, "running": running}
    return render(request, fragment(request, "jobs/job_list.html", "rows"), context)


@access.logged_in
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """One piece of work; a page that is polling is led to the result."""
    job = _job(request, job_id)
    context = {"job": job, **shown(job, request.user)}
    if getattr(request, "htmx", None) and not request.htmx.boosted:  # type: ignore[attr-defined]
        if job.state == "done" and job.url:
            return HttpResponse(headers={"HX-Redirect": job.url})
        return render(request, "jobs/_job.html", context)
    return render(request, "jobs/job_detail.html", context)


@access.logged_in
def job_file(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The file that the work made, for the person who asked for it alone."""
    job = _job(request, job_id)
    if job.by_id != request.user.pk or not job.file:
        raise Http404
    path = files.path_of(job.file["stored"])
    if path is None:
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=job.file["name"],
        content_type=job.file["media"],
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@access.logged_in
@require_POST
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop the work: at once when it waits, at its next step when it runs."""
    job = _job(request, job_id)
    try:
        job = services.cancel(job=job, by=request.user, at=clock.now())
        if job.is_open:
            messages.info(request, _("The work stops at its next step."))
        else:
            messages.success(request, _("The work was cancelled."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("job_detail", job_id=job.pk)


@access.logged_in
@require_POST
def job_again(request: HttpRequest, job_id: int) -> HttpResponse:
    """Do the same work once more."""
    job = _job(request, job_id)
    try:
        job = services.start_again(job=job, by=request.user, at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("job_detail", job_id=job.pk)


def later(request: HttpRequest, *, title: str) -> HttpResponse:
    """The page of the job that makes the file of this address."""
    address = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}"
    day = getattr(request, "as_of_day", None)
    told = f"{request.user.pk} {address} {clock.today()}"
    job = services.start(
        kind=addresses.KIND,
        title=title,
        arguments={"address": address, "as_of": day.isoformat() if day else ""},
        key=f"file:{hashlib.sha256(told.encode()).hexdigest()[:40]}",
        by=request.user,
        at=clock.now(),
    )
    return redirect("job_detail", job_id=job.pk)


def shown(job: Job, user: Any) -> dict[str, Any]:
    """What the fragment of a job prints beside the job itself."""
    mine = job.by_id == user.pk
    visible = mine or selectors.oversees(user)
    kept = bool(job.file) and files.path_of(job.file["stored"]) is not None
    return {
        "mine": mine,
        "job_url": reverse("job_detail", args=[job.pk]) if visible else "",
        "result_url": job.url,
        "file_url": reverse("job_file", args=[job.pk]) if kept else "",
        "can_cancel": visible and job.is_open and not job.cancel_requested,
    }


def _job(request: HttpRequest, job_id: int) -> Job:
    job = selectors.visible_jobs(user=request.user).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job
