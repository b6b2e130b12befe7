"""Accounts of the people of an organisation, and the roles they hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.accounts import services as accounts
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import selectors
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access
from sauro.engines.history.recording import record

# Rights over rights: only somebody who holds one there may pass it on.
GUARDED = frozenset({str(Perm.GRANT), str(Perm.MANAGE), str(AccountPerm.MANAGE)})


class UnknownRole(DomainError):
    """There is no such role."""

    code = "unknown_role"


class OwnRights(DomainError):
    """Nobody changes his own rights."""

    code = "own_rights"


@transaction.atomic
def grant_role(
    *,
    user: Any,
    role: str,
    organisation: Organisation,
    valid_from: date,
    by: Any,
    at: datetime,
    valid_to: date | None = None,
) -> RoleGrant:
    """The role over the organisation and all below it; one that is held already is left alone."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    access.check(by, Perm.GRANT, organisation)
    _refuse_more_than_held(user, role, organisation, by)
    held = RoleGrant.objects.filter(user=user, role=role, organisation=organisation)
    covering = held.filter(valid_from__lte=valid_from, valid_to=valid_to)
    if grant := covering.first():
        return grant
    grant, _made = RoleGrant.objects.update_or_create(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        defaults={"valid_to": valid_to},
    )
    access.forget(user)
    record(
        kind="orgs.role.granted",
        subject=grant,
        by=by,
        at=at,
        after={"person": user, "role": role, "organisation": organisation},
    )
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, by: Any, at: datetime) -> RoleGrant:
    """The grant, of no effect from this moment on; revoking it twice changes nothing."""
    found = RoleGrant.objects.select_for_update(of=("self",)).filter(pk=grant.pk).first()
    if found is None:
        return grant
    access.check(by, Perm.GRANT, found)
    if found.role in access.roles():
        _refuse_more_than_held(found.user, found.role, found.organisation, by)
    yesterday = clock.day_of(at) - timedelta(days=1)
    if found.valid_to is not None and found.valid_to <= yesterday:
        return found
    before = {"person": found.user, "role": found.role, "organisation": found.organisation}
    record(kind="orgs.role.revoked", subject=found, by=by, at=at, before=before)
    if yesterday < found.valid_from:  # it has not been in force for a whole day
        RoleGrant.objects.filter(pk=found.pk).delete()
    else:
        found.valid_to = yesterday
        found.save(update_fields=["valid_to"])
    access.forget(grant.user)
    return found


def check_may_manage(*, user: Any, by: Any) -> None:
    """Raise `NotAllowed` unless every right the person has lies where `by` manages accounts."""
    mine = access.scope(by, AccountPerm.MANAGE)
    inside = selectors.people_in(scope=mine).filter(pk=user.pk).exists()
    held = selectors.grants_of(user=user)
    if not inside or not all(mine.covers(_reach(grant)) for grant in held):
        raise NotAllowed(_("Your role does not allow this here."))


@transaction.atomic
def change_person(
    *, user: Any, full_name: str, email: str, phone: str, by: Any, at: datetime
) -> Any:
    """The account of a person of one's own organisations with its new particulars."""
    check_may_manage(user=user, by=by)
    return accounts.change_user(
        user=user,
        full_name=full_name,
        email=email,
        phone=phone,
        is_active=user.is_active,
        by=by,
        at=at,
    )


@transaction.atomic
def reset_password(*, user: Any, by: Any, at: datetime) -> tuple[Any, str]:
    """The person and his temporary password, which is shown once."""
    check_may_manage(user=user, by=by)
    return accounts.reset_password(user=user, by=by, at=at)


@transaction.atomic
def set_active(*, user: Any, active: bool, by: Any, at: datetime) -> Any:
    """The account of a person, locked or open again."""
    check_may_manage(user=user, by=by)
    change = accounts.unlock_user if active else accounts.lock_user
    return change(user=user, by=by, at=at)


@transaction.atomic
def remove_second_factor(*, user: Any, by: Any, at: datetime) -> Any:
    """The account of a person who lost his telephone, opened by the password alone again."""
    check_may_manage(user=user, by=by)
    return accounts.remove_second_factor(user=user, by=by, at=at)


@transaction.atomic
def create_person(
    *,
    organisation: Organisation,
    role: str,
    username: str,
    full_name: str,
    by: Any,
    at: datetime,
    email: str = "",
    phone: str = "",
) -> tuple[Any, str]:
    """A new account with its first role, and its temporary password, which is shown once."""
    if not access.can(by, AccountPerm.MANAGE, organisation.path):
        raise NotAllowed(_("Your role does not allow this here."))
    password = accounts.temporary_password()
    user = accounts.create_user(
        username=username,
        full_name=full_name,
        email=email,
        phone=phone,
        password=password,
        must_change_password=True,
        by=by,
        at=at,
    )
    grant_role(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=clock.day_of(at),
        by=by,
        at=at,
    )
    return user, password


def _reach(grant: access.Grant) -> str:
    role = access.roles().get(grant.role)
    return "" if role is not None and role.everywhere else grant.path


def _refuse_more_than_held(user: Any, role: str, organisation: Organisation, by: Any) -> None:
    known = access.roles().get(role)
    if known is None:
        raise UnknownRole(_("There is no such role."), field="role")
    if user.pk == by.pk:
        raise OwnRights(_("Nobody changes his own rights. Ask another administrator."))
    place = "" if known.everywhere else organisation.path
    for permission in known.permissions & GUARDED:
        if not access.can(by, permission, place):
            raise NotAllowed(_("You cannot pass on or take away rights you do not hold here."))
