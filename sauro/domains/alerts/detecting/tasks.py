"""Tasks: late, due soon, silent, behind, unclear, waiting for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from sauro.core import clock
from sauro.domains.alerts.detecting.shape import Cause, Plan, Search
from sauro.domains.alerts.rules import tasks as rules
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.alerts.rules.tasks import HANDED_OUT, TASK_RULES, WORKING, TaskFacts
from sauro.domains.programmes.models import Extension, ProgressUpdate, Task
from sauro.domains.programmes.rules import Decision, UpdateState

KEPT_BY_KEEPER = (RuleCode.TASK_UNCLEAR, RuleCode.UPDATE_WAITING, RuleCode.EXTENSION_WAITING)
LONGEST = 200
_COLUMNS = (
    *("pk", "programme_id", "lead_id", "number", "title", "state", "due_on", "submitted_on"),
    *("starts_on", "assigned_on", "claimed_percent", "last_update_on", "missing_clears"),
    *("fanned_out", "update_since", "extension_since"),
)


def causes(search: Search) -> Iterator[Cause]:
    """What the rules of tasks find in all open programmes of the place; two SQL."""
    codes = search.wants(TASK_RULES)
    if not codes:
        return
    tasks = Task.objects.filter(
        search.owned("programme__owner"),
        programme__closed_on__isnull=True,
        fanned_out=False,
        state__in=HANDED_OUT,
    ).filter(_may_be_cause(search, codes))
    for row in _rows(tasks):
        plan = search.plans.get(row["programme_id"])
        if plan is not None:  # its programme was closed in between
            yield from _of_one(row, plan, search, codes)


def causes_in(search: Search, *, task_ids: Iterable[int]) -> list[Cause]:
    """What the same rules find in some tasks, by the rules alone; one SQL."""
    more = ("programme__owner_id", "programme__owner__path", "programme__standing_id")
    tasks = Task.objects.filter(pk__in=list(task_ids), programme__closed_on__isnull=True)
    codes = search.wants(TASK_RULES)
    return [
        cause
        for row in _rows(tasks, *more)
        for cause in _of_one(
            row, Plan(row["programme_id"], *(row[name] for name in more)), search, codes
        )
    ]


def _rows(tasks: QuerySet[Task], *more: str) -> Iterable[dict[str, Any]]:
    updates = ProgressUpdate.objects.filter(
        task=OuterRef("pk"), state=UpdateState.SUBMITTED.value
    ).order_by()
    asked = Extension.objects.filter(task=OuterRef("pk"), state=Decision.PENDING.value)
    return (
        tasks.order_by("pk")
        .annotate(
            update_since=Subquery(
                updates.values("task").annotate(first=Min("submitted_at")).values("first")
            ),
            extension_since=Subquery(asked.order_by().values("requested_at")[:1]),
        )
        .values(*_COLUMNS, *more)
    )


def _may_be_cause(search: Search, codes: Iterable[str]) -> Q:
    """Every task in which a rule could find a cause; the rules then decide."""
    found = Q(pk__in=())
    for code in codes:
        found |= _NARROW[code](search)
    return found


def _late(search: Search) -> Q:
    least = search.settings.loosest(RuleCode.TASK_LATE, "days")
    return Q(due_on__lt=search.today - timedelta(days=least))


def _due_soon(search: Search) -> Q:
    most = search.settings.loosest(RuleCode.TASK_DUE_SOON, "days", most=True)
    percent = search.settings.loosest(RuleCode.TASK_DUE_SOON, "percent", most=True)
    until = search.today + timedelta(days=most)
    return Q(
        state__in=WORKING,
        due_on__gte=search.today,
        due_on__lte=until,
        claimed_percent__lt=percent,
    )


def _silent(search: Search) -> Q:
    day = search.today - timedelta(days=search.settings.loosest(RuleCode.TASK_SILENT, "days"))
    said = Q(last_update_on__lt=day) | Q(last_update_on__isnull=True)
    return Q(state__in=WORKING) & said


def _behind(search: Search) -> Q:
    points = search.settings.loosest(RuleCode.TASK_BEHIND, "points")
    return Q(state__in=WORKING, due_on__gte=search.today, claimed_percent__lt=max(100 - points, 0))


def _unclear(_search: Search) -> Q:
    return Q(missing_clears__gt=0)


def _update_waiting(search: Search) -> Q:
    before = _waiting_before(search, RuleCode.UPDATE_WAITING)
    waiting = ProgressUpdate.objects.filter(
        state=UpdateState.SUBMITTED.value, submitted_at__lt=before
    )
    return Q(pk__in=waiting.order_by().values("task"))


def _extension_waiting(search: Search) -> Q:
    before = _waiting_before(search, RuleCode.EXTENSION_WAITING)
    waiting = Extension.objects.filter(state=Decision.PENDING.value, requested_at__lt=before)
    return Q(pk__in=waiting.order_by().values("task"))


def _waiting_before(search: Search, code: str) -> datetime:
    """The first moment of the day from which fewer days passed than any limit allows."""
    least = search.settings.loosest(code, "days")
    return clock.start_of(search.today - timedelta(days=least))


_NARROW: dict[str, Callable[[Search], Q]] = {
    RuleCode.TASK_LATE: _late,
    RuleCode.TASK_DUE_SOON: _due_soon,
    RuleCode.TASK_SILENT: _silent,
    RuleCode.TASK_BEHIND: _behind,
    RuleCode.TASK_UNCLEAR: _unclear,
    RuleCode.UPDATE_WAITING: _update_waiting,
    RuleCode.EXTENSION_WAITING: _extension_waiting,
}


def _of_one(
    row: dict[str, Any], plan: Plan, search: Search, codes: Iterable[str]
) -> Iterator[Cause]:
    task = _facts_of(row)
    for code in codes:
        setting = search.setting(code, plan.path, plan.id)
        found = rules.judge(
            code, task, setting=setting, today=search.today, working_days=search.working_days
        )
        if found is None:
            continue
        keeper = plan.keeper_id if code in KEPT_BY_KEEPER else row["lead_id"] or plan.keeper_id
        yield Cause(
            rule=str(code),
            subject_id=str(row["pk"]),
            owner_id=plan.owner_id,
            organisation_id=keeper,
            level=found.level or setting.level,
            facts=found.facts,
            programme_id=plan.id,
            label=f"{row['number']} {row['title']}".strip()[:LONGEST],
        )


def _facts_of(row: dict[str, Any]) -> TaskFacts:
    return TaskFacts(
        state=row["state"],
        due_on=row["due_on"],
        submitted_on=row["submitted_on"],
        begins_on=row["starts_on"] or row["assigned_on"],
        percent=row["claimed_percent"],
        last_update_on=row["last_update_on"],
        missing=row["missing_clears"].bit_count(),
        fanned_out=row["fanned_out"],
        update_since=_day(row["update_since"]),
        extension_since=_day(row["extension_since"]),
    )


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment is not None else None
