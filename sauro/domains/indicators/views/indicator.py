"""The page of an indicator, units beside each other, and the map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.domains.indicators import indicator_page, map_page
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import sheets, work
from sauro.domains.indicators.views import sheet_asking as asking
from sauro.engines import access

MOST_UNITS = 6


@access.logged_in
def indicator_detail(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """An indicator: total, trend, forecast, and its units in a period."""
    indicator: Any = asking.indicator_or_404(request, indicator_id)
    found = indicator_page.context(indicator=indicator, asked=_asked(request, indicator))
    user = request.user
    found |= {
        "sort": request.GET.get("sort", "place"),
        "proposals": _proposals(request, indicator),
        "same": sheets.same_as(user=user, indicator=indicator) if indicator.has_same else [],
        "may_manage": access.allowed(user, Perm.MANAGE, indicator),
    }
    return render(request, "indicators/indicator_detail.html", found)


@access.logged_in
def indicator_map(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Communes as dots and provinces as areas, with the same figures as a table."""
    indicator = asking.indicator_or_404(request, indicator_id)
    inside = request.GET.get("inside", "")
    found = map_page.context(
        indicator=indicator,
        asked=_asked(request, indicator),
        inside=int(inside) if inside.isdecimal() and len(inside) < 10 else None,
    )
    return render(request, "indicators/indicator_map.html", found)


@access.logged_in
def indicator_compare(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Chosen units of an indicator over its last periods."""
    indicator = asking.indicator_or_404(request, indicator_id)
    chosen = [int(pk) for pk in request.GET.getlist("unit") if pk.isdecimal() and len(pk) < 10]
    found = indicator_page.comparison(
        indicator=indicator, asked=_asked(request, indicator), chosen=chosen[:MOST_UNITS]
    )
    return render(request, "indicators/indicator_compare.html", {**found, "most": MOST_UNITS})


def _asked(request: HttpRequest, indicator: Indicator) -> indicator_page.Asked:
    page = request.GET.get("page", "")
    return indicator_page.Asked(
        user=request.user,
        day=asking.day_of(request),
        as_of=asking.past_day(request),
        period=asking.period_asked(request, indicator),
        sort=request.GET.get("sort", "place"),
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )


def _proposals(request: HttpRequest, indicator: Any) -> list[dict[str, Any]]:
    """Figures proposed beside official ones that this person may decide."""
    if not (indicator.is_questioned and access.allowed(request.user, Perm.CONFIRM, indicator)):
        return []
    waiting = work.open_proposals(user=request.user).filter(indicator=indicator)
    return [indicator_page.proposal_row(one) for one in waiting[:20]]
