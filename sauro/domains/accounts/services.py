"""Writing accounts and tokens."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failures
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.accounts.models import ApiToken, User
from sauro.domains.accounts.permissions import Perm
from sauro.domains.accounts.rules import SYLLABLES, digest_of
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record

SYSTEM_USERNAME = "he-thong"
TOKEN_PREFIX = "sauro_"  # noqa: S105  (what every token begins with)


class NameTaken(DomainError):
    """Another account has this user name or e-mail address."""

    code = "name_taken"


class WrongPassword(DomainError):
    """The present password is not this one."""

    code = "wrong_password"


class BadExpiry(DomainError):
    """A token cannot expire before it is issued."""

    code = "bad_expiry"


def temporary_password() -> str:
    """A password that can be read out on the telephone, to be changed at the first log-in."""
    words = [secrets.choice(SYLLABLES.split()) for _place in range(4)]
    return "-".join([*words, f"{secrets.randbelow(10_000):04}"])


def system_person(*, at: datetime) -> User:
    """The named person on whose behalf jobs and commands act; made when it is missing."""
    user, _made = User.objects.get_or_create(
        username=SYSTEM_USERNAME,
        defaults={"full_name": "Hệ thống", "is_system": True, "date_joined": at, "password": "!"},
    )
    return user


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    by: User,
    at: datetime,
    email: str = "",
    phone: str = "",
    password: str | None = None,
    must_change_password: bool = False,
) -> User:
    """The new account; without a password nobody can log in to it until one is set."""
    _refuse_stranger(by)
    _refuse_taken(username=username, email=email)
    user = User(
        username=username.strip(),
        full_name=text.clean(full_name),
        folded=text.fold(f"{full_name} {username}"),
        email=email.strip().lower(),
        phone=phone.strip(),
        date_joined=at,
        must_change_password=must_change_password,
    )
    user.set_password(password)
    user.save()
    record(
        kind="accounts.user.created",
        subject=user,
        by=by,
        at=at,
        after={"username": user.username, "full_name": user.full_name},
    )
    return user


@transaction.atomic
def change_user(
    *, user: User, by: User, at: datetime, full_name: str, email: str, phone: str, is_active: bool
) -> User:
    """The account with its new particulars; the same particulars again write nothing."""
    _refuse_stranger(by)
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted: dict[str, Any] = {
        "full_name": text.clean(full_name),
        "email": email.strip().lower(),
        "phone": phone.strip(),
        "is_active": is_active,
    }
    before, after = changes(user, wanted)
    if not after:
        return user
    if "email" in after:
        _refuse_taken(username=None, email=wanted["email"], but=user)
    for name, value in after.items():
        setattr(user, name, value)
    user.folded = text.fold(f"{user.full_name} {user.username}")
    user.save(update_fields=[*after, "folded"])
    record(kind="accounts.user.changed", subject=user, by=by, at=at, before=before, after=after)
    return user


@transaction.atomic
def change_own_particulars(*, user: User, email: str, phone: str, by: User, at: datetime) -> User:
    """The account with the e-mail address and telephone its owner gave; the same writes nothing."""
    _refuse_stranger(by, owner=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    before, after = changes(user, {"email": email.strip().lower(), "phone": phone.strip()})
    if not after:
        return user
    if "email" in after:
        _refuse_taken(username=None, email=after["email"], but=user)
    for name, value in after.items():
        setattr(user, name, value)
    user.save(update_fields=list(after))
    record(kind="accounts.user.changed", subject=user, by=by, at=at, before=before, after=after)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User, at: datetime, temporary: bool) -> User:
    """The account with a new password; a temporary one must be changed at the next log-in."""
    _refuse_stranger(by, owner=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.must_change_password = temporary
    user.save(update_fields=["password", "must_change_password"])
    record(kind="accounts.user.password_set", subject=user, by=by, at=at)
    return user


@transaction.atomic
def change_own_password(*, user: User, old: str, new: str, by: User, at: datetime) -> User:
    """The account with the password its owner chose, who showed that he knows the present one."""
    found = User.objects.select_for_update().get(pk=user.pk)
    if by.pk != user.pk or not found.check_password(old):
        raise WrongPassword(_("The present password is not right."), field="old")
    return set_password(user=found, password=new, by=by, at=at, temporary=False)


@transaction.atomic
def reset_password(*, user: User, by: User, at: datetime) -> tuple[User, str]:
    """The account and its new temporary password; failed log-ins are forgotten too."""
    password = temporary_password()
    user = set_password(user=user, password=password, by=by, at=at, temporary=True)
    forget_failures(username=user.username)
    return user, password


@transaction.atomic
def lock_user(*, user: User, by: User, at: datetime) -> User:
    """The account, closed: no log-in and no token works; closing it twice changes nothing."""
    if by.pk == user.pk:
        raise NotAllowed(_("Nobody locks his own account."))
    return _set_active(user, by, at, active=False)


@transaction.atomic
def unlock_user(*, user: User, by: User, at: datetime) -> User:
    """The account, open again, with its failed log-ins forgotten."""
    user = _set_active(user, by, at, active=True)
    forget_failures(username=user.username)
    return user


@transaction.atomic
def remove_second_factor(*, user: User, by: User, at: datetime) -> User:
    """The account without second factor and recovery codes; without them nothing is written."""
    _refuse_stranger(by)
    removed, _by_table = Authenticator.objects.filter(user=user).delete()
    if removed:
        record(kind="accounts.user.second_factor_removed", subject=user, by=by, at=at)
    return user


@transaction.atomic
def issue_token(
    *, user: User, name: str, by: User, at: datetime, expires_on: date | None = None
) -> tuple[ApiToken, str]:
    """A new token and its secret text, which is shown once and never stored."""
    if user.is_system or not (by.pk == user.pk or by.is_system):
        raise NotAllowed(_("A token is issued by the person who will use it."))
    if expires_on is not None and expires_on < clock.day_of(at):
        raise BadExpiry(_("This day is past."), field="expires_on")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=text.clean(name) or _("token"),
        prefix=secret[len(TOKEN_PREFIX) :][:6],
        digest=digest_of(secret),
        created_at=at,
        expires_on=expires_on,
    )
    record(kind="accounts.token.issued", subject=token, by=by, at=at, after={"name": token.name})
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> ApiToken:
    """The token, no longer accepted; revoking twice changes nothing."""
    _refuse_stranger(by, owner=token.user)
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(kind="accounts.token.revoked", subject=token, by=by, at=at)
    return token


def touch_token(*, token: ApiToken, by: User, at: datetime) -> bool:
    """Whether this is the token's first use that day; a use is noted, not recorded as an event."""
    day = clock.day_of(at)
    if token.last_used_on == day:
        return False
    unused = ApiToken.objects.filter(pk=token.pk, user=by).exclude(last_used_on=day)
    return bool(unused.update(last_used_on=day))


def _set_active(user: User, by: User, at: datetime, *, active: bool) -> User:
    _refuse_stranger(by)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        kind = "accounts.user.unlocked" if active else "accounts.user.locked"
        record(kind=kind, subject=user, by=by, at=at)
    return user


def _refuse_stranger(by: User, *, owner: User | None = None) -> None:
    """Only the owner or somebody who manages accounts; whose, is judged where roles are known."""
    if not (owner is not None and by.pk == owner.pk) and not access.can(by, Perm.MANAGE):
        raise NotAllowed(_("Your role does not allow this here."))


def _refuse_taken(*, username: str | None, email: str, but: User | None = None) -> None:
    others = User.objects.exclude(pk=but.pk) if but else User.objects.all()
    if username is not None and others.filter(username__iexact=username.strip()).exists():
        raise NameTaken(_("This user name is taken."), field="username")
    if email.strip() and others.filter(email__iexact=email.strip()).exists():
        raise NameTaken(_("This e-mail address is taken."), field="email")
