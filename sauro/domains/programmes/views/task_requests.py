"""Suspending, asking for more time, deciding it, and giving a task to many."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sauro.core import clock
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.forms.requests import (
    DecisionForm,
    ExtensionForm,
    FanOutForm,
    SuspendForm,
)
from sauro.domains.programmes.models import Extension, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import fanning, naming
from sauro.domains.programmes.services import parts, requests
from sauro.domains.programmes.views import answering, asking
from sauro.domains.programmes.views.task_actions import task_page
from sauro.domains.programmes.workflow import TASK_FLOW
from sauro.engines import access


@access.require(Perm.DECIDE)
@require_http_methods(["GET", "POST"])
def task_suspend(request: HttpRequest, task_id: int) -> HttpResponse:
    """Set a task aside on a ground that somebody approved."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.DECIDE, task)
    if away := answering.wrong_state(request, TASK_FLOW, task, "suspend"):
        return HttpResponseRedirect(away)
    form = SuspendForm(request.POST or None)
    document = _document(request, form)
    if answering.taken(
        form,
        lambda: requests.suspend_task(
            task=task, **{**form.cleaned_data, "document": document}, **asking.who(request)
        ),
    ):
        return answering.done(request, _("The task was suspended."), task_page(task))
    context = {"task": task, "title": _("Suspend"), "draft": "suspend"}
    context["lead"] = _("A suspended task is not late; its ground and approver are shown with it.")
    return answering.form_again(request, "programmes/task_step.html", context, form)


def _document(request: HttpRequest, form: Any) -> Any:
    if not form.is_valid() or not form.cleaned_data["document"]:
        return None
    found, near = naming.document_meant(user=request.user, typed=form.cleaned_data["document"])
    if found is None:
        form.add_error("document", unknown_words(form.cleaned_data["document"], near))
    return found


def unknown_words(written: str, near: Any) -> str:
    """That a name is not known here, with what it might be."""
    words = _("“%(name)s” is not known here.") % {"name": written}
    if not near:
        return words
    return words + " " + _("Did you mean: %(names)s?") % {"names": "; ".join(near)}


@access.require(Perm.REPORT)
@require_http_methods(["GET", "POST"])
def extension_request(request: HttpRequest, task_id: int) -> HttpResponse:
    """Ask for a later due day."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.REPORT, task)
    form = ExtensionForm(request.POST or None)
    if answering.taken(
        form,
        lambda: requests.request_extension(task=task, **form.cleaned_data, **asking.who(request)),
    ):
        return answering.done(request, _("The request waits for a decision."), task_page(task))
    context = {"task": task, "title": _("Request an extension"), "draft": "extend"}
    context["lead"] = _("The present due day stays until the request is approved.")
    return answering.form_again(request, "programmes/task_step.html", context, form)


@access.require(Perm.DECIDE)
@require_http_methods(["GET", "POST"])
def extension_decide(request: HttpRequest, extension_id: int) -> HttpResponse:
    """Approve or refuse a later due day."""
    extension, task = _extension_or_404(request, extension_id)
    answering.allow(request, Perm.DECIDE, task)
    form = DecisionForm(request.POST or None)
    if answering.taken(
        form,
        lambda: requests.decide_extension(
            extension=extension,
            approve=form.cleaned_data["approve"] == "1",
            note=form.cleaned_data["note"],
            **asking.who(request),
        ),
    ):
        return answering.done(request, _("The request was decided."), task_page(task))
    context = {"task": task, "extension": extension, "draft": f"extension-{extension.pk}"}
    return answering.form_again(request, "programmes/extension_decide.html", context, form)


def _extension_or_404(request: HttpRequest, extension_id: int) -> tuple[Extension, Task]:
    extension = Extension.objects.select_related("requested_by").filter(pk=extension_id).first()
    if extension is None:
        raise Http404
    return extension, asking.task_or_404(request, extension.task_id)


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def task_fan_out(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give a task to many organisations, one part each, after a page that counts and names them."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    known = org_selectors.collectives(
        province_root=org_selectors.province_root_of(organisation=task.programme.owner)
    )
    form = FanOutForm(request.POST or None, collectives=known, initial=fanning.typed(task=task))
    plan = _plan(form, task) if form.is_valid() else None
    if (
        plan
        and plan.fresh
        and "confirmed" in request.POST
        and answering.taken(
            form,
            lambda: parts.fan_out_task(task=task, organisations=plan.fresh, **asking.who(request)),
        )
    ):
        n = len(plan.fresh)
        words = ngettext("%(n)s part was made.", "%(n)s parts were made.", n) % {"n": n}
        return answering.done(request, words, task_page(task))
    context = {"task": task, "form": form, "plan": plan if form.is_valid() else None}
    return render(request, "programmes/task_fan_out.html", context, status=_status(form))


def _plan(form: FanOutForm, task: Task) -> fanning.Plan:
    plan = fanning.plan_of(
        task=task,
        collective_ids=[int(pk) for pk in form.cleaned_data["collectives"]],
        typed=form.cleaned_data["agencies"],
        day=clock.today(),
    )
    for named in plan.unknown:
        form.add_error("agencies", unknown_words(named.written, named.suggestions))
    return plan


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
