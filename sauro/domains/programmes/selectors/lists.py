"""Tasks as lists show them: as of a day, with urgency and the agencies that led them then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from sauro.domains.orgs.models import Organisation, Tenure
from sauro.domains.programmes.models import Task, TaskParty
from sauro.domains.programmes.rules import DeadlineClass, PartyRole
from sauro.domains.programmes.selectors.standing import AsOf, countable, tasks_as_of
from sauro.domains.programmes.selectors.visibility import sight_of, visible_tasks

_URGENCY = (
    DeadlineClass.OVERDUE,
    DeadlineClass.DUE_SOON,
    DeadlineClass.IN_TIME,
    DeadlineClass.NO_DEADLINE,
    DeadlineClass.SUSPENDED,
    DeadlineClass.DONE_LATE,
    DeadlineClass.DONE_ON_TIME,
    DeadlineClass.CANCELLED,
)


def listed_tasks(*, user: Any, as_of: AsOf, parts: str = "") -> QuerySet[Task]:
    """Tasks the person may see as they stood on a day, for a list.

    `parts` is `tasks` (a task fanned out to many counts once), `parts` (only the parts) or `all`;
    by default a person who sees whole programmes gets `tasks`, one who sees his units' work `all`.
    """
    found = visible_tasks(user=user)
    sight = sight_of(user=user)
    wide = sight.everywhere or bool(sight.programmes)
    if parts == "parts":
        found = found.filter(parent__isnull=False)
    elif parts == "tasks" or (wide and parts != "all"):
        found = countable(tasks=found)
    return (
        tasks_as_of(tasks=found, as_of=as_of)
        .select_related("programme", "group")
        .defer("content", "ground", "note", "acceptance", "deliverable", "folded")
        .annotate(urgency=_urgency())
    )


def _urgency() -> Case:
    return Case(
        *(When(deadline_class=code.value, then=Value(n)) for n, code in enumerate(_URGENCY)),
        output_field=IntegerField(),
    )


def mine(*, user: Any, tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks in which the person's units take part, or for which his post answers."""
    units = sight_of(user=user).organisations
    posts = Tenure.objects.filter(person=user).values("position")
    part = TaskParty.objects.filter(organisation_id__in=units, task=OuterRef("pk"))
    return tasks.filter(
        Q(lead_id__in=units)
        | Exists(part)
        | Q(accountable_id__in=posts)
        | Q(supervisor_id__in=posts)
    )


def leads_by_id(*, ids: Iterable[int | None]) -> dict[int, Organisation]:
    """Organisations by id, with the columns a list prints; one SQL, none when there is no id."""
    wanted = {id_ for id_ in ids if id_ is not None}
    found = Organisation.objects.only("code", "name", "short_name", "path")
    return found.in_bulk(wanted) if wanted else {}


def lead_words(*, tasks: Sequence[Any]) -> dict[int, str]:
    """Who leads tasks without a matched lead, as written: by task id; one SQL, none when unneeded."""
    without = [task.pk for task in tasks if task.as_lead_id is None]
    if not without:
        return {}
    parties = TaskParty.objects.filter(task_id__in=without, role=PartyRole.LEAD.value)
    found: dict[int, str] = {}
    for party in parties.select_related("collective").order_by("-position"):
        found[party.task_id] = str(party.collective or party.mention)
    return found
