"""A report of June, what a national system was sent, and who owes a report."""

from __future__ import annotations

from datetime import date

from sauro.domains.indicators.models import Indicator
from sauro.domains.reporting import layouts
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.services import closing, duties, featuring, making, national
from sauro.engines import periods
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """The report, and the desk of those who gather reports."""
    _reports(world)
    _desk(world)


def _reports(world: World) -> None:
    """A report of June that the monitor is writing."""
    things, by = world.things, said_by(world)
    things["snapshot"] = closing.take_snapshot(
        owner=things["province"], period=periods.parse("2025-06"), soon_days=7, **by
    )
    order = making.Order("province", things["province"], things["province"])
    things["report"] = making.make_report(snapshot=things["snapshot"], order=order, **by)
    things["definition"] = definitions()["province"]
    things["featured"] = featuring.feature_indicator(
        owner=things["province"],
        indicator=Indicator.objects.filter(owner=things["province"]).first(),
        phrase="Có {value} {unit}",
        **by,
    )


def _desk(world: World) -> None:
    """What was sent to a national system, and who owes a report."""
    things, by = world.things, said_by(world)
    things["sending"] = national.record_sending(
        owner=things["province"], layout=layouts.layout_of("nq57"), soon_days=7, **by
    )
    things["duty"] = duties.set_duty(
        owner=things["province"],
        definition="commune",
        period_kind="month",
        collective=None,
        org_kind="commune",
        due_days=5,
        starts_on=date(2025, 1, 1),
        **by,
    )
