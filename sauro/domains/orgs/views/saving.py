"""Handing a typed form to a service, and its refusal back to the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.core.errors import DomainError


def saved(request: HttpRequest, form: forms.Form, write: Callable[..., Any]) -> Any:
    """What the service returned; None while the form is not posted, not valid or refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return write(**form.cleaned_data)
    except DomainError as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, str(refused))
        return None


def form_page(
    request: HttpRequest, form: forms.Form, *, title: Any, back: str, submit: Any, **more: Any
) -> HttpResponse:
    """The page of one form."""
    context = {"form": form, "title": title, "back": back, "submit": submit, **more}
    return render(request, "orgs/form.html", context)
