"""The recipe of the guide on scale is run as it is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from sauro.domains.indicators.models import Observation, RollupRow
from sauro.domains.indicators.rules import Rollup
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.indicators.tests.factories import JUNE, NOW
from sauro.shell.tests import country_world

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "scale.md"


def recipe():
    found = re.search(
        r"```sql\nBEGIN;\n(.*?)COMMIT;\n```", GUIDE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found, "the guide has the recipe"
    return found[1]


@pytest.mark.django_db
def test_figures_partitioned_by_province_are_written_and_added_up_as_before(
    province, other_province, monitor, at
):
    if connection.vendor != "postgresql":
        pytest.skip("partitions are PostgreSQL's")
    roots, units, kinds = country_world.build(province, other_province, monitor, at)
    ids = [one.pk for one in kinds]
    before = list(Observation.objects.order_by("pk").values_list())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(recipe())
        cursor.execute(
            "SELECT COUNT(*) FROM pg_inherits WHERE inhparent = 'indicators_observation'::regclass"
        )
        assert cursor.fetchone()[0] == len(roots) + 1
        cursor.execute("SELECT COUNT(*) FROM indicators_observation_rest")
        assert cursor.fetchone()[0] == 0
    assert list(Observation.objects.order_by("pk").values_list()) == before
    wanted = {kinds[0]: Figure(70_000, None, 2)}
    for unit in (units[0], units[0], units[-1]):  # a new figure, the same again, another province
        wanted = {kinds[0]: Figure(wanted[kinds[0]].amount + 10_000, None, 2)}
        changes = store_figures(
            organisation=unit, period=JUNE + 1, wanted=wanted, by=monitor, at=NOW
        )
        totals.apply(changes)
    assert list(totals.differences(indicators=ids)) == []
    first = RollupRow.objects.get(organisation=roots[0], indicator=kinds[0], period=JUNE + 1)
    assert kinds[0].rollup == Rollup.SUM
    assert (first.total, first.units) == (90_000, 1)
    with pytest.raises(IntegrityError, match="unique constraint"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_observation "
            "(indicator_id, period, organisation_id, amount, status, since) "
            "SELECT indicator_id, period, organisation_id, amount, status, since "
            "FROM indicators_observation LIMIT 1"
        )
