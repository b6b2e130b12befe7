"""The reporting month: which it is, when it closes, who has reported and who has not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import WORKING_STATES, State, UpdateState
from sauro.domains.programmes.selectors.standing import AsOf, tasks_as_of
from sauro.domains.programmes.selectors.visibility import visible_tasks
from sauro.engines import periods

REPORTED = (UpdateState.SUBMITTED.value, UpdateState.VERIFIED.value, UpdateState.NOTED.value)
UNDER_WAY = (*(state.value for state in WORKING_STATES), State.SUBMITTED.value)
_MONTHS_BACK = 11


@dataclass(frozen=True, slots=True)
class ReportingMonth:
    """A reporting month, its first day, when it closes and how many days are left on a day."""

    month: periods.Month
    closes_on: date
    days_left: int

    @property
    def start(self) -> date:
        """The first day, as updates store it."""
        return self.month.start


def reporting_month(*, today: date, start: date | None = None) -> ReportingMonth:
    """The month in whose report a day is counted, or the one named by its first day."""
    month = periods.Month.containing(start) if start else periods.reporting_month(today)
    closes_on = periods.closing_day(month)
    return ReportingMonth(month, closes_on, (closes_on - today).days)


def months_to_choose(*, today: date, back: int = _MONTHS_BACK) -> list[periods.Month]:
    """The present reporting month and those before it, newest first."""
    months = [periods.reporting_month(today)]
    while len(months) <= back:
        months.append(months[-1].previous())
    return months


def reported_in(*, month: date) -> Exists:
    """Whether a task has an update of a month that was handed in."""
    found = ProgressUpdate.objects.filter(task=OuterRef("pk"), month=month, state__in=REPORTED)
    return Exists(found)


def expected_tasks(*, tasks: QuerySet[Task], month: ReportingMonth, today: date) -> Any:
    """Tasks that owe a report for a month: under way when it closed, or today if it is open.

    A task given to many reports by its parts, so the parts are expected and it is not.
    """
    day = AsOf(day=min(month.closes_on, today), today=today, soon_days=0)
    standing = tasks_as_of(tasks=tasks.filter(fanned_out=False), as_of=day)
    return standing.filter(as_state__in=UNDER_WAY)


def agencies_expected(
    *, user: Any, month: ReportingMonth, today: date, programme_code: str = ""
) -> Any:
    """Agencies that owe reports, each with `expected`, `reported`, `missing` and `last_on`."""
    tasks = visible_tasks(user=user)
    if programme_code:
        tasks = tasks.filter(programme__code=programme_code)
    expected = expected_tasks(tasks=tasks, month=month, today=today)
    said = ProgressUpdate.objects.filter(month=month.start, state__in=REPORTED).values("task")
    return (
        Organisation.objects.filter(led_tasks__in=expected.values("pk"))
        .order_by()
        .annotate(
            expected=Count("led_tasks"),
            reported=Count("led_tasks", filter=Q(led_tasks__in=said)),
            last_on=Max("led_tasks__last_update_on"),
        )
        .annotate(missing=F("expected") - F("reported"))
    )


def silent_tasks(
    *,
    user: Any,
    month: ReportingMonth,
    today: date,
    programme_code: str = "",
    agency: Organisation | None = None,
) -> Any:
    """Tasks that owe a report for a month and have none, of all agencies or of one."""
    tasks = visible_tasks(user=user)
    if programme_code:
        tasks = tasks.filter(programme__code=programme_code)
    if agency is not None:
        tasks = tasks.filter(lead=agency)
    found = expected_tasks(tasks=tasks, month=month, today=today)
    return found.filter(~reported_in(month=month.start)).select_related("lead", "programme")


def is_seen(*, user: Any, agency: Organisation) -> bool:
    """Whether the person may see a task that the agency leads."""
    return visible_tasks(user=user).filter(lead=agency).exists()
