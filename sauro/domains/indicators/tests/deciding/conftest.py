"""A form with two indicators, a clock that stands still, and browsers in English for people."""

from __future__ import annotations

import pytest

from sauro.core import clock
from sauro.domains.indicators.tests.factories import NOW, make_form, make_indicator, number


@pytest.fixture
def learners(province, monitor):
    return make_indicator(
        province, monitor, code="HV", whole=True, lowest=number(0), jump=number(50)
    )


@pytest.fixture
def rate(province, monitor):
    return make_indicator(
        province,
        monitor,
        "Tỷ lệ hộ có cáp quang",
        code="CQ",
        unit="%",
        rollup="ratio",
        factor=100,
        highest=number(100),
        base_name="Tổng số hộ",
    )


@pytest.fixture
def form(province, monitor, learners, rate):
    return make_form(province, monitor, learners, rate)


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
