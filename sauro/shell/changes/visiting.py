"""A page whose opening is a visit; a cookie spares the database the same visit within a minute."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from sauro.core import clock
from sauro.shell.changes import rules, services

COOKIE = "sauro_here"
PATIENCE_MS = 250
"""How long a visit waits for another who writes, where SQLite lets one write at a time."""
_LONGEST = 12  # digits of a second of this age
log = logging.getLogger(__name__)


def visited(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The answer to a person who is here; no SQL more when he was already a moment ago.

    The visit is written when the answer is on its way, so that nobody waits for it. The cookie goes
    before: should the write fail, the next opening after a minute writes it. What a page shows in
    between is the same, since it counts from the visit that begins now, written or not.
    """
    now = clock.now()
    response = answer(request)
    if _was_here(request, now):
        return response
    response.set_cookie(
        COOKIE,
        f"{request.user.pk}.{now.timestamp():.0f}",
        max_age=rules.FRESH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    response._resource_closers.append(partial(_write, request.user, now))  # type: ignore[attr-defined]
    return response


def _write(user: Any, at: datetime) -> None:
    """The visit of a person on record, unless another writes for longer than a moment."""
    try:
        with _impatient():
            services.arrive(by=user, at=at)
    except OperationalError as error:
        log.warning("The visit of user %s was not written: %s", user.pk, error)


@contextmanager
def _impatient() -> Iterator[None]:
    """On SQLite, whoever writes meanwhile is waited for only a moment."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")


def _was_here(request: HttpRequest, now: datetime) -> bool:
    who, _dot, when = request.COOKIES.get(COOKIE, "").partition(".")
    if who != str(request.user.pk) or not (when.isascii() and when.isdecimal()):
        return False
    age = now.timestamp() - int(when[:_LONGEST])
    return -1 <= age < rules.FRESH.total_seconds()  # rounding may be half a second ahead
