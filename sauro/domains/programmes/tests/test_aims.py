"""Targets as lines on the page of their indicator, with what is foreseen."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from sauro.core import clock
from sauro.domains.indicators.models import Observation
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.tests.factories import JUNE, NOW, make_form, make_indicator
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.selectors import aims
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.tests.factories import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


@pytest.fixture
def rate(province, commune, monitor):
    made = make_indicator(
        province, monitor, "Tỷ lệ hộ có cáp quang", code="CQ", unit="%", rollup="ratio", factor=100
    )
    make_form(province, monitor, made)
    for n, value in enumerate((20, 30, 40, 45, 52, 60)):
        Observation.objects.create(
            indicator=made,
            organisation=commune,
            period=JUNE - 5 + n,
            amount=value * 10_000,
            base=1_000_000,
            status=2,
            since=date(2025, 3, 1),
        )
    totals.rebuild(indicators=[made.pk])
    return made


@pytest.fixture
def set_target(province, rate, monitor):
    programme = make_programme(owner=province, code="LV-1", by=monitor, at=NOW)

    def setting(value, **more):
        wanted = TargetInput(title="Cáp quang", low=Decimal(value), unit="%", year=2025, **more)
        made = targets.create_target(programme=programme, target=wanted, by=monitor, at=NOW)
        Target.objects.filter(pk=made.pk).update(indicator=rate)
        return made

    return setting


@pytest.fixture
def page(client, monitor, rate):
    client.force_login(monitor, "allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["sauro_language"] = "en"

    def read():
        return client.get(f"/chi-so/{rate.pk}/").content.decode()

    return read


def option_of(text):
    inside = text.partition('<script type="application/json">')[2].partition("</script>")[0]
    return json.loads(inside)


@pytest.mark.parametrize(
    ("value", "sentence", "word"),
    [
        (70, "The target of 70% by 31 Dec 2025 is within reach.", "On track"),
        (300, "The target of 300% by 31 Dec 2025 will be missed.", "Will miss"),
    ],
)
def test_the_trend_has_target_forecast_and_a_sentence(set_target, page, value, sentence, word):
    set_target(value)
    text = page()
    option = option_of(text)
    assert option["series"][0]["markLine"]["data"] == [{"yAxis": value}]
    assert [one["name"] for one in option["series"]] == [
        "Figure",
        "Forecast",
        "Forecast, lower end",
        "Forecast, upper end",
    ]
    assert "If things go on as in the last 6 periods" in text
    assert sentence in text
    assert word in text


def test_each_target_has_its_own_line(set_target, page):
    set_target(70)
    set_target(90, number="2")
    lines = option_of(page())["series"][0]["markLine"]["data"]
    assert [one["yAxis"] for one in lines] == [70, 90]


def test_without_a_target_nothing_is_judged(rate, page):
    text = page()
    assert "If things go on" in text
    assert "On track" not in text


def test_targets_of_another_province_are_not_shown(set_target, rate, stranger, monitor):
    set_target(70)
    asked = {"indicators": [rate], "day": NOW.date()}
    assert [one.low for one in aims.aims_of(user=monitor, **asked)[rate.pk]] == [70]
    assert aims.aims_of(user=stranger, **asked) == {}


def test_a_target_of_a_past_year_is_no_goal_any_more(set_target, rate, monitor):
    set_target(70)
    Target.objects.update(year=2024)
    assert aims.aims_of(user=monitor, indicators=[rate], day=NOW.date()) == {}
