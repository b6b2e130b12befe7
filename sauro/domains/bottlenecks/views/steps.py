"""The steps of a bottleneck: accept, do not accept, put to a level, lift, open again, merge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.bottlenecks.forms import steps as forms
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import LIVE
from sauro.domains.bottlenecks.selectors import alike, finding
from sauro.domains.bottlenecks.services import bottlenecks, lifting, merging
from sauro.domains.bottlenecks.views import asking
from sauro.domains.bottlenecks.workflow import BOTTLENECK_FLOW
from sauro.domains.programmes.selectors import naming
from sauro.engines import access

_LIVE = sorted(state.value for state in LIVE)
_BOTH = ["GET", "POST"]
# What the page of each step is called, what the step does, and what is told when it is done.
WORDS: dict[str, dict[str, Any]] = {
    "accept": {
        "title": _("Accept"),
        "lead": _("What waits for it is shown as blocked from then on."),
        "done": _("The bottleneck is open."),
    },
    "reject": {
        "title": _("Do not accept"),
        "lead": _("The reason is shown to the unit that proposed it."),
        "done": _("The bottleneck was not accepted."),
    },
    "escalate": {
        "title": _("Put to the competent level"),
        "lead": _("It stays open and keeps blocking what waits until it is lifted."),
        "done": _("The bottleneck was put to the competent level."),
    },
    "lift": {
        "title": _("Lift"),
        "lead": _("What waits for nothing else is not blocked any more."),
        "done": _("The bottleneck was lifted."),
    },
    "reopen": {
        "title": _("Open again"),
        "lead": _("What waits for it is shown as blocked again."),
        "done": _("The bottleneck is open."),
    },
    "merge": {
        "title": _("Merge"),
        "lead": _("This one stays readable and points to the one that stays."),
        "done": _("The two were merged."),
    },
}


@access.require(Perm.DECIDE)
@require_http_methods(_BOTH)
def bottleneck_accept(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Name who answers for a proposal and by when; it is open then."""
    found = _found(request, bottleneck_id, Perm.DECIDE)
    unit = found.responsible or found.raised_by
    initial = {"responsible": unit.name if unit else "", "lift_by": found.lift_by}
    initial["position"] = naming.post_label(found.position) if found.position else ""
    form = _form(forms.AcceptForm, request, found, initial=initial)
    return _step(request, found, "accept", form, bottlenecks.accept_bottleneck)


@access.require(Perm.DECIDE)
@require_http_methods(_BOTH)
def bottleneck_reject(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Say why it is no bottleneck."""
    found = _found(request, bottleneck_id, Perm.DECIDE)
    form = _form(forms.ReasonForm, request, found)
    return _step(request, found, "reject", form, bottlenecks.reject_bottleneck)


@access.require(Perm.DECIDE)
@require_http_methods(_BOTH)
def bottleneck_escalate(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Put it to the level that has the authority, by a document where there is one."""
    found = _found(request, bottleneck_id, Perm.DECIDE)
    lifter = found.lifter.name if found.lifter else found.lifter_name
    initial = {"level": found.authority, "name": lifter, "note": found.condition}
    form = _form(forms.EscalateForm, request, found, initial=initial)
    return _step(request, found, "escalate", form, lifting.escalate_bottleneck)


@access.require(Perm.DECIDE)
@require_http_methods(_BOTH)
def bottleneck_lift(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Lift it by a document or, where there is none, on a ground that can be checked."""
    found = _found(request, bottleneck_id, Perm.DECIDE)
    form = _form(forms.LiftForm, request, found, initial={"lifted_on": clock.today()})
    return _step(request, found, "lift", form, lifting.lift_bottleneck)


@access.require(Perm.DECIDE)
@require_http_methods(_BOTH)
def bottleneck_reopen(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """It came back, or was closed by mistake."""
    found = _found(request, bottleneck_id, Perm.DECIDE)
    form = _form(forms.ReopenForm, request, found)
    return _step(request, found, "reopen", form, lifting.reopen_bottleneck)


@access.require(Perm.MANAGE)
@require_http_methods(_BOTH)
def bottleneck_merge(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Merge it into another one, which takes over everything that waits."""
    found = _found(request, bottleneck_id, Perm.MANAGE)
    near = [
        one.bottleneck
        for one in alike.look_alikes(
            title=found.title, user=request.user, owner_id=found.owner_id, but=found.pk
        )
    ]
    live = finding.bottlenecks_for(user=request.user).filter(owner=found.owner, state__in=_LIVE)
    rest = live.exclude(pk__in=[found.pk, *(one.pk for one in near)]).order_by("number")
    initial = {"other": request.GET.get("into", "")}
    form = _form(forms.MergeForm, request, found, initial=initial, others=[*near, *rest])
    return _step(
        request,
        found,
        "merge",
        form,
        lambda bottleneck, **said: merging.merge_bottlenecks(other=bottleneck, **said),
    )


def _found(request: HttpRequest, bottleneck_id: int, permission: str) -> Bottleneck:
    found = asking.bottleneck_or_404(request, bottleneck_id)
    asking.allow(request, permission, found)
    return found


def _form(kind: Any, request: HttpRequest, found: Bottleneck, **more: Any) -> Any:
    return kind(
        request.POST or None, owner=found.owner, day=clock.today(), user=request.user, **more
    )


def _step(
    request: HttpRequest,
    found: Bottleneck,
    step: str,
    form: Any,
    act: Callable[..., Bottleneck],
) -> HttpResponse:
    """The form of a step, or the step taken; told why when the state does not allow it."""
    if request.method == "GET" and not BOTTLENECK_FLOW.possible(found, step):
        try:
            BOTTLENECK_FLOW.apply(found, step)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("bottleneck_detail", found.pk)
    made = asking.taken(form, lambda: act(bottleneck=found, **form.values, **asking.who(request)))
    if made is not None:
        return asking.done(request, WORDS[step]["done"], made)
    context = {"bottleneck": found, "form": form, "step": step, **WORDS[step]}
    status = asking.status_of(form)
    return render(request, "bottlenecks/bottleneck_step.html", context, status=status)
