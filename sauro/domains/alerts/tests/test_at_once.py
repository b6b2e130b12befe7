"""Searches at the same moment, from three processes: every alert once, every search counted."""

from __future__ import annotations

import pytest

PROCESSES, TURNS, TASKS = 3, 3, 40

BEGIN = """
import django; django.setup()
from datetime import date, timedelta
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.orgs import services as orgs
from sauro.domains.programmes.tests.factories import make_programme, make_task
at = clock.now() - timedelta(days=100)
by = accounts.system_person(at=at)
root = orgs.load_reference(by=by, at=at).root
words = {"parent": root, "valid_from": date(2020, 1, 1), "by": by, "at": at}
province = orgs.create_organisation(
    kind="province", code="LV", name="Tỉnh Lúa Vàng", short_name="LV", **words
)
programme = make_programme(owner=province, by=by, at=at)
for n in range({tasks}):
    make_task(
        programme=programme, lead=province, title=f"Nhiệm vụ {n}", due_on=date(2025, 1, 31),
        by=by, at=at,
    )
"""
LOOK = """
import django; django.setup()
import sys
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.alerts.services import running
by = accounts.system_person(at=clock.now())
print("ready", flush=True)
sys.stdin.readline()
for _n in range({turns}):
    running.run(by=by, at=clock.now())
"""


@pytest.mark.slow
def test_searches_at_once_open_each_alert_once(place):
    place.run("-c", BEGIN.replace("{tasks}", str(TASKS)))
    place.at_once(LOOK.replace("{turns}", str(TURNS)), processes=PROCESSES)
    keys = place.ask("SELECT rule, subject_kind, subject_id, part FROM alerts_alert")
    [(opened, runs)] = place.ask("SELECT SUM(opened), COUNT(*) FROM alerts_alertrun")
    [(by_events,)] = place.ask(
        "SELECT COUNT(*) FROM history_event WHERE kind = 'alerts.alert.opened'"
    )
    [(closed,)] = place.ask("SELECT COUNT(*) FROM alerts_alert WHERE closed_at IS NOT NULL")
    assert len(keys) == len(set(keys)) == opened + by_events
    assert sum(rule == "task_late" for rule, *_rest in keys) == TASKS
    assert runs == PROCESSES * TURNS
    assert closed == 0
