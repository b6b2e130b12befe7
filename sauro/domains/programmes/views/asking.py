"""What a page asks of a request: the day looked at, the object or 404, the reporting month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from sauro.core import clock
from sauro.domains.programmes.labels import DEADLINE_KINDS
from sauro.domains.programmes.models import Programme, ProgressUpdate, Target, Task
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.selectors.standing import AsOf


def as_of(request: HttpRequest) -> AsOf:
    """The day that the person looks at: today, or the past day named by `?as_of=`."""
    today = clock.today()
    day = getattr(request, "as_of_day", None) or today
    return AsOf(day=min(day, today), today=today, soon_days=settings.DUE_SOON_DAYS)


def task_or_404(request: HttpRequest, task_id: int) -> Task:
    """A task the person may see; what he may not see does not exist."""
    try:
        return task_selectors.task_for(user=request.user, task_id=task_id)
    except Task.DoesNotExist:
        raise Http404 from None


def target_or_404(request: HttpRequest, target_id: int) -> Target:
    """A target the person may see; what he may not see does not exist."""
    try:
        return target_selectors.target_for(user=request.user, target_id=target_id)
    except Target.DoesNotExist:
        raise Http404 from None


def programme_or_404(request: HttpRequest, code: str) -> Programme:
    """A programme the person may see, by its code."""
    found = visibility.visible_programmes(user=request.user).select_related("owner", "standing")
    programme = found.filter(code=code).first()
    if programme is None:
        raise Http404
    return programme


def update_or_404(request: HttpRequest, update_id: int) -> ProgressUpdate:
    """An update the person may see."""
    found = visibility.visible_updates(user=request.user).select_related(
        "task__programme__owner", "task__lead", "submitted_by", "by"
    )
    update = found.filter(pk=update_id).first()
    if update is None:
        raise Http404
    return update


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def deadline_kind_words(kind: str) -> Any:
    """How a deadline was written, in words."""
    return dict(DEADLINE_KINDS).get(kind, kind)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of this site that the person came from, when the form names one."""
    wanted = request.POST.get("next", "")
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else otherwise


def this_day() -> AsOf:
    """Today, for pages on which people act."""
    today = clock.today()
    return AsOf(day=today, today=today, soon_days=settings.DUE_SOON_DAYS)
