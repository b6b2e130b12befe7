"""What waits for a bottleneck, row by row, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject, Sighting
from sauro.domains.bottlenecks.rules import HOLDING, State
from sauro.domains.bottlenecks.selectors import finding, ranking
from sauro.domains.bottlenecks.selectors.ranking import Day
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.models.classes import class_expression
from sauro.domains.programmes.models.health import health_expression
from sauro.domains.programmes.selectors import visibility
from sauro.engines import subjects
from sauro.engines.subjects import Subject

_HOLDING = sorted(state.value for state in HOLDING)
TASK, TARGET = "programmes.task", "programmes.target"


@dataclass(frozen=True, slots=True)
class Held:
    """A record that a bottleneck holds up: its name and page, and how urgent it is.

    `standing` is the deadline class of a task and the status of a target; `health` that of a task.
    """

    link: Any
    subject: Subject
    waits: bool
    alone: bool
    late: bool
    soon: bool
    standing: str
    health: str

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
    """What a bottleneck holds up, the most urgent first; at most seven SQL for any number."""
    links = list(bottleneck.subjects.select_related("task__lead", "target__lead"))
    marks = {one.pk: one for one in ranking.waiting_links(day=day).filter(bottleneck=bottleneck)}
    seen = subjects.find(keys=[one.key for one in links], user=user)
    known = [one for one in links if one.key in seen]
    standings = _standings([one.key for one in known], day)
    rows = [
        Held(
            link=one,
            subject=seen[one.key],
            waits=one.pk in marks,
            alone=one.pk in marks and marks[one.pk].alone,
            late=one.pk in marks and marks[one.pk].late,
            soon=one.pk in marks and marks[one.pk].soon,
            standing=standings.get(one.key, ("", ""))[0],
            health=standings.get(one.key, ("", ""))[1],
        )
        for one in known
    ]
    rows.sort(key=lambda row: (not row.waits, not row.late, not row.soon, row.link.pk))
    return HeldRows(tuple(rows), len(links) - len(rows))


def _standings(keys: list[tuple[str, str]], day: Day) -> dict[tuple[str, str], tuple[str, str]]:
    """Deadline class and health of tasks, status of targets; one SQL."""
    tasks = [int(number) for kind, number in keys if kind == TASK]
    found = {(TARGET, str(pk)): (status, "") for pk, status in day.targets.items()}
    rows = Task.objects.filter(pk__in=tasks).annotate(
        standing=class_expression(today=day.today, soon_days=day.soon_days),
        health=health_expression(today=day.today, soon_days=day.soon_days),
    )
    for pk, standing, health in rows.values_list("pk", "standing", "health") if tasks else ():
        found[TASK, str(pk)] = standing, health
    return found


def holding(*, kind: str, number: str, user: Any) -> list[Bottleneck]:
    """The bottlenecks a person may see that a record waits for or waited for, live ones first."""
    links = BottleneckSubject.objects.filter(subject_kind=kind, subject_id=number)
    found = finding.bottlenecks_for(user=user).filter(pk__in=links.values("bottleneck"))
    rows = list(found.exclude(state__in=[State.REJECTED.value, State.MERGED.value]))
    return sorted(rows, key=lambda one: (one.state not in _HOLDING, -one.pk))


def sightings_of(*, bottleneck: Bottleneck, user: Any) -> tuple[list[Sighting], int]:
    """The obstacles behind a bottleneck on tasks a person sees, the newest first; how many more."""
    rows = list(bottleneck.sightings.select_related("task", "organisation"))
    if finding.sees_all(user=user, bottleneck=bottleneck):
        return rows, 0
    tasks = visibility.visible_tasks(user=user).filter(pk__in=[one.task_id for one in rows])
    seen = set(tasks.values_list("pk", flat=True))
    shown = [one for one in rows if one.task_id in seen]
    return shown, len(rows) - len(shown)


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
