"""Reporting progress on one task, and its evidence."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core import clock
from sauro.domains.programmes.forms.progress import ProgressForm
from sauro.domains.programmes.models import Evidence, ProgressUpdate, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import my_work, reporting, visibility
from sauro.domains.programmes.services import evidence as evidence_services
from sauro.domains.programmes.services import progress as progress_services
from sauro.domains.programmes.services.progress import StaleUpdate
from sauro.domains.programmes.views import answering, asking, saving
from sauro.domains.programmes.views.task_actions import task_page
from sauro.domains.programmes.workflow import TASK_FLOW
from sauro.engines import access
from sauro.engines.office import downloads

TEMPLATE = "programmes/progress_form.html"


@access.require(Perm.REPORT)
@require_http_methods(["GET", "POST"])
def progress_report(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say what was done in a month: keep it as a draft, or hand it in."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.REPORT, task)
    if task.fanned_out:
        return answering.told(
            request, _("Progress of this task comes from its parts."), task_page(task)
        )
    if away := answering.wrong_state(request, TASK_FLOW, task, "work"):
        return HttpResponseRedirect(away)
    update = _open_update(request, task)
    form = ProgressForm(
        request.POST or None, request.FILES or None, task=task, today=clock.today(), update=update
    )
    submit = request.POST.get("action") != "draft"
    try:
        if answering.taken(form, lambda: _written(request, task, update, form, submit=submit)):
            words = _("The update was handed in.") if submit else _("The draft was kept.")
            return answering.done(request, words, task_page(task))
    except StaleUpdate as stale:
        return render(request, TEMPLATE, _conflict(task, form, stale.current), status=409)
    return answering.form_again(request, TEMPLATE, _context(task, update), form)


def _written(
    request: HttpRequest,
    task: Task,
    update: ProgressUpdate | None,
    form: ProgressForm,
    *,
    submit: bool,
) -> ProgressUpdate:
    return evidence_services.report_with_evidence(
        task=task,
        progress=form.progress,
        proofs=form.proofs,
        submit=submit,
        update=update,
        expected_version=_version(form, update),
        request_key=form.cleaned_data["request_key"] or None,
        **asking.who(request),
    )


def _version(form: ProgressForm, update: ProgressUpdate | None) -> int | None:
    """The version that was seen; a draft somebody began meanwhile was not seen at all."""
    seen, key = form.cleaned_data["version"], form.cleaned_data["request_key"]
    if seen is None and update is not None and update.request_key != key:
        return 0
    return seen


def _open_update(request: HttpRequest, task: Task) -> ProgressUpdate | None:
    wanted = request.GET.get("update", "")
    if wanted.isascii() and wanted.isdigit():
        found = visibility.visible_updates(user=request.user).filter(task=task, pk=wanted).first()
        if found is None:
            raise Http404
        return found
    return my_work.drafts_of(tasks=[task]).get(task.pk)


def _context(task: Task, update: ProgressUpdate | None) -> dict[str, Any]:
    return {
        "task": task,
        "update": update,
        "month": reporting.reporting_month(today=clock.today()),
        "evidence": list(update.evidence.all()) if update else [],
    }


def _conflict(task: Task, form: ProgressForm, current: ProgressUpdate) -> dict[str, Any]:
    changes = list(form.against(current))
    saving.with_values(form, version=current.version)
    return {**_context(task, current), "form": form, "conflict": changes}


@access.require(Perm.REPORT)
@require_POST
def progress_nothing_new(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say in one click that a month brought nothing new."""
    task = asking.task_or_404(request, task_id)
    month = reporting.reporting_month(today=clock.today())
    return answering.done_or_told(
        request,
        lambda: progress_services.note_no_change(
            task=task, month=month.start, **asking.who(request)
        ),
        done=_("Nothing new was noted for the month."),
        back=asking.back_to(request, task_page(task)),
    )


@access.require(Perm.REPORT)
@require_POST
def update_discard(request: HttpRequest, update_id: int) -> HttpResponse:
    """Throw a draft away."""
    update = asking.update_or_404(request, update_id)
    return answering.done_or_told(
        request,
        lambda: progress_services.discard_draft(update=update, **asking.who(request)),
        done=_("The draft was thrown away."),
        back=task_page(update.task),
    )


@access.require(Perm.REPORT)
@require_POST
def evidence_remove(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Remove evidence that was attached by mistake."""
    found = _evidence_or_404(request, evidence_id)
    back = f"{reverse('progress_report', args=[found.update.task_id])}?update={found.update_id}"
    return answering.done_or_told(
        request,
        lambda: evidence_services.remove_evidence(evidence=found, **asking.who(request)),
        done=_("The evidence was removed."),
        back=back,
    )


@access.logged_in
@require_GET
def evidence_file(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A file of evidence, always as an attachment."""
    return downloads.download(_evidence_or_404(request, evidence_id))


def _evidence_or_404(request: HttpRequest, evidence_id: int) -> Evidence:
    seen = visibility.visible_updates(user=request.user)
    found = Evidence.objects.filter(pk=evidence_id, update__in=seen)
    evidence = found.select_related("update__task__lead", "update__task__programme__owner").first()
    if evidence is None:
        raise Http404
    return evidence
