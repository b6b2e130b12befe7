"""What people are told about tasks: as it happens, and as the day comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.documents.permissions import Perm as DocumentPerm
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import WORKING_STATES
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source

_WORKING = tuple(state.value for state in WORKING_STATES)
People = dict[int, tuple[int, ...]]


def officers_of_lead(event: Event) -> Iterable[int]:
    """Who works on the task of an event at the unit that leads it; two SQL."""
    task = Task.objects.only("lead_id").get(pk=event.subject_id)
    if task.lead_id is None:
        return ()
    officers, _heads = _officers_and_heads({task.lead_id}, clock.day_of(event.at))
    return officers.get(task.lead_id, ())


def tasks_due(*, today: date) -> Iterator[Due]:
    """Tasks that are worked on, with their officers; the heads of the lead are the superiors."""
    found = list(
        Task.objects.filter(
            state__in=_WORKING,
            fanned_out=False,
            lead__isnull=False,
            due_on__lte=today + timedelta(days=HORIZON),
        ).only("number", "title", "due_on", "lead_id")
    )
    officers, heads = _officers_and_heads({task.lead_id for task in found}, today)
    for task in found:
        yield Due(
            subject_kind="programmes.task",
            subject_id=str(task.pk),
            label=str(task),
            url=reverse("task_detail", args=[task.pk]),
            due_on=task.due_on,
            to=officers.get(task.lead_id, ()),
            superiors=heads.get(task.lead_id, ()),
        )


def _officers_and_heads(leads: set[int], day: date) -> tuple[People, People]:
    """Those who report without signing, and those who sign; a head alone is his own officer."""
    reporting = _ids(Perm.REPORT, leads, day)
    heads = _ids(DocumentPerm.APPROVE, leads, day)
    officers = {
        unit: tuple(one for one in people if one not in heads.get(unit, ())) or people
        for unit, people in reporting.items()
    }
    return officers, heads


def _ids(permission: str, leads: set[int], day: date) -> People:
    found = org_selectors.people_who(permission=permission, organisations=leads, day=day)
    return {unit: tuple(one.pk for one in people) for unit, people in found.items()}


MESSAGES: dict[str, Message] = {
    "programmes.task.assign": Message(
        kind="programmes.task.assign",
        to=officers_of_lead,
        title=_("%(by)s assigned a task to your unit: %(label)s"),
        url="task_detail",
    ),
}
REMINDERS: dict[str, Source] = {"programmes.tasks_due": Source(label=_("Task"), dues=tasks_due)}
