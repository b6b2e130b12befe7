"""Everything a leader's first page shows, gathered in few reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sauro.domains.programmes.models import Programme, Target, Task
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.selectors import overview, targets, trend
from sauro.domains.programmes.selectors.overview import Cube, Tallies
from sauro.domains.programmes.selectors.standing import AsOf, countable
from sauro.domains.programmes.selectors.targets import Score
from sauro.domains.programmes.selectors.trend import MonthPoint


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of one programme, or of all that a person follows."""

    as_of: AsOf
    programmes: tuple[Programme, ...]
    chosen: Programme | None
    cube: Cube
    group_names: dict[int, str]
    lead_names: dict[int, tuple[str, str]]
    tallies: Tallies
    worrying: tuple[Any, ...]
    score: Score
    points: tuple[MonthPoint, ...]

    def tasks_of(self, code: DeadlineClass) -> list[Any]:
        """The listed tasks of one deadline class."""
        return [task for task in self.worrying if task.deadline_class == code]


def dashboard(*, user: Any, code: str, as_of: AsOf) -> Dashboard:
    """The dashboard of the programme with this code, or of all; at most seven SQL."""
    programmes = overview.programmes_followed(user=user)
    chosen = next((one for one in programmes if one.code == code), None)
    if chosen is None and len(programmes) == 1:
        chosen = programmes[0]
    shown = [chosen.pk] if chosen else [one.pk for one in programmes]
    tasks = countable(tasks=Task.objects.filter(programme__in=shown))
    cube = overview.cube_of(tasks=tasks, as_of=as_of)
    groups, leads = overview.names_of(groups=cube.groups, organisations=cube.leads)
    tallies = overview.tallies_of(tasks=tasks, programmes=shown, as_of=as_of)
    standings = targets.targets_as_of(
        targets=Target.objects.filter(programme__in=shown), as_of=as_of
    )
    return Dashboard(
        as_of=as_of,
        programmes=tuple(programmes),
        chosen=chosen,
        cube=cube,
        group_names=groups,
        lead_names=leads,
        tallies=tallies,
        worrying=tuple(overview.worrying_tasks(tasks=tasks, as_of=as_of)),
        score=targets.score_of(standings=standings),
        points=tuple(trend.burn_up(due=tallies.due, done=tallies.done, day=as_of.day)),
    )
