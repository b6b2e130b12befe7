"""Tasks as lists show them: as of a day, with urgency and the agencies that led them then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from sauro.domains.orgs.models import Organisation, Tenure
from sauro.domains.programmes.models import Task, TaskParty
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import PartyRole, State
from sauro.domains.programmes.selectors.standing import AsOf, countable, tasks_as_of
from sauro.domains.programmes.selectors.visibility import sight_of, visible_tasks
from sauro.engines import access


def listed_tasks(*, user: Any, as_of: AsOf, parts: str = "") -> Any:
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
        .select_related("programme", "group", "lead")
        .defer("content", "ground", "note", "acceptance", "deliverable", "folded")
        .annotate(urgency=_urgency())
    )


def _urgency() -> Case:
    """Open tasks first, which their due days then order from the latest to the last due."""
    steps = (
        (Q(as_state=State.CANCELLED.value), 4),
        (Q(as_state=State.COMPLETED.value), 3),
        (Q(as_state=State.SUSPENDED.value), 2),
        (Q(as_due_on__isnull=True), 1),
    )
    return Case(
        *(When(condition, then=Value(place)) for condition, place in steps),
        default=Value(0),
        output_field=IntegerField(),
    )


def mine(*, user: Any, tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks in which the person's units take part, or for which his post answers."""
    units = sight_of(user=user).organisations
    posts = Tenure.objects.filter(person=user).values("position")
    part = TaskParty.objects.filter(organisation_id__in=units).values("task")
    return tasks.filter(
        Q(lead_id__in=units)
        | Q(pk__in=part)
        | Q(accountable_id__in=posts)
        | Q(supervisor_id__in=posts)
    )


def name_leads(*, tasks: Sequence[Any]) -> None:
    """Give each listed task `lead_label` and `lead_name`: its agency then, or the name as written.

    No SQL for tasks whose present lead was read with them and led them then too.
    """
    others = {t.as_lead_id for t in tasks if t.as_lead_id and t.as_lead_id != t.lead_id}
    columns = ("code", "name", "short_name")
    known = Organisation.objects.only(*columns).in_bulk(others) if others else {}
    words = _lead_words([task.pk for task in tasks if task.as_lead_id is None])
    for task in tasks:
        lead = known.get(task.as_lead_id) or (task.lead if task.as_lead_id else None)
        task.lead_name = lead.name if lead else words.get(task.pk, "")
        task.lead_label = lead.label if lead else task.lead_name


def _lead_words(task_ids: Sequence[int]) -> dict[int, str]:
    if not task_ids:
        return {}
    parties = TaskParty.objects.filter(task_id__in=task_ids, role=PartyRole.LEAD.value)
    found: dict[int, str] = {}
    for party in parties.select_related("collective").order_by("-position"):
        found[party.task_id] = str(party.collective or party.mention)
    return found


def managed_tasks(*, user: Any, as_of: AsOf) -> Any:
    """Tasks of programmes that the person manages, as lists show them."""
    scope = access.scope(user, Perm.MANAGE)
    found = listed_tasks(user=user, as_of=as_of, parts="all")
    return found.filter(scope.q("programme__owner__path"))


def assignable(*, tasks: Sequence[Task]) -> dict[str, list[Task]]:
    """Tasks that can be assigned now, those without a lead, and those in another state."""
    open_ones = [task for task in tasks if task.state in (State.DRAFT, State.REFUSED)]
    return {
        "ready": [task for task in open_ones if task.lead_id is not None],
        "leaderless": [task for task in open_ones if task.lead_id is None],
        "others": [task for task in tasks if task not in open_ones],
    }
