"""What owners said of their tasks and targets in one line, as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from sauro.core import clock
from sauro.domains.programmes.models import Synthesis, Target, Task
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.visibility import visible_targets, visible_tasks

SHOWN = 12


def syntheses_of(
    *, subject: Task | Target, as_of: AsOf, limit: int | None = SHOWN
) -> list[Synthesis]:
    """The syntheses of a task or target up to a day, the newest first; one SQL."""
    found = _written(as_of).filter(**{_name(subject): subject}).select_related("by")
    return list(found.order_by("-id")[:limit])


def last_of_tasks(*, ids: Iterable[int], as_of: AsOf) -> dict[int, Synthesis]:
    """The last synthesis of each of the tasks up to a day; one SQL."""
    return {one.task_id: one for one in _last("task", list(ids), as_of) if one.task_id}


def last_of_targets(*, ids: Iterable[int], as_of: AsOf) -> dict[int, Synthesis]:
    """The last synthesis of each of the targets up to a day; one SQL."""
    return {one.target_id: one for one in _last("target", list(ids), as_of) if one.target_id}


def last_words(*, moment: datetime) -> dict[str, Subquery]:
    """Text, moment and writer of the last synthesis of each task, to annotate a few tasks with."""
    last = Synthesis.objects.filter(task=OuterRef("pk"), at__lte=moment).order_by("-id")
    columns = {"said": "text", "said_at": "at", "said_by": "by__full_name"}
    return {name: Subquery(last.values(column)[:1]) for name, column in columns.items()}


def latest_in(*, programme: Any, user: Any, as_of: AsOf, limit: int) -> list[Synthesis]:
    """The last words on the tasks and targets of a programme, the newest first; one SQL."""
    tasks = visible_tasks(user=user).filter(programme=programme).order_by().values("pk")
    targets = visible_targets(user=user).filter(programme=programme).order_by().values("pk")
    said = _written(as_of).filter(Q(task__in=tasks) | Q(target__in=targets))
    newest = said.order_by().values("task", "target").annotate(last=Max("id")).values("last")
    found = Synthesis.objects.filter(pk__in=newest).order_by("-id")
    return list(found.select_related("by", "task__lead", "target__lead")[:limit])


def _last(name: str, ids: list[int], as_of: AsOf) -> QuerySet[Synthesis]:
    said = _written(as_of).filter(**{f"{name}__in": ids})
    newest = said.order_by().values(name).annotate(last=Max("id")).values("last")
    return Synthesis.objects.filter(pk__in=newest).select_related("by")


def _written(as_of: AsOf) -> QuerySet[Synthesis]:
    found = Synthesis.objects.all()
    return found.filter(at__lte=clock.end_of(as_of.day)) if as_of.is_past else found


def _name(subject: Task | Target) -> str:
    return "task" if isinstance(subject, Task) else "target"
