"""The overview of those who see whole programmes, and the wall screen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.views import asking
from sauro.engines import access
from sauro.shell.changes.visiting import visited
from sauro.shell.dashboards import pages, rules, selectors, wall
from sauro.shell.dashboards.marks import page_mark, panel_mark
from sauro.shell.dashboards.panels import PANELS, SHAPES
from sauro.shell.dashboards.reads import Reads


@access.require(Perm.VIEW_ALL)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where the programmes stand: what is late and why first."""
    return dashboard_page(request)


def dashboard_page(request: HttpRequest) -> HttpResponse:
    """The overview as an answer, for the pages that show it; opening it is a visit."""
    return visited(request, _page)


@condition(etag_func=page_mark)
def _page(request: HttpRequest) -> HttpResponse:
    reads = _reads(request)
    preview = rules.still_known(rules.read(request.GET.get("panels", "")), shapes=SHAPES)
    found = (
        selectors.Applied(tuple(preview))
        if preview
        else selectors.applied_to(user=request.user, programme=reads.chosen)
    )
    context = {
        "reads": reads,
        "as_of_day": reads.as_of,
        "arranged": found.arrangement,
        "is_preview": bool(preview),
        "may_manage": reads.may(Perm.MANAGE),
        "panels": pages.filled(reads=reads, placed=found.panels) if reads.programmes else [],
    }
    return render(request, fragment(request, "dashboards/overview.html", "figures"), context)


@access.require(Perm.VIEW_ALL)
@require_safe
def dashboard_wall(request: HttpRequest) -> HttpResponse:
    """The overview for a screen on a wall: large, dark, without navigation, fresh each minute.

    Its session is prolonged each hour, so that nobody has to sign in at the wall.
    """
    hour = f"{clock.now():%Y-%m-%d %H}"
    if request.session.get("wall") != hour:
        request.session["wall"] = hour
    answer: HttpResponse = _wall(request)
    return answer


@condition(etag_func=page_mark)
def _wall(request: HttpRequest) -> HttpResponse:
    reads = _reads(request)
    found = selectors.applied_to(user=request.user, programme=reads.chosen)
    context: dict[str, Any] = {
        "reads": reads,
        "as_of_day": reads.as_of,
        **wall.parted(pages.filled(reads=reads, placed=found.panels) if reads.programmes else []),
        **wall.turning(
            programmes=reads.programmes,
            chosen=reads.chosen,
            seconds=request.GET.get("seconds", ""),
            turns=request.GET.get("turn") == "1",
        ),
    }
    return render(request, "dashboards/wall.html", context)


@access.logged_in
@require_safe
@condition(etag_func=panel_mark)
def dashboard_panel(request: HttpRequest, code: str) -> HttpResponse:
    """One panel by itself: a page to a browser, its body to the overview that fetches it."""
    if code not in PANELS:
        raise Http404
    typed = rules.read(request.GET.get("panels", ""))
    placed = rules.still_known(typed, shapes=SHAPES)
    usual = rules.Placed(code, PANELS[code].sizes[0].value)
    one = next((line for line in placed if line.panel == code), usual)
    reads = _reads(request)
    shown = pages.alone(reads=reads, one=one)
    if shown is None:
        raise Http404
    context = {
        "one": shown,
        "as_of_day": reads.as_of,
        "sees_overview": reads.may(Perm.VIEW_ALL),
    }
    return render(request, fragment(request, "dashboards/panel.html", "body"), context)


def _reads(request: HttpRequest) -> Reads:
    return Reads(
        user=request.user,
        code=request.GET.get("programme", ""),
        as_of=asking.as_of(request),
    )
