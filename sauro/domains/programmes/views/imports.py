"""The wizard that loads a plan file: upload, look, decide about names, accept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.domains.programmes.forms.imports import AgencyChoiceForm, PlanFileForm
from sauro.domains.programmes.models import PlanImport
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import imports
from sauro.domains.programmes.services import plans
from sauro.domains.programmes.views.asking import who
from sauro.engines import access
from sauro.engines.jobs import selectors as job_selectors
from sauro.engines.jobs import views as job_views
from sauro.engines.jobs.states import JobState

ROWS = 50
TABS = ("rows", "created", "updated", "unchanged", "problems", "agencies", "alike")


@access.require(Perm.MANAGE)
def plan_import(request: HttpRequest) -> HttpResponse:
    """Upload a file; below it, the files of before."""
    programmes = imports.manageable_programmes(user=request.user)
    initial = {"programme": programmes.filter(code=request.GET.get("programme", "")).first()}
    form = PlanFileForm(
        request.POST or None, request.FILES or None, programmes=programmes, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            plan = plans.take_plan(
                programme=form.cleaned_data["programme"],
                data=upload.read(),
                file_name=upload.name,
                kind=form.cleaned_data["kind"],
                **who(request),
            )
            return redirect("plan_preview", plan_id=plan.pk)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    past = imports.plan_imports(user=request.user)[:20]
    return render(request, "programmes/plan_import.html", {"form": form, "past": past})


@access.require(Perm.MANAGE)
def plan_preview(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What the file would do, by tab, fifty rows at a time."""
    plan = _plan(request, plan_id)
    tab = request.GET.get("tab", "rows")
    tab = tab if tab in TABS else "rows"
    context = {
        "plan": plan,
        "programme": plan.programme,
        "summary": plan.staged["summary"],
        "tab": tab,
        "tabs": _tabs(plan, tab),
        "steps": _steps(plan),
        "unread": plan.staged.get(plans.UNREAD, False),
        **_work(request, plan),
        **_tab_content(request, plan, tab),
    }
    return render(request, fragment(request, "programmes/plan_preview.html", "rows"), context)


@access.require(Perm.MANAGE)
@require_POST
def plan_agencies(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Keep what a person decided about names that nobody was sure of."""
    plan = _plan(request, plan_id)
    form = AgencyChoiceForm(request.POST, agencies=_undecided(plan))
    try:
        if form.is_valid():
            plans.choose_agencies(
                plan=plan, choices=form.chosen(), typed=form.typed(), **who(request)
            )
            messages.success(request, _("The names were matched again."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(f"{request.path.removesuffix('co-quan/')}?tab=agencies")


@access.require(Perm.MANAGE)
@require_POST
def plan_accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write what was shown, all of it or nothing."""
    plan = _plan(request, plan_id)
    skip = request.POST.get("skip_errors") == "1"
    try:
        plan = plans.accept_or_queue(plan=plan, skip_errors=skip, **who(request))
    except plans.StagingChanged as error:
        plans.choose_agencies(plan=plan, choices={}, typed={}, **who(request))
        messages.warning(request, str(error))
        return redirect("plan_preview", plan_id=plan.pk)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plan_preview", plan_id=plan.pk)
    if plan.accepted_at is None:
        return redirect("plan_preview", plan_id=plan.pk)
    counts = {name: plan.result[name] for name in ("created", "updated", "unchanged")}
    messages.success(
        request,
        _("Loaded: %(created)s created, %(updated)s changed, %(unchanged)s left alone.") % counts,
    )
    return redirect("programme_detail", code=plan.programme.code)


@access.require(Perm.MANAGE)
@require_POST
def plan_discard(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Throw the preview away."""
    try:
        plans.discard_plan(plan=_plan(request, plan_id), **who(request))
        messages.info(request, _("The preview was thrown away; nothing was written."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("plan_import")


def _plan(request: HttpRequest, plan_id: int) -> PlanImport:
    plan = imports.plan_imports(user=request.user).filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    return plan


def _work(request: HttpRequest, plan: PlanImport) -> dict[str, Any]:
    """The work on this file that a person should know of: the open one, or why the last failed."""
    job = None if plan.accepted_at else job_selectors.latest_of(subject=plan)
    if job is None or job.state == JobState.DONE:
        return {"job": None}
    return {"job": job, **job_views.shown(job, request.user)}


def _undecided(plan: PlanImport) -> list[dict[str, Any]]:
    return [a for a in plan.staged["agencies"] if not a["means"]]


def _tabs(plan: PlanImport, active: str) -> list[dict[str, Any]]:
    summary = plan.staged["summary"]
    counts = {
        "rows": (_("All rows"), summary["tasks"] + summary["targets"]),
        "created": (_("To be created"), summary["created"]),
        "updated": (_("To be changed"), summary["updated"]),
        "unchanged": (_("Left alone"), summary["unchanged"]),
        "problems": (_("To look at"), len(summary["errors"]) + len(summary["warnings"])),
        "agencies": (_("Names of agencies"), len(plan.staged["agencies"])),
        "alike": (_("Look-alikes"), None),
    }
    return [
        {"label": label, "count": count, "url": f"?tab={code}", "active": code == active}
        for code, (label, count) in counts.items()
    ]


def _steps(plan: PlanImport) -> list[dict[str, Any]]:
    unknown, accepted = bool(_undecided(plan)), plan.accepted_at is not None
    return [
        {"label": _("File"), "done": True},
        {"label": _("Names of agencies"), "done": not unknown, "active": unknown and not accepted},
        {
            "label": pgettext("plan", "Accept"),
            "done": accepted,
            "active": not unknown and not accepted,
        },
    ]


def _tab_content(request: HttpRequest, plan: PlanImport, tab: str) -> dict[str, Any]:
    if tab == "agencies":
        form = AgencyChoiceForm(agencies=_undecided(plan))
        known = [a for a in plan.staged["agencies"] if a["means"]]
        return {"choice_form": form, "choice_rows": form.rows(), "known": known}
    if tab == "alike":
        return {"alike": imports.alike_rows(plan=plan)}
    if tab == "problems":
        summary = plan.staged["summary"]
        notes = [{"level": "error", **n} for n in summary["errors"]]
        notes += [{"level": "warning", **n} for n in summary["warnings"]]
        return {"page": Paginator(notes, ROWS).get_page(request.GET.get("page"))}
    rows = [row for row in plan.staged["rows"] if tab in ("rows", row["action"])]
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    page.object_list = [
        row
        | {
            "due_day": _day(row["due_on"]),
            "changes": imports.changes_in_words(row=row),
            "facts": imports.facts_in_words(row=row),
        }
        for row in page.object_list
    ]
    return {"page": page}


def _day(written: str) -> date | None:
    """The day of a staged row; a target may have a year alone."""
    return parse_date(written) if written else None
