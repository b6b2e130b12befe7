"""The day that is looked at, and private pages kept out of shared caches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_date

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.shell.views import forbidden

Handler = Callable[[HttpRequest], HttpResponse]


class AsOfMiddleware:
    """Sets `request.as_of_day` from `?as_of=YYYY-MM-DD` when it names a past day."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.as_of_day = _past_day(request.GET.get("as_of", ""))  # type: ignore[attr-defined]
        return self.get_response(request)


class PrivateCacheMiddleware:
    """A page of a person is kept by his browser only, and asked for again each time."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and not request.path.startswith("/static/"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class RefusalMiddleware:
    """A right that somebody lacks is a page that says so, wherever in a page it came out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """The page of a refusal; anything else goes its way."""
        if isinstance(exception, NotAllowed):
            return forbidden(request, exception)
        return None


def _past_day(text: str) -> date | None:
    try:
        day = parse_date(text.strip())
    except ValueError:
        return None
    return day if day is not None and day < clock.today() else None
