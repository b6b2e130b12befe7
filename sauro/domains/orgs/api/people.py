"""People with accounts and the roles they hold.

Annotations are read while the module loads: behind a guard, ninja would look for their names
among those of the guard.
"""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.accounts.models import User
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import selectors, services
from sauro.domains.orgs.api.shapes import (
    READ,
    WRITE,
    Email,
    Key,
    PageQuery,
    page_of,
)
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access

router = Router(tags=["People"])
Phone = Annotated[str, Field(max_length=30, pattern=r"^[^\x00]*$")]
RoleCode = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class PersonOut(Schema):
    """A person with an account."""

    id: int
    username: str
    full_name: str
    email: str
    is_active: bool


class PersonPage(Schema):
    """One page of people."""

    total: int
    page: int
    size: int
    items: list[PersonOut]


class RoleHeld(Schema):
    """A role over an organisation and everything below it."""

    id: int
    role: str
    organisation_id: int
    valid_from: date
    valid_to: date | None


class PostHeld(Schema):
    """A post that a person holds or held."""

    position_id: int
    title: str
    organisation_id: int
    valid_from: date
    valid_to: date | None


class SeatHeld(Schema):
    """A seat that a person has or had."""

    member_id: int
    body_id: int
    role: str
    valid_from: date
    valid_to: date | None


class PersonDetail(PersonOut):
    """A person with roles, posts and seats as far as one answers for them."""

    phone: str
    roles: list[RoleHeld]
    posts: list[PostHeld]
    seats: list[SeatHeld]


class PersonIn(Schema):
    """How a person is called and reached."""

    full_name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    email: Email = ""
    phone: Phone = ""


class NewPersonIn(PersonIn):
    """A new account with its first role."""

    username: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
    organisation_id: Key
    role: RoleCode


class PasswordOut(Schema):
    """A temporary password, which is shown this once."""

    id: int
    username: str
    password: str


class ActiveIn(Schema):
    """Whether the account is open."""

    active: bool


class RoleIn(Schema):
    """A role over an organisation and everything below it."""

    role: RoleCode
    organisation_id: Key
    valid_to: date | None = None


class RoleRow(Schema):
    """A role of the system and what it allows."""

    role: str
    name: str
    permissions: list[str]


@router.get(
    "/people", response={200: PersonPage, **READ}, summary="People of the agencies one answers for"
)
@access.require(AccountPerm.VIEW)
def people(request: HttpRequest, query: Annotated[PageQuery, Query()]) -> Any:
    scope = access.scope(request.user, AccountPerm.VIEW)
    return page_of(selectors.people_in(scope=scope, query=query.q), query)


@router.get("/people/{int:person_id}", response={200: PersonDetail, **READ}, summary="One person")
@access.require(AccountPerm.VIEW)
def person(request: HttpRequest, person_id: int) -> Any:
    return _detail(request, _person(request, person_id, AccountPerm.VIEW))


@router.post("/people", response={201: PasswordOut, **WRITE}, summary="Add an account")
@access.require(AccountPerm.MANAGE)
def person_add(request: HttpRequest, body: NewPersonIn) -> Any:
    places = _open_places(request, AccountPerm.MANAGE)
    made, password = services.create_person(
        organisation=get_object_or_404(places, pk=body.organisation_id),
        by=request.user,
        at=clock.now(),
        **body.model_dump(exclude={"organisation_id"}),
    )
    return Status(201, _with_password(made, password))


@router.put(
    "/people/{int:person_id}",
    response={200: PersonDetail, **WRITE},
    summary="Change an account",
)
@access.require(AccountPerm.MANAGE)
def person_change(request: HttpRequest, person_id: int, body: PersonIn) -> Any:
    changed = services.change_person(
        user=_person(request, person_id), by=request.user, at=clock.now(), **body.model_dump()
    )
    return _detail(request, changed)


