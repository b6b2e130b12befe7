"""One province, its people, a clock that a story moves, and browsers in which they sign in."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from threading import Condition, RLock
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from conftest import NOW
from sauro.core import clock
from sauro.domains.programmes.tests.factories import make_programme
from tests import browser as driving

PASSWORD = "mat-khau-thu-nghiem"

# Playwright keeps an event loop in the thread of the test, where Django would refuse queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[Any]) -> None:
    skipped = pytest.mark.skip(reason="needs Chromium")
    for item in items:
        if item.path.parent.name == "journeys" and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
            if not driving.CHROMIUM and not os.environ.get("CI"):
                item.add_marker(skipped)


@pytest.fixture(scope="session", autouse=True)
def one_statement_at_a_time():
    """In memory all threads of the live server share one connection with the test.

    Binding values to a statement takes SQLite's lock while it holds Python's, a function of ours
    that another statement calls takes them the other way round: without this they wait for ever.
    """
    lock = RLock()
    with pytest.MonkeyPatch.context() as patched:
        for name in ("execute", "executemany", "fetchone", "fetchmany", "fetchall"):
            patched.setattr(
                SQLiteCursorWrapper, name, locked(getattr(SQLiteCursorWrapper, name), lock)
            )
        yield


def locked(method: Callable[..., Any], lock: Any) -> Callable[..., Any]:
    """The method, for one thread at a time."""

    @wraps(method)
    def calling(*args: Any, **options: Any) -> Any:
        with lock:
            return method(*args, **options)

    return calling


class Clock:
    """The time that the product sees."""

    def __init__(self) -> None:
        self.moment: datetime = NOW

    def pass_by(self, **spell: int) -> None:
        self.moment += timedelta(**spell)


@pytest.fixture
def time(monkeypatch) -> Clock:
    """A working morning in June 2025, until the story moves it."""
    shown = Clock()
    monkeypatch.setattr(clock, "now", lambda: shown.moment)
    monkeypatch.setattr(clock, "today", lambda: clock.day_of(shown.moment))
    return shown


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = driving.launch(playwright)
        yield opened
        opened.close()


class Desk:
    """Opens windows in which people have signed in; what their consoles said is kept."""

    def __init__(self, browser: Any, base: str) -> None:
        self.browser, self.base = browser, base
        self.contexts: list[Any] = []
        self.said: list[str] = []

    def window(self, **options: Any) -> Any:
        """A page of a browser of its own, English, 1280 px wide unless told."""
        settings = {
            "locale": "en-GB",
            "base_url": self.base,
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
        } | options
        context = self.browser.new_context(**settings)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def sign_in(self, user: Any, **options: Any) -> Any:
        """The first page of a person, signed in through the form."""
        page = self.window(**options)
        driving.sign_in(page, self.base, user.username, PASSWORD)
        return page


class UnderWay:
    """How many requests the live server is answering; one is done when its answer is closed."""

    def __init__(self) -> None:
        self.count, self._changed = 0, Condition()

    def begins(self, **_sent: Any) -> None:
        with self._changed:
            self.count += 1

    def ends(self, **_sent: Any) -> None:
        with self._changed:
            self.count = max(0, self.count - 1)
            self._changed.notify_all()

    def none(self, *, within: float) -> bool:
        """Whether all were done within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self.count, timeout=within)


@pytest.fixture
def under_way():
    counted = UnderWay()
    request_started.connect(counted.begins)
    request_finished.connect(counted.ends)
    yield counted
    request_started.disconnect(counted.begins)
    request_finished.disconnect(counted.ends)


@pytest.fixture
def forgetful(transactional_db, under_way):
    """The database refuses to delete history; at the end of a story it may, once.

    Not while a page that nobody waits for any more is still answered: it would lock the tables.
    """
    yield
    under_way.none(within=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND sql LIKE '%%is append-only%%'",
            [],
        )
        triggers = cursor.fetchall()
        for name, _table, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in {table for _name, table, _sql in triggers}:
            cursor.execute(f"DELETE FROM {table}")
        for _name, _table, sql in triggers:
            cursor.execute(sql)


@pytest.fixture
def desk(browser, live_server, time, forgetful):
    opened = Desk(browser, live_server.url)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.said == []


@pytest.fixture
def programme(province, monitor, forgetful):
    return make_programme(owner=province, by=monitor, at=NOW)
