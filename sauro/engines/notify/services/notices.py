"""Telling people something once, and noting that they have read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sauro.engines.notify.models import Notice


def give(
    *,
    kind: str,
    people: Iterable[int],
    key: str,
    label: str,
    at: datetime,
    url: str = "",
    subject: tuple[str, str] = ("", ""),
    facts: Mapping[str, Any] | None = None,
    urgent: bool = False,
) -> int:
    """How many people there were to tell; who was told of this key already is left alone.

    One SQL whatever the number of people. A kind that no `Message` declares brings its line as the
    fact `line`.
    """
    made = [
        Notice(
            person_id=person,
            key=key[:200],
            kind=kind,
            facts=dict(facts or {}),
            subject_kind=subject[0],
            subject_id=subject[1],
            label=label[:300],
            url=url[:300],
            urgent=urgent,
            at=at,
        )
        for person in sorted(set(people))
    ]
    write(made)
    return len(made)


def write(notices: Iterable[Notice]) -> None:
    """The notices written, except those of a cause of which the person was told already."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def mark_read(*, by: Any, at: datetime, ids: Iterable[int] | None = None, kind: str = "") -> int:
    """How many of one's own notices were unread until now: those named, of a kind, or all."""
    mine = Notice.objects.filter(person_id=by.pk, read_at__isnull=True)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    if kind:
        mine = mine.filter(kind=kind)
    return mine.update(read_at=at)
