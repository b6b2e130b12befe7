"""Making and changing a task; the second of two officers is told what the first changed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sauro.core import clock
from sauro.domains.programmes.forms.tasks import TaskForm
from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.planfile import deadlines
from sauro.domains.programmes.selectors import naming, timelines, visibility
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.services.writing import StaleTask
from sauro.domains.programmes.views import answering, asking, saving
from sauro.domains.programmes.views.task_actions import task_page
from sauro.engines import access
from sauro.engines.history import reading

TEMPLATE = "programmes/task_form.html"


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def task_create(request: HttpRequest) -> HttpResponse:
    """A new task of the programme named in the address."""
    code = request.POST.get("programme") or request.GET.get("programme", "")
    if not code:
        return _choose_programme(request)
    programme = asking.programme_or_404(request, code)
    answering.allow(request, Perm.MANAGE, programme)
    form = TaskForm(request.POST or None, programme=programme, user=request.user, day=clock.today())
    made: list[Task] = []
    if answering.taken(form, lambda: made.append(_created(request, form))):
        return answering.done(request, _("The task was made as a draft."), task_page(made[0]))
    return answering.form_again(request, TEMPLATE, {"programme": programme}, form)


def _created(request: HttpRequest, form: TaskForm) -> Task:
    return tasks.create_task(
        programme=form.programme,
        task=form.task_input,
        request_key=form.cleaned_data["request_key"] or None,
        **asking.who(request),
    )


def _choose_programme(request: HttpRequest) -> HttpResponse:
    found = list(_managed(request)[:60])
    if len(found) == 1:
        return HttpResponseRedirect(f"{reverse('task_create')}?programme={found[0].code}")
    return render(request, "programmes/task_programme.html", {"programmes": found})


def _managed(request: HttpRequest) -> QuerySet[Programme]:
    scope = access.scope(request.user, Perm.MANAGE)
    return visibility.visible_programmes(user=request.user).filter(
        scope.q("owner__path"), closed_on__isnull=True
    )


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, task_id: int) -> HttpResponse:
    """Change the particulars of a task."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    initial = {"seen": _last_event(task)}
    form = TaskForm(
        request.POST or None,
        programme=task.programme,
        user=request.user,
        day=clock.today(),
        task=task,
        initial=initial,
    )
    context: dict[str, Any] = {"programme": task.programme, "task": task}
    try:
        if answering.taken(form, lambda: _changed(request, form, task)):
            return answering.done(request, _("The task was saved."), task_page(task))
    except StaleTask as stale:
        return render(request, TEMPLATE, {**context, **_conflict(form, stale.current)}, status=409)
    return answering.form_again(request, TEMPLATE, context, form)


def _changed(request: HttpRequest, form: TaskForm, task: Task) -> Task:
    return tasks.change_task(
        task=task,
        wanted=form.task_input,
        expected_version=form.cleaned_data["version"] or 0,
        **asking.who(request),
    )


def _conflict(form: TaskForm, current: Task) -> dict[str, Any]:
    seen = form.cleaned_data["seen"] or 0
    saving.with_values(form, version=current.version, seen=_last_event(current))
    return {"form": form, "conflict": timelines.changes_since(task=current, event_id=seen)}


def _last_event(task: Task) -> int:
    newest = reading.events_of(task).first()
    return newest.pk if newest else 0


@access.require(Perm.MANAGE)
def deadline_preview(request: HttpRequest) -> HttpResponse:
    """What a typed deadline is understood as."""
    programme = asking.programme_or_404(request, request.GET.get("programme", ""))
    phrase = request.GET.get("deadline_text", "")[:200]
    found = deadlines.parse(phrase, default_year=programme.starts_on.year)
    context = {"found": found, "kind": asking.deadline_kind_words(found.kind)}
    return render(request, "programmes/_deadline_preview.html", context)


@access.require(Perm.MANAGE)
@require_POST
def agency_check(request: HttpRequest) -> HttpResponse:
    """What typed names of agencies mean."""
    programme = asking.programme_or_404(request, request.POST.get("programme", ""))
    typed = next((request.POST[name] for name in _TYPED if name in request.POST), "")[:8000]
    meant = naming.names_meant(
        names=naming.names_in(typed), owner=programme.owner, day=clock.today()
    )
    return render(request, "programmes/_names_check.html", {"names": meant.values()})


_TYPED = ("coordinators", "other_leads", "agencies")
