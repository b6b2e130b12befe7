"""Pages of mergers: prepare one with its preview, carry it out, look at it, undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access
from sauro.shell.merging import selectors, services
from sauro.shell.merging.forms import ConfirmedForm, MergeForm
from sauro.shell.merging.moves import headings, stay_lines

LISTED = 100


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge an agency: first the successor, then what would move, then it is done."""
    source = get_object_or_404(manageable(request), pk=pk)
    if request.method == "POST":
        form: MergeForm = ConfirmedForm(request.POST, manageable=manageable(request))
        merger = tried(form, lambda: _merge(request, source, form.cleaned_data))
        if merger is not None:
            messages.success(request, _("“%(name)s” was merged.") % {"name": source})
            return redirect("merger_detail", merger.pk)
        return render(request, "merging/merge.html", {"form": form, "source": source})
    asked = request.GET if "successor" in request.GET else None
    form = MergeForm(asked, manageable=manageable(request))
    plan = tried(form, lambda: _preview(request, source, form.cleaned_data)) if asked else None
    return render(request, "merging/merge.html", {"form": form, "source": source, **_shown(plan)})


@access.require(Perm.MANAGE)
@require_GET
def merger_list(request: HttpRequest) -> HttpResponse:
    """The last mergers."""
    found = selectors.visible_mergers(user=request.user)[:LISTED]
    return render(request, "merging/merger_list.html", {"mergers": found})


@access.require(Perm.MANAGE)
@require_GET
def merger_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One merger, what it moved, and the button that undoes it."""
    merger = get_object_or_404(selectors.visible_mergers(user=request.user), pk=pk)
    sheet = selectors.sheet_of(merger=merger, at=clock.now())
    return render(request, "merging/merger_detail.html", {"sheet": sheet})


@access.require(Perm.MANAGE)
@require_POST
def merger_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merger back."""
    merger = get_object_or_404(selectors.visible_mergers(user=request.user), pk=pk)
    try:
        services.undo_merger(merger=merger, by=request.user, at=clock.now())
        messages.success(request, _("The merger was undone."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("merger_detail", pk)


def manageable(request: HttpRequest) -> Any:
    """The organisations the person may change."""
    return org_selectors.organisations(scope=access.scope(request.user, Perm.MANAGE))


def tried(form: MergeForm, act: Callable[[], Any]) -> Any:
    """What came of it; None when the form is not valid, or refused with the reason in it."""
    if not form.is_valid():
        return None
    try:
        return act()
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


def _preview(request: HttpRequest, source: Organisation, typed: dict[str, Any]) -> Any:
    return services.preview(
        sources=[source],
        target=typed["successor"],
        on=typed["on"],
        by=request.user,
        at=clock.now(),
    )


def _merge(request: HttpRequest, source: Organisation, typed: dict[str, Any]) -> Any:
    return services.merge(
        sources=[source],
        target=typed["successor"],
        on=typed["on"],
        ground=typed["ground"],
        grants=typed["grants"],
        by=request.user,
        at=clock.now(),
    )


def _shown(plan: Any) -> dict[str, Any]:
    if plan is None:
        return {}
    return {
        "plan": plan,
        "headings": headings(plan.moves, shown=selectors.SHOWN),
        "stays": stay_lines(plan.stays),
        "offers": [one for one in plan.offers if not one.own],
    }
