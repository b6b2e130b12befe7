"""The mark by which a browser knows that a page of panels has not changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from sauro.core import clock
from sauro.engines.history import reading as history
from sauro.engines.ui import appearance
from sauro.shell.changes import selectors as change_selectors

_VERSION = version("sauro")


def page_mark(request: HttpRequest, **_parts: str) -> str | None:
    """An ETag that changes with every write, day, reader, address, language and look.

    Nothing when a message waits to be shown.
    """
    return _mark(request)


def panel_mark(request: HttpRequest, **_parts: str) -> str | None:
    """The same for a panel by itself, which may show what changed since the last visit."""
    return _mark(request, change_selectors.visited_until(user=request.user, at=clock.now()))


def _mark(request: HttpRequest, *more: Any) -> str | None:
    if len(messages.get_messages(request)):
        return None
    parts = (
        _VERSION,
        history.latest_id(),
        request.user.pk,
        request.get_full_path(),
        clock.today(),
        get_language(),
        appearance.from_cookies(request.COOKIES),
        request.META.get("CSRF_COOKIE", ""),
        bool(getattr(request, "htmx", None)),
        *more,
    )
    text = "\n".join(str(part) for part in parts)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
