"""Obstacles that units reported: make a bottleneck of them, tie them to one, or set them aside."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sauro.domains.bottlenecks import labels
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import LIVE
from sauro.domains.bottlenecks.selectors import finding, obstacles
from sauro.domains.bottlenecks.selectors.obstacles import ObstacleGroup
from sauro.domains.bottlenecks.services import obstacles as services
from sauro.domains.bottlenecks.views import asking
from sauro.domains.programmes.models import ProgressUpdate
from sauro.engines import access

_ROWS = 20
_SHOWN = 8
_LIVE = sorted(state.value for state in LIVE)


@access.require(Perm.MANAGE)
@require_GET
def obstacle_list(request: HttpRequest) -> HttpResponse:
    """Reported obstacles behind no bottleneck, those that say the same together."""
    groups = obstacles.obstacle_groups(user=request.user)
    page = Paginator(groups, _ROWS).get_page(request.GET.get("page"))
    reported = obstacles.reported(user=request.user).count()
    live = finding.bottlenecks_for(user=request.user).filter(state__in=_LIVE).order_by("number")
    context = {
        "page": page,
        "groups": [_shown(group, place) for place, group in enumerate(page.object_list, 1)],
        "total": sum(len(group.updates) for group in groups),
        "count": len(groups),
        "most": obstacles.MOST,
        "reported": reported if reported > obstacles.MOST else 0,
        "choices": [{"pk": one.pk, "name": str(one)[:110]} for one in live],
    }
    return render(request, "bottlenecks/obstacle_list.html", context)


def _shown(group: ObstacleGroup, place: int) -> dict[str, Any]:
    ids = [("update", one.pk) for one in group.updates]
    return {
        "place": place,
        "group": group,
        "kind": labels.KIND_WORDS[group.kind.value] if group.kind else "",
        "shown": group.updates[:_SHOWN],
        "more": max(0, len(group.updates) - _SHOWN),
        "gather_url": f"{reverse('bottleneck_propose')}?{urlencode(ids)}",
    }


@access.require(Perm.MANAGE)
@require_POST
def obstacle_tie(request: HttpRequest) -> HttpResponse:
    """Put obstacles behind a bottleneck that is known."""
    wanted = asking.numbers([request.POST.get("bottleneck", "")])
    if not wanted:
        messages.error(request, _("Choose the bottleneck behind which they stand."))
        return redirect("obstacle_list")
    found = asking.bottleneck_or_404(request, wanted[0])
    rows = _updates(request)
    return asking.told(
        request,
        lambda: services.tie_obstacles(updates=rows, bottleneck=found, **asking.who(request)),
        done=_count_words(len(rows)),
        back=reverse("obstacle_list"),
    )


@access.require(Perm.MANAGE)
@require_POST
def obstacle_set_aside(request: HttpRequest) -> HttpResponse:
    """Say why obstacles need no bottleneck."""
    rows, reason = _updates(request), request.POST.get("reason", "")
    return asking.told(
        request,
        lambda: services.set_obstacles_aside(updates=rows, reason=reason, **asking.who(request)),
        done=_count_words(len(rows)),
        back=reverse("obstacle_list"),
    )


def _count_words(n: int) -> str:
    words = ngettext("%(n)s obstacle was dealt with.", "%(n)s obstacles were dealt with.", n)
    return words % {"n": n}


def _updates(request: HttpRequest) -> list[ProgressUpdate]:
    """The obstacles ticked; those that somebody dealt with meanwhile let the service refuse."""
    ids = asking.numbers(request.POST.getlist("update"))[: services.MOST]
    scope = access.scope(request.user, Perm.MANAGE)
    found = ProgressUpdate.objects.filter(pk__in=ids).exclude(obstacle="")
    rows = list(found.filter(scope.q("task__programme__owner__path")))
    if ids and not rows:
        raise Http404
    return rows
