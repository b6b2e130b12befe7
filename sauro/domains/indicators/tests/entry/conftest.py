"""A clock that a test moves, and browsers for people."""

from __future__ import annotations

import pytest

from sauro.core import clock
from sauro.domains.indicators.tests.factories import NOW


@pytest.fixture
def time(monkeypatch):
    """The clock of the pages, which a test moves."""

    class Moved:
        def to(self, moment):
            monkeypatch.setattr(clock, "now", lambda: moment)
            monkeypatch.setattr(clock, "today", lambda: clock.day_of(moment))

    moved = Moved()
    moved.to(NOW)
    return moved


@pytest.fixture
def browser_of(client, time):
    def signed_in(user, language="en"):
        browser = type(client)()
        browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        browser.cookies["sauro_language"] = language
        return browser

    return signed_in


@pytest.fixture
def officer(browser_of, commune_clerk):
    return browser_of(commune_clerk)
