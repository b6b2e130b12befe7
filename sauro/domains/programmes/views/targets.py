"""The scoreboard of targets and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sauro.core.htmx import fragment
from sauro.domains.programmes import figures
from sauro.domains.programmes.listings.overview import TargetListing
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.pages import scoreboard_context, target_context
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import effects, visibility
from sauro.domains.programmes.selectors import targets as selectors
from sauro.domains.programmes.views import asking
from sauro.domains.programmes.views.syntheses import synthesis_context
from sauro.engines import access


@access.logged_in
def target_list(request: HttpRequest) -> HttpResponseBase:
    """Targets the person may see as they stood on a day, with how many are met."""
    day = asking.as_of(request)
    asked = visibility.visible_targets(user=request.user)
    code = request.GET.get("programme", "")
    if code:
        asked = asked.filter(programme__code=code)
    found = selectors.targets_as_of(targets=asked, as_of=day)
    board = scoreboard_context(
        found,
        day,
        status=request.GET.get("status", ""),
        healths=request.GET.getlist("health"),
        programme=code,
    )
    listing = TargetListing(day, board["lines"])
    rows = Target.objects.filter(pk__in=board["shown"]).select_related("lead", "programme")
    if answer := listing.download(request, rows, today=day.day):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=day.day)
    template = fragment(request, "programmes/target_list.html", "rows")
    return render(request, template, {**board, "list": page})


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
