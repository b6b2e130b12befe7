"""Loading the whole demonstration at once, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from sauro.core import clock
from sauro.domains.alerts.models import Alert
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.documents.models import Document
from sauro.domains.explanations.models import Request
from sauro.domains.indicators.models import Indicator, Observation, Submission
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs import services as orgs
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme, ProgressUpdate, Target, Task
from sauro.domains.reporting.models import Report
from sauro.domains.territory import services as territory
from sauro.engines.history import recording
from sauro.engines.notify.services import reminding
from sauro.engines.periods import Calendar
from sauro.shell.demonstration import (
    blockages,
    deskwork,
    figures,
    papers,
    past,
    present,
    public,
    questions,
    register,
    reports,
    science,
    scoreboard,
    sheets,
    staff,
    structure,
    watching,
)
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.logins import Login
from sauro.shell.demonstration.stage import Stage

_COUNTED: dict[str, type[models.Model]] = {
    "organisations": Organisation,
    "documents": Document,
    "programmes": Programme,
    "tasks": Task,
    "updates": ProgressUpdate,
    "targets": Target,
    "bottlenecks": Bottleneck,
    "indicators": Indicator,
    "figures": Observation,
    "forms": Submission,
    "reports": Report,
    "explanations": Request,
    "alerts": Alert,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Whether anything was written, and how many rows there are now."""

    written: bool
    counts: dict[str, int]


def is_loaded() -> bool:
    """Whether the demonstration is there."""
    return Programme.objects.filter(is_demonstration=True).exists()


def has_programmes() -> bool:
    """Whether anybody's programmes are there."""
    return Programme.objects.exists()


@transaction.atomic
@recording.quietly()
def load(*, by: Any, at: datetime, logins: Iterable[Login]) -> Loaded:
    """The demonstration as of a moment; loading it again writes nothing.

    Its years of events tell nobody; only the reminders of this day lie in the inboxes.
    """
    if is_loaded():
        return Loaded(written=False, counts=_counts())
    territory.load_units(by=by, at=at)
    root = orgs.load_reference(by=by, at=at).root
    stage = _stage(by, at)
    structure.build(stage, root)
    staff.staff(stage, {login.username: login.password for login in logins})
    papers.register(stage, root)
    sheets.build(stage)
    agenda = Agenda(stage)
    past.prepare(stage, agenda)
    present.prepare(stage, agenda)
    scoreboard.prepare(stage, agenda)
    blockages.prepare(stage, agenda)
    agenda.run()
    figures.write(stage)
    _count_rows()
    science.build(stage)
    deskwork.do(stage)
    register.register(stage)
    reports.tell(stage)
    questions.ask(stage)
    _count_rows()
    watching.watch(stage)
    public.tell(stage)
    reminding.remind(today=clock.day_of(at), at=at)
    return Loaded(written=True, counts=_counts())


def _count_rows() -> None:
    """Tell PostgreSQL how large the tables have become, which it learns itself only after commit.

    Without it the first questions over three years of figures are planned as if there were none.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _stage(by: Any, at: datetime) -> Stage:
    central = Organisation.objects.filter(is_reference=True)
    return Stage(
        by=by,
        at=at,
        calendar=Calendar(),
        organisations={one.code: one for one in central},
        collectives={one.code: one for one in org_selectors.collectives()},
    )


def _counts() -> dict[str, int]:
    return {name: model._default_manager.count() for name, model in _COUNTED.items()}
