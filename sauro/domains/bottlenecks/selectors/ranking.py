"""What lifting each bottleneck would release: the rule in Python from one SQL, the same in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.rules import HOLDING, ranking
from sauro.domains.bottlenecks.rules.ranking import Release, Waiting
from sauro.domains.indicators.rules import REACHED
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.models.classes import class_expression
from sauro.domains.programmes.rules import OPEN_STATES, DeadlineClass, State
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf

_WAITS = sorted({*(state.value for state in OPEN_STATES), State.SUSPENDED.value})
_HOLDING = sorted(state.value for state in HOLDING)


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which it is asked, how many days before its deadline a task is near, and how the
    targets stand that wait for the bottlenecks concerned.
    """

    today: date
    soon_days: int
    targets: Mapping[int, str] = field(default_factory=dict)

    @property
    def reached(self) -> frozenset[int]:
        """Those of the targets that are reached."""
        return frozenset(pk for pk, status in self.targets.items() if status in REACHED)


def day_of(*, rows: QuerySet[Bottleneck], today: date, soon_days: int) -> Day:
    """A day with how the targets linked to the rows stand; one SQL, four when there are some.

    How a target stands is a rule in Python over its readings, so it is asked once for the day.
    Only these rows may be weighed on the day: of other targets it does not know which are reached.
    """
    linked = BottleneckSubject.objects.filter(
        target__isnull=False, bottleneck__in=rows.order_by().values("pk")
    )
    standings = target_selectors.targets_as_of(
        targets=Target.objects.filter(pk__in=linked.order_by().values("target")),
        as_of=AsOf(today, today, soon_days),
    )
    return Day(today, soon_days, {one.target.pk: one.status for one in standings})


def waiting_links(*, day: Day) -> QuerySet[Any]:
    """Links of tasks and targets that still wait, with `alone`, `late` and `soon`."""
    other = BottleneckSubject.objects.filter(bottleneck__state__in=_HOLDING).exclude(
        bottleneck=OuterRef("bottleneck")
    )
    of_task = class_expression(today=day.today, soon_days=day.soon_days, prefix="task__")
    last = day.today + timedelta(days=day.soon_days)
    target_waits = Q(target__isnull=False) & ~Q(target__in=day.reached)
    waits = Q(task__state__in=_WAITS) | target_waits
    found = BottleneckSubject.objects.filter(waits).annotate(
        task_class=of_task,
        alone=~Exists(
            other.filter(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
        ),
    )
    late = Q(task__isnull=False, task_class=DeadlineClass.OVERDUE.value) | Q(
        target__due_on__lt=day.today
    )
    soon = Q(task__isnull=False, task_class=DeadlineClass.DUE_SOON.value) | Q(
        target__due_on__gte=day.today, target__due_on__lte=last
    )
    return found.annotate(late=_flag(late), soon=_flag(soon))


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def with_weight(*, rows: QuerySet[Bottleneck], day: Day) -> QuerySet[Any]:
    """Bottlenecks with `weight`, as `ranking.release_of` weighs them; one correlated sum."""
    base = Case(
        When(task__isnull=False, then=Value(ranking.TASK_POINTS)),
        default=Value(ranking.TARGET_POINTS),
    )
    double = Case(When(alone=True, then=Value(2)), default=Value(1))
    urgent = Case(
        When(late=True, then=Value(ranking.LATE_POINTS)),
        When(soon=True, then=Value(ranking.SOON_POINTS)),
        default=Value(0),
    )
    points = (
        waiting_links(day=day)
        .filter(bottleneck=OuterRef("pk"))
        .annotate(points=base * double + urgent)
        .order_by()
        .values("bottleneck")
        .annotate(all=Sum("points"))
        .values("all")
    )
    weight = Coalesce(Subquery(points, output_field=IntegerField()), 0)
    return rows.annotate(weight=weight)


def releases(*, ids: Iterable[int], day: Day) -> dict[int, Release]:
    """What lifting each of the bottlenecks would release; one SQL for all of them."""
    wanted = list(ids)
    waiting: dict[int, list[Waiting]] = {one: [] for one in wanted}
    rows = waiting_links(day=day).filter(bottleneck__in=wanted).annotate(is_task=_flag(_IS_TASK))
    for bottleneck_id, is_task, alone, late, soon in rows.values_list(
        "bottleneck_id", "is_task", "alone", "late", "soon"
    ):
        waiting[bottleneck_id].append(Waiting(is_task, alone, late=late, soon=soon))
    return {one: ranking.release_of(found) for one, found in waiting.items()}


_IS_TASK = Q(task__isnull=False)


def ranked(*, rows: QuerySet[Bottleneck], day: Day) -> QuerySet[Any]:
    """The heaviest first, then the one that should be lifted first."""
    return with_weight(rows=rows, day=day).order_by(
        "-weight", F("lift_by").asc(nulls_last=True), "pk"
    )