@router.post(
    "/people/{int:person_id}/password",
    response={200: PasswordOut, **WRITE},
    summary="Give a temporary password",
)
@access.require(AccountPerm.MANAGE)
def person_password(request: HttpRequest, person_id: int) -> Any:
    changed, password = services.reset_password(
        user=_person(request, person_id), by=request.user, at=clock.now()
    )
    return _with_password(changed, password)


@router.post(
    "/people/{int:person_id}/active",
    response={200: PersonDetail, **WRITE},
    summary="Lock an account or open it again",
)
@access.require(AccountPerm.MANAGE)
def person_active(request: HttpRequest, person_id: int, body: ActiveIn) -> Any:
    changed = services.set_active(
        user=_person(request, person_id), active=body.active, by=request.user, at=clock.now()
    )
    return _detail(request, changed)


@router.delete(
    "/people/{int:person_id}/second-factor",
    response={204: None, **WRITE},
    summary="Take the second factor away",
)
@access.require(AccountPerm.MANAGE)
def person_second_factor(request: HttpRequest, person_id: int) -> Any:
    services.remove_second_factor(user=_person(request, person_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.post(
    "/people/{int:person_id}/roles",
    response={201: PersonDetail, **WRITE},
    summary="Grant a role",
)
@access.require(Perm.GRANT)
def person_grant(request: HttpRequest, person_id: int, body: RoleIn) -> Any:
    found, at = _person(request, person_id, AccountPerm.VIEW), clock.now()
    services.grant_role(
        user=found,
        role=body.role,
        organisation=get_object_or_404(_open_places(request, Perm.GRANT), pk=body.organisation_id),
        valid_from=clock.day_of(at),
        valid_to=body.valid_to,
        by=request.user,
        at=at,
    )
    return Status(201, _detail(request, found))


@router.delete(
    "/people/{int:person_id}/roles/{int:grant_id}",
    response={200: PersonDetail, **WRITE},
    summary="Take a role away",
)
@access.require(Perm.GRANT)
def person_revoke(request: HttpRequest, person_id: int, grant_id: int) -> Any:
    held = selectors.role_grants_over(scope=access.scope(request.user, Perm.GRANT))
    grant = get_object_or_404(held, pk=grant_id, user=person_id)
    services.revoke_role(grant=grant, by=request.user, at=clock.now())
    return _detail(request, grant.user)


@router.get("/roles", response={200: list[RoleRow], **READ}, summary="What each role allows")
@access.require(AccountPerm.VIEW)
def role_list(request: HttpRequest) -> Any:  # noqa: ARG001  (every operation takes it)
    return [
        {"role": role.code, "name": str(role.name), "permissions": sorted(role.permissions)}
        for role in access.roles().values()
    ]


def _person(request: HttpRequest, pk: int, permission: str = AccountPerm.MANAGE) -> User:
    scope = access.scope(request.user, permission)
    return get_object_or_404(selectors.people_in(scope=scope), pk=pk)


def _open_places(request: HttpRequest, permission: str) -> Any:
    scope = access.scope(request.user, permission)
    return selectors.organisations(scope=scope).filter(valid_to__isnull=True)


def _with_password(user: User, password: str) -> dict[str, Any]:
    return {"id": user.pk, "username": user.username, "password": password}


def _detail(request: HttpRequest, user: User) -> dict[str, Any]:
    scope = access.scope(request.user, AccountPerm.VIEW)
    names = (*PersonOut.model_fields, "phone")
    return {
        **{name: getattr(user, name) for name in names},
        "roles": selectors.role_grants_over(scope=scope, user=user, day=clock.today()),
        "posts": [
            {
                "position_id": held.position_id,
                "title": held.position.title,
                "organisation_id": held.position.organisation_id,
                "valid_from": held.valid_from,
                "valid_to": held.valid_to,
            }
            for held in selectors.tenures_of(person=user, scope=scope)
        ],
        "seats": [
            {
                "member_id": seat.pk,
                "body_id": seat.body_id,
                "role": seat.role,
                "valid_from": seat.valid_from,
                "valid_to": seat.valid_to,
            }
            for seat in selectors.seats_of(person=user, scope=scope)
        ],
    }
