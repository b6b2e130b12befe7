"""How many open bottlenecks hold a task or target: a derived count, kept where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sauro.domains.programmes.models import Target, Task
from sauro.domains.programmes.services.writing import keep_spans


@transaction.atomic
def set_blockers(
    *,
    tasks: Mapping[int, int],
    targets: Mapping[int, int],
    by: Any,  # noqa: ARG001  (the event is the caller's: it names who opened or lifted)
    at: datetime,
) -> tuple[int, int]:
    """How many tasks and targets have another count now; what already has it is not written.

    Part of the transaction in which the caller records its own event.
    """
    changed = _differing(Task, tasks)
    Task.objects.bulk_update(changed, ["blockers"], batch_size=500)
    if changed:
        keep_spans(changed, at=at)
    moved = _differing(Target, targets)
    Target.objects.bulk_update(moved, ["blockers"], batch_size=500)
    return len(changed), len(moved)


def _differing(model: type[Any], counts: Mapping[int, int]) -> list[Any]:
    if not counts:
        return []
    found = model.objects.select_for_update().filter(pk__in=counts).order_by("pk")
    changed = [one for one in found if one.blockers != max(0, counts[one.pk])]
    for one in changed:
        one.blockers = max(0, counts[one.pk])
    return changed
