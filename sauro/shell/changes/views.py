"""The page of what changed since a person was last here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.core import clock
from sauro.engines import access
from sauro.shell.changes import asking, rules, selectors, words
from sauro.shell.changes.rules import ChangeKind
from sauro.shell.changes.visiting import visited

_ALL_ROWS = 100
_DAYS = (1, 7, 30)


@access.logged_in
def changes(request: HttpRequest) -> HttpResponse:
    """What others changed and what became late since my last visit, or since a moment I choose."""
    return visited(request, _page)


def _page(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    until, today = _until(request, now)
    last = selectors.visited_until(user=request.user, at=now)
    since, problem = asking.moment(request.GET.get("since", ""), until=until)
    if problem:
        messages.warning(request, problem)
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in set(ChangeKind) else []
    found = selectors.changes_for(
        user=request.user,
        since=since or min(last or selectors.first_since(now), until),
        until=until,
        today=today,
        limit=_ALL_ROWS if kinds else selectors.LIMIT,
        kinds=kinds,
    )
    context = _context(found, last=last, chosen=since is not None)
    return render(request, "changes/changes.html", context | {"one_kind": bool(kinds)})


def _until(request: HttpRequest, now: datetime) -> tuple[datetime, Any]:
    day = getattr(request, "as_of_day", None)
    today = clock.day_of(now)
    return (now, today) if day is None or day >= today else (clock.end_of(day), today)


def _context(found: selectors.Changes, *, last: datetime | None, chosen: bool) -> dict[str, Any]:
    until = found.until
    return {
        "found": found,
        "groups": words.groups_of(found),
        "last": last,
        "chosen": chosen,
        "first_days": rules.FIRST_DAYS,
        "since_day": clock.day_of(found.since),
        "all_url": words.page_url(since=found.since),
        "spans": [
            {"days": days, "url": words.page_url(since=until - timedelta(days=days))}
            for days in _DAYS
        ],
    }
