"""The list of tasks, and suggestions of agency names."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.programmes.listings.tasks import TaskListing
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import choices, lists
from sauro.domains.programmes.views import asking
from sauro.engines import access
from sauro.engines.listing import Listing

_SUGGESTED = 12


@access.logged_in
def task_list(request: HttpRequest) -> HttpResponseBase:
    """Tasks the person may see as they stood on a day."""
    day = asking.as_of(request)
    listing = TaskListing(day)
    tasks = lists.listed_tasks(user=request.user, as_of=day, parts=request.GET.get("parts", ""))
    if answer := listing.download(request, tasks, today=day.day):
        return answer
    page = listing.read(params=request.GET, queryset=tasks, user=request.user, today=day.day)
    context = {"list": page, "may_create": access.can(request.user, Perm.MANAGE)}
    return render(request, fragment(request, "programmes/task_list.html", "rows"), context)


def ticked_tasks(request: HttpRequest, params: QueryDict | None) -> tuple[Listing, QuerySet[Task]]:
    """The list and the tasks and parts that the person may tick in it."""
    day = asking.this_day()
    parts = "all" if params is None else params.get("parts", "")
    return TaskListing(day), lists.listed_tasks(user=request.user, as_of=day, parts=parts)


@access.logged_in
def agency_suggest(request: HttpRequest) -> HttpResponse:
    """Names of agencies that hold the words typed, as options of a datalist."""
    values = (request.GET.get(name, "") for name in request.GET)
    typed = next((value for value in values if value.strip()), "")[:120]
    found = choices.agencies_like(user=request.user, words=typed, day=clock.today())
    context = {"agencies": found[:_SUGGESTED] if typed else ()}
    return render(request, "programmes/_agency_options.html", context)
