"""What the pages of people and roles print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.core.errors import NotAllowed
from sauro.domains.accounts import selectors as account_selectors
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import selectors, services, sheets
from sauro.domains.orgs.labels import PERMISSIONS
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role held, where, until when, and what it allows there."""

    grant: Any
    name: Any
    allows: list[Any]
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything the page of a person prints."""

    person: Any
    roles: list[RoleLine]
    posts: list[Any]
    seats: list[Any]
    history: list[Any]
    has_second_factor: bool
    may_manage: bool
    may_grant: bool


@dataclass(frozen=True, slots=True)
class RoleTable:
    """The roles of the system against their permissions."""

    roles: list[Any]
    rows: list[tuple[Any, str, list[tuple[Any, bool]]]]


def page_of(*, person: Any, reader: Any, day: date) -> PersonPage:
    """The page of a person as far as the reader may see."""
    scope = access.scope(reader, AccountPerm.VIEW)
    grants = selectors.role_grants_over(scope=scope, user=person, day=day)
    return PersonPage(
        person=person,
        roles=[_role_line(grant, reader) for grant in grants],
        posts=list(selectors.tenures_of(person=person, scope=scope)),
        seats=list(selectors.seats_of(person=person, scope=scope)),
        history=sheets.history_of(person),
        has_second_factor=account_selectors.has_second_factor(user=person),
        may_manage=_may_manage(person, reader),
        may_grant=person.pk != reader.pk and access.can(reader, Perm.GRANT),
    )


def role_table() -> RoleTable:
    """Roles across, permissions down."""
    roles = list(access.roles().values())
    known = sorted(frozenset().union(*(role.permissions for role in roles)))
    rows = [
        (PERMISSIONS.get(code, code), code, [(role, code in role.permissions) for role in roles])
        for code in known
    ]
    return RoleTable(roles, rows)


def _role_line(grant: Any, reader: Any) -> RoleLine:
    role = access.roles().get(grant.role)
    allows = sorted(role.permissions) if role else []
    return RoleLine(
        grant=grant,
        name=role.name if role else grant.role,
        allows=[PERMISSIONS.get(code, code) for code in allows],
        may_revoke=grant.user_id != reader.pk and access.allowed(reader, Perm.GRANT, grant),
    )


def _may_manage(person: Any, reader: Any) -> bool:
    if not access.can(reader, AccountPerm.MANAGE):
        return False
    try:
        services.check_may_manage(user=person, by=reader)
    except NotAllowed:
        return False
    return True
