"""Programmes, tasks and targets as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from sauro.domains.programmes.models import Programme, Target, Task
from sauro.domains.programmes.selectors import visibility
from sauro.engines.subjects import Subject

LONGEST = 200


def tasks(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the tasks that the user may see; the lead answers for a task."""
    seen = Task.objects.all() if user is None else visibility.visible_tasks(user=user)
    found = seen.filter(pk__in=list(ids)).select_related("programme__owner")
    return [
        Subject(
            kind="programmes.task",
            id=str(task.pk),
            label=str(task)[:LONGEST],
            url=reverse("task_detail", args=[task.pk]),
            organisation_id=task.lead_id,
            owner_path=task.programme.owner.path,
        )
        for task in found
    ]


def targets(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the targets that the user may see; the lead answers for a target."""
    seen = Target.objects.all() if user is None else visibility.visible_targets(user=user)
    found = seen.filter(pk__in=list(ids)).select_related("programme__owner")
    return [
        Subject(
            kind="programmes.target",
            id=str(target.pk),
            label=str(target)[:LONGEST],
            url=reverse("target_detail", args=[target.pk]),
            organisation_id=target.lead_id,
            owner_path=target.programme.owner.path,
        )
        for target in found
    ]


def programmes(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the programmes that the user may see; the standing agency or the owner answers."""
    seen = Programme.objects.all() if user is None else visibility.visible_programmes(user=user)
    return [
        Subject(
            kind="programmes.programme",
            id=str(one.pk),
            label=one.title[:LONGEST],
            url=reverse("programme_detail", args=[one.code]),
            organisation_id=one.standing_id or one.owner_id,
            owner_path=one.owner.path,
        )
        for one in seen.filter(pk__in=list(ids)).select_related("owner")
    ]
