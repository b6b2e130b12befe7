"""The work of one agency beside that of its province, and of the units a person reports for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation, Position
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import PartyRole, State, UpdateState
from sauro.domains.programmes.selectors import overview, targets
from sauro.domains.programmes.selectors.standing import AsOf, Totals, tasks_as_of, totals
from sauro.domains.programmes.selectors.targets import TargetStanding
from sauro.domains.programmes.selectors.tasks import led_by
from sauro.domains.programmes.selectors.visibility import visible_targets, visible_tasks

LISTED = 8
_OPEN_WORK = (State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Post:
    """A post of an agency and who holds it."""

    position: Position
    holder: Any | None


@dataclass(frozen=True, slots=True)
class AgencyWork:
    """What an agency leads, joins and reported; `province` holds the led tasks of all agencies."""

    organisation: Organisation
    as_of: AsOf
    led: Totals
    coordinated: Totals
    province: Totals
    worrying: tuple[Any, ...]
    joined: tuple[Any, ...]
    reports: tuple[ProgressUpdate, ...]
    standings: tuple[TargetStanding, ...]
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What is due from the units a person reports for."""

    led: Totals
    returned: int
    waiting: int
    next_tasks: tuple[Any, ...]


def agency_seen(*, user: Any, organisation_id: int) -> Organisation:
    """An organisation the person may see; `Organisation.DoesNotExist` else."""
    found: Organisation = org_selectors.visible_to(user=user).get(pk=organisation_id)
    return found


def agency_work(*, organisation: Organisation, user: Any, as_of: AsOf) -> AgencyWork:
    """The work of an agency as far as the person sees it, parts included; twelve SQL."""
    seen = visible_tasks(user=user)
    led = _led_then(seen, organisation, as_of)
    joined = seen.filter(
        parties__organisation=organisation, parties__role=PartyRole.COORDINATE.value
    ).distinct()
    reports = ProgressUpdate.objects.filter(
        organisation=organisation, submitted_at__isnull=False, task__in=seen.order_by()
    )
    standings = targets.targets_as_of(
        targets=visible_targets(user=user).filter(lead=organisation), as_of=as_of
    )
    return AgencyWork(
        organisation=organisation,
        as_of=as_of,
        led=totals(tasks=led, as_of=as_of),
        coordinated=totals(tasks=Task.objects.filter(pk__in=joined.values("pk")), as_of=as_of),
        province=_province_totals(organisation, as_of),
        worrying=tuple(overview.worrying_tasks(tasks=led, as_of=as_of)),
        joined=tuple(_next_due(joined, as_of)),
        reports=tuple(
            reports.select_related("task", "submitted_by").order_by("-submitted_at")[:LISTED]
        ),
        standings=tuple(standings),
        posts=tuple(_posts(organisation, as_of)),
    )


def own_work(*, user: Any, as_of: AsOf) -> OwnWork:
    """What is due from the person's units, nearest first; three SQL."""
    tasks = led_by(user=user).filter(fanned_out=False)
    found = totals(tasks=tasks, as_of=as_of)
    due = tasks.filter(state__in=[state.value for state in _OPEN_WORK])
    waiting = ProgressUpdate.objects.filter(task__in=tasks, state=UpdateState.SUBMITTED.value)
    return OwnWork(
        led=found,
        returned=found.states.get(State.RETURNED.value, 0),
        waiting=waiting.count(),
        next_tasks=tuple(_next_due(due, as_of)),
    )


def _led_then(tasks: QuerySet[Task], organisation: Organisation, as_of: AsOf) -> QuerySet[Task]:
    if not as_of.is_past:
        return tasks.filter(lead=organisation)
    then = tasks_as_of(tasks=tasks, as_of=as_of).filter(as_lead_id=organisation.pk)
    return Task.objects.filter(pk__in=then.order_by().values("pk"))


def _province_totals(organisation: Organisation, as_of: AsOf) -> Totals:
    """All led tasks of the programmes in which the agency leads something."""
    programmes = Task.objects.filter(lead=organisation).order_by().values("programme")
    tasks = Task.objects.filter(programme__in=programmes, lead__isnull=False)
    return totals(tasks=tasks.exclude(state=State.DRAFT.value), as_of=as_of)


def _next_due(tasks: QuerySet[Task], as_of: AsOf) -> Any:
    found = tasks_as_of(
        tasks=Task.objects.filter(pk__in=tasks.order_by().values("pk")), as_of=as_of
    )
    live = ~Q(as_state__in=(State.COMPLETED.value, State.CANCELLED.value))
    return (
        found.filter(live)
        .select_related("lead", "programme")
        .order_by(F("as_due_on").asc(nulls_last=True), "pk")[:LISTED]
    )


def _posts(organisation: Organisation, as_of: AsOf) -> list[Post]:
    positions = list(org_selectors.positions_of(organisation=organisation, day=as_of.day))
    holders = org_selectors.holders(positions=positions, day=as_of.day) if positions else {}
    return [Post(position, holders.get(position.pk)) for position in positions]
