"""A form and a write: what the domain refuses becomes an error beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, QueryDict

from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.engines import access


def saved(form: Form, save: Callable[[], Any]) -> Any | None:
    """What the write gave; nothing when the form is wrong or the domain refused."""
    if not form.is_valid():
        return None
    try:
        return save()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        form.is_stale = isinstance(refusal, Stale)  # type: ignore[attr-defined]
        return None


def with_version(form: Form, version: int) -> None:
    """A form refused because somebody was faster is sent again over what is stored now."""
    if getattr(form, "is_stale", False):
        assert isinstance(form.data, QueryDict)
        again = form.data.copy()
        again["version"] = str(version)
        form.data = again


def refuse(request: HttpRequest, permission: str, subject: object) -> None:
    """Stop a person who may not do this here."""
    if not access.allowed(request.user, permission, subject):
        raise PermissionDenied
