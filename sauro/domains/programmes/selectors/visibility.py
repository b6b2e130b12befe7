"""What a person may see: whole programmes in his scope, and tasks in which his units take part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.models import Programme, ProgressUpdate, Target, Task, TaskParty
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State
from sauro.engines import access


@dataclass(frozen=True, slots=True)
class Sight:
    """Ids that decide visibility, resolved once for a person: two SQL."""

    everywhere: bool
    programmes: tuple[int, ...]
    organisations: tuple[int, ...]
    titles: tuple[tuple[str, str], ...] = ()
    """Code and title of the programmes, the newest first."""


def sight_of(*, user: Any) -> Sight:
    """What the person may see, kept for the life of the user object."""
    return access.access_of(user).keep("programmes.sight", lambda: _sight(user))


def visible_tasks(*, user: Any) -> QuerySet[Task]:
    """Tasks the person may see; drafts only to those who see the whole programme."""
    return Task.objects.filter(_task_q(sight_of(user=user)))


def visible_programmes(*, user: Any) -> QuerySet[Programme]:
    """Programmes in the person's scope, or with a task he may see."""
    sight = sight_of(user=user)
    if sight.everywhere:
        return Programme.objects.all()
    own = Task.objects.filter(_own_q(sight), programme=OuterRef("pk"))
    return Programme.objects.filter(
        Q(pk__in=sight.programmes) | Q(owner_id__in=sight.organisations) | Exists(own)
    )


def visible_targets(*, user: Any) -> QuerySet[Target]:
    """Targets of programmes in the person's scope, or led by his units."""
    sight = sight_of(user=user)
    if sight.everywhere:
        return Target.objects.all()
    return Target.objects.filter(
        Q(programme_id__in=sight.programmes) | Q(lead_id__in=sight.organisations)
    )


def visible_updates(*, user: Any) -> QuerySet[ProgressUpdate]:
    """Updates of tasks the person may see; another unit's drafts stay with that unit."""
    sight = sight_of(user=user)
    if sight.everywhere:
        return ProgressUpdate.objects.all()
    seen = ProgressUpdate.objects.filter(task__in=Task.objects.filter(_task_q(sight)))
    return seen.filter(~Q(state="draft") | Q(organisation_id__in=sight.organisations))


def _sight(user: Any) -> Sight:
    whole = access.scope(user, Perm.VIEW_ALL)
    if whole.everywhere:
        return Sight(everywhere=True, programmes=(), organisations=())
    own = access.scope(user, Perm.VIEW_OWN)
    found = Programme.objects.filter(whole.q("owner__path")).order_by("-starts_on", "code")
    programmes = tuple(found.values_list("pk", "code", "title")) if whole else ()
    return Sight(
        everywhere=False,
        programmes=tuple(pk for pk, _code, _title in programmes),
        organisations=tuple(org_selectors.organisation_ids_in(scope=own)) if own else (),
        titles=tuple((code, title) for _pk, code, title in programmes),
    )


def _task_q(sight: Sight) -> Q:
    if sight.everywhere:
        return Q()
    condition = Q(programme_id__in=sight.programmes)
    return condition | _own_q(sight) if sight.organisations else condition


def _own_q(sight: Sight) -> Q:
    # asked once and kept, where a correlated EXISTS would be asked for every task
    part = TaskParty.objects.filter(organisation_id__in=sight.organisations).values("task")
    own = Q(lead_id__in=sight.organisations) | Q(pk__in=part)
    return own & ~Q(state=State.DRAFT.value)
