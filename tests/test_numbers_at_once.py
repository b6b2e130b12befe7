"""Twenty papers at the same moment, from four processes: every number once, none left out."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROCESSES, THREADS = 4, 5

BEGIN = """
import django; django.setup()
from datetime import date
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.orgs import services as orgs
at = clock.now()
by = accounts.system_person(at=at)
root = orgs.load_reference(by=by, at=at).root
orgs.create_organisation(
    parent=root, kind="province", code="LV", name="Tỉnh Lúa Vàng", short_name="LV",
    valid_from=date(2020, 1, 1), by=by, at=at,
)
"""
ISSUE = """
import django; django.setup()
import sys, threading
from datetime import date
from django.db import connections, transaction
from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.documents import services
from sauro.domains.orgs.models import Organisation
at = clock.now()
by = accounts.system_person(at=at)
owner = Organisation.objects.get(code="LV")
kinds = ("KH-UBND", "BC-UBND", "TB-UBND")
gate = threading.Barrier({threads})

def one(place):
    symbol = kinds[place % len(kinds)]
    written = services.Particulars(
        number="", symbol=symbol, issued_on=date(2025, 6, 10), issuer=owner, flow="outgoing"
    )
    gate.wait()
    for fails in (place == 0, False):  # one of them first fails after it took its number
        try:
            with transaction.atomic():
                services.register_document(particulars=written, owner=owner, by=by, at=at)
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
        break
    connections.close_all()

threads = [threading.Thread(target=one, args=(place,)) for place in range({threads})]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def run(environment, code):
    done = subprocess.run(
        [sys.executable, *code], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
def test_twenty_at_once_on_a_file_leave_no_gap_and_no_double(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'sauro.sqlite3'}",
        "SAURO_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
    }
    run(environment, ["-m", "django", "migrate", "--verbosity", "0"])
    run(environment, ["-c", BEGIN])
    code = ISSUE.replace("{threads}", str(THREADS))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _n in range(PROCESSES)
    ]
    for one in started:
        one.stdout.readline()  # all are ready
    for one in started:
        one.stdin.write(b"go\n")
        one.stdin.flush()
    faults = [one.communicate(timeout=120)[1].decode() for one in started]
    assert [one.returncode for one in started] == [0] * PROCESSES, faults
    assert not any(faults), faults
    with sqlite3.connect(tmp_path / "sauro.sqlite3") as connection:
        rows = connection.execute("SELECT number FROM documents_document").fetchall()
        last = connection.execute("SELECT last FROM documents_numberbook").fetchall()
    assert sorted(int(number) for (number,) in rows) == list(range(1, PROCESSES * THREADS + 1))
    assert last == [(PROCESSES * THREADS,)]
