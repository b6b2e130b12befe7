"""Bottlenecks that are not closed go to the successor, who answers for them from then on."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import NOW
from sauro.domains.bottlenecks.services import bottlenecks, lifting
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.engines.history.models import Event
from sauro.shell.merging import services
from sauro.shell.merging.tests.conftest import GROUND, LAST_DAY

pytestmark = pytest.mark.django_db


def opened(place, monitor, title):
    return bottlenecks.propose_bottleneck(
        content=BottleneckInput(
            title=title, kind="money", responsible=place.old, lift_by=date(2026, 12, 31)
        ),
        raised_by=place.old,
        keys=[("programmes.task", str(place.tasks["led"].pk))],
        accept=True,
        by=monitor,
        at=NOW,
    )


def test_live_ones_go_over_and_closed_ones_stay(place, monitor, admin):
    goes, stays = opened(place, monitor, "Thiếu vốn"), opened(place, monitor, "Thiếu người")
    lifting.lift_bottleneck(bottleneck=stays, ground="Xong", evidence="QĐ 1", by=monitor, at=NOW)
    done = services.merge(
        sources=[place.old], target=place.new, on=LAST_DAY, ground=GROUND, by=admin, at=NOW
    )
    for one in (goes, stays):
        one.refresh_from_db()
    assert (goes.responsible, goes.raised_by, goes.version) == (place.new, place.new, 2)
    assert stays.responsible == place.old
    assert Event.objects.filter(kind="bottlenecks.bottleneck.handed_over").count() == 1
    assert done is not None
