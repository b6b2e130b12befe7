"""The work of one agency."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.pages import agency_context
from sauro.domains.programmes.selectors import agencies as selectors
from sauro.domains.programmes.views import asking
from sauro.engines import access


@access.logged_in
def agency_work(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """What an agency leads and joins, how punctual it is, what it last reported."""
    try:
        organisation = selectors.agency_seen(user=request.user, organisation_id=organisation_id)
    except Organisation.DoesNotExist:
        raise Http404 from None
    work = selectors.agency_work(
        organisation=organisation, user=request.user, as_of=asking.as_of(request)
    )
    return render(request, "programmes/agency_work.html", agency_context(work))
