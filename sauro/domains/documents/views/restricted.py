"""The list of papers above open; for everybody else there is no such page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from sauro.core.htmx import fragment
from sauro.domains.documents import selectors
from sauro.domains.documents.listings import RestrictedListing
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.standing import day_of, tabs
from sauro.engines import access


@access.require(Perm.VIEW)
def restricted_list(request: HttpRequest) -> HttpResponseBase:
    """Particulars of papers above open, for those who manage them where they are kept."""
    if not access.can(request.user, Perm.MANAGE_CONFIDENTIAL):
        raise Http404
    day, listing = day_of(request), RestrictedListing()
    found = selectors.documents_restricted(user=request.user).with_validity(day)
    if answer := listing.download(request, found, today=day):
        return answer
    context = {
        "list": listing.read(params=request.GET, queryset=found, user=request.user, today=day),
        "tabs": tabs(request, "restricted_list"),
    }
    return render(request, fragment(request, "documents/restricted_list.html", "rows"), context)
