"""Several people at the same moment: one of a request, each number once, every count right."""

from __future__ import annotations

import pytest

PROCESSES, THREADS = 2, 4

BEGIN = """
import django; django.setup()
from datetime import date
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.orgs import services as orgs
from sauro.domains.programmes.tests.factories import make_programme, make_task
at = clock.now()
by = accounts.system_person(at=at)
root = orgs.load_reference(by=by, at=at).root
shared = {"valid_from": date(2020, 1, 1), "by": by, "at": at}
province = orgs.create_organisation(
    parent=root, kind="province", code="LV", name="Tỉnh Lúa Vàng", short_name="LV", **shared
)
unit = orgs.create_organisation(
    parent=province, kind="department", code="LV-S", name="Sở Khoa học", short_name="S", **shared
)
programme = make_programme(owner=province, by=by, at=at)
make_task(programme=programme, lead=unit, by=by, at=at)
"""
OPEN = """
import django; django.setup()
import sys, threading
from datetime import timedelta
from django.db import connections
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.bottlenecks.services import bottlenecks, lifting
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Task
at = clock.now()
by = accounts.system_person(at=at)
unit, task = Organisation.objects.get(code="LV-S"), Task.objects.get()
gate = threading.Barrier({threads})

def one(place):
    content = BottleneckInput(
        title=f"Vướng {{sys.argv[1]}} {{place}}", kind="money", responsible=unit,
        lift_by=clock.today() + timedelta(days=9),
    )
    key = "same-request" if place == 0 else None
    gate.wait()
    made = bottlenecks.propose_bottleneck(
        content=content, raised_by=unit, keys=[("programmes.task", str(task.pk))], accept=True,
        request_key=key, by=by, at=clock.now(),
    )
    if place == 1:
        lifting.lift_bottleneck(
            bottleneck=made, ground="Xong", evidence="QĐ 1", by=by, at=clock.now()
        )
    connections.close_all()

threads = [threading.Thread(target=one, args=(place,)) for place in range({threads})]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
TELL = """
import django; django.setup()
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.programmes.models import Task
numbers = sorted(Bottleneck.objects.values_list("number", flat=True))
print(numbers, Bottleneck.objects.filter(state="open").count(), Task.objects.get().blockers)
"""


@pytest.mark.slow
def test_many_at_once_leave_one_of_a_request_and_a_right_count(place):
    place.run("-c", BEGIN)
    place.at_once(OPEN.format(threads=THREADS), processes=PROCESSES)
    told = place.run("-c", TELL).strip()
    made = PROCESSES * THREADS - (PROCESSES - 1)  # the same request counts once
    held = made - PROCESSES
    assert told == f"{list(range(1, made + 1))} {held} {held}"
