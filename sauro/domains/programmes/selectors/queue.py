"""Updates that wait for verification: what changed, who may decide, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sauro.domains.programmes.models import Evidence, ProgressUpdate
from sauro.domains.programmes.models.classes import class_expression
from sauro.domains.programmes.rules import UpdateState
from sauro.domains.programmes.selectors import timelines
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.tasks import waiting_updates


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an update beside the last one that was verified, in words."""

    label: Any
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


def queue_of(*, user: Any, as_of: AsOf) -> QuerySet[ProgressUpdate]:
    """Updates waiting for verification in the person's scope, with the class of their tasks."""
    return (
        waiting_updates(user=user)
        .select_related("task__programme", "task__lead", "submitted_by")
        .annotate(
            deadline_class=class_expression(
                today=as_of.day, soon_days=as_of.soon_days, prefix="task__"
            ),
            evidence_count=Coalesce(Subquery(_evidence_of_one()), 0),
        )
    )


def _evidence_of_one() -> QuerySet[Evidence, Any]:
    found = Evidence.objects.filter(update=OuterRef("pk")).order_by().values("update")
    return found.annotate(n=Count("pk")).values("n")


def verified_before(*, update: ProgressUpdate) -> ProgressUpdate | None:
    """The last update of the same task that was verified before this one."""
    found = ProgressUpdate.objects.filter(
        task_id=update.task_id, state=UpdateState.VERIFIED.value, pk__lt=update.pk
    )
    return found.order_by("-pk").first()


def differences(*, update: ProgressUpdate) -> list[Difference]:
    """Each field of an update beside the last verified one; one SQL."""
    before = verified_before(update=update)
    names = ("percent", "done", "next_steps", "obstacle", "claims_completion")
    return [
        Difference(
            timelines.FIELDS[name],
            timelines.in_words(name=name, value=getattr(before, name)) if before else "",
            timelines.in_words(name=name, value=getattr(update, name)),
        )
        for name in names
    ]


def is_own(*, update: ProgressUpdate, user: Any) -> bool:
    """Whether the person wrote or handed in the update, and so may not verify it."""
    return user.pk in (update.submitted_by_id, update.by_id)


def next_waiting(*, user: Any, after: ProgressUpdate) -> ProgressUpdate | None:
    """The next update that the person may verify, in the order of the queue."""
    mine = Q(submitted_by=user) | Q(by=user)
    found = waiting_updates(user=user).exclude(mine).exclude(pk=after.pk)
    later = Q(submitted_at__gt=after.submitted_at) | Q(
        submitted_at=after.submitted_at, pk__gt=after.pk
    )
    return found.filter(later).first() or found.first()
