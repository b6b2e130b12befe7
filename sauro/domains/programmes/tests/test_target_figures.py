"""Targets whose value comes from the figures that units hand in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sauro.domains.indicators.models import Indicator, Observation
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.indicators.tests.factories import on
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.selectors import targets as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import targets as services
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.factories import make_programme

pytestmark = pytest.mark.django_db
JANUARY = 2025 * 12
DAY = AsOf(date(2025, 7, 10), date(2025, 7, 10), 14)


@pytest.fixture
def target(province, monitor, at):
    programme = make_programme(owner=province, by=monitor, at=at)
    return services.create_target(
        programme=programme,
        target=TargetInput(
            title="Hộ gia đình có cáp quang",
            unit="%",
            comparator="ge",
            low=Decimal(80),
            year=2025,
            due_on=date(2025, 12, 31),
        ),
        by=monitor,
        at=at,
    )


@pytest.fixture
def rate(target):
    Indicator.objects.filter(pk=target.indicator_id).update(rollup="ratio", factor=100)
    return Indicator.objects.get(pk=target.indicator_id)


def report(rate, unit, by, month, value, day):
    wanted = {rate: Figure(value * 10_000, 100 * 10_000, Observation.SUBMITTED)}
    totals.apply(
        store_figures(organisation=unit, period=JANUARY + month, wanted=wanted, by=by, at=on(day))
    )


def standing(as_of=DAY):
    return selectors.targets_as_of(targets=Target.objects.all(), as_of=as_of)[0]


def test_what_units_report_decides_and_is_foreseen(target, rate, commune, monitor):
    for month in range(6):
        report(rate, commune, monitor, month, 50 + 5 * month, date(2025, month + 1, 20))
    found = standing()
    assert found.reading.value == 75
    assert found.reading.on == date(2025, 6, 30)
    assert "1" in found.reading.source
    assert found.status == "on_track"
    assert found.foreseen.middle == pytest.approx(105)
    assert found.outlook == "on_track"


def test_figures_that_stand_still_will_miss(target, rate, commune, monitor):
    for month in range(6):
        report(rate, commune, monitor, month, 40, date(2025, month + 1, 20))
    assert standing().outlook == "will_miss"


def test_a_later_reading_of_a_person_stands_before_older_figures(target, rate, commune, monitor):
    report(rate, commune, monitor, 4, 70, date(2025, 5, 20))
    services.add_reading(
        target=target,
        reading=ReadingInput(on=date(2025, 6, 30), value=Decimal(81), source="Báo cáo 6 tháng"),
        by=monitor,
        at=on(date(2025, 7, 1)),
    )
    assert standing().reading.value == 81
    report(rate, commune, monitor, 6, 70, date(2025, 7, 9))
    assert standing().reading.value == 70


def test_a_past_day_answers_from_the_figures_that_stood_then(target, rate, commune, monitor):
    report(rate, commune, monitor, 4, 70, date(2025, 5, 20))
    report(rate, commune, monitor, 4, 60, date(2025, 7, 1))
    past = AsOf(date(2025, 6, 1), date(2025, 7, 10), 14)
    assert standing(past).reading.value == 70
    assert standing().reading.value == 60
    before = AsOf(date(2025, 5, 19), date(2025, 7, 10), 14)
    assert standing(before).reading is None


def test_too_few_figures_foresee_nothing(target, rate, commune, monitor):
    report(rate, commune, monitor, 4, 70, date(2025, 5, 20))
    assert (standing().foreseen, standing().outlook) == (None, "unknown")


def test_targets_with_figures_cost_two_queries(
    target, rate, commune, monitor, django_assert_num_queries
):
    for month in range(6):
        report(rate, commune, monitor, month, 50, date(2025, month + 1, 20))
    with django_assert_num_queries(2):  # no person's reading: targets, totals
        standing()


def test_the_pages_show_the_forecast(target, rate, commune, monitor, client):
    for month in range(6):
        report(rate, commune, monitor, month, 50 + 5 * month, date(2025, month + 1, 20))
    client.force_login(monitor)
    page = client.get(f"/chi-tieu/{target.pk}/", {"as_of": "2025-07-10"})
    assert page.status_code == 200
    assert page.context["line"].foreseen
    assert client.get("/chi-tieu/").status_code == 200
