"""Home, search, health and the pages shown when something went wrong."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition

from sauro.core.htmx import fragment
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.views import asking
from sauro.engines import access
from sauro.shell import homes, searching
from sauro.shell.changes.visiting import visited
from sauro.shell.dashboards import marks
from sauro.shell.dashboards.views import overview


@access.logged_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of a person, by what he may do."""
    if access.can(request.user, Perm.VIEW_ALL) and not access.can(request.user, AccountPerm.MANAGE):
        return overview.dashboard_page(request)
    if homes.has_panels(user=request.user):
        return visited(request, _home)
    answer: HttpResponse = _home(request)
    return answer


@condition(etag_func=marks.page_mark)
def _home(request: HttpRequest) -> HttpResponse:
    user, day = request.user, asking.as_of(request)
    if access.can(user, AccountPerm.MANAGE):
        return render(request, "shell/home_register.html", homes.register(user=user, as_of=day))
    if access.can(user, Perm.REPORT):
        return render(request, "shell/home_work.html", homes.own_work(user=user, as_of=day))
    return render(request, "shell/home_none.html")


@access.logged_in
def search(request: HttpRequest) -> HttpResponse:
    """What matches the words typed, by kind, within what the person may see."""
    query = request.GET.get("q", "")
    context = {
        "search_query": query,
        "found": searching.search(user=request.user, query=query),
        "too_short": bool(query.strip()) and len(query.strip()) < searching.SHORTEST,
    }
    return render(request, fragment(request, "shell/search.html", "found"), context)


@access.public
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@access.public
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return render(request, "400.html", status=400)


@access.public
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return render(request, "403.html", status=403)


@access.public
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """404."""
    return render(request, "404.html", status=404)


@access.public
def server_error(request: HttpRequest) -> HttpResponse:
    """500, rendered without anything that could fail again."""
    return render(request, "500.html", status=500)
