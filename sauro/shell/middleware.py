"""A page that did not change answers 304 before it is rendered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class ConditionalGetMiddleware:
    """Keeps private pages out of shared caches; views with `etag` answer 304 by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and not request.path.startswith("/static/"):
            patch_cache_control(response, private=True, no_cache=True)
        return response
