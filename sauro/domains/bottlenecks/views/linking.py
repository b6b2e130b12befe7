"""Which tasks and targets wait: found by words, ticked, taken out with a reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sauro.core import clock
from sauro.domains.bottlenecks.forms.steps import LinkForm
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.selectors import candidates
from sauro.domains.bottlenecks.services import linking
from sauro.domains.bottlenecks.views import asking
from sauro.engines import access


@access.logged_in
@require_http_methods(["GET", "POST"])
def bottleneck_link(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Look for tasks and targets by words and tick those that wait."""
    found = _allowed(request, bottleneck_id)
    asked = request.POST if request.method == "POST" else request.GET
    typed = asked.get("find", "").strip()
    offered = candidates.offered(
        bottleneck=found, user=request.user, words=typed, ticked=asked.getlist("records")
    )
    searching = request.method == "GET" or "search" in request.POST
    form = LinkForm(
        request.POST if not searching else None,
        owner=found.owner,
        day=clock.today(),
        offered=offered,
        initial={"find": typed, "since": clock.today(), "records": asked.getlist("records")},
    )
    if not searching and form.is_valid() and not form.keys:
        form.add_error("records", _("Tick at least one task or target."))
    made = asking.taken(form, lambda: _linked(request, form, found)) if not searching else None
    if made is not None:
        return asking.done(request, _("Saved."), made)
    context = {"bottleneck": found, "form": form, "typed": typed, "offered": offered}
    status = asking.status_of(form)
    return render(request, "bottlenecks/bottleneck_link.html", context, status=status)


def _linked(request: HttpRequest, form: LinkForm, found: Bottleneck) -> Any:
    return linking.link_records(
        bottleneck=found,
        keys=form.keys,
        note=form.cleaned_data["note"],
        since=form.cleaned_data["since"],
        **asking.who(request),
    )


@access.logged_in
@require_POST
def bottleneck_unlink(request: HttpRequest, bottleneck_id: int, link_id: int) -> HttpResponse:
    """Take out a record that does not wait, with the reason."""
    found = _allowed(request, bottleneck_id)
    link = found.subjects.filter(pk=link_id).first()
    if link is None:
        raise Http404
    reason = request.POST.get("reason", "")
    return asking.told(
        request,
        lambda: linking.unlink_record(link=link, reason=reason, **asking.who(request)),
        done=_("Saved."),
        back=reverse("bottleneck_detail", args=[found.pk]),
    )


def _allowed(request: HttpRequest, bottleneck_id: int) -> Bottleneck:
    found = asking.bottleneck_or_404(request, bottleneck_id)
    own = found.raised_by is not None and found.state == "proposed"
    if not (
        access.allowed(request.user, Perm.MANAGE, found)
        or (own and access.allowed(request.user, Perm.PROPOSE, found.raised_by))
    ):
        raise PermissionDenied
    return found
