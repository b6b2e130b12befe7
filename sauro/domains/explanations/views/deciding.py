"""Accepting, returning, giving more time, withdrawing: forms on the page of a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.services import answers, requests
from sauro.domains.explanations.views.request_page import (
    STEPS,
    request_or_404,
    show_request,
    who,
)
from sauro.engines import access


@access.require(Perm.ASK)
@require_POST
def explanation_accept(request: HttpRequest, request_id: int) -> HttpResponse:
    """Settle the request by its last answer."""
    return _act(request, request_id, "accept", answers.accept, _("The explanation was accepted."))


@access.require(Perm.ASK)
@require_POST
def explanation_return(request: HttpRequest, request_id: int) -> HttpResponse:
    """Send the answer back, with why."""
    done = _("The explanation was returned to the unit.")
    return _act(request, request_id, "send_back", answers.return_answer, done)


@access.require(Perm.ASK)
@require_POST
def explanation_extend(request: HttpRequest, request_id: int) -> HttpResponse:
    """Give the unit more time."""
    return _act(request, request_id, "extend", requests.extend, _("The unit has more time now."))


@access.require(Perm.ASK)
@require_POST
def explanation_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take the request back."""
    done = _("The request was withdrawn.")
    return _act(request, request_id, "withdraw", requests.withdraw, done)


def _act(
    request: HttpRequest, request_id: int, step: str, write: Callable[..., Request], done: str
) -> HttpResponse:
    """Run a service and go back to the request; what was refused keeps what was typed."""
    asked = request_or_404(request, request_id)
    name, make = STEPS[step]
    form: Form = make(request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        return show_request(request, asked, status=422, **{name: form})
    try:
        write(request=asked, **_values(form), **who(request))
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        now = request_or_404(request, request_id)
        return show_request(request, now, status=refusal.status, **{name: form})
    messages.success(request, done)
    return redirect("explanation_detail", request_id)


def _values(form: Form) -> dict[str, Any]:
    """What the form says, as the service takes it."""
    values = dict(form.cleaned_data)
    if isinstance(form, STEPS["extend"][1]):
        values.pop("version")  # a later day is right whatever else changed
    return values
