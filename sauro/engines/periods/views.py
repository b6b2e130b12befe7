"""The working calendar: what the rule says, what was decided, and when a term ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.engines import access

from . import selectors, services
from .forms import FIRST_YEAR, LAST_YEAR, DayForm, TermForm
from .models import DayOverride
from .permissions import Perm


@access.require(Perm.DECIDE_DAYS)
def calendar_list(request: HttpRequest) -> HttpResponse:
    """Holidays and swapped days of a year; a day is decided here."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.set_day_override(**form.cleaned_data, **_who(request))
        except DomainError as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("%(day)s was decided.") % {"day": made})
            return redirect(_page(made.day.year))
    year = _year(request)
    context = {"form": form, "calendar": _shown(year), "before": year - 1, "after": year + 1}
    context["at_start"], context["at_end"] = year == FIRST_YEAR, year == LAST_YEAR
    return render(request, "periods/calendar.html", context | _term(request))


@access.require(Perm.DECIDE_DAYS)
@require_POST
def calendar_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a decision: the day follows the general rule again."""
    found = get_object_or_404(DayOverride, pk=pk)
    try:
        services.clear_day_override(day=found.day, **_who(request))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(day)s follows the general calendar again.") % {"day": found})
    return redirect(_page(found.day.year))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now()}


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else clock.today().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def _page(year: int) -> str:
    return f"{reverse('calendar_list')}?year={year}"


def _shown(year: int) -> selectors.CalendarYear:
    return selectors.calendar_year(year=year, lang=get_language() or "vi")


def _term(request: HttpRequest) -> dict[str, Any]:
    asked = "start" in request.GET
    form = TermForm(request.GET if asked else None, initial={"start": clock.today(), "term": 10})
    ends_on: date | None = None
    if asked and form.is_valid():
        typed = form.cleaned_data
        ends_on = selectors.calendar().add_working_days(typed["start"], typed["term"])
    return {"term_form": form, "ends_on": ends_on}
