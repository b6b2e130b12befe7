"""The queue of forms: look, check, confirm or return one; confirm many; decide proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.core.htmx import fragment
from sauro.domains.indicators import filling, judged
from sauro.domains.indicators.forms.deciding import AnswerForm, ReturnForm
from sauro.domains.indicators.listings.waiting import WaitingListing
from sauro.domains.indicators.models import Proposal, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import judging
from sauro.domains.indicators.services import correcting, deciding
from sauro.engines import access

_BULK: dict[str, tuple[str, Callable[..., deciding.Outcome]]] = {
    "check": (Perm.CHECK, deciding.check_forms),
    "confirm": (Perm.CONFIRM, deciding.confirm_forms),
}


@access.logged_in
@require_GET
def figure_queue(request: HttpRequest) -> HttpResponseBase:
    """Forms that wait for the person, unusual ones first; below, figures that units propose."""
    _may_decide(request)
    listing, waiting = WaitingListing(), judging.queue_of(user=request.user)
    if answer := listing.download(request, waiting, today=clock.today()):
        return answer
    page = listing.read(
        params=request.GET, queryset=waiting, user=request.user, today=clock.today()
    )
    proposals = judged.proposals_in_words(judging.proposals_for(user=request.user))
    template = fragment(request, "indicators/figure_queue.html", "rows")
    return render(request, template, {"list": page, "proposals": proposals})


@access.logged_in
@require_http_methods(["GET", "POST"])
def figure_decide(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One form with each figure beside the last one; a POST checks, confirms or returns it."""
    _may_decide(request)
    found = _submission(request, submission_id)
    form = ReturnForm(request.POST if request.POST.get("action") == "return" else None)
    following = judging.next_waiting(user=request.user, after=found)
    back = _address(following)
    if form.is_bound and form.is_valid():
        return _told(
            request, lambda: _return(request, found, form), _("The form was returned."), back
        )
    if request.method == "POST" and not form.is_bound:
        return _decided(request, found, request.POST.get("action", ""), back)
    context = _context(request, found) | {"form": form, "following": following}
    template = fragment(request, "indicators/figure_decide.html", "cells")
    return render(request, template, context, status=422 if form.errors else 200)


@access.logged_in
@require_POST
def figure_bulk(request: HttpRequest, step: str) -> HttpResponse:
    """Check or confirm many forms after a page that counts and names them."""
    permission, decide = _BULK[step]
    if not access.can(request.user, permission):
        raise PermissionDenied
    listing, waiting = WaitingListing(), judging.queue_of(user=request.user)
    chosen = listing.selection(data=request.POST, queryset=waiting, user=request.user)
    if not chosen or chosen.count > listing.bulk_limit:
        words = _("Choose between 1 and %(n)s forms.") % {"n": listing.bulk_limit}
        messages.warning(request, words)
        return redirect("figure_queue")
    rows = list(chosen.queryset)
    if "confirmed" in request.POST and not chosen.changed:
        outcome = decide(submissions=[one.pk for one in rows], by=request.user, at=clock.now())
        return render(request, "indicators/figure_result.html", {"outcome": outcome, "step": step})
    ready = [one for one in rows if judged.steps_for(request.user, one)[step]]
    context = {
        "chosen": chosen,
        "action": request.path,
        "step": step,
        "ready": _in_words(ready),
        "out": _in_words([one for one in rows if one not in ready]),
        "unusual": sum(bool(one.remarks) for one in ready),
    }
    return render(request, "indicators/figure_bulk.html", context)


@access.require(Perm.CONFIRM)
@require_POST
def proposal_decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Accept a proposed figure, which corrects the official one, or refuse it with an answer."""
    proposal = judging.proposal_for(user=request.user, proposal_id=proposal_id)
    if proposal is None:
        raise Http404
    form = AnswerForm(request.POST)
    form.is_valid()
    action = request.POST.get("action", "")
    if action not in ("accept", "refuse"):
        messages.error(request, _("Say whether you accept or refuse it; nothing was decided."))
        return redirect(_where_from(request, proposal))
    accept = action == "accept"
    done = _("The figure was corrected.") if accept else _("The proposal was refused.")
    return _told(
        request,
        lambda: correcting.decide_proposal(
            proposal=proposal,
            accept=accept,
            answer=form.cleaned_data.get("answer", ""),
            by=request.user,
            at=clock.now(),
        ),
        done,
        _where_from(request, proposal),
    )


def _where_from(request: HttpRequest, proposal: Proposal) -> str:
    """The page of the indicator when it was decided there, else the queue."""
    if request.POST.get("from") == "indicator":
        return reverse("indicator_detail", args=[proposal.indicator_id])
    return reverse("figure_queue") + "#proposals"


def _may_decide(request: HttpRequest) -> None:
    if not judging.may_decide(user=request.user):
        raise PermissionDenied


def _submission(request: HttpRequest, submission_id: int) -> Submission:
    found = judging.submission_for(user=request.user, submission_id=submission_id)
    if found is None:
        raise Http404
    if not (
        access.allowed(request.user, Perm.CONFIRM, found)
        or access.allowed(request.user, Perm.CHECK, found)
    ):
        raise PermissionDenied
    return found


def _decided(request: HttpRequest, found: Submission, step: str, back: str) -> HttpResponse:
    """Check or confirm one form, and lead to the next."""
    if step not in _BULK:
        return redirect("figure_decide", submission_id=found.pk)
    outcome = _BULK[step][1](submissions=[found.pk], by=request.user, at=clock.now())
    for refusal in outcome.refused:
        messages.error(request, refusal.reason)
    if outcome.done:
        done = {
            "check": _("The form was marked as checked."),
            "confirm": _("The form was confirmed."),
        }
        messages.success(request, done[step])
    return redirect(back)


def _return(request: HttpRequest, found: Submission, form: ReturnForm) -> Submission:
    return deciding.return_form(
        submission=found, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
    )


def _told(request: HttpRequest, act: Callable[[], Any], done: str, back: str) -> HttpResponse:
    """Carry out a write and lead back: with its success, or with why it was refused."""
    try:
        act()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


def _address(following: Submission | None) -> str:
    if following is None:
        return reverse("figure_queue")
    return reverse("figure_decide", args=[following.pk])


def _context(request: HttpRequest, found: Submission) -> dict[str, Any]:
    cells = judged.cells_of(found)
    return {
        "submission": found,
        "cells": cells,
        "unusual": sum(cell.unusual for cell in cells),
        "period": filling.label_of(found.data_set, found.period),
        "badge": filling.badge_of(found.state),
        "steps": judged.steps_for(request.user, found),
    }


def _in_words(rows: list[Submission]) -> list[dict[str, Any]]:
    return [
        {
            "words": f"{one.organisation} · {one.data_set.code} · "
            f"{filling.label_of(one.data_set, one.period)}",
            "remarks": one.remarks,
            "late": one.is_late,
        }
        for one in rows
    ]
