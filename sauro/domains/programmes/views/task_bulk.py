"""Assigning many tasks at once, after a page that counts and names them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sauro.domains.programmes.listings.tasks import TaskListing
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import lists
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.views import answering, asking
from sauro.engines import access


@access.require(Perm.MANAGE)
@require_POST
def task_bulk_assign(request: HttpRequest) -> HttpResponse:
    """Hand the chosen tasks to their leads."""
    day = asking.this_day()
    listing = TaskListing(day)
    managed = lists.managed_tasks(user=request.user, as_of=day)
    chosen = listing.selection(
        data=request.POST, queryset=managed, user=request.user, today=day.day
    )
    back = asking.back_to(request, reverse("task_list"))
    if not chosen or chosen.count > listing.bulk_limit:
        words = _("Choose between 1 and %(n)s tasks that you manage.") % {"n": listing.bulk_limit}
        messages.warning(request, words)
        return HttpResponseRedirect(back)
    found = list(chosen.queryset.select_related("lead"))
    if "confirmed" in request.POST and not chosen.changed:
        n = len(tasks.assign_tasks(tasks=found, **asking.who(request)))
        words = ngettext("%(n)s task was assigned.", "%(n)s tasks were assigned.", n) % {"n": n}
        return answering.done(request, words, back)
    context: dict[str, Any] = {"chosen": chosen, "back": back, **lists.assignable(tasks=found)}
    return render(request, "programmes/task_bulk_assign.html", context)
