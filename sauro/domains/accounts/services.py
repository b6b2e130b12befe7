"""Writing accounts and tokens."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.accounts.models import ApiToken, User
from sauro.domains.accounts.rules import digest_of
from sauro.engines import text
from sauro.engines.history.recording import changes, record

SYSTEM_USERNAME = "he-thong"
TOKEN_PREFIX = "sauro_"


class NameTaken(DomainError):
    """Another account has this user name or e-mail address."""

    code = "name_taken"


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
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted = {
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
def set_password(*, user: User, password: str, by: User, at: datetime, temporary: bool) -> User:
    """The account with a new password; a temporary one must be changed at the next log-in."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.must_change_password = temporary
    user.save(update_fields=["password", "must_change_password"])
    record(kind="accounts.user.password_set", subject=user, by=by, at=at)
    return user


@transaction.atomic
def issue_token(
    *, user: User, name: str, by: User, at: datetime, expires_on: date | None = None
) -> tuple[ApiToken, str]:
    """A new token and its secret text, which is shown once and never stored."""
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
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(kind="accounts.token.revoked", subject=token, by=by, at=at)
    return token


def _refuse_taken(*, username: str | None, email: str, but: User | None = None) -> None:
    others = User.objects.exclude(pk=but.pk) if but else User.objects.all()
    if username is not None and others.filter(username__iexact=username.strip()).exists():
        raise NameTaken(_("This user name is taken."), field="username")
    if email.strip() and others.filter(email__iexact=email.strip()).exists():
        raise NameTaken(_("This e-mail address is taken."), field="email")
