"""The page of one task."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.core.htmx import fragment
from sauro.domains.programmes import figures, health_lines
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import actions, detail, effects, health, timelines
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.views import asking
from sauro.domains.programmes.views.syntheses import synthesis_context
from sauro.engines import access

_UPDATES = 6
_PARTS = 25


@access.logged_in
def task_detail(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task as it stood on a day, with what the person may do with it now."""
    task = asking.task_or_404(request, task_id)
    day = asking.as_of(request)
    standing = detail.standing_of(task=task, as_of=day)
    context = {
        "task": task,
        "standing": standing,
        "actions": actions.actions_on(user=request.user, task=task, as_of=day),
        **_history(request, task, day),
    }
    if standing is not None:
        verdict = health.task_verdict(task=task, as_of=day, standing=standing)
        context["health"] = health_lines.health_line(verdict)
    template = "programmes/task_detail.html"
    if request.GET.get("before"):
        return render(request, fragment(request, template, "history"), context)
    context |= {
        **_facts(request, task),
        **synthesis_context(request, task, day),
        **_progress(request, task, day),
        **_parts(request, task, day),
    }
    return render(request, fragment(request, template, "parts"), context)


def _facts(request: HttpRequest, task: Task) -> dict[str, Any]:
    return {
        "clears": detail.clear_lines(task=task),
        "filled_by": task.programme.standing or task.programme.owner,
        "milestones": detail.milestones_of(task=task),
        "effects": figures.effect_lines(effects.effects_of(task=task)),
        "mandates": detail.mandates_of(task=task, user=request.user),
        "external_ids": list(task.external_ids.all()),
        "extensions": list(task.extensions.select_related("requested_by", "decided_by")),
        "suspensions": list(task.suspensions.select_related("by", "document")),
    }


def _progress(request: HttpRequest, task: Task, day: AsOf) -> dict[str, Any]:
    updates = detail.updates_shown(task=task, user=request.user, as_of=day)
    all_shown = request.GET.get("updates") == "all"
    return {
        "updates": updates if all_shown else updates[:_UPDATES],
        "more_updates": 0 if all_shown else max(0, len(updates) - _UPDATES),
        "may_verify": not day.is_past and access.allowed(request.user, Perm.VERIFY, task),
    }


def _parts(request: HttpRequest, task: Task, day: AsOf) -> dict[str, Any]:
    if not task.fanned_out:
        return {}
    done, whole = task_selectors.parts_progress(task=task)
    pages = Paginator(detail.parts_of(task=task, as_of=day), _PARTS)
    page = pages.get_page(request.GET.get("page"))
    return {"parts_done": done, "parts_total": whole, "parts": page}


def _history(request: HttpRequest, task: Task, day: AsOf) -> dict[str, Any]:
    before = request.GET.get("before", "")
    lines = timelines.timeline_of(
        task=task,
        user=request.user,
        as_of=day,
        before_id=int(before) if before.isascii() and before.isdigit() else None,
        limit=timelines.PAGE + 1,
    )
    goes_on = len(lines) > timelines.PAGE
    shown = lines[: timelines.PAGE]
    return {"history": shown, "older": shown[-1].id if goes_on else None, "before": before}
