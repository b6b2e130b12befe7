"""Tasks: late, due soon, silent, behind, unclear, waiting for an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from sauro.core import clock
from sauro.domains.alerts.detecting.shape import Cause, Plan, Search
from sauro.domains.alerts.rules import tasks as rules
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.alerts.rules.tasks import (
    GIVEN_TO_MANY,
    HANDED_OUT,
    OF_ONE_PART,
    TASK_RULES,
    TOLD_ABOVE,
    WORKING,
    Found,
    TaskFacts,
)
from sauro.domains.programmes.models import Extension, ProgressUpdate, Task
from sauro.domains.programmes.rules import Decision, State, UpdateState

KEPT_BY_KEEPER = (RuleCode.TASK_UNCLEAR, RuleCode.UPDATE_WAITING, RuleCode.EXTENSION_WAITING)
LONGEST = 200
_NAMED = (
    *("pk", "programme_id", "lead_id", "number", "title"),
    *("programme__owner_id", "programme__owner__path", "programme__standing_id"),
)
_JUDGED = (
    *("state", "due_on", "submitted_on", "starts_on", "assigned_on", "claimed_percent"),
    *("last_update_on", "missing_clears", "fanned_out", "parent_id", "parent__fanned_out"),
)
_WAITS = ("update_since", "extension_since")
Row = dict[str, Any]
Above = dict[tuple[int, str], list[Found]]  # by the task given to many and the rule


def causes(search: Search) -> Iterator[Cause]:
    """What the rules of tasks find in all open programmes of the place; two SQL."""
    codes = search.wants(TASK_RULES)
    if not codes:
        return
    here = Task.objects.filter(search.owned("programme__owner"), programme__closed_on__isnull=True)
    tasks = here.filter(fanned_out=False, state__in=HANDED_OUT)
    above: Above = defaultdict(list)
    for row in _waiting(tasks.filter(_may_be_cause(search, codes))):
        yield from _of_one(row, search, codes)
        _gather(row, search, codes, above)
    if above:
        yield from _of_many(here.filter(fanned_out=True), above, search)


def causes_in(search: Search, *, task_ids: Iterable[int]) -> tuple[list[Cause], set[int]]:
    """What the same rules find in some tasks, by the rules alone; one SQL, three with parts.

    With a part the task given to many above it is looked at, through all its parts; the numbers
    of such tasks stand beside the causes.
    """
    codes = search.wants(TASK_RULES)
    here = Task.objects.filter(programme__closed_on__isnull=True)
    rows = list(_waiting(here.filter(pk__in=list(task_ids))))
    found = [cause for row in rows for cause in _of_one(row, search, codes)]
    many = _many_of(rows)
    if many:
        above: Above = defaultdict(list)
        parts = here.filter(parent__in=many, fanned_out=False, state__in=HANDED_OUT)
        told = parts.filter(_may_be_cause(search, [code for code in codes if code in TOLD_ABOVE]))
        for row in told.order_by("pk").values(*_NAMED, *_JUDGED):
            _gather(row, search, codes, above)
        found += _of_many(here.filter(pk__in=many), above, search)
    return found, many


def _many_of(rows: Iterable[Row]) -> set[int]:
    """The tasks given to many among some tasks and above their parts."""
    parts = {row["parent_id"] for row in rows if row["parent__fanned_out"]}
    return parts | {row["pk"] for row in rows if row["fanned_out"]}


def _waiting(tasks: QuerySet[Task]) -> Iterable[Row]:
    """Tasks with the days from which an update and an extension wait."""
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
        .values(*_NAMED, *_JUDGED, *_WAITS)
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


def _of_one(row: Row, search: Search, codes: Iterable[str]) -> Iterator[Cause]:
    """The causes that a task, or a part of one given to many, gives itself."""
    own = [code for code in codes if code in OF_ONE_PART or not row["parent__fanned_out"]]
    for code, found in _judged(row, search, own):
        yield _cause(row, code, found, search)


def _gather(row: Row, search: Search, codes: Iterable[str], above: Above) -> None:
    """Keep what a part gives cause for with the task above it."""
    if row["parent__fanned_out"]:
        told = [code for code in codes if code in TOLD_ABOVE]
        for code, found in _judged(row, search, told):
            above[row["parent_id"], code].append(found)


def _of_many(tasks: QuerySet[Task], above: Above, search: Search) -> Iterator[Cause]:
    """One cause for each task given to many and rule that some of its parts give cause for."""
    live = Task.objects.filter(parent=OuterRef("pk")).exclude(state=State.CANCELLED.value)
    counted = live.order_by().values("parent").annotate(n=Count("pk")).values("n")
    rows = tasks.filter(state__in=GIVEN_TO_MANY).annotate(live=Subquery(counted))
    by_task = {row["pk"]: row for row in rows.order_by("pk").values(*_NAMED, "live")}
    for (pk, code), found in above.items():
        if pk in by_task:
            row = by_task[pk]
            yield _cause(row, code, rules.told_above(found, of=row["live"]), search)


def _judged(row: Row, search: Search, codes: Iterable[str]) -> Iterator[tuple[str, Found]]:
    task = _facts_of(row)
    for code in codes:
        setting = search.setting(code, row["programme__owner__path"], row["programme_id"])
        found = rules.judge(
            code, task, setting=setting, today=search.today, working_days=search.working_days
        )
        if found is not None:
            yield code, found


def _cause(row: Row, code: str, found: Found, search: Search) -> Cause:
    plan = Plan(row["programme_id"], *(row[name] for name in _NAMED[-3:]))
    keeper = plan.keeper_id if code in KEPT_BY_KEEPER else row["lead_id"] or plan.keeper_id
    return Cause(
        rule=str(code),
        subject_id=str(row["pk"]),
        owner_id=plan.owner_id,
        organisation_id=keeper,
        level=found.level or search.setting(code, plan.path, plan.id).level,
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
        update_since=_day(row.get("update_since")),
        extension_since=_day(row.get("extension_since")),
    )


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment is not None else None
