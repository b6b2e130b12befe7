"""The list of requests, the page of one, its evidence, the statistics."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.explanations import statistics_page
from sauro.domains.explanations.listings import RequestListing
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.selectors import statistics, visibility, waiting
from sauro.domains.explanations.views.request_page import request_or_404, show_request
from sauro.engines import access
from sauro.engines.office import downloads

_WORDS = {
    waiting.MINE: lambda: _("Waiting for me"),
    waiting.ASKED: lambda: _("Asked by me"),
    waiting.RUNNING: lambda: _("Open requests"),
    waiting.LATE: lambda: _("Overdue"),
    waiting.ANSWERED: lambda: _("To decide"),
    waiting.CLOSED: lambda: _("Decided"),
    "": lambda: _("All"),
}


@access.logged_in
@require_GET
def explanation_list(request: HttpRequest) -> HttpResponseBase:
    """Requests the person sees; `?tab=` names those that wait, `?subject=` those of a record."""
    today, tab = clock.today(), request.GET.get("tab", "")
    tab = tab if tab in waiting.TABS else ""
    rows = visibility.listed_requests(user=request.user)
    rows = rows.filter(waiting.tab_q(tab=tab, user=request.user, today=today))
    if subject := request.GET.get("subject", ""):
        rows = rows.filter(subject_id=subject[:40])
    listing = RequestListing()
    if answer := listing.download(request, rows, today=today):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=today)
    context = {"list": page, "tabs": _tabs(request, tab), "subject": subject}
    context["may_ask"] = access.can(request.user, Perm.ASK)
    return render(request, fragment(request, "explanations/request_list.html", "rows"), context)


def _tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    counts = waiting.tab_counts(user=request.user, today=clock.today())
    asks = access.can(request.user, Perm.ASK)
    shown = [tab for tab in _WORDS if tab != waiting.ASKED or asks]
    page = reverse("explanation_list")
    return [
        {
            "label": _WORDS[tab](),
            "url": f"{page}?{urlencode({'tab': tab})}" if tab else page,
            "count": counts[tab],
            "active": tab == active,
        }
        for tab in shown
    ]


@access.logged_in
@require_GET
def explanation_detail(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what was asked, what was said, what happens next."""
    return show_request(request, request_or_404(request, request_id))


@access.logged_in
@require_GET
def explanation_file(request: HttpRequest, exhibit_id: int) -> FileResponse:
    """A file of evidence, always as an attachment."""
    found = visibility.exhibit_for(user=request.user, exhibit_id=exhibit_id)
    if found is None:
        raise Http404
    return downloads.download(found)


@access.logged_in
@require_GET
def explanation_statistics(request: HttpRequest) -> HttpResponse:
    """How requests of a period were answered; every number opens its rows."""
    today, language = clock.today(), get_language() or "vi"
    choices = statistics_page.choices(today=today, language=language)
    period = statistics_page.chosen(request.GET.get("period", ""), today=today)
    found = statistics.statistics(
        user=request.user, since=period.start, until=period.end, today=today
    )
    context = {
        "choices": choices,
        "period": {"code": period.code, "label": period.label(language)},
        **statistics_page.context_of(found, language=language),
    }
    return render(request, "explanations/statistics.html", context)
