"""A programme with tasks, a fixed clock, and browsers for the people of every test."""

import pytest

from sauro.core import clock
from sauro.domains.programmes.tests.api_calls import Caller
from sauro.domains.programmes.tests.factories import make_programme, make_task


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def task(programme, department, monitor, at):
    return make_task(programme=programme, lead=department, by=monitor, at=at)


@pytest.fixture
def noon(monkeypatch, at):
    """The clock of the pages stands still."""
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)
    return at


@pytest.fixture
def browser_of(client, noon):
    """A test client signed in as a person; a new one each time."""

    def signed_in(user, language="vi"):
        browser = type(client)()
        browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        browser.cookies["sauro_language"] = language
        return browser

    return signed_in


@pytest.fixture
def api_of(browser_of):
    def calling(user, language="vi"):
        return Caller(browser_of(user, language))

    return calling
