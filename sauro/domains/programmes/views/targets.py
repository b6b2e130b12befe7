"""The scoreboard of targets and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from sauro.core.htmx import fragment
from sauro.domains.programmes import figures
from sauro.domains.programmes.listings.overview import TargetListing
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.pages import scoreboard_context, target_context
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import effects, visibility
from sauro.domains.programmes.selectors import targets as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.views import asking
from sauro.domains.programmes.views.syntheses import synthesis_context
from sauro.engines import access
from sauro.engines.listing import Listing


@access.logged_in
def target_list(request: HttpRequest) -> HttpResponseBase:
    """Targets the person may see as they stood on a day, with how many are met."""
    day = asking.as_of(request)
    board = _board(request, day, request.GET)
    listing, rows = _rows(day, board)
    if answer := listing.download(request, rows, today=day.day):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=day.day)
    template = fragment(request, "programmes/target_list.html", "rows")
    return render(request, template, {**board, "list": page})


def ticked_targets(
    request: HttpRequest, params: QueryDict | None
) -> tuple[Listing, QuerySet[Target]]:
    """The list and the targets that the person may tick in it."""
    day = asking.this_day()
    return _rows(day, _board(request, day, params or QueryDict()))


def _board(request: HttpRequest, day: AsOf, params: QueryDict) -> dict[str, Any]:
    asked = visibility.visible_targets(user=request.user)
    code = params.get("programme", "")
    if code:
        asked = asked.filter(programme__code=code)
    return scoreboard_context(
        selectors.targets_as_of(targets=asked, as_of=day),
        day,
        status=params.get("status", ""),
        healths=params.getlist("health"),
        programme=code,
    )


def _rows(day: AsOf, board: dict[str, Any]) -> tuple[Listing, QuerySet[Target]]:
    rows = Target.objects.filter(pk__in=board["shown"]).select_related("lead", "programme")
    return TargetListing(day, board["lines"]), rows


@access.logged_in
def target_detail(request: HttpRequest, target_id: int) -> HttpResponse:
    """A target with its readings up to a day."""
    user, day = request.user, asking.as_of(request)
    try:
        standing, readings = selectors.target_seen(user=user, target_id=target_id, as_of=day)
    except Target.DoesNotExist:
        raise Http404 from None
    target = standing.target
    context = target_context(standing=standing, readings=readings, as_of=day)
    movers = effects.effects_on(target=target, tasks=visibility.visible_tasks(user=user))
    context |= {
        **synthesis_context(request, target, day),
        "movers": figures.effect_lines(movers),
        "may_manage": access.allowed(user, Perm.MANAGE, target),
        "may_read_in": access.allowed(user, Perm.VERIFY, target)
        or access.allowed(user, Perm.MANAGE, target),
    }
    return render(request, "programmes/target_detail.html", context)
