"""Twenty papers at the same moment, from four processes: every number once, none left out."""

from __future__ import annotations

import pytest

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


@pytest.mark.slow
def test_twenty_at_once_on_a_file_leave_no_gap_and_no_double(place):
    place.run("-c", BEGIN)
    place.at_once(ISSUE.replace("{threads}", str(THREADS)), processes=PROCESSES)
    rows = place.ask("SELECT number FROM documents_document")
    last = place.ask("SELECT last FROM documents_numberbook")
    assert sorted(int(number) for (number,) in rows) == list(range(1, PROCESSES * THREADS + 1))
    assert last == [(PROCESSES * THREADS,)]
