"""The figures of the dashboard.

Annotations are read while the module loads: behind a guard, ninja would look for their names
among those of the guard.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import Day, UpTo40
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.selectors import dashboard as selectors
from sauro.domains.programmes.selectors.standing import Totals
from sauro.engines import access

router = Router(tags=["Programmes"])


class Counted(Schema):
    """How many tasks, how many of them done, and how many of each deadline class."""

    total: int
    done: int
    by_class: dict[str, int]


class GroupCount(Counted):
    """The tasks of one group; no id and no title for tasks outside every group."""

    group_id: int | None
    title: str


class AgencyCount(Counted):
    """The tasks that an agency leads; no id and no name where nobody leads yet."""

    organisation_id: int | None
    code: str
    name: str


class TargetCount(Schema):
    """How many targets, how many of them reached, and how many of each status."""

    total: int
    reached: int
    by_status: dict[str, int]


class MonthCount(Schema):
    """Tasks due and tasks done up to the end of a month; nothing done in a month to come."""

    month: date
    due: int
    done: int | None


class WorryOut(Schema):
    """A task that is overdue, at risk or suspended, with the reason on record."""

    task_id: int
    programme: str
    title: str
    lead: str
    deadline_class: DeadlineClass
    due_on: date | None
    percent: int
    why: str


class DashboardOut(Counted):
    """One programme, or all that the person follows, on a day; every count adds up to `total`."""

    as_of: date
    programme: str | None
    programmes: list[str]
    by_group: list[GroupCount]
    by_agency: list[AgencyCount]
    targets: TargetCount
    months: list[MonthCount]
    worries: list[WorryOut]
    missing: dict[str, int]
    unclear: int
    waiting: int
    silent: int


class DashboardQuery(Schema):
    """Which programme, by its code, and which day; all programmes when none is named."""

    programme: UpTo40 = Field("", description="code of a programme that the person follows")
    as_of: Day | None = None


@router.get("/dashboard", response=DashboardOut, summary="The figures of the dashboard")
@access.require(Perm.VIEW_ALL)
def dashboard(request: HttpRequest, query: Query[DashboardQuery]) -> Any:
    found = selectors.dashboard(
        user=request.user, code=query.programme, as_of=asking.as_of(query.as_of)
    )
    tallies = found.tallies
    return {
        **_counted(found.cube.whole),
        "as_of": found.as_of.day,
        "programme": found.chosen.code if found.chosen else None,
        "programmes": [one.code for one in found.programmes],
        "by_group": [
            {"group_id": pk, "title": found.group_names.get(pk or 0, ""), **_counted(totals)}
            for pk, totals in found.cube.groups.items()
        ],
        "by_agency": [_agency(found, pk, totals) for pk, totals in found.cube.leads.items()],
        "targets": {
            "total": found.score.total,
            "reached": found.score.reached,
            "by_status": found.score.counts,
        },
        "months": found.points,
        "worries": [_worry(task) for task in found.worrying],
        **{name: getattr(tallies, name) for name in ("missing", "unclear", "waiting", "silent")},
    }


def _counted(totals: Totals) -> dict[str, Any]:
    return {"total": totals.total, "done": totals.done, "by_class": totals.classes}


def _agency(found: selectors.Dashboard, pk: int | None, totals: Totals) -> dict[str, Any]:
    name, code = found.lead_names.get(pk or 0, ("", ""))
    return {"organisation_id": pk, "code": code, "name": name, **_counted(totals)}


def _worry(task: Any) -> dict[str, Any]:
    suspended = task.deadline_class == DeadlineClass.SUSPENDED
    why = getattr(task, "suspension_ground", "") if suspended else getattr(task, "obstacle", "")
    return {
        "task_id": task.pk,
        "programme": task.programme.code,
        "title": task.title,
        "lead": task.lead.label if task.lead else "",
        "deadline_class": task.deadline_class,
        "due_on": task.as_due_on,
        "percent": task.as_percent,
        "why": why or "",
    }
