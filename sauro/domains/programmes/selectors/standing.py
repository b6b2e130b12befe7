"""How tasks stood on a day: one queryset for today and for any past day, and totals from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from sauro.core import clock
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.models.classes import class_expression

COLUMNS = ("state", "due_on", "submitted_on", "completed_on", "percent", "lead_id", "blockers")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that is looked at, the real day, and when a deadline counts as near."""

    day: date
    today: date
    soon_days: int

    @property
    def is_past(self) -> bool:
        """Whether stored spans, not the present state, must answer."""
        return self.day < self.today


@dataclass(slots=True)
class Totals:
    """Counts by deadline class and by state; the classes add up to the total."""

    classes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        """All tasks counted."""
        return sum(self.classes.values())

    @property
    def done(self) -> int:
        """Tasks completed, on time or late."""
        return self.classes["done_on_time"] + self.classes["done_late"]

    def add(self, deadline_class: str, state: str, n: int) -> None:
        """Count n more tasks of one class and state."""
        self.classes[deadline_class] += n
        self.states[state] += n


def tasks_as_of(*, tasks: QuerySet[Task], as_of: AsOf) -> Any:
    """The tasks with `as_state`, `as_due_on`, `as_percent`, `as_lead_id` … and `deadline_class`.

    For a past day the values come from the spans in force at the end of that day, and tasks that
    did not exist yet are left out.
    """
    prefix = ""
    if as_of.is_past:
        moment = clock.end_of(as_of.day)
        open_then = Q(spans__until_at__isnull=True) | Q(spans__until_at__gt=moment)
        tasks = tasks.annotate(
            standing=FilteredRelation("spans", condition=Q(spans__from_at__lte=moment) & open_then)
        ).filter(standing__isnull=False)
        prefix = "standing__"
    return tasks.annotate(
        **{f"as_{name}": F(f"{prefix}{name}") for name in COLUMNS},
        deadline_class=class_expression(today=as_of.day, soon_days=as_of.soon_days, prefix=prefix),
    )


def countable(*, tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks as a programme counts them: a task fanned out to many counts once."""
    return tasks.filter(parent__isnull=True)


def totals(*, tasks: QuerySet[Task], as_of: AsOf) -> Totals:
    """Counts of the given tasks on a day; one SQL."""
    return totals_by(tasks=tasks, as_of=as_of, by=())[()]


def totals_by(
    *, tasks: QuerySet[Task], as_of: AsOf, by: Iterable[str]
) -> dict[tuple[Any, ...], Totals]:
    """Counts of the given tasks on a day for each combination of columns; one SQL.

    `by` may name `group_id`, `programme_id`, `as_lead_id` or any other column of a task.
    """
    names = tuple(by)
    rows = (
        tasks_as_of(tasks=tasks, as_of=as_of)
        .order_by()
        .values_list(*names, "deadline_class", "as_state")
        .annotate(n=Count("pk"))
    )
    found: dict[tuple[Any, ...], Totals] = defaultdict(Totals)
    for *key, deadline_class, state, n in rows:
        found[tuple(key)].add(deadline_class, state, n)
    if not names:
        found[()]  # an empty programme has totals too
    return dict(found)
