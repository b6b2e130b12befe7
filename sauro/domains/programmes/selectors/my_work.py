"""What is due from a person's units, in the order in which it hurts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.models.classes import class_expression
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import WORKING_STATES, DeadlineClass, State, UpdateState
from sauro.domains.programmes.selectors.reporting import ReportingMonth, reported_in
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access

GROUPS = (
    ("returned", _("Returned to me")),
    ("overdue", _("Overdue")),
    ("due_soon", _("Due soon")),
    ("to_accept", _("To accept")),
    ("draft", _("My drafts")),
    ("part", _("Parts of tasks given to many")),
    ("silent", _("Not reported this month")),
    ("reported", _("Reported this month")),
)
ALL_DUE = _("All that is due")
DUE = tuple(code for code, _words in GROUPS if code != "reported")
_HANDED_IN = (UpdateState.SUBMITTED.value, UpdateState.VERIFIED.value)
_WORKING = tuple(state.value for state in WORKING_STATES)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many tasks are in each group, how many wait for others, and how the month stands."""

    groups: dict[str, int]
    waiting: int
    reported: int
    expected: int

    @property
    def due(self) -> int:
        """Tasks that want something from the person."""
        return sum(self.groups.get(code, 0) for code in DUE)


def _own(user: Any) -> QuerySet[Task]:
    scope = access.scope(user, Perm.REPORT)
    return Task.objects.filter(scope.q("lead__path"), fanned_out=False)


def work_of(*, user: Any, as_of: AsOf, month: ReportingMonth) -> Any:
    """Tasks on which a person's units work, each with its `work_group`, the most urgent first."""
    drafts = ProgressUpdate.objects.filter(task=OuterRef("pk"), state=UpdateState.DRAFT.value)
    found: Any = (
        _own(user)
        .filter(state__in=_WORKING)
        .annotate(
            deadline_class=class_expression(today=as_of.day, soon_days=as_of.soon_days),
            has_draft=Exists(drafts),
            is_reported=reported_in(month=month.start),
        )
    )
    return found.annotate(work_group=_group()).order_by("work_group", "due_on", "pk")


def _group() -> Case:
    steps = (
        Q(state=State.RETURNED.value),
        Q(deadline_class=DeadlineClass.OVERDUE.value),
        Q(deadline_class=DeadlineClass.DUE_SOON.value),
        Q(state=State.ASSIGNED.value),
        Q(has_draft=True),
        Q(parent__isnull=False, is_reported=False),
        Q(is_reported=False),
    )
    return Case(
        *(When(condition, then=Value(place)) for place, condition in enumerate(steps)),
        default=Value(len(steps)),
        output_field=IntegerField(),
    )


def summary_of(*, user: Any, work: Any) -> Summary:
    """Counts of a person's work by group; two SQL."""
    rows = work.order_by().values("work_group", "is_reported").annotate(n=Count("pk"))
    groups: dict[str, int] = {}
    reported = expected = 0
    for row in rows.values_list("work_group", "is_reported", "n"):
        place, is_reported, n = row
        code = GROUPS[place][0]
        groups[code] = groups.get(code, 0) + n
        expected += n
        reported += n if is_reported else 0
    waiting = _own(user).filter(state=State.SUBMITTED.value).count()
    return Summary(groups, waiting, reported + waiting, expected + waiting)


def in_group(*, work: Any, code: str) -> Any:
    """The work of one group, or everything that is due when no group is named."""
    places = {name: place for place, (name, _words) in enumerate(GROUPS)}
    if code in places:
        return work.filter(work_group=places[code])
    return work.exclude(work_group=places["reported"])


def drafts_of(*, tasks: list[Task]) -> dict[int, ProgressUpdate]:
    """The draft of each task, else its returned update that none has followed; one SQL."""
    later = ProgressUpdate.objects.filter(
        task=OuterRef("task"), pk__gt=OuterRef("pk"), state__in=_HANDED_IN
    )
    open_ones: Any = Q(state=UpdateState.DRAFT.value)
    open_ones |= Q(state=UpdateState.RETURNED.value) & ~Exists(later)
    found: dict[int, ProgressUpdate] = {}
    updates = ProgressUpdate.objects.filter(open_ones, task__in=tasks).select_related("by")
    for update in updates.order_by("pk"):
        kept = found.get(update.task_id)
        if kept is None or kept.state != UpdateState.DRAFT:
            found[update.task_id] = update
    return found


def tasks_to_report(*, user: Any, ids: list[int]) -> dict[int, Task]:
    """Tasks of a person's units among the ids given; others are as if they did not exist."""
    found = _own(user).filter(pk__in=ids).select_related("lead", "programme__owner")
    return {task.pk: task for task in found}
