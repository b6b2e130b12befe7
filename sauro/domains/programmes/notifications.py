"""What people are told about tasks: as it happens, and as the day comes near."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

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
    leads = {task.lead_id for task in found if task.lead_id is not None}
    officers, heads = _officers_and_heads(leads, today)
    for task in found:
        if task.lead_id is None or task.due_on is None:
            continue
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
    return org_selectors.officers_and_heads(
        officer=Perm.REPORT, head=DocumentPerm.APPROVE, organisations=leads, day=day
    )


def _of_parts(event: Event) -> Iterable[int]:
    """Who works on the parts of a task at the units that lead them; two SQL."""
    parts = Task.objects.filter(parent_id=int(event.subject_id), created_at=event.at)
    leads = {lead for lead in parts.values_list("lead_id", flat=True) if lead is not None}
    officers, _heads = _officers_and_heads(leads, clock.day_of(event.at))
    return _all(officers)


def _deciding(permission: str) -> Callable[[Event], Iterable[int]]:
    """Those who hold a permission nearest above the owner of the programme; two SQL."""

    def people(event: Event) -> Iterable[int]:
        task = Task.objects.select_related("programme__owner").get(pk=event.subject_id)
        found = org_selectors.people_over(
            permission=permission,
            organisations=[task.programme.owner],
            day=clock.day_of(event.at),
        )
        return [one.pk for several in found.values() for one in several]

    return people


def _all(people: People) -> list[int]:
    return [one for several in people.values() for one in several]


def _message(
    kind: str, to: Callable[[Event], Iterable[int]], title: Any, *, urgent: bool = False
) -> Message:
    return Message(
        kind=f"programmes.task.{kind}", to=to, title=title, urgent=urgent, url="task_detail"
    )


_TO_LEAD: dict[str, tuple[Any, bool]] = {
    "assign": (_("%(by)s assigned a task to your unit: %(label)s"), False),
    "cancel": (_("A task of your unit was cancelled: %(label)s"), False),
    "reopen": (_("A task of your unit was reopened: %(label)s"), False),
    "returned": (_("Your report was returned: %(label)s. %(note)s"), True),
    "completed": (_("The completion was confirmed: %(label)s"), False),
    "extension_approved": (_("The extension was approved: %(label)s"), False),
    "extension_refused": (_("The extension was refused: %(label)s. %(note)s"), True),
    "suspended": (_("A task of your unit was suspended: %(label)s"), False),
    "resumed": (_("A task of your unit goes on: %(label)s"), False),
}
_TO_DECIDERS: dict[str, tuple[Any, bool, str]] = {
    "refuse": (_("%(by)s does not take a task: %(label)s. %(note)s"), True, Perm.MANAGE),
    "submitted": (_("%(by)s reports a task as completed: %(label)s"), False, Perm.VERIFY),
    "extension_requested": (
        _("%(by)s asks for more time: %(label)s. %(note)s"),
        False,
        Perm.DECIDE,
    ),
}
_PARTS = Message(
    kind="programmes.task.fanned_out",
    to=_of_parts,
    title=_("%(by)s gave your unit a part of a task: %(label)s"),
    url=lambda _event: reverse("my_work"),
)
MESSAGES: dict[str, Message] = {
    one.kind: one
    for one in (
        *(
            _message(kind, officers_of_lead, title, urgent=urgent)
            for kind, (title, urgent) in _TO_LEAD.items()
        ),
        *(
            _message(kind, _deciding(permission), title, urgent=urgent)
            for kind, (title, urgent, permission) in _TO_DECIDERS.items()
        ),
        _PARTS,
    )
}
REMINDERS: dict[str, Source] = {"programmes.tasks_due": Source(label=_("Task"), dues=tasks_due)}
