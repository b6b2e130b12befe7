"""A page whose opening is a visit; a cookie spares the database the same visit within a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sauro.core import clock
from sauro.shell.changes import rules, services

COOKIE = "sauro_here"
_LONGEST = 12  # digits of a second of this age


def visited(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The answer to a person who is here; no SQL more when he was already a moment ago."""
    now = clock.now()
    if _was_here(request, now):
        return answer(request)
    services.arrive(by=request.user, at=now)
    response = answer(request)
    response.set_cookie(
        COOKIE,
        f"{request.user.pk}.{now.timestamp():.0f}",
        max_age=rules.FRESH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _was_here(request: HttpRequest, now: datetime) -> bool:
    who, _dot, when = request.COOKIES.get(COOKIE, "").partition(".")
    if who != str(request.user.pk) or not (when.isascii() and when.isdecimal()):
        return False
    age = now.timestamp() - int(when[:_LONGEST])
    return -1 <= age < rules.FRESH.total_seconds()  # rounding may be half a second ahead
