"""Health of tasks and targets on a day: for rows at hand, as a filter, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from sauro.core import clock
from sauro.domains.programmes import rules
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.models.health import (
    health_expression,
    heard_since,
    reason_expression,
)
from sauro.domains.programmes.rules import Health, HealthFacts, HealthVerdict
from sauro.domains.programmes.selectors.standing import AsOf, Totals, tasks_as_of


def task_verdict(*, task: Task, as_of: AsOf, standing: Any | None = None) -> HealthVerdict:
    """The health of one task; `standing` is how it stood on a past day, which costs one SQL."""
    if not as_of.is_past:
        return _judged(task, as_of, last_update_on=task.last_update_on)
    heard = _last_updates([task.pk], as_of)
    return _judged(task, as_of, last_update_on=heard.get(task.pk), then=standing)


def attach(*, tasks: Sequence[Any], as_of: AsOf) -> None:
    """Give each task of `tasks_as_of` its `health`; no SQL today, one for a past day."""
    heard = _last_updates([task.pk for task in tasks], as_of) if as_of.is_past else {}
    for task in tasks:
        last = heard.get(task.pk) if as_of.is_past else task.last_update_on
        task.health = _judged(task, as_of, last_update_on=last, then=_Listed(task))


def with_health(*, tasks: Any, as_of: AsOf) -> Any:
    """The tasks of `tasks_as_of` with `health_code` and `health_rule`, to filter and count by."""
    how = _how(as_of)
    return tasks.annotate(
        health_code=health_expression(**how), health_rule=reason_expression(**how)
    )


def of_health(*, tasks: Any, as_of: AsOf, codes: Iterable[str]) -> Any:
    """Those of the tasks of `tasks_as_of` whose health is one of the codes; all without codes."""
    wanted = [code for code in codes if code in set(Health)]
    if not wanted:
        return tasks
    found = tasks.annotate(health_code=health_expression(**_how(as_of)))
    return found.filter(health_code__in=wanted)


def reason_of(*, as_of: AsOf) -> Any:
    """The rule that decides the health, as an expression over tasks of `tasks_as_of`."""
    return reason_expression(**_how(as_of))


def standing_and_health(*, tasks: QuerySet[Task], as_of: AsOf) -> tuple[Totals, dict[str, int]]:
    """Counts by state and class, and of the open tasks by health, all of the same rows; one SQL."""
    then = tasks_as_of(tasks=tasks, as_of=as_of)
    rows = (
        then.annotate(health_code=health_expression(**_how(as_of)))
        .order_by()
        .values_list("deadline_class", "as_state", "health_code")
        .annotate(n=Count("pk"))
    )
    totals, healths = Totals(), {code.value: 0 for code in Health}
    for deadline_class, state, code, n in rows:
        totals.add(deadline_class, state, n)
        if code:
            healths[code] += n
    return totals, healths


def counts_of(*, standings: Iterable[Any]) -> dict[str, int]:
    """How many targets have each health, from where they stand."""
    found = {code.value: 0 for code in Health}
    for standing in standings:
        found[standing.health.code] += 1
    return found


class _Listed:
    """A task of a list under the names that a span has."""

    def __init__(self, task: Any) -> None:
        for name in ("state", "due_on", "submitted_on", "percent", "blockers"):
            setattr(self, name, getattr(task, f"as_{name}"))


def _judged(
    task: Any, as_of: AsOf, *, last_update_on: date | None, then: Any | None = None
) -> HealthVerdict:
    stood = then or task
    facts = HealthFacts(
        state=stood.state,
        due_on=stood.due_on,
        submitted_on=stood.submitted_on,
        percent=stood.percent,
        blockers=stood.blockers,
        starts_on=task.starts_on,
        assigned_on=task.assigned_on,
        last_update_on=last_update_on,
        fanned_out=task.fanned_out,
    )
    return rules.task_health(facts, today=as_of.day, soon_days=as_of.soon_days)


def _how(as_of: AsOf) -> dict[str, Any]:
    heard = None
    if as_of.is_past:
        since, until = clock.start_of(heard_since(as_of.day)), clock.end_of(as_of.day)
        heard = Exists(
            ProgressUpdate.objects.filter(
                task=OuterRef("pk"), submitted_at__gte=since, submitted_at__lte=until
            )
        )
    return {
        "today": as_of.day,
        "soon_days": as_of.soon_days,
        "prefix": "as_",
        "heard": heard,
    }


def _last_updates(task_ids: Sequence[int], as_of: AsOf) -> dict[int, date]:
    sent: QuerySet[Any] = ProgressUpdate.objects.filter(
        task__in=task_ids, submitted_at__lte=clock.end_of(as_of.day)
    )
    rows = sent.order_by().values_list("task_id").annotate(last=Max("submitted_at"))
    return {task_id: clock.day_of(last) for task_id, last in rows}
