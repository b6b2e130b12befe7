"""Who holds which post, seat and role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Now, TruncDate

from sauro.domains.accounts import selectors as account_selectors
from sauro.domains.accounts.models import User
from sauro.domains.orgs.models import (
    Membership,
    Organisation,
    Position,
    RoleGrant,
    Tenure,
    in_force,
)
from sauro.domains.orgs.rules import BODY_ROLE_ORDER
from sauro.engines import access

# Rights are those of this very day in Vietnam, whatever day a page looks at.
_THIS_DAY: Any = TruncDate(Now())
Ids = dict[int, tuple[int, ...]]
"""People of each organisation, both by their numbers."""


def grants_of(*, user: Any) -> tuple[access.Grant, ...]:
    """The roles a person holds today, each with the path of its subtree.

    The named system person, as whom jobs and commands act, holds every role everywhere.
    """
    if user.is_system:
        return tuple(access.Grant(role=code, path="") for code in access.roles())
    held = RoleGrant.objects.filter(in_force(_THIS_DAY), user=user).order_by("id")
    return tuple(
        access.Grant(role=role, path=path)
        for role, path in held.values_list("role", "organisation__path")
    )


def home_organisation(*, user: Any) -> Organisation | None:
    """Where a person works: the organisation of his post, else of his first role."""
    post: Organisation | None = (
        Organisation.objects.filter(
            in_force(_THIS_DAY, "positions__tenures__valid_from", "positions__tenures__valid_to"),
            positions__tenures__person=user,
        )
        .order_by("-positions__is_head", "positions__tenures__id")
        .first()
    )
    if post is not None:
        return post
    held = RoleGrant.objects.filter(in_force(_THIS_DAY), user=user).select_related("organisation")
    grant = held.order_by("-organisation__depth", "id").first()
    return grant.organisation if grant else None


def holders(*, positions: Iterable[Position | int], day: date) -> dict[int, Any]:
    """Who holds each of the posts on a day, by post id; a vacant post is missing."""
    ids = [one if isinstance(one, int) else one.pk for one in positions]
    found = Tenure.objects.filter(in_force(day), position_id__in=ids).select_related("person")
    return {tenure.position_id: tenure.person for tenure in found.order_by("valid_from", "id")}


def holder_of(*, position: Position, day: date) -> Any | None:
    """Who holds a post on a day."""
    return holders(positions=[position], day=day).get(position.pk)


def positions_of(*, organisation: Organisation, day: date | None = None) -> QuerySet[Position]:
    """The posts of an organisation, the head first."""
    found = Position.objects.filter(organisation=organisation)
    if day is not None:
        found = found.filter(in_force(day))
    return found.order_by("-is_head", "id")


def people_who(
    *, permission: str, organisations: Iterable[Organisation | int], day: date
) -> dict[int, list[Any]]:
    """Who holds a permission by a role over exactly each of these organisations, by name; one SQL.

    A role over a unit above does not count: the answer is who works there, not who may. A unit
    where nobody holds it is missing.
    """
    found: dict[int, list[Any]] = {}
    for grant in _granted(_roles_with(permission), organisations, day):
        people = found.setdefault(grant.organisation_id, [])
        if grant.user not in people:
            people.append(grant.user)
    return found


def officers_and_heads(
    *,
    officer: str,
    head: str,
    organisations: Iterable[Organisation | int],
    day: date,
    apart: bool = True,
) -> tuple[Ids, Ids]:
    """Who works on something and who signs at exactly each organisation, by name; one SQL.

    Two permissions tell who is which; `apart`, a head is no officer, unless he works alone.
    """
    roles = _roles_with(officer), _roles_with(head)
    found: tuple[dict[int, dict[int, None]], ...] = {}, {}
    for grant in _granted(roles[0] | roles[1], organisations, day):
        for wanted, people in zip(roles, found, strict=True):
            if grant.role in wanted:
                people.setdefault(grant.organisation_id, {})[grant.user_id] = None
    officers, heads = ({unit: tuple(one) for unit, one in each.items()} for each in found)
    if apart:
        officers = {
            unit: tuple(one for one in people if one not in heads.get(unit, ())) or people
            for unit, people in officers.items()
        }
    return officers, heads


def _roles_with(permission: str) -> set[str]:
    return {code for code, role in access.roles().items() if permission in role.permissions}


def _granted(
    roles: Iterable[str], organisations: Iterable[Organisation | int], day: date
) -> QuerySet[RoleGrant]:
    ids = [one if isinstance(one, int) else one.pk for one in organisations]
    grants = RoleGrant.objects.filter(
        in_force(day), organisation__in=ids, role__in=roles, user__is_active=True
    )
    return grants.select_related("user").order_by("user__full_name", "pk")


def people_over(
    *, permission: str, organisations: Iterable[Organisation], day: date
) -> dict[int, list[Any]]:
    """Who holds a permission nearest above each organisation, by name; one SQL.

    Those with a role over the organisation itself, else over the unit above it, and so on up: the
    people who decide there, without everybody who might.
    """
    wanted = list(organisations)
    step = Organisation.steplen
    above = {one.pk: [one.path[:end] for end in range(len(one.path), 0, -step)] for one in wanted}
    paths = {path for line in above.values() for path in line}
    grants = RoleGrant.objects.filter(
        in_force(day),
        organisation__path__in=paths,
        role__in=_roles_with(permission),
        user__is_active=True,
    )
    at: dict[str, list[Any]] = {}
    for grant in grants.select_related("user", "organisation").order_by("user__full_name", "pk"):
        people = at.setdefault(grant.organisation.path, [])
        if grant.user not in people:
            people.append(grant.user)
    return {pk: next((at[path] for path in line if path in at), []) for pk, line in above.items()}


def members_of(*, body: Organisation, day: date | None = None) -> QuerySet[Membership]:
    """The seats of a steering committee or working group, by rank."""
    found = Membership.objects.filter(body=body).select_related("person", "represents")
    if day is not None:
        found = found.filter(in_force(day))
    rank = Case(
        *(When(role=role, then=Value(order)) for order, role in enumerate(BODY_ROLE_ORDER)),
        default=Value(99),
        output_field=IntegerField(),
    )
    return found.order_by(rank, "id")


def members_of_all(*, bodies: Iterable[Organisation], day: date) -> QuerySet[Membership]:
    """The seats of several bodies on a day."""
    found = Membership.objects.filter(in_force(day), body__in=[one.pk for one in bodies])
    return found.select_related("person").order_by("body_id", "id")


def role_grants_over(
    *, scope: access.Scope, user: Any | None = None, day: date | None = None
) -> QuerySet[RoleGrant]:
    """Roles held over organisations of a scope, by everybody or by one person."""
    found = RoleGrant.objects.filter(scope.q("organisation__path"))
    if user is not None:
        found = found.filter(user=user)
    if day is not None:
        found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return found.select_related("user", "organisation").order_by("user__full_name", "id")


def people_in(*, scope: access.Scope, query: str = "") -> QuerySet[User]:
    """People who have, or had, a role, a post or a seat in the organisations of a scope."""
    found = account_selectors.users(query=query)
    if scope.everywhere or "" in scope.paths:
        return found
    ties = (
        RoleGrant.objects.filter(scope.q("organisation__path"), user=OuterRef("pk")),
        Tenure.objects.filter(scope.q("position__organisation__path"), person=OuterRef("pk")),
        Membership.objects.filter(scope.q("body__path"), person=OuterRef("pk")),
    )
    role, post, seat = (Exists(tie) for tie in ties)
    return found.filter(role | post | seat)


def tenures_of(*, person: Any, scope: access.Scope) -> QuerySet[Tenure]:
    """The posts a person holds and held in the organisations of a scope, newest first."""
    found = Tenure.objects.filter(scope.q("position__organisation__path"), person=person)
    return found.select_related("position__organisation").order_by("-valid_from", "id")


def seats_of(*, person: Any, scope: access.Scope) -> QuerySet[Membership]:
    """The seats a person has and had in the bodies of a scope, newest first."""
    found = Membership.objects.filter(scope.q("body__path"), person=person)
    return found.select_related("body").order_by("-valid_from", "id")
