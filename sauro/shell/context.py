"""What every page shows around its content: navigation and the day that is looked at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.engines import access
from sauro.shell.publishing import links as publishing_links


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs: names, navigation, menus, the day; no SQL of its own.

    Whether something is public is asked only by a page for everybody that prints it.
    """
    user = getattr(request, "user", None)
    frame: dict[str, Any] = {"navigation": [], "site_name": settings.SITE_NAME}
    if user is None or not user.is_authenticated:
        return frame | {"public_url": publishing_links.public_url}
    return frame | {
        "navigation": _navigation(request),
        "user_menu": [
            {"label": _("My account"), "url": reverse("account_profile"), "icon": "user"},
            {"label": _("My notices"), "url": reverse("notice_list"), "icon": "bell"},
            {"label": _("Background work"), "url": reverse("job_list"), "icon": "progress"},
        ],
        "user_position": _roles_of(user),
        "search_query": request.GET.get("q", "") if request.path == reverse("search") else "",
        "today": clock.today(),
        "as_of": getattr(request, "as_of_day", None),
    }


def _roles_of(user: Any) -> str:
    held = dict.fromkeys(grant.role for grant in access.access_of(user).grants)
    return ", ".join(str(access.roles()[code].name) for code in held)


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
    _keep_nearest([item for section in sections for item in section["items"]])
    return sections


def _keep_nearest(items: list[dict[str, Any]]) -> None:
    """Of the lines above a page only the nearest is the active one."""
    nearest = max((len(item["url"]) for item in items if item["active"]), default=0)
    for item in items:
        item["active"] = item["active"] and len(item["url"]) == nearest


def _item(entry: Any, path: str) -> dict[str, Any]:
    url = reverse(entry.url_name)
    active = path == url or (url != "/" and path.startswith(url))
    return {"label": entry.label, "url": url, "icon": entry.icon, "active": active}
