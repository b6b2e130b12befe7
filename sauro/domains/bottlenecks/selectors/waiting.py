"""What waits for a bottleneck, row by row, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject, Sighting
from sauro.domains.bottlenecks.rules import HOLDING, State
from sauro.domains.bottlenecks.selectors import finding, ranking
from sauro.domains.bottlenecks.selectors.ranking import Day
from sauro.engines import subjects
from sauro.engines.subjects import Subject

_HOLDING = sorted(state.value for state in HOLDING)
TASK, TARGET = "programmes.task", "programmes.target"


@dataclass(frozen=True, slots=True)
class Held:
    """A record that a bottleneck holds up: its name and page, and how urgent it is."""

    link: Any
    subject: Subject
    waits: bool
    alone: bool
    late: bool
    soon: bool

    @property
    def is_task(self) -> bool:
        """Whether it is a task."""
        return self.link.task_id is not None


@dataclass(frozen=True, slots=True)
class HeldRows:
    """The records a person may see, and how many more there are."""

    rows: tuple[Held, ...]
    unseen: int


def held_by(*, bottleneck: Bottleneck, user: Any, day: Day) -> HeldRows:
    """What a bottleneck holds up, the most urgent first; two SQL and those of the names."""
    links = list(bottleneck.subjects.select_related("task__lead", "target__lead"))
    marks = {one.pk: one for one in ranking.waiting_links(day=day).filter(bottleneck=bottleneck)}
    seen = subjects.find(keys=[one.key for one in links], user=user)
    rows = [
        Held(
            link=one,
            subject=seen[one.key],
            waits=one.pk in marks,
            alone=one.pk in marks and marks[one.pk].alone,
            late=one.pk in marks and marks[one.pk].late,
            soon=one.pk in marks and marks[one.pk].soon,
        )
        for one in links
        if one.key in seen
    ]
    rows.sort(key=lambda row: (not row.waits, not row.late, not row.soon, row.link.pk))
    return HeldRows(tuple(rows), len(links) - len(rows))


def holding(*, kind: str, number: str, user: Any) -> list[Bottleneck]:
    """The bottlenecks a person may see that a record waits for or waited for, live ones first."""
    links = BottleneckSubject.objects.filter(subject_kind=kind, subject_id=number)
    found = finding.bottlenecks_for(user=user).filter(pk__in=links.values("bottleneck"))
    rows = list(found.exclude(state__in=[State.REJECTED.value, State.MERGED.value]))
    return sorted(rows, key=lambda one: (one.state not in _HOLDING, -one.pk))


def sightings_of(*, bottleneck: Bottleneck) -> list[Sighting]:
    """The obstacles behind a bottleneck, the newest first."""
    return list(bottleneck.sightings.select_related("task", "organisation", "by"))


def blockers(*, kind: str, ids: Iterable[int]) -> dict[int, int]:
    """How many bottlenecks hold each of these tasks or targets now; none is 0. One SQL."""
    column = "task_id" if kind == TASK else "target_id"
    counts = dict.fromkeys(ids, 0)
    rows = BottleneckSubject.objects.filter(
        **{f"{column}__in": list(counts), "bottleneck__state__in": _HOLDING}
    )
    for number in rows.values_list(column, flat=True):
        counts[number] += 1
    return counts
