"""What several pages of the register share: the day looked at, the tabs, the next numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.documents import selectors
from sauro.domains.documents.labels import FLOWS
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow
from sauro.engines import access


def day_of(request: HttpRequest) -> date:
    """The day looked at: today, or the past day named by `?as_of=`."""
    today = clock.today()
    return min(getattr(request, "as_of_day", None) or today, today)


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The ways through the register, and the pages beside it that the person may open."""
    listed = reverse("document_list")
    found = [{"label": _("All"), "url": listed, "active": not active, "count": None}]
    found += [
        {
            "label": str(label),
            "url": f"{listed}?tab={code}",
            "active": active == code,
            "count": None,
        }
        for code, label in FLOWS
    ]
    pages = [
        ("document_counts", _("Counts of documents"), Perm.VIEW),
        ("ground_lost", _("Without ground"), Perm.VIEW),
        ("dossier_list", _("Dossiers"), Perm.VIEW),
        ("hand_over_list", _("Hand-over to the archive"), Perm.REGISTER),
        ("register_outputs", _("Registers and reports"), Perm.VIEW),
        ("number_books", _("Numbers"), Perm.NUMBER),
        ("exchange_log", _("Electronic exchange"), Perm.EXCHANGE),
        ("signature_check", _("Check signatures"), Perm.VIEW),
        ("restricted_list", _("Restricted list"), Perm.MANAGE_CONFIDENTIAL),
    ]
    found += [
        {"label": label, "url": reverse(name), "active": active == name, "count": None}
        for name, label, permission in pages
        if access.can(request.user, permission)
    ]
    return found


def draft_tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """All drafts, those that wait for a step of the person, and opinions still to give."""
    listed = reverse("draft_list")
    signs = Perm.SIGN if access.can(request.user, Perm.SIGN) else Perm.NUMBER
    steps = [
        ("submitted", _("To approve"), Perm.APPROVE),
        ("approved", _("To number"), Perm.NUMBER),
        ("numbered", _("To sign"), signs),
        ("signed", _("To issue"), Perm.NUMBER),
    ]
    found = [{"label": _("All"), "url": listed, "active": not active, "count": None}]
    found += [
        {"label": label, "url": f"{listed}?state={code}", "active": active == code, "count": None}
        for code, label, permission in steps
        if access.can(request.user, permission)
    ]
    if access.can(request.user, Perm.DRAFT):
        due = selectors.opinions_due(user=request.user).count()
        url = reverse("opinions_due")
        label = _("Opinions to give")
        found.append({"label": label, "url": url, "active": active == "due", "count": due})
    return found


def next_numbers(user: Any) -> list[dict[str, Any]]:
    """For each organisation in whose name a person registers: its next numbers of today."""
    today = clock.today()
    return [
        {
            "organisation": one.label,
            "incoming": _next(one, DocumentFlow.INCOMING, today),
            "outgoing": _next(one, DocumentFlow.OUTGOING, today),
        }
        for one in selectors.keepers(user=user)[:3]
    ]


def _next(organisation: Any, flow: DocumentFlow, today: date) -> int:
    return selectors.next_number(organisation=organisation, flow=flow.value, day=today)
