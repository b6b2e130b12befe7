"""A clock that stands still, and browsers in English for people."""

from __future__ import annotations

import pytest

from sauro.core import clock
from sauro.domains.indicators.tests.factories import NOW


@pytest.fixture
def browser_of(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: clock.day_of(NOW))

    def signed_in(user, language="en"):
        browser = type(client)()
        browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        browser.cookies["sauro_language"] = language
        return browser

    return signed_in
