"""What a leader's first page reads of programmes, each part once and when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from sauro.domains.programmes.models import Programme, Target, Task
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.selectors import bags, overview, targets, trend
from sauro.domains.programmes.selectors.bags import Bags, Keys
from sauro.domains.programmes.selectors.overview import Cube, Tallies
from sauro.domains.programmes.selectors.standing import AsOf, countable
from sauro.domains.programmes.selectors.targets import Score, TargetStanding
from sauro.domains.programmes.selectors.trend import MonthPoint


class Dashboard:
    """The figures of one programme, or of all that a person follows, on a day."""

    def __init__(self, *, user: Any, code: str, as_of: AsOf) -> None:
        self.user, self.code, self.as_of = user, code, as_of

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """All that the person follows, newest first; one SQL."""
        return tuple(overview.programmes_followed(user=self.user))

    @cached_property
    def chosen(self) -> Programme | None:
        """The programme asked for, or the only one there is."""
        found = next((one for one in self.programmes if one.code == self.code), None)
        return self.programmes[0] if found is None and len(self.programmes) == 1 else found

    @cached_property
    def shown(self) -> list[int]:
        """Ids of the programmes whose figures are shown."""
        return [self.chosen.pk] if self.chosen else [one.pk for one in self.programmes]

    @property
    def filters(self) -> dict[str, Any]:
        """What leads from a figure to the same choice of programme in a list."""
        return {"programme": self.chosen.code} if self.chosen else {}

    @property
    def tasks(self) -> QuerySet[Task]:
        """The tasks that are counted: one given to many counts once."""
        return countable(tasks=Task.objects.filter(programme__in=self.shown))

    @cached_property
    def bags(self) -> Bags:
        """The keys by which the tasks are counted, each with how often it occurs; one SQL."""
        return bags.bags_of(programmes=self.shown, as_of=self.as_of, more=self.more_keys())

    def more_keys(self) -> list[Keys]:
        """Further keys that are counted in the same pass."""
        return []

    @cached_property
    def cube(self) -> Cube:
        """Deadline classes, whole and by programme, group and main lead agency."""
        return bags.cube_in(self.bags)

    @cached_property
    def tallies(self) -> Tallies:
        """What was due and done in which month, clears, what waits, who is silent; one more SQL."""
        found = overview.tallies_of(
            programmes=self.shown, as_of=self.as_of, more=self.more_tallies()
        )
        found.due, found.done = (bags.months_in(self.bags[name]) for name in ("due", "done"))
        masks = self.bags["missing"].items()
        overview.count_missing(tallies=found, rows=((int(mask), n) for mask, n in masks))
        return found

    def more_tallies(self) -> list[QuerySet[Any, Any]]:
        """What is read together with the tallies: the names of what the cube counts."""
        return overview.name_tallies(groups=self.cube.groups, organisations=self.cube.leads)

    @cached_property
    def names(self) -> overview.Names:
        """Titles of groups, labels, codes and kinds of lead agencies; no SQL of its own."""
        return overview.names_in(self.tallies)

    @property
    def group_names(self) -> dict[int, str]:
        """Titles of groups in their order."""
        return self.names.groups

    @property
    def lead_names(self) -> dict[int, tuple[str, str]]:
        """Label and code of each lead agency."""
        return self.names.leads

    @cached_property
    def worrying(self) -> Sequence[Any]:
        """The first overdue, at-risk and suspended tasks with the reason on record; one SQL."""
        return overview.worrying_tasks(tasks=self.tasks, as_of=self.as_of)

    @cached_property
    def standings(self) -> list[TargetStanding]:
        """The targets and where they stand; two SQL, four with figures."""
        found = Target.objects.filter(programme__in=self.shown)
        return targets.targets_as_of(targets=found, as_of=self.as_of)

    @property
    def score(self) -> Score:
        """The scoreboard of the targets."""
        return targets.score_of(standings=self.standings)

    @property
    def points(self) -> list[MonthPoint]:
        """Tasks due and done up to the end of each month."""
        return trend.burn_up(due=self.tallies.due, done=self.tallies.done, day=self.as_of.day)

    def tasks_of(self, code: DeadlineClass) -> list[Any]:
        """The listed tasks of one deadline class."""
        return [task for task in self.worrying if task.deadline_class == code]


def dashboard(*, user: Any, code: str, as_of: AsOf) -> Dashboard:
    """The dashboard of the programme with this code, or of all; at most eight SQL."""
    return Dashboard(user=user, code=code, as_of=as_of)
