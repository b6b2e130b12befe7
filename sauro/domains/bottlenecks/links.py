"""What stands on the pages of tasks and targets: the way to propose, and what holds them up."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.bottlenecks import bottleneck_page
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.selectors import waiting
from sauro.engines import access
from sauro.engines.subjects.pages import PageLink, Panel


def propose_url(*, kind: str, number: str) -> str:
    """The page on which to say what holds a record up."""
    return f"{reverse('bottleneck_propose')}?{urlencode({'kind': kind, 'id': number})}"


def page_links(*, user: Any, kind: str, record: Any) -> list[PageLink]:
    """The button with which to say what holds a record up; no SQL."""
    if not (access.can(user, Perm.PROPOSE) or access.can(user, Perm.MANAGE)):
        return []
    url = propose_url(kind=kind, number=str(record.pk))
    return [PageLink(_("Propose a bottleneck"), url, "alert-triangle")]


def panels(*, user: Any, kind: str, record: Any, today: date) -> list[Panel]:
    """The bottlenecks that hold a record up, or did; one SQL, none for outsiders."""
    if not access.can(user, Perm.VIEW):
        return []
    rows = [
        {
            "url": reverse("bottleneck_detail", args=[one.pk]),
            "code": one.code,
            "title": one.title,
            "state": bottleneck_page.state_mark(one),
            "who": one.responsible.label if one.responsible else "",
            "lift_by": bottleneck_page.lift_by_words(one, today),
        }
        for one in waiting.holding(kind=kind, number=str(record.pk), user=user)
    ]
    return [Panel("bottlenecks/_panel.html", {"rows": rows})] if rows else []
