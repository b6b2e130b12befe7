"""A province in June 2025: late, silent and waiting work, and people who handle alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sauro.core import clock
from sauro.domains.alerts.services import running
from sauro.domains.alerts.tests.factories import make_submitted
from sauro.domains.programmes.tests.factories import make_programme, make_task

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at - timedelta(days=150))


@pytest.fixture
def begun(at):
    """The day on which the tasks were given."""
    return at - timedelta(days=100)


@pytest.fixture
def late(programme, department, monitor, begun):
    return make_task(
        programme=programme,
        lead=department,
        title="Ban hành quy chế dữ liệu",
        due_on=(begun + timedelta(days=80)).date(),
        deadline_text="",
        deadline_kind="date",
        by=monitor,
        at=begun,
    )


@pytest.fixture
def other_late(programme, other_department, monitor, begun):
    return make_task(
        programme=programme,
        lead=other_department,
        title="Bố trí kinh phí chuyển đổi số",
        due_on=(begun + timedelta(days=90)).date(),
        deadline_text="",
        deadline_kind="date",
        by=monitor,
        at=begun,
    )


@pytest.fixture
def waiting_draft(department, clerk, at):
    """A draft that was submitted for approval two weeks ago."""
    two_weeks_ago = at - timedelta(days=14)
    return make_submitted(department, by=clerk, at=at, changed_at=two_weeks_ago)


@pytest.fixture
def run(system):
    """Look for causes as the system does at night."""

    def looked(at, owner=None, codes=None):
        return running.run(owner=owner, codes=codes, by=system, at=at)

    return looked


@pytest.fixture
def noon(monkeypatch, at):
    """The clock of the pages stands still."""
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)
    return at


@pytest.fixture
def browser_of(client, noon):
    def signed_in(user):
        browser = type(client)()
        browser.force_login(user, LOGIN)
        return browser

    return signed_in
