"""Totals kept by differences equal totals built anew, whatever happens in whatever order."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from conftest import make_org
from sauro.domains.indicators.models import Latest, Observation, RollupRow
from sauro.domains.indicators.rules import Rollup
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.indicators.tests.factories import JUNE, NOW, make_indicator
from sauro.domains.orgs import services as org_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(province, monitor):
    district = make_org("Trung tâm vùng 1", "centre", "LV-V1", province)
    units = [make_org(f"UBND xã {n}", "commune", f"LV-X{n}", district) for n in range(4)]
    units += [make_org(f"UBND phường {n}", "commune", f"LV-P{n}", province) for n in range(3)]
    kinds = [
        make_indicator(
            province,
            monitor,
            f"Chỉ số {rule}",
            code=rule.upper(),
            rollup=rule.value,
            threshold=Decimal(50) if rule == Rollup.SHARE else None,
        )
        for rule in Rollup
    ]
    return district, units, kinds


def scatter(units, kinds, by, seed, writes=60):
    rng = random.Random(seed)
    for _n in range(writes):
        unit = rng.choice(units)
        unit.refresh_from_db()
        indicator = rng.choice(kinds)
        figure = Figure(rng.randint(-(10**7), 10**7), rng.randint(1, 10**6), rng.choice([0, 1, 2]))
        totals.apply(
            store_figures(
                organisation=unit,
                period=JUNE - rng.randint(0, 2),
                wanted={indicator: figure},
                by=by,
                at=NOW,
            )
        )


@pytest.mark.parametrize("seed", range(6))
def test_kept_totals_are_those_built_anew(country, monitor, seed):
    _district, units, kinds = country
    scatter(units, kinds, monitor, seed)
    ids = [one.pk for one in kinds]
    assert list(totals.differences(indicators=ids)) == []
    latest = set(Latest.objects.values_list("indicator", "organisation", "period", "amount"))
    assert totals.rebuild(indicators=ids) == 0
    assert latest == set(
        Latest.objects.values_list("indicator", "organisation", "period", "amount")
    )


def test_a_spoiled_total_is_found_and_repaired(country, monitor):
    _district, units, kinds = country
    scatter(units, kinds, monitor, 1)
    row = RollupRow.objects.filter(units__gt=0).first()
    RollupRow.objects.filter(pk=row.pk).update(total=row.total + 1)
    found = list(totals.differences(indicators=[row.indicator_id]))
    assert [(one.organisation_id, one.period) for one in found] == [
        (row.organisation_id, row.period)
    ]
    assert totals.rebuild(indicators=[row.indicator_id]) == 1
    row.refresh_from_db()
    assert list(totals.differences(indicators=[row.indicator_id])) == []


def test_a_closed_unit_counts_in_its_successor_and_stays_readable(
    country, monitor, province, admin
):
    _district, units, kinds = country
    scatter(units, kinds, monitor, 3)
    ids = [one.pk for one in kinds]
    before = {
        (row.indicator_id, row.period): row.total
        for row in RollupRow.objects.filter(organisation=province)
    }
    closed, successor = units[0], units[5]
    org_services.close_organisation(
        organisation=closed, on=date(2025, 6, 30), successors=[successor], by=admin, at=NOW
    )
    assert list(totals.differences(indicators=ids)) == []
    after = {
        (row.indicator_id, row.period): row.total
        for row in RollupRow.objects.filter(organisation=province)
    }
    assert after == before, "a merger moves figures and changes no total above"
    assert Observation.objects.filter(organisation=closed).exists()
    own = RollupRow.objects.filter(organisation=successor, indicator=kinds[0])
    sums = {row.period: row.total for row in own}
    figures = Observation.objects.filter(
        indicator=kinds[0], organisation__in=[closed, successor], status__gt=0
    )
    for period, total in sums.items():
        assert total == sum(f.amount for f in figures if f.period == period)
