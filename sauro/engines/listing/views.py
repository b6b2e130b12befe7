"""Saving and deleting views of lists."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.engines import access
from sauro.engines.listing import services
from sauro.engines.listing.models import SavedView


@access.logged_in
@require_POST
def saved_view_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of a list under a name."""
    try:
        view = services.save_view(
            listing=request.POST.get("listing", ""),
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
            is_default=request.POST.get("is_default") == "1",
            by=request.user,
            at=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _back(request, request.POST.get("query", ""))
    messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return _back(request, view.query)


@access.logged_in
@require_POST
def saved_view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own views."""
    view = get_object_or_404(SavedView, pk=pk, user_id=request.user.pk)
    services.delete_view(view=view, by=request.user, at=clock.now())
    messages.success(request, _("View “%(name)s” deleted.") % {"name": view.name})
    return _back(request, "view=0")


def _back(request: HttpRequest, query: str) -> HttpResponse:
    """To the list the person came from, never to another site."""
    path = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    path = path.split("?")[0].split("#")[0] if safe else "/"
    return HttpResponseRedirect(f"{path}?{query}" if query else path)
