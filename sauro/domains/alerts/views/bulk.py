"""Acknowledging many alerts, or putting many aside, after a page that counts and names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.alerts.forms.handling import AcknowledgeForm, SnoozeForm
from sauro.domains.alerts.listings.alerts import AlertListing
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.domains.alerts.services import handling
from sauro.domains.programmes.views.asking import who
from sauro.engines import access

_NAMED = 50


@access.require(Perm.HANDLE)
@require_POST
def alert_bulk_acknowledge(request: HttpRequest) -> HttpResponse:
    """Say of many alerts that they are known."""
    confirmed = "confirmed" in request.POST
    form = AcknowledgeForm(request.POST if confirmed else None)
    return _many(request, form, handling.acknowledge_many, whole=False)


@access.require(Perm.HANDLE)
@require_POST
def alert_bulk_snooze(request: HttpRequest) -> HttpResponse:
    """Put many alerts aside until a day."""
    confirmed = "confirmed" in request.POST
    form = SnoozeForm(request.POST if confirmed else None, today=clock.today())
    return _many(request, form, handling.snooze_many, whole=True)


def _many(
    request: HttpRequest, form: Form, act: Callable[..., handling.Handled], *, whole: bool
) -> HttpResponse:
    listing, today = AlertListing(), clock.today()
    rows = selectors.visible_alerts(user=request.user).with_state(today=today)  # type: ignore[attr-defined]
    chosen = listing.selection(data=request.POST, queryset=rows, user=request.user, today=today)
    if not chosen or chosen.count > listing.bulk_limit:
        words = _("Choose between 1 and %(n)s alerts.") % {"n": listing.bulk_limit}
        messages.warning(request, words)
        return HttpResponseRedirect(reverse("alert_list"))
    if form.is_bound and form.is_valid() and not chosen.changed:
        ids = list(chosen.queryset.values_list("pk", flat=True))
        if _handled(request, form, act, ids):
            return HttpResponseRedirect(reverse("alert_list"))
    found = list(chosen.queryset)
    ready = [
        one
        for one in found
        if one.closed_at is None and handling.may(user=request.user, alert=one, whole=whole)
    ]
    listing.decorate(ready[:_NAMED], user=request.user, today=today)
    context = {
        "chosen": chosen,
        "ready": len(ready),
        "named": ready[:_NAMED],
        "more": len(ready) - len(ready[:_NAMED]),
        "left_out": len(found) - len(ready),
        "form": form,
        "whole": whole,
    }
    status = 422 if form.errors else 200
    return render(request, "alerts/alert_bulk.html", context, status=status)


def _handled(
    request: HttpRequest, form: Form, act: Callable[..., handling.Handled], ids: list[int]
) -> bool:
    """Whether it was done; what was refused stands as an error of the form."""
    said: dict[str, Any] = form.cleaned_data
    try:
        outcome = act(alerts=ids, **said, **who(request))
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return False
    done, refused = len(outcome.done), len(outcome.refused)
    words = ngettext("%(n)s alert was handled.", "%(n)s alerts were handled.", done)
    messages.success(request, words % {"n": done})
    if refused:
        left = ngettext("%(n)s alert was left out.", "%(n)s alerts were left out.", refused)
        messages.warning(request, left % {"n": refused})
    return True
