"""Reading accounts and tokens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from sauro.domains.accounts.models import ApiToken, User
from sauro.domains.accounts.rules import digest_of
from sauro.engines import text


def users(*, query: str = "", include_system: bool = False) -> QuerySet[User]:
    """People with an account, found by name or user name without regard to diacritics."""
    found = User.objects.all() if include_system else User.objects.filter(is_system=False)
    return found.filter(text.matches_query(query, folded="folded"))


def valid_token(*, secret: str, today: date) -> ApiToken | None:
    """The token with this secret text, with its owner, while it is accepted."""
    if not secret:
        return None
    return (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at__isnull=True)
        .filter(user__is_active=True, user__is_system=False)
        .filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
        .first()
    )


def tokens_of(*, user: User) -> QuerySet[ApiToken]:
    """The tokens of a person that are not revoked, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at__isnull=True).order_by("-id")


def user_of_email(*, addresses: Iterable[str]) -> User | None:
    """The person with one of these addresses, verified by somebody else; none when it is unsure."""
    wanted = {address.strip().lower() for address in addresses if address.strip()}
    found = User.objects.filter(is_active=True, is_system=False, email__in=wanted)
    people = list(found[:2])
    return people[0] if len(people) == 1 else None


def has_second_factor(*, user: User) -> bool:
    """Whether log-in asks for a code besides the password."""
    found: bool = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return found
