"""Large plan files: kept at once, read and written by jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from sauro.domains.programmes.models import PlanImport, Programme
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services.plans import accepting, staging
from sauro.domains.programmes.staging.plan import Staging
from sauro.domains.programmes.staging.report import Report
from sauro.engines import access
from sauro.engines.history.models import Event
from sauro.engines.jobs import services as job_services
from sauro.engines.jobs.models import Job

READ, ACCEPT = "programmes.plan.read", "programmes.plan.accept"
LARGE_FILE = 150_000  # bytes: some 1,500 rows, which take about a second to read and compare
MANY_ROWS = 2_000  # changed rows: writing more holds the database longer than a page may


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file held against its programme before the lock, and the record of events at that time."""

    staging: Staging
    events: tuple[int, int]

    def still_holds(self) -> bool:
        """Whether nothing was written since; counted, for a late commit may have a low number."""
        return self.events == _events()


def take_plan(
    *, programme: Programme, data: bytes, file_name: str, kind: str, by: Any, at: datetime
) -> PlanImport:
    """The file kept with its preview, or kept and being read when it is large."""
    given: dict[str, Any] = {"programme": programme, "file_name": file_name, "kind": kind}
    if len(data) <= LARGE_FILE:
        return staging.stage_plan(data=data, by=by, at=at, **given)
    return keep_plan(data=data, by=by, at=at, **given)


@transaction.atomic
def keep_plan(
    *, programme: Programme, data: bytes, file_name: str, kind: str, by: Any, at: datetime
) -> PlanImport:
    """The file kept, and a job that reads it."""
    access.check(by, Perm.MANAGE, programme)
    plan = staging.new_plan(
        programme=programme, data=data, file_name=file_name, kind=kind, by=by, at=at
    )
    plan.staged = {**Report().stored(), staging.UNREAD: True}
    plan.save()
    title = _("Reading %(file)s") % {"file": plan.file_name}
    _start(READ, plan, title, by=by, at=at)
    plan.refresh_from_db()
    return plan


def accept_or_queue(
    *, plan: PlanImport, by: Any, at: datetime, skip_errors: bool = False
) -> PlanImport:
    """The plan, accepted at once; a large one is being accepted by a job, started only once."""
    summary = plan.staged["summary"]
    if plan.accepted_at is not None or summary["created"] + summary["updated"] <= MANY_ROWS:
        return accepting.accept_plan(plan=plan, by=by, at=at, skip_errors=skip_errors)
    access.check(by, Perm.MANAGE, plan.programme)
    title = _("Loading %(file)s into %(programme)s") % {
        "file": plan.file_name,
        "programme": plan.programme.code,
    }
    _start(ACCEPT, plan, title, by=by, at=at, more={"skip_errors": skip_errors})
    plan.refresh_from_db()
    return plan


def prepare(*, plan: PlanImport, by: Any, at: datetime, tell: staging.Tell) -> Prepared:
    """The file held against its programme, outside every transaction."""
    events = _events()
    return Prepared(staging.restage(plan, by=by, at=at, tell=tell), events)


def _start(
    kind: str,
    plan: PlanImport,
    title: str,
    *,
    by: Any,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> Job:
    return job_services.start(
        kind=kind,
        title=title,
        subject=plan,
        arguments={"plan": plan.pk, **(more or {})},
        key=f"plan:{plan.pk}",
        by=by,
        at=at,
    )


def _events() -> tuple[int, int]:
    """How many events there are and the newest; long work and views of lists touch no plan."""
    found = Event.objects.exclude(kind__startswith="jobs.").exclude(kind__startswith="listing.")
    told = found.aggregate(count=Count("id"), last=Max("id"))
    return told["count"], told["last"] or 0
