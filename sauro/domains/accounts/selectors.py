"""Reading accounts and tokens."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from sauro.domains.accounts.models import ApiToken, User
from sauro.domains.accounts.rules import digest_of
from sauro.engines import text


def users(*, query: str = "", include_system: bool = False) -> QuerySet[User]:
    """People with an account, found by name or user name without regard to diacritics."""
    found = User.objects.all() if include_system else User.objects.filter(is_system=False)
    return found.filter(folded__contains=text.fold(query)) if query else found


def user_of_token(*, secret: str, today: date) -> User | None:
    """The person whose valid token this is."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at__isnull=True, user__is_active=True)
        .filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
        .first()
    )
    return token.user if token else None
