"""Pages of units: the provinces, search by any name, one unit with whom it came from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from sauro.core import clock
from sauro.domains.territory import selectors, sheets
from sauro.domains.territory.models import Unit
from sauro.engines import access

FOUND = 60


@access.logged_in
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The provinces of a day, or the units that answer a search, old names included."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:120]
    day = getattr(request, "as_of_day", None)
    context = {"query": query, "day": day}
    if query:
        context["hits"] = selectors.units_search(query=query, limit=FOUND, as_of=day)
    else:
        context["lines"] = sheets.province_lines(day=day)
        context["counts"] = sheets.country_counts(day=day)
    return render(request, "territory/unit_list.html", context)


@access.logged_in
@require_GET
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: where it lies, what it was made from, who took it over."""
    unit = get_object_or_404(Unit, pk=pk)
    day = getattr(request, "as_of_day", None)
    sheet = sheets.unit_sheet(unit=unit, day=day, today=clock.today())
    return render(request, "territory/unit_detail.html", {"sheet": sheet, "day": day})
