"""Reading tasks: one with all that its page shows, and lists ready to print."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from sauro.domains.programmes.models import (
    Evidence,
    ProgressUpdate,
    Task,
    TaskParty,
)
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State, UpdateState
from sauro.domains.programmes.selectors.visibility import sight_of, visible_tasks
from sauro.engines import access

WITH_PARTIES = Prefetch(
    "parties", queryset=TaskParty.objects.select_related("organisation", "collective")
)


def task_for(*, user: Any, task_id: int) -> Task:
    """A task the person may see, with programme, people and parties; `Task.DoesNotExist` else."""
    return (
        visible_tasks(user=user)
        .select_related(
            "programme__owner",
            "programme__standing",
            "group",
            "parent",
            "lead",
            "authority",
            "accountable__organisation",
            "supervisor__organisation",
        )
        .prefetch_related(WITH_PARTIES)
        .get(pk=task_id)
    )


def parts_progress(*, task: Task) -> tuple[int, int]:
    """How many parts of a task are completed, and of how many."""
    counts = task.children.exclude(state=State.CANCELLED.value).aggregate(
        done=Count("pk", filter=Q(state=State.COMPLETED.value)), all=Count("pk")
    )
    return counts["done"], counts["all"]


def updates_of(*, task: Task, user: Any) -> QuerySet[ProgressUpdate]:
    """Updates of a task, newest first, with evidence; drafts only to the unit that wrote them."""
    sight = sight_of(user=user)
    found = task.updates.select_related("by", "submitted_by", "decided_by", "organisation")
    found = found.prefetch_related(Prefetch("evidence", queryset=Evidence.objects.order_by("id")))
    drafts = ~Q(state=UpdateState.DRAFT.value) | Q(organisation_id__in=sight.organisations)
    return found.filter(drafts).order_by("-id")


def waiting_updates(*, user: Any) -> QuerySet[ProgressUpdate]:
    """Updates waiting for verification in the person's scope, oldest first."""
    scope = access.scope(user, Perm.VERIFY)
    return (
        ProgressUpdate.objects.filter(state=UpdateState.SUBMITTED.value)
        .filter(scope.q("task__programme__owner__path"))
        .select_related("task__programme", "task__lead", "submitted_by", "organisation")
        .order_by("submitted_at", "pk")
    )


def led_by(*, user: Any) -> QuerySet[Task]:
    """Tasks for which the person's units report."""
    sight = sight_of(user=user)
    return Task.objects.filter(lead_id__in=sight.organisations).exclude(state=State.DRAFT.value)


def silent_since(*, tasks: QuerySet[Task], day: date) -> QuerySet[Task]:
    """Tasks being worked on without an update since a day."""
    working = ("assigned", "accepted", "in_progress", "returned")
    return tasks.filter(state__in=working, fanned_out=False).filter(
        Q(last_update_on__isnull=True) | Q(last_update_on__lt=day)
    )
