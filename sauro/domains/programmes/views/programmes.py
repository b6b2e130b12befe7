"""The list of programmes and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sauro.core.htmx import fragment
from sauro.domains.programmes.listings.overview import ProgrammeListing
from sauro.domains.programmes.pages import programme_context
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import programmes as selectors
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.views import asking
from sauro.engines import access


@access.logged_in
def programme_list(request: HttpRequest) -> HttpResponseBase:
    """Programmes the person may see, with what was done in each."""
    day = asking.as_of(request)
    listing = ProgrammeListing(day)
    found = visibility.visible_programmes(user=request.user).select_related("owner")
    if answer := listing.download(request, found, today=day.day):
        return answer
    page = listing.read(params=request.GET, queryset=found, user=request.user, today=day.day)
    context = {"list": page, "may_create": access.can(request.user, Perm.MANAGE)}
    return render(request, fragment(request, "programmes/programme_list.html", "rows"), context)


@access.logged_in
def programme_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Groups, agencies, clears and targets of a programme as they stood on a day."""
    programme = asking.programme_or_404(request, code)
    day = asking.as_of(request)
    found = selectors.programme_figures(programme=programme, user=request.user, as_of=day)
    context = programme_context(found, page=request.GET.get("page"))
    context["may_manage"] = access.allowed(request.user, Perm.MANAGE, programme)
    template = fragment(request, "programmes/programme_detail.html", "agencies")
    return render(request, template, context)
