"""Milestones, mandates, numbers in other systems, and tasks that look the same."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sauro.domains.programmes.forms.requests import (
    OVERLAP_VERDICTS,
    ExternalIdForm,
    MandateForm,
    MilestoneForm,
    OverlapForm,
)
from sauro.domains.programmes.models import Milestone, Task, TaskMandate
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import actions, naming, overlaps
from sauro.domains.programmes.services import details
from sauro.domains.programmes.services import overlaps as overlap_services
from sauro.domains.programmes.views import answering, asking
from sauro.domains.programmes.views.task_actions import task_page
from sauro.domains.programmes.views.task_requests import unknown_words
from sauro.engines import access


@access.logged_in
@require_http_methods(["GET", "POST"])
def milestone_set(
    request: HttpRequest, task_id: int, milestone_id: int | None = None
) -> HttpResponse:
    """Set a milestone, change it, or say that it is done."""
    task = _own_task(request, task_id)
    found = None if milestone_id is None else _milestone(task, milestone_id)
    form = MilestoneForm(request.POST or None, initial=_milestone_facts(found))
    if answering.taken(
        form,
        lambda: details.set_milestone(
            task=task, milestone=found, **form.cleaned_data, **asking.who(request)
        ),
    ):
        return answering.done(request, _("The milestone was set."), task_page(task))
    context = {"task": task, "title": _("Milestone"), "milestone": found, "draft": "milestone"}
    context["submit"] = _("Save")
    return answering.form_again(request, "programmes/task_step.html", context, form)


@access.logged_in
@require_POST
def milestone_remove(request: HttpRequest, task_id: int, milestone_id: int) -> HttpResponse:
    """Remove a milestone set by mistake."""
    task = _own_task(request, task_id)
    found = _milestone(task, milestone_id)
    return answering.done_or_told(
        request,
        lambda: details.remove_milestone(milestone=found, **asking.who(request)),
        done=_("The milestone was removed."),
        back=task_page(task),
    )


def _own_task(request: HttpRequest, task_id: int) -> Task:
    task = asking.task_or_404(request, task_id)
    if not actions.actions_on(user=request.user, task=task).milestones:
        raise PermissionDenied
    return task


def _milestone(task: Task, milestone_id: int) -> Milestone:
    found = task.milestones.filter(pk=milestone_id).first()
    if found is None:
        raise Http404
    return found


def _milestone_facts(milestone: Milestone | None) -> dict[str, Any]:
    names = ("title", "due_on", "done_on")
    return {name: getattr(milestone, name) for name in names} if milestone else {}


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def mandate_add(request: HttpRequest, task_id: int) -> HttpResponse:
    """Name a document, or its clause, that the task answers."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    form = MandateForm(request.POST or None)
    document, clause = _mandate(request, form)
    if answering.taken(
        form,
        lambda: details.add_mandate(
            task=task, document=document, clause=clause, **asking.who(request)
        ),
    ):
        return answering.done(request, _("The mandate was added."), task_page(task))
    context = {"task": task, "title": _("Mandate"), "draft": "mandate", "submit": _("Save")}
    return answering.form_again(request, "programmes/task_step.html", context, form)


def _mandate(request: HttpRequest, form: MandateForm) -> tuple[Any, Any]:
    if not form.is_valid():
        return None, None
    typed, label = form.cleaned_data["document"], form.cleaned_data["clause"]
    document, near = naming.document_meant(user=request.user, typed=typed)
    if document is None:
        form.add_error("document", unknown_words(typed, near))
        return None, None
    clause = document.clauses.filter(label__iexact=label).first() if label else None
    if label and clause is None:
        known = list(document.clauses.values_list("label", flat=True)[:10])
        form.add_error("clause", unknown_words(label, known))
    return document, clause


@access.require(Perm.MANAGE)
@require_POST
def mandate_remove(request: HttpRequest, task_id: int, mandate_id: int) -> HttpResponse:
    """Untie a task from a document."""
    task = asking.task_or_404(request, task_id)
    found = TaskMandate.objects.filter(task=task, pk=mandate_id).first()
    if found is None:
        raise Http404
    return answering.done_or_told(
        request,
        lambda: details.remove_mandate(mandate=found, **asking.who(request)),
        done=_("The mandate was removed."),
        back=task_page(task),
    )


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def external_id_set(request: HttpRequest, task_id: int) -> HttpResponse:
    """Write down the number of a task in another system."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    initial = {"system": request.GET.get("system", "")[:30]}
    form = ExternalIdForm(request.POST or None, initial=initial)
    if answering.taken(
        form,
        lambda: details.set_external_id(task=task, **form.cleaned_data, **asking.who(request)),
    ):
        return answering.done(request, _("The number was written down."), task_page(task))
    context = {"task": task, "title": _("Number in another system"), "draft": "external"}
    context["submit"] = _("Save")
    return answering.form_again(request, "programmes/task_step.html", context, form)


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def task_overlaps(request: HttpRequest, task_id: int) -> HttpResponse:
    """Tasks that look like this one: link, merge or keep apart, with a reason."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    form = OverlapForm(request.POST or None)
    if answering.taken(form, lambda: _decide(request, task, form.cleaned_data)):
        return answering.done(request, _("The decision was recorded."), task_page(task))
    context = {
        "task": task,
        "form": form,
        "alike": overlaps.look_alikes(task=task, user=request.user),
        "verdicts": OVERLAP_VERDICTS,
    }
    return render(request, "programmes/task_overlaps.html", context)


def _decide(request: HttpRequest, task: Task, wanted: dict[str, Any]) -> Any:
    return overlap_services.decide_overlap(
        kept=task,
        other=asking.task_or_404(request, wanted["other"]),
        verdict=wanted["verdict"],
        reason=wanted["reason"],
        **asking.who(request),
    )
