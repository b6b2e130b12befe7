"""Which targets a task moves when it is completed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sauro.domains.programmes.models import Target, Task, TaskEffect
from sauro.domains.programmes.selectors.visibility import visible_targets


def targets_to_move(*, task: Task, user: Any) -> QuerySet[Target]:
    """Targets of the same owner that the person may see, those of the task's programme first."""
    found = visible_targets(user=user).filter(programme__owner=task.programme.owner_id)
    return found.order_by("programme_id", "position", "pk")


def effects_of(*, task: Task) -> QuerySet[TaskEffect]:
    """The effects of a task, each with its target; one SQL."""
    return TaskEffect.objects.filter(task=task).select_related("target__indicator")


def effects_on(*, target: Target, tasks: QuerySet[Task]) -> QuerySet[TaskEffect]:
    """The tasks that move a target, of those the person may see; one SQL."""
    found = TaskEffect.objects.filter(target=target, task__in=tasks.order_by())
    return found.select_related("task", "target__indicator").order_by("task__due_on", "pk")
