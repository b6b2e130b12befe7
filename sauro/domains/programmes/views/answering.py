"""How a page answers a write: back with a message, or the form again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.engines import access
from sauro.engines.workflow import Flow


def allow(request: HttpRequest, permission: str, subject: Any) -> None:
    """Answer 403 unless the person holds the permission over this very object."""
    if not access.allowed(request.user, permission, subject):
        raise PermissionDenied


def done_or_told(
    request: HttpRequest, act: Callable[[], Any], *, done: Any, back: str
) -> HttpResponse:
    """Carry out a write and lead back: with its success, or with why it was refused."""
    try:
        act()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return HttpResponseRedirect(back)


def taken(form: Form, act: Callable[[], Any]) -> bool:
    """Whether a valid form was taken; a refusal becomes an error of the form's field.

    `Stale` passes through: the page then shows what somebody else changed.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise PermissionDenied from None
    except Stale:
        raise
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return False
    return True


def form_again(
    request: HttpRequest, template: str, context: dict[str, Any], form: Form
) -> HttpResponse:
    """The page with its form; 422 when something in it is wrong."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)


def done(request: HttpRequest, words: Any, back: str) -> HttpResponse:
    """Lead back with a message of success."""
    messages.success(request, str(words))
    return HttpResponseRedirect(back)


def told(request: HttpRequest, words: Any, back: str) -> HttpResponse:
    """Lead back with why something is not possible."""
    messages.error(request, str(words))
    return HttpResponseRedirect(back)


def wrong_state(request: HttpRequest, flow: Flow, subject: Any, step: str) -> str:
    """Where to lead a person who opens a step that the present state does not allow, told why."""
    if flow.possible(subject, step):
        return ""
    try:
        flow.apply(subject, step)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return reverse("task_detail", args=[subject.pk])
