"""What stands on the pages of other records: the way to ask, and what was asked already."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.explanations.labels import SHOWN_AS
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import OPEN, WAITS_FOR_UNIT
from sauro.domains.explanations.selectors import visibility
from sauro.engines import access, subjects
from sauro.engines.listing import BulkAction
from sauro.engines.subjects.pages import PageLink, Panel

_SHOWN = 5


def ask_many(code: str) -> BulkAction:
    """The button with which to ask about the rows ticked in a list."""
    return BulkAction(
        "explain",
        gettext_lazy("Request explanation"),
        lambda: reverse("explanation_ask_many", args=[code]),
        permission=Perm.ASK,
        icon="message-circle",
    )


def ask_url(*, kind: str, number: str, **more: str) -> str:
    """The page on which to ask about a record; `cause` names the rule of an alert."""
    query = urlencode({"kind": kind, "id": number, **more})
    return f"{reverse('explanation_ask')}?{query}"


def page_links(*, user: Any, kind: str, record: Any) -> list[PageLink]:
    """The button with which to ask about a record, of agencies those one may ask; no SQL."""
    path = getattr(record, "path", None)
    if path is not None and not access.can(user, Perm.ASK, path):
        return []
    return row_links(user=user, kind=kind, number=str(record.pk))


def row_links(*, user: Any, kind: str, number: str) -> list[PageLink]:
    """The same for one of many records; no SQL."""
    if kind not in subjects.kinds() or not access.can(user, Perm.ASK):
        return []
    url = ask_url(kind=kind, number=number)
    return [PageLink(_("Request explanation"), url, "message-circle")]


def panels(*, user: Any, kind: str, record: Any, today: date) -> list[Panel]:
    """The last requests about a record, the open ones first; one SQL, none for outsiders."""
    if not any(access.can(user, one) for one in Perm):
        return []
    key = (kind, str(record.pk))
    rows = visibility.requests_on(keys=[key], user=user, most=50).get(key, [])
    if not rows:
        return []
    order = sorted(rows, key=lambda one: one.state not in OPEN)
    lines = [line_of(one, today=today) for one in order[:_SHOWN]]
    query = urlencode({"kind": kind, "subject": record.pk})
    more = f"{reverse('explanation_list')}?{query}" if len(rows) > _SHOWN else ""
    return [Panel("explanations/_panel.html", {"lines": lines, "more_url": more})]


def line_of(request: Request, *, today: date) -> dict[str, Any]:
    """A request as short lists print it."""
    waits = request.state in WAITS_FOR_UNIT
    return {
        "request": request,
        "url": reverse("explanation_detail", args=[request.pk]),
        "status": SHOWN_AS[request.state],
        "words": request.get_state_display(),
        "days": (request.due_on - today).days if waits else None,
    }
