"""What every page shows around its content: navigation and the day that is looked at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from sauro.core import clock
from sauro.engines import access


def shell(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `today` and `as_of` for the frame of a page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {
        "navigation": _navigation(request),
        "today": clock.today(),
        "as_of": getattr(request, "as_of_day", None),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    held = access.access_of(request.user).permissions
    sections = []
    for section in import_string(settings.SAURO["navigation"]):
        items = [
            _item(entry, request.path)
            for entry in section.entries
            if not entry.any_of or held.intersection(entry.any_of)
        ]
        if items:
            sections.append({"label": section.label, "items": items})
    return sections


def _item(entry: Any, path: str) -> dict[str, Any]:
    url = reverse(entry.url_name)
    active = path == url or (url != "/" and path.startswith(url))
    return {"label": entry.label, "url": url, "icon": entry.icon, "active": active}
