"""One's own notices."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from sauro.engines.notify.models import Notice, Preference

MANY = 99  # a bell says no larger number


def notices_of(*, user: Any, unread: bool = False, kind: str = "") -> QuerySet[Notice]:
    """A person's notices, newest first."""
    found = Notice.objects.filter(person_id=user.pk)
    if unread:
        found = found.filter(read_at__isnull=True)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("-id")


def unread_count(*, user: Any) -> int:
    """How many notices a person has not read, counted no further than one more than `MANY`."""
    return notices_of(user=user, unread=True)[: MANY + 1].count()


def counts_by_kind(*, user: Any) -> dict[str, tuple[int, int]]:
    """How many notices of each kind a person has, and how many of them are unread; one SQL."""
    found = Notice.objects.filter(person_id=user.pk).order_by().values("kind")
    rows = found.annotate(n=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True)))
    return {row["kind"]: (row["n"], row["unread"]) for row in rows}


def preference_of(*, user: Any) -> Preference:
    """A person's preference, or the usual one when he decided nothing."""
    return Preference.objects.filter(pk=user.pk).first() or Preference(person_id=user.pk)
