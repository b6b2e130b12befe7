"""Verifying and returning updates, one by one or many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sauro.core.htmx import fragment
from sauro.domains.programmes.forms.requests import ReasonForm
from sauro.domains.programmes.listings.updates import UpdateListing
from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import detail, queue
from sauro.domains.programmes.services import verification
from sauro.domains.programmes.views import answering, asking
from sauro.engines import access


@access.require(Perm.VERIFY)
def verification_queue(request: HttpRequest) -> HttpResponseBase:
    """Updates that wait for verification in the person's scope."""
    day = asking.this_day()
    listing, waiting = UpdateListing(), queue.queue_of(user=request.user, as_of=day)
    if answer := listing.download(request, waiting, today=day.day):
        return answer
    page = listing.read(params=request.GET, queryset=waiting, user=request.user, today=day.day)
    template = fragment(request, "programmes/verification_queue.html", "rows")
    return render(request, template, {"list": page})


@access.require(Perm.VERIFY)
@require_http_methods(["GET", "POST"])
def verification_detail(request: HttpRequest, update_id: int) -> HttpResponse:
    """One update beside the last verified one; a POST verifies or returns it."""
    update = asking.update_or_404(request, update_id)
    answering.allow(request, Perm.VERIFY, update)
    returning = request.POST.get("action") == "return"
    form = ReasonForm(request.POST if returning else None)
    following = queue.next_waiting(user=request.user, after=update)
    if returning:
        if answering.taken(form, lambda: _returned(request, update, form)):
            return answering.done(request, _("The update was returned."), _address(following))
    elif request.method == "POST":
        return answering.done_or_told(
            request,
            lambda: verification.verify_update(update=update, **asking.who(request)),
            done=_("The update was verified."),
            back=_address(following),
        )
    return answering.form_again(
        request, "programmes/verification_detail.html", _context(request, update, following), form
    )


def _returned(request: HttpRequest, update: ProgressUpdate, form: ReasonForm) -> ProgressUpdate:
    return verification.return_update(
        update=update, reason=form.cleaned_data["reason"], **asking.who(request)
    )


def _address(following: ProgressUpdate | None) -> str:
    if following is None:
        return reverse("verification_queue")
    return reverse("verification_detail", args=[following.pk])


def _context(
    request: HttpRequest, update: ProgressUpdate, following: ProgressUpdate | None
) -> dict[str, Any]:
    return {
        "update": update,
        "task": update.task,
        "standing": detail.standing_of(task=update.task, as_of=asking.this_day()),
        "rows": queue.differences(update=update),
        "evidence": list(update.evidence.all()),
        "is_own": queue.is_own(update=update, user=request.user),
        "following": following,
    }


@access.require(Perm.VERIFY)
@require_POST
def verification_bulk(request: HttpRequest) -> HttpResponse:
    """Verify many updates after a page that counts and names them."""
    listing, day = UpdateListing(), asking.this_day()
    waiting = queue.queue_of(user=request.user, as_of=day)
    chosen = listing.selection(
        data=request.POST, queryset=waiting, user=request.user, today=day.day
    )
    if not chosen or chosen.count > listing.bulk_limit:
        words = _("Choose between 1 and %(n)s updates.") % {"n": listing.bulk_limit}
        messages.warning(request, words)
        return HttpResponseRedirect(reverse("verification_queue"))
    updates = list(chosen.queryset)
    if "confirmed" in request.POST and not chosen.changed:
        outcome = verification.verify_updates(
            updates=[update.pk for update in updates], **asking.who(request)
        )
        return render(request, "programmes/verification_result.html", {"outcome": outcome})
    own = [update for update in updates if queue.is_own(update=update, user=request.user)]
    ready = [update for update in updates if update not in own]
    context = {"chosen": chosen, "ready": ready, "own": own}
    return render(request, "programmes/verification_confirm.html", context)
