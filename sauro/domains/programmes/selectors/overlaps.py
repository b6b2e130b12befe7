"""Tasks that look the same: near titles in the same owner's programmes, with what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from sauro.domains.programmes.models import OverlapDecision, Task
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors.visibility import visible_tasks
from sauro.engines.text import similar

NEAR = 80.0


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A task that looks like another, the score of 0 to 100 and what speaks for it."""

    task: Task
    score: float
    same_result: bool
    same_period: bool
    other_lead: bool


def look_alikes(*, task: Task, user: Any, limit: int = 5) -> list[LookAlike]:
    """Tasks that look like one task and about which nobody has decided yet; three SQL."""
    decided = _decided_with(task) | {task.pk, task.parent_id}
    found = _candidates(user=user).values_list("pk", "title")
    others = [(pk, title) for pk, title in found if pk not in decided]
    titles = [title for _pk, title in others]
    matches = similar.nearest(task.title, titles, limit=limit, threshold=NEAR)
    scores = {others[match.index][0]: match.score for match in matches}
    tasks = Task.objects.select_related("lead", "programme").in_bulk(scores)
    return [_look_alike(task, tasks[pk], score) for pk, score in scores.items()]


def _candidates(*, user: Any) -> QuerySet[Task]:
    found = visible_tasks(user=user).filter(parent__isnull=True)
    return found.exclude(state=State.CANCELLED.value).order_by("pk")


def _decided_with(task: Task) -> set[int]:
    rows = OverlapDecision.objects.filter(Q(first=task) | Q(second=task))
    return {pk for pair in rows.values_list("first_id", "second_id") for pk in pair}


def _look_alike(task: Task, other: Task, score: float) -> LookAlike:
    result = similar.similarity(task.deliverable, other.deliverable) if task.deliverable else 0
    return LookAlike(
        other,
        score,
        same_result=result >= NEAR,
        same_period=task.due_on is not None and task.due_on == other.due_on,
        other_lead=task.lead_id is not None and task.lead_id != other.lead_id,
    )
