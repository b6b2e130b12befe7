"""Who has not reported for a month, and on which tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.listings.silent import AgencyListing, SilentTaskListing
from sauro.domains.programmes.selectors import reporting
from sauro.engines import access

_LIST, _TASKS = "programmes/silent_list.html", "programmes/silent_tasks.html"


@access.logged_in
def silent_list(request: HttpRequest) -> HttpResponseBase:
    """Agencies that owe reports for a month, each with n of m tasks reported."""
    asked = _asked(request)
    listing = AgencyListing(_query(request))
    agencies = reporting.agencies_expected(user=request.user, **asked)
    if answer := listing.download(request, agencies, today=asked["today"]):
        return answer
    page = listing.read(
        params=request.GET, queryset=agencies, user=request.user, today=asked["today"]
    )
    context = {"list": page, "month": asked["month"], "query": _query(request)}
    return render(request, fragment(request, _LIST, "rows"), context)


@access.logged_in
def silent_tasks(request: HttpRequest, code: str | None = None) -> HttpResponseBase:
    """Tasks without a report for a month, of all agencies or of one."""
    asked = _asked(request)
    agency = Organisation.objects.filter(code=code).first() if code else None
    tasks = reporting.silent_tasks(user=request.user, agency=agency, **asked)
    if code and (agency is None or not reporting.is_seen(user=request.user, agency=agency)):
        raise Http404
    listing = SilentTaskListing()
    if answer := listing.download(request, tasks, today=asked["today"]):
        return answer
    page = listing.read(params=request.GET, queryset=tasks, user=request.user, today=asked["today"])
    context = {"list": page, "month": asked["month"], "agency": agency, "query": _query(request)}
    return render(request, fragment(request, _TASKS, "rows"), context)


def _asked(request: HttpRequest) -> dict[str, Any]:
    today = clock.today()
    wanted = request.GET.get("month", "")
    known = {f"{m.start:%Y-%m}": m.start for m in reporting.months_to_choose(today=today)}
    start: date | None = known.get(wanted)
    return {
        "today": today,
        "month": reporting.reporting_month(today=today, start=start),
        "programme_code": request.GET.get("programme", "")[:40],
    }


def _query(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("month", "programme") if request.GET.get(name)}
    return urlencode(kept)
