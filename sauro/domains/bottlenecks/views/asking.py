"""What the pages of bottlenecks ask of a request, and how they answer a write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors import finding, ranking
from sauro.domains.bottlenecks.selectors.ranking import Day
from sauro.engines import access


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def this_day(rows: QuerySet[Bottleneck]) -> Day:
    """Today, when a deadline counts as near, and which targets of these rows are reached."""
    return ranking.day_of(rows=rows, today=clock.today(), soon_days=int(settings.DUE_SOON_DAYS))


def bottleneck_or_404(request: HttpRequest, bottleneck_id: int) -> Bottleneck:
    """One that the person may see; what he may not see does not exist."""
    found = finding.bottleneck_for(user=request.user, bottleneck_id=bottleneck_id)
    if found is None:
        raise Http404
    return found


def allow(request: HttpRequest, permission: str, subject: Any) -> None:
    """Answer 403 unless the person holds the permission over this very object."""
    if not access.allowed(request.user, permission, subject):
        raise PermissionDenied


def numbers(given: Sequence[str]) -> list[int]:
    """The numbers among parts of an address."""
    return [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 18]


def taken(form: Form, act: Callable[[], Any]) -> Any | None:
    """What the write gave; nothing when the form is wrong or the domain refused."""
    if not form.is_valid():
        return None
    try:
        return act()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return None


def told(request: HttpRequest, act: Callable[[], Any], *, done: Any, back: str) -> HttpResponse:
    """Carry out a write and lead back: with its success, or with why it was refused."""
    try:
        act()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return redirect(back)


def done(request: HttpRequest, words: Any, to: Bottleneck) -> HttpResponse:
    """Lead to the page of the bottleneck with a message."""
    messages.success(request, str(words))
    return redirect("bottleneck_detail", to.pk)


def status_of(form: Form) -> int:
    """422 when something in the form is wrong."""
    return 422 if form.is_bound and form.errors else 200
