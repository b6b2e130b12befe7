"""What a merger would do; nothing is written here, so asking twice gives the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from sauro.domains.documents.models import Document
from sauro.domains.orgs.models import (
    Collective,
    Membership,
    Organisation,
    OrganisationAlias,
    Position,
    RoleGrant,
    Tenure,
)
from sauro.engines import access
from sauro.shell.merging import (
    planning_bottlenecks,
    planning_figures,
    planning_questions,
    planning_tasks,
)
from sauro.shell.merging.moves import Kind, Move, Offer, Plan, Stay


def plan_of(
    *, sources: Sequence[Organisation], target: Organisation, on: date, day: date, by: Any
) -> Plan:
    """What moves, whose roles may be given at the successor, and what stays. About 30 SQL."""
    people = _people(sources, target, on)
    moves = (
        *planning_tasks.moves_of(sources=sources, target=target, on=on),
        *planning_figures.moves_of(sources=sources, target=target, on=on),
        *planning_questions.moves_of(sources=sources, target=target),
        *planning_bottlenecks.moves_of(sources=sources, target=target),
        *_collectives(sources, target),
        *people,
    )
    stays = {
        **planning_tasks.stays_of(sources=sources, on=on),
        **planning_figures.stays_of(sources=sources),
        **_stays(sources),
    }
    stays[Stay.FORMS.value] -= sum(move.kind == Kind.FORMS for move in moves)
    return Plan(moves, tuple(_offers(sources, target, day, by)), stays)


def grants_to_move(
    *, sources: Sequence[Organisation], target: Organisation, day: date
) -> list[RoleGrant]:
    """Roles held at the merged agencies and not yet at the successor, each once a person."""
    held = set(_grants([target], day).values_list("user", "role"))
    found = []
    for grant in _grants(sources, day).select_related("user", "organisation"):
        if (grant.user_id, grant.role) not in held:
            held.add((grant.user_id, grant.role))
            found.append(grant)
    return found


def _grants(organisations: Sequence[Organisation], day: date) -> QuerySet[RoleGrant]:
    rows = RoleGrant.objects.filter(organisation__in=organisations).order_by("user", "pk")
    return rows.exclude(valid_to__lt=day)


def _offers(
    sources: Sequence[Organisation], target: Organisation, day: date, by: Any
) -> list[Offer]:
    names = access.roles()
    return [
        Offer(
            grant_id=grant.pk,
            person=str(grant.user),
            role=str(names[grant.role].name) if grant.role in names else grant.role,
            own=grant.user_id == by.pk,
        )
        for grant in grants_to_move(sources=sources, target=target, day=day)
    ]


def _people(sources: Sequence[Organisation], target: Organisation, on: date) -> list[Move]:
    ending = {"valid_to__isnull": True, "valid_from__lte": on}
    last: dict[str, Any] = {"before": {"valid_to": None}, "after": {"valid_to": on.isoformat()}}
    posts = Position.objects.filter(organisation__in=sources, **ending).order_by("pk")
    tenures = Tenure.objects.filter(position__organisation__in=sources, **ending).order_by("pk")
    seats = Membership.objects.filter(represents__in=sources, valid_to__isnull=True)
    members = Membership.objects.filter(body__in=sources, **ending)
    people = ("person", "body")
    return [
        *(
            Move(
                kind=Kind.SEATS,
                table="orgs.membership",
                pk=seat.pk,
                label=str(seat),
                before={"represents_id": seat.represents_id},
                after={"represents_id": target.pk},
            )
            for seat in seats.select_related(*people).order_by("pk")
        ),
        *(Move(Kind.POSTS, "orgs.position", one.pk, str(one), **last) for one in posts),
        *(
            Move(Kind.PEOPLE, "orgs.tenure", one.pk, str(one), **last)
            for one in tenures.select_related("person", "position")
        ),
        *(
            Move(Kind.MEMBERS, "orgs.membership", one.pk, str(one), **last)
            for one in members.select_related(*people).order_by("pk")
        ),
    ]


def _collectives(sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    """Collective names of the merged agencies; one whose code the successor uses stays."""
    taken = set(Collective.objects.filter(within=target).values_list("code", flat=True))
    moves = []
    for one in Collective.objects.filter(within__in=sources).order_by("pk"):
        if one.code not in taken:
            taken.add(one.code)
            before, after = {"within_id": one.within_id}, {"within_id": target.pk}
            moves.append(Move(Kind.COLLECTIVES, "orgs.collective", one.pk, one.name, before, after))
    return moves


def _stays(sources: Sequence[Organisation]) -> dict[str, int]:
    names = {name for one in sources for name in (one.name, one.short_name) if name}
    aliases = OrganisationAlias.objects.filter(organisation__in=sources)
    names |= set(aliases.values_list("name", flat=True))
    below = {
        pk
        for one in sources
        if one.numchild
        for pk in Organisation.objects.filter(path__startswith=one.path, valid_to__isnull=True)
        .order_by()
        .values_list("pk", flat=True)
    } - {one.pk for one in sources}
    return {
        Stay.DOCUMENTS.value: Document.objects.filter(issuer__in=sources).count(),
        Stay.NAMES.value: len(names),
        Stay.BELOW.value: len(below),
    }


def first_day_after(*, on: date, day: date) -> date:
    """The day from which a role at the successor holds: at once, or on the day after the last."""
    return min(on + timedelta(days=1), day)
