"""A process killed between its write and telling people of it: they are told, once, a little later."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.apart import ROOT, place_in

START = """
import os, signal
import django
django.setup()
from datetime import timedelta
from sauro.core import clock
from sauro.engines.notify import missed
from sauro.engines.notify.services import notices
"""
WRITE = """
from conftest import give, make_org, make_user
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.engines.history import recording

with recording.quietly():
    province = make_org("Tỉnh Lúa Vàng", "province", "LV")
    agency = make_org("Sở Tài chính", "department", "LV-TC", province)
    monitor = give(make_user("theo-doi", "Lê Minh Quân"), "monitor", province)
    give(make_user("can-bo", "Nguyễn Thị Lan"), "focal_officer", agency)
    programme = make_programme(owner=province, by=monitor, at=clock.now())
notices.give = lambda **given: os.kill(os.getpid(), signal.SIGKILL)
make_task(programme=programme, lead=agency, by=monitor, at=clock.now())
"""
TELL = "print(missed.tell_missed(at=clock.now() + timedelta(minutes=2)))"


@pytest.mark.slow
def test_an_officer_is_told_though_the_process_that_assigned_was_killed(tmp_path):
    with place_in(tmp_path) as place:
        place.environment |= {"DJANGO_SETTINGS_MODULE": "sauro.config.settings_test"}
        script = [sys.executable, "-c", START + WRITE]
        died = subprocess.run(script, cwd=ROOT, env=place.environment, check=False)
        assert died.returncode == -signal.SIGKILL
        assigned = "SELECT COUNT(*) FROM history_event WHERE kind = 'programmes.task.assign'"
        assert place.ask(assigned) == [(1,)]
        assert place.count("notify_notice") == 0
        assert [place.run("-c", START + TELL).strip() for _again in range(2)] == ["1", "0"]
        assert place.count("notify_notice") == 1
