"""Loading the whole demonstration at once, or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sauro.domains.orgs import services as orgs
from sauro.domains.territory import services as territory
from sauro.engines.periods import Calendar
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs import selectors as org_selectors
from sauro.shell.demonstration import staff, structure, papers, past, present
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.stage import Stage


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind were made."""

    counts: dict[str, int]


@transaction.atomic
def load(*, by: Any, at: datetime, passwords: dict[str, str]) -> Loaded:
    """The demonstration"""
    import time
    t = time.time()
    territory.load_units(by=by, at=at)
    print("units", time.time() - t); t = time.time()
    root = orgs.load_reference(by=by, at=at).root
    stage = Stage(by=by, at=at, calendar=Calendar())
    structure.build(stage, root)
    print("structure", time.time() - t); t = time.time()
    staff.staff(stage, passwords)
    print("staff", time.time() - t); t = time.time()
    stage.organisations |= {one.code: one for one in Organisation.objects.filter(code__startswith="TW-")}
    stage.collectives = {one.code: one for one in org_selectors.collectives()}
    papers.register(stage, root)
    print("papers", time.time() - t); t = time.time()
    agenda = Agenda(stage)
    past.prepare(stage, agenda)
    present.prepare(stage, agenda)
    print("past", time.time() - t); t = time.time()
    print(agenda.run())
    print("run", time.time() - t); t = time.time()
    return Loaded({})
