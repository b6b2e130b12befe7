"""Obstacles that units report and that stand behind no bottleneck yet, alike ones together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject, Sighting
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import LIVE, Kind, merging
from sauro.domains.bottlenecks.rules.kinds import suggested_kind
from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.rules import OPEN_STATES, State, UpdateState
from sauro.engines import access, text
from sauro.engines.text import similar

ALIKE = 70.0
MOST = 1_000
_SAID = (UpdateState.SUBMITTED.value, UpdateState.VERIFIED.value)
_OPEN = sorted({*(state.value for state in OPEN_STATES), State.SUSPENDED.value})
_LIVE = sorted(state.value for state in LIVE)


@dataclass(frozen=True, slots=True)
class ObstacleGroup:
    """Reports that say nearly the same, with the kind and the bottleneck they suggest."""

    updates: tuple[ProgressUpdate, ...]
    kind: Kind | None
    bottleneck: Bottleneck | None

    @property
    def words(self) -> str:
        """What the first of them says."""
        return text.clean(self.updates[0].obstacle)

    @property
    def units(self) -> list[Any]:
        """The organisations that report it, each once."""
        found = {one.organisation_id: one.organisation for one in self.updates if one.organisation}
        return list(found.values())


def reported(*, user: Any) -> QuerySet[ProgressUpdate]:
    """The last word of units on open tasks, where it names an obstacle nobody has dealt with."""
    scope = access.scope(user, Perm.MANAGE)
    said = Q(state__in=_SAID, no_change=False)
    later = ProgressUpdate.objects.filter(said, task=OuterRef("task"), pk__gt=OuterRef("pk"))
    seen = Sighting.objects.filter(update=OuterRef("pk"))
    found = ProgressUpdate.objects.filter(said, task__state__in=_OPEN).exclude(obstacle="")
    return (
        found.filter(scope.q("task__programme__owner__path"))
        .filter(~Exists(later), ~Exists(seen))
        .select_related("task__programme__owner", "organisation")
        .order_by("-pk")
    )


def obstacle_groups(*, user: Any) -> list[ObstacleGroup]:
    """Reported obstacles in groups, the largest first; four SQL whatever their number."""
    rows = _unanswered(list(reported(user=user)[:MOST]))
    titles = [text.clean(one.obstacle) for one in rows]
    near = [(pair.i, pair.j) for pair in similar.pairs(titles, threshold=ALIKE)]
    known = _known(user=user, tasks=[one.task_id for one in rows])
    return [
        _group([rows[index] for index in group], known) for group in merging.groups(len(rows), near)
    ]


def _unanswered(rows: list[ProgressUpdate]) -> list[ProgressUpdate]:
    """Without those that repeat, word for word, what was dealt with for the same task."""
    dealt = Sighting.objects.filter(task__in=[one.task_id for one in rows]).filter(
        Q(bottleneck__isnull=True) | Q(bottleneck__state__in=_LIVE)
    )
    known = set(dealt.values_list("task_id", "folded"))
    return [one for one in rows if (one.task_id, text.fold(one.obstacle)) not in known]


@dataclass(frozen=True, slots=True)
class _Known:
    """Live bottlenecks: what they are called, and which tasks wait for them."""

    bottlenecks: tuple[Bottleneck, ...]
    by_task: dict[int, int]


def _known(*, user: Any, tasks: Iterable[int]) -> _Known:
    scope = access.scope(user, Perm.MANAGE)
    live = Bottleneck.objects.filter(scope.q("owner__path"), state__in=_LIVE).order_by("pk")
    links = BottleneckSubject.objects.filter(task__in=list(tasks), bottleneck__state__in=_LIVE)
    return _Known(tuple(live), dict(links.values_list("task_id", "bottleneck_id")))


def _group(rows: list[ProgressUpdate], known: _Known) -> ObstacleGroup:
    words = text.clean(rows[0].obstacle)
    found = similar.nearest(words, [one.title for one in known.bottlenecks], 1, ALIKE)
    suggested: Bottleneck | None = None
    by_id = {one.pk: one for one in known.bottlenecks}
    if found:
        suggested = known.bottlenecks[found[0].index]
    else:
        ids = [known.by_task[one.task_id] for one in rows if one.task_id in known.by_task]
        suggested = by_id.get(ids[0]) if ids else None
    said = " ".join(text.fold(one.obstacle) for one in rows[:5])
    return ObstacleGroup(tuple(rows), suggested_kind(said), suggested)


def of_ids(*, user: Any, ids: Iterable[int]) -> list[ProgressUpdate]:
    """Reported obstacles by the numbers of their updates, in their order; unknown ones left out."""
    wanted = list(dict.fromkeys(ids))
    found = {one.pk: one for one in reported(user=user).filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]
