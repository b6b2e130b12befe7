"""A temporary password opens one page only: the one on which it is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

ALLOWED = frozenset({"account_password", "account_logout", "set_language", "healthz"})


class PasswordChangeMiddleware:
    """Sends a person with a temporary password to the page where he chooses his own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """A redirect instead of the page that was asked for."""
        user = request.user
        if not (user.is_authenticated and user.must_change_password):
            return None
        match = request.resolver_match
        if match is None or match.url_name in ALLOWED:
            return None
        target = reverse("account_password")
        if "api" in match.namespaces:
            body = {"code": "password_change", "message": _("Change your password first.")}
            return JsonResponse({**body, "field": None}, status=403)
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": target})
        return redirect(target)
