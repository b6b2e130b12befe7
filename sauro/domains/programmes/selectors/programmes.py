"""The figures of one programme, and the choices a person has when he makes or changes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.programmes.models import Programme, ProgrammeMandate, Synthesis
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import mandates, overview, syntheses, targets
from sauro.domains.programmes.selectors.health import standing_and_health
from sauro.domains.programmes.selectors.overview import Cube, Tallies
from sauro.domains.programmes.selectors.standing import AsOf, Totals, totals_by
from sauro.domains.programmes.selectors.targets import TargetStanding
from sauro.domains.programmes.selectors.visibility import visible_programmes, visible_targets
from sauro.engines import access

LINES = 5  # the last words of a programme that its page shows
_OWNERS = (
    OrgKind.PROVINCE,
    OrgKind.FORMER_PROVINCE,
    OrgKind.PARTY,
    OrgKind.COUNCIL,
    OrgKind.COMMITTEE,
    OrgKind.DEPARTMENT,
    OrgKind.STEERING,
    OrgKind.NATIONAL,
)


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """What the page of a programme counts, on one day and for one reader."""

    programme: Programme
    as_of: AsOf
    cube: Cube
    states: Totals
    health: dict[str, int]
    group_names: dict[int, str]
    lead_names: dict[int, tuple[str, str]]
    pairs: dict[int, int]
    tallies: Tallies
    standings: tuple[TargetStanding, ...]
    said: tuple[Synthesis, ...]
    mandates: tuple[ProgrammeMandate, ...]
    predecessor: Programme | None
    successors: tuple[Programme, ...]


def programme_figures(*, programme: Programme, user: Any, as_of: AsOf) -> ProgrammeFigures:
    """Totals of a programme as far as the person sees it; ten SQL."""
    tasks = overview.counted_tasks(user=user).filter(programme=programme)
    cube = overview.cube_of(tasks=tasks, as_of=as_of)
    groups = programme.groups.filter(kind="tasks").order_by("position", "id")
    _none, leads = overview.names_of(groups=(), organisations=cube.leads)
    before_or_after = Q(pk=programme.predecessor_id) | Q(predecessor=programme)
    related = list(visible_programmes(user=user).filter(before_or_after).order_by("starts_on"))
    states, health = standing_and_health(tasks=tasks, as_of=as_of)
    standings = targets.targets_as_of(
        targets=visible_targets(user=user).filter(programme=programme), as_of=as_of
    )
    return ProgrammeFigures(
        programme=programme,
        as_of=as_of,
        cube=cube,
        states=states,
        health=health,
        group_names={group.pk: str(group) for group in groups},
        lead_names=leads,
        pairs=overview.pairs_by_agency(tasks=tasks),
        tallies=overview.missing_counts(tasks=tasks),
        standings=tuple(standings),
        said=tuple(syntheses.latest_in(programme=programme, user=user, as_of=as_of, limit=LINES)),
        mandates=tuple(mandates.seen(of=programme, user=user)),
        predecessor=next((one for one in related if one.pk == programme.predecessor_id), None),
        successors=tuple(one for one in related if one.predecessor_id == programme.pk),
    )


def totals_of_programmes(*, programmes: list[Programme], user: Any, as_of: AsOf) -> dict[int, Any]:
    """Totals of each programme as far as the person sees it; one SQL."""
    tasks = overview.counted_tasks(user=user).filter(programme__in=programmes)
    found = totals_by(tasks=tasks, as_of=as_of, by=("programme_id",))
    return {key[0]: counted for key, counted in found.items()}


def owners_for(*, user: Any, day: date) -> Any:
    """Organisations for which the person may make programmes: provincial bodies, or his own."""
    scope = access.scope(user, Perm.MANAGE)
    own = Q(kind__in=_OWNERS) | Q(path__in=scope.paths)
    return Organisation.objects.in_force(day).filter(scope.q("path") & own).order_by("path")


def standing_agencies_for(*, owner: Organisation, day: date) -> Any:
    """Organisations that may watch over the programmes of an owner."""
    found = Organisation.objects.in_force(day).filter(path__startswith=owner.path)
    return found.filter(kind__in=_OWNERS).order_by("path")
