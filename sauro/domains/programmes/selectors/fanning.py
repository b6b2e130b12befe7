"""To whom a task would be given when it is fanned out: counted and named before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.orgs.models import Collective, Organisation
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.selectors import naming


@dataclass(frozen=True, slots=True)
class Plan:
    """Organisations that would get a part, those that have one, and names not understood."""

    fresh: tuple[Organisation, ...]
    taken: tuple[Organisation, ...]
    unknown: tuple[naming.Named, ...]


def plan_of(*, task: Task, collective_ids: list[int], typed: str, day: date) -> Plan:
    """What fanning a task out to some collectives and typed names would do."""
    owner = task.programme.owner
    named = naming.agencies_meant(names=naming.names_in(typed), owner=owner, day=day)
    collectives = [*Collective.objects.filter(pk__in=collective_ids), *named.collectives]
    members = naming.members_of(collectives=collectives, owner=owner, day=day)
    wanted = {one.pk: one for one in (*members, *named.organisations)}
    has = set(task.children.values_list("lead_id", flat=True))
    return Plan(
        fresh=tuple(one for pk, one in wanted.items() if pk not in has),
        taken=tuple(one for pk, one in wanted.items() if pk in has),
        unknown=tuple(named.unknown),
    )


def typed(*, task: Task) -> dict[str, Any]:
    """The collectives and agencies that already take part, as a first proposal."""
    parties = list(task.parties.all())
    return {
        "collectives": [str(p.collective_id) for p in parties if p.collective_id],
        "agencies": "",
    }
