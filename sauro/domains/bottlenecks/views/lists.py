"""The register, the groups for a steering committee, and what waits for levels above."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sauro.core.htmx import fragment
from sauro.domains.bottlenecks import bottleneck_page, labels, sheets
from sauro.domains.bottlenecks.listings.bottlenecks import BottleneckListing, live_unless_asked
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.selectors import finding, groups, ranking
from sauro.domains.bottlenecks.views import asking
from sauro.engines import access


@access.require(Perm.VIEW)
def bottleneck_list(request: HttpRequest) -> HttpResponseBase:
    """Bottlenecks the person may see; the one whose lifting releases most first."""
    seen = live_unless_asked(finding.bottlenecks_for(user=request.user), request.GET)
    day = asking.this_day(seen)
    rows = ranking.with_weight(rows=seen, day=day)
    listing = BottleneckListing(day)
    if answer := listing.download(request, rows, today=day.today):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=day.today)
    context = {
        "list": page,
        "may_propose": access.can(request.user, Perm.PROPOSE)
        or access.can(request.user, Perm.MANAGE),
        "may_gather": access.can(request.user, Perm.MANAGE),
    }
    return render(request, fragment(request, "bottlenecks/bottleneck_list.html", "rows"), context)


@access.require(Perm.VIEW)
def bottleneck_group(request: HttpRequest) -> HttpResponse:
    """Kinds by levels and the ten heaviest, as a steering committee reads them; also as Excel."""
    seen: Any = finding.bottlenecks_for(user=request.user)
    day = asking.this_day(seen.holding())
    owners = groups.registers(rows=seen, day=day)
    owner = _chosen(request, owners)
    rows = seen.filter(owner=owner.pk) if owner else seen
    matrix = owner.matrix if owner else groups.NOTHING
    if request.GET.get("format") == "xlsx":
        listed = groups.heaviest(rows=rows, day=day, limit=None)
        return sheets.workbook(matrix, listed, day=day.today)
    of = {"owner": owner.code} if owner and len(owners) > 1 else {}
    context = {
        "owner": owner,
        "owners": owners,
        "today": day.today,
        "levels": bottleneck_page.matrix_heads(matrix),
        "rows": bottleneck_page.matrix_rows(matrix, **of),
        "foot": bottleneck_page.matrix_foot(matrix, **of),
        "matrix": matrix,
        "all_url": bottleneck_page.list_url(**of),
        "late_url": bottleneck_page.list_url(overdue="on", **of),
        "top": _in_words(groups.heaviest(rows=rows, day=day), day),
    }
    return render(request, "bottlenecks/bottleneck_group.html", context)


@access.require(Perm.VIEW)
def bottleneck_above(request: HttpRequest) -> HttpResponse:
    """What waits for a ministry, the Government or the National Assembly."""
    seen: Any = finding.bottlenecks_for(user=request.user)
    day = asking.this_day(seen.holding())
    found = groups.put_to_levels(rows=seen, day=day)
    steps = [row.last for rows in found.values() for row in rows if row.last]
    papers = finding.documents_seen(user=request.user, ids=[one.document_id for one in steps])
    levels = [
        {
            "label": labels.LEVEL_WORDS[level],
            "rows": _in_words(rows, day),
            "url": bottleneck_page.list_url(authority=level),
        }
        for level, rows in found.items()
        if rows
    ]
    context = {"levels": levels, "today": day.today, "documents_seen": papers}
    return render(request, "bottlenecks/bottleneck_above.html", context)


def _chosen(request: HttpRequest, owners: list[groups.Register]) -> groups.Register | None:
    wanted = request.GET.get("owner", "")
    return next((one for one in owners if one.code == wanted), owners[0] if owners else None)


def _in_words(rows: Any, day: ranking.Day) -> list[dict[str, Any]]:
    return [
        {
            "bottleneck": one.bottleneck,
            "release": bottleneck_page.release_words(one.release),
            "alone": bottleneck_page.alone_words(one.release),
            "severity": bottleneck_page.severity_mark(one.release),
            "lifter": bottleneck_page.lifter_words(one.bottleneck),
            "lift_by": bottleneck_page.lift_by_words(one.bottleneck, day.today),
            "last": getattr(one, "last", None),
        }
        for one in rows
    ]
