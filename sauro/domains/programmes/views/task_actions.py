"""The steps of a task, each with a small page when it needs a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sauro.domains.programmes.forms.requests import NoteForm, ReasonForm
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.services import requests, tasks
from sauro.domains.programmes.views import answering, asking
from sauro.domains.programmes.workflow import TASK_FLOW
from sauro.engines import access

Write = Callable[..., Any]


def task_page(task: Task) -> str:
    """The address of the page of a task."""
    return reverse("task_detail", args=[task.pk])


def plain_step(name: str, write: Write, done: Any) -> Callable[..., HttpResponseBase]:
    """A step that needs nothing but a click."""
    permission = TASK_FLOW.transitions[name].permission

    @access.require(permission)
    @require_POST
    def step(request: HttpRequest, task_id: int) -> HttpResponse:
        task = asking.task_or_404(request, task_id)
        return answering.done_or_told(
            request,
            lambda: write(task=task, **asking.who(request)),
            done=done,
            back=asking.back_to(request, task_page(task)),
        )

    return step


def reasoned_step(
    name: str, write: Write, done: Any, *, lead: Any, form_class: type[Form] = ReasonForm
) -> Callable[..., HttpResponseBase]:
    """A step with a page that asks for a reason."""
    transition = TASK_FLOW.transitions[name]

    @access.require(transition.permission)
    @require_http_methods(["GET", "POST"])
    def step(request: HttpRequest, task_id: int) -> HttpResponse:
        task = asking.task_or_404(request, task_id)
        answering.allow(request, transition.permission, task)
        if refusal := answering.wrong_state(request, TASK_FLOW, task, name):
            return HttpResponseRedirect(refusal)
        form = form_class(request.POST or None)
        if answering.taken(
            form, lambda: write(task=task, **form.cleaned_data, **asking.who(request))
        ):
            return answering.done(request, done, task_page(task))
        context = {"task": task, "title": transition.label, "lead": lead, "draft": name}
        return answering.form_again(request, "programmes/task_step.html", context, form)

    return step


task_assign = plain_step("assign", tasks.assign_task, _("The task was assigned."))
task_accept = plain_step("accept", tasks.accept_task, _("The task was accepted."))
task_refuse = reasoned_step(
    "refuse",
    tasks.refuse_task,
    _("The task was sent back to who assigned it."),
    lead=_("The task goes back to who assigned it, with your reason."),
)
task_cancel = reasoned_step(
    "cancel",
    tasks.cancel_task,
    _("The task was cancelled."),
    lead=_("A cancelled task is counted as cancelled; its history stays."),
)
task_reopen = reasoned_step(
    "reopen",
    tasks.reopen_task,
    _("The task was reopened."),
    lead=_("The task is worked on again; what was confirmed before stays in its history."),
)
task_resume = reasoned_step(
    "resume",
    requests.resume_task,
    _("The task goes on."),
    lead=_("The task returns to the state in which it was suspended."),
    form_class=NoteForm,
)
