"""Decorators that every view carries; a test refuses a URL without one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from sauro.engines.access.scopes import can

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Anyone may open this view, logged in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def logged_in(view: View) -> View:
    """Any person with an account may open this view."""
    return _guarded(view, "logged_in", lambda _user: True)


def require(permission: str) -> Callable[[View], View]:
    """Only people who hold the permission somewhere may open this view."""

    def decorate(view: View) -> View:
        return _guarded(view, str(permission), lambda user: can(user, permission))

    return decorate


def _guarded(view: View, access: str, test: Callable[[Any], bool]) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            where = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{where}")
        if not test(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    inner.access = access  # type: ignore[attr-defined]
    return inner
