"""The page on which a person arranges panels: for himself, a role, a programme, the province."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.domains.programmes.permissions import Perm
from sauro.engines import access
from sauro.shell.dashboards import arranging, rules, selectors, services
from sauro.shell.dashboards.panels import SHAPES
from sauro.shell.dashboards.selectors import Owner


@access.require(Perm.VIEW_ALL)
@require_http_methods(["GET", "HEAD", "POST"])
def dashboard_arrange(request: HttpRequest) -> HttpResponse:
    """The panels as a list that can be changed; kept only when the person says so."""
    asked = request.POST if request.method == "POST" else request.GET
    owners = selectors.owners_open_to(user=request.user)
    owner = selectors.owner_of(owners=owners, key=asked.get("for") or "person")
    if owner is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, owners, owner)
    placed, version = selectors.panels_of(owner=owner)
    shared = rules.still_known(rules.read(request.GET.get("panels", "")), shapes=SHAPES)
    desk = arranging.Desk(owner, version, [one.as_data() for one in shared or placed])
    return _page(request, owners, desk, changed=bool(shared))


def _posted(request: HttpRequest, owners: list[Owner], owner: Owner) -> HttpResponse:
    desk = arranging.desk_of(owner=owner, posted=request.POST)
    what = request.POST.get("do", "")
    if what in ("save", "reset"):
        return _kept(request, owners, desk, what)
    focus = desk.change(what, added=request.POST.get("add", ""))
    return _page(request, owners, desk, changed=True, focus=focus)


def _kept(
    request: HttpRequest, owners: list[Owner], desk: arranging.Desk, what: str
) -> HttpResponse:
    who: dict[str, Any] = {"by": request.user, "at": clock.now()}
    try:
        if what == "reset":
            services.reset_arrangement(owner=desk.owner, version=desk.version, **who)
            messages.success(request, _("The usual panels are shown again."))
        else:
            services.save_arrangement(
                owner=desk.owner, panels=desk.items, version=desk.version, **who
            )
            messages.success(request, _("The arrangement was saved."))
    except DomainError as refused:
        desk.refuse(refused)
        return _page(request, owners, desk, changed=True, status=refused.status)
    address = f"{reverse('dashboard_arrange')}?for={desk.owner.key}"
    is_part = bool(getattr(request, "htmx", None))
    return HttpResponseClientRedirect(address) if is_part else redirect(address)


def _page(
    request: HttpRequest,
    owners: list[Owner],
    desk: arranging.Desk,
    *,
    changed: bool,
    focus: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = arranging.context(
        user=request.user, owners=owners, desk=desk, changed=changed, focus=focus
    )
    template = fragment(request, "dashboards/arrange.html", "desk")
    shown = 200 if getattr(request, "htmx", None) else status
    return render(request, template, context, status=shown)
