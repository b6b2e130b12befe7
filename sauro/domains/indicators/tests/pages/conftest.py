"""A month of figures of two communes, and a browser in English, for the tests of pages."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import give, make_org, make_user
from sauro.core import clock
from sauro.domains.indicators.services import deciding
from sauro.domains.indicators.tests.factories import (
    MAY,
    NOW,
    hand_in,
    make_form,
    make_indicator,
    on,
)

TODAY = NOW.date()
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def in_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def rate(province, monitor):
    return make_indicator(
        province, monitor, "Tỷ lệ hộ có cáp quang", code="CQ", unit="%", rollup="ratio", factor=100
    )


@pytest.fixture
def learners(province, monitor):
    return make_indicator(province, monitor, "Số người học kỹ năng số", code="HV")


@pytest.fixture
def form(province, monitor, rate, learners):
    return make_form(province, monitor, rate, learners)


@pytest.fixture
def neighbour(province):
    unit = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    return unit, give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", unit)


@pytest.fixture
def handed_in(form, commune, commune_clerk, neighbour, monitor):
    early = hand_in(form, commune, commune_clerk, MAY, on(date(2025, 5, 12)), CQ=(200, 400), HV=10)
    deciding.confirm_forms(submissions=[early.pk], by=monitor, at=on(date(2025, 5, 13)))
    hand_in(form, commune, commune_clerk, CQ=(300, 400), HV=12)
    return hand_in(form, *neighbour, CQ=(100, 400), HV=20)


@pytest.fixture
def read(client):
    def reading(person, address, **params):
        client.force_login(person, LOGIN)
        answer = client.get(address, params, headers={"accept-language": "en"})
        assert answer.status_code == 200, address
        return answer.content.decode()

    return reading


@pytest.fixture
def send(client):
    def sending(person, address, **data):
        client.force_login(person, LOGIN)
        return client.post(address, data)

    return sending


@pytest.fixture
def in_english(client):
    client.cookies["sauro_language"] = "en"
