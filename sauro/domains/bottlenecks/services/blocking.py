"""Telling tasks and targets how many bottlenecks hold them, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.selectors import waiting
from sauro.domains.programmes.models import Target, Task, TaskSpan
from sauro.domains.programmes.services import blocking


def tell_held(*, of: Bottleneck, by: Any, at: datetime) -> None:
    """Count again for everything linked to one bottleneck."""
    links = list(of.subjects.values_list("task_id", "target_id"))
    tell_records(
        tasks=[task for task, _target in links if task],
        targets=[target for _task, target in links if target],
        by=by,
        at=at,
    )


def tell_records(
    *, tasks: Iterable[int], targets: Iterable[int], by: Any, at: datetime
) -> tuple[int, int]:
    """Count again for some tasks and targets; how many of each have another count now.

    The records are locked before they are counted: of two bottlenecks that open at the same
    moment over one task, the second one counts both. Its moment may lie a little before that of
    the first, for which it waited: the count then holds from the later one.
    """
    task_ids, target_ids = sorted(set(tasks)), sorted(set(targets))
    for model, ids in ((Task, task_ids), (Target, target_ids)):
        rows = model._default_manager.select_for_update().filter(pk__in=ids)
        list(rows.order_by("pk").values_list("pk", flat=True))
    spans = TaskSpan.objects.filter(task__in=task_ids, until_at__isnull=True)
    last = spans.aggregate(last=Max("from_at"))["last"]
    return blocking.set_blockers(
        tasks=waiting.blockers(kind=waiting.TASK, ids=task_ids),
        targets=waiting.blockers(kind=waiting.TARGET, ids=target_ids),
        by=by,
        at=max(at, last) if last else at,
    )


@transaction.atomic
def recount(*, by: Any, at: datetime) -> tuple[int, int]:
    """How many tasks and targets had a wrong count: all that are or were held are counted again."""
    links = BottleneckSubject.objects.order_by()
    tasks = set(links.filter(task__isnull=False).values_list("task_id", flat=True))
    targets = set(links.filter(target__isnull=False).values_list("target_id", flat=True))
    tasks |= set(Task.objects.filter(blockers__gt=0).values_list("pk", flat=True))
    targets |= set(Target.objects.filter(blockers__gt=0).values_list("pk", flat=True))
    return tell_records(tasks=tasks, targets=targets, by=by, at=at)
