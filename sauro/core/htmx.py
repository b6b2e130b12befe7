"""One page, two answers: the whole of it to a browser, a named fragment to htmx."""

from __future__ import annotations

from django.http import HttpRequest


def fragment(request: HttpRequest, template: str, name: str) -> str:
    """The template, or only its fragment `name` when htmx asks for part of a page."""
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted and not htmx.history_restore_request:
        return f"{template}#{name}"
    return template
