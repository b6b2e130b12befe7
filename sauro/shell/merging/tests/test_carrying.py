"""Merging units keeps every total above them, whatever was reported, and undoing restores all."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW, make_org
from sauro.domains.indicators.models import Latest, Observation, RollupRow
from sauro.domains.indicators.rules import Rollup
from sauro.domains.indicators.services import carrying, totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.indicators.tests.factories import JUNE, make_indicator
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Task, TaskParty
from sauro.domains.programmes.rules import PartyRole, State
from sauro.domains.programmes.services import tasks as task_services
from sauro.domains.programmes.services.tasks import Party
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.shell.merging import services
from sauro.shell.merging.models import Merger
from sauro.shell.merging.tests.conftest import GROUND, LAST_DAY, fresh

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def country(province, monitor):
    """Two regions with communes, communes of their own, one indicator of each rule."""
    regions = [make_org(f"Vùng {n}", "centre", f"LV-V{n}", province) for n in range(2)]
    units = [
        make_org(f"UBND xã {n}", "commune", f"LV-X{n}", above)
        for n, above in enumerate([regions[0], regions[0], regions[1], province, province])
    ]
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
    return regions, units, kinds


def scatter(rng, places, kinds, by, writes=40):
    for _n in range(writes):
        unit = fresh(rng.choice(places))
        figure = Figure(rng.randint(-(10**7), 10**7), rng.randint(1, 10**6), rng.choice([0, 1, 2]))
        wanted = {rng.choice(kinds): figure}
        period = JUNE - rng.randint(0, 2)
        totals.apply(store_figures(organisation=unit, period=period, wanted=wanted, by=by, at=NOW))


def scatter_tasks(rng, places, programme, by):
    for number in range(8):
        helpers = rng.sample(places, 2)
        made = make_task(
            programme=programme,
            lead=rng.choice(places),
            title=f"Việc {number}",
            parties=[Party(PartyRole.COORDINATE, organisation=one) for one in helpers],
            by=by,
            at=NOW,
        )
        if rng.random() < 0.3:
            task_services.cancel_task(task=made, reason="Thôi", by=by, at=NOW)


def rollups():
    """Totals that say something."""
    rows = RollupRow.objects.values_list(
        *("indicator", "organisation", "period", "total", "base", "units", "over", "confirmed")
    )
    return {row[:3]: row[3:] for row in rows if any(row[3:])}


def of(organisation, found):
    return {key: value for key, value in found.items() if key[1] == organisation.pk}


def whole():
    """Tree, tasks, parts, figures and totals."""
    return {
        "tree": set(Organisation.objects.values_list("pk", "path", "numchild", "valid_to")),
        "tasks": set(Task.objects.values_list("pk", "lead", "state", "missing_clears")),
        "parties": set(TaskParty.objects.values_list("pk", "task", "role", "organisation")),
        "figures": set(Observation.objects.values_list("pk", "organisation", "amount", "status")),
        "latest": set(Latest.objects.values_list("indicator", "organisation", "amount")),
        "totals": frozenset(rollups().items()),
    }


def standing():
    """What the pages of the province count: tasks by state."""
    return {state: Task.objects.filter(state=state).count() for state in State}


@pytest.mark.parametrize("seed", range(12))
def test_merging_keeps_the_totals_above_and_undoing_restores_everything(
    country, province, monitor, admin, seed
):
    rng = random.Random(seed)
    regions, units, kinds = country
    places = [*regions, *units]
    ids = [one.pk for one in kinds]
    scatter(rng, places, kinds, monitor)
    scatter_tasks(rng, places, make_programme(owner=province, by=monitor, at=NOW), monitor)
    totals.rebuild(indicators=ids)
    before, above, tasks = whole(), of(province, rollups()), standing()
    done: list[Merger] = []
    for step in range(rng.randint(1, 3)):
        open_now = [one for one in map(fresh, places) if one.valid_to is None]
        target = rng.choice(open_now)
        free = [one for one in open_now if one != target and not target.path.startswith(one.path)]
        if not free:
            continue
        done.append(
            services.merge(
                sources=rng.sample(free, min(len(free), rng.randint(1, 2))),
                target=target,
                on=LAST_DAY,
                ground=GROUND,
                by=admin,
                at=LATER + timedelta(minutes=step),
            )
        )
        assert list(totals.differences(indicators=ids)) == []
        assert of(province, rollups()) == above, "no total above changes"
        assert standing() == tasks
        assert not Task.objects.filter(lead__valid_to__isnull=False).exclude(
            state__in=(State.CANCELLED.value, State.COMPLETED.value)
        )
    for merger in reversed(done):
        services.undo_merger(merger=merger, by=admin, at=LATER + timedelta(hours=1))
        assert list(totals.differences(indicators=ids)) == []
    assert whole() == before


def test_a_branch_moves_with_few_questions(country, monitor, admin, province):
    _regions, units, kinds = country
    scatter(random.Random(1), units, kinds, monitor, writes=60)
    with CaptureQueriesContext(connection) as asked:
        carrying.lift(organisation=fresh(units[0]))
    assert len(asked) <= 7 + len(kinds)
    read = [query["sql"] for query in asked if "indicators_observation" in query["sql"]]
    assert all('"indicator_id"' in sql for sql in read), "answered by the index"


def test_figures_of_the_closed_unit_are_read_there_and_count_in_the_successor(
    country, monitor, admin, province
):
    _regions, units, kinds = country
    old, new = units[3], units[4]
    total = next(one for one in kinds if one.rollup == Rollup.SUM)
    for unit, amount in ((old, 30_000), (new, 50_000)):
        totals.apply(
            store_figures(
                organisation=unit,
                period=JUNE,
                wanted={total: Figure(amount, None, 2)},
                by=monitor,
                at=NOW,
            )
        )
    services.merge(sources=[old], target=new, on=LAST_DAY, ground=GROUND, by=admin, at=LATER)
    assert Observation.objects.get(organisation=old).amount == 30_000
    row = RollupRow.objects.get(organisation=new, indicator=total, period=JUNE)
    assert (row.total, row.units, row.confirmed) == (80_000, 2, 2)
