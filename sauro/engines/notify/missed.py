"""Telling what was not told: its process died after the write, or something failed.

A mark says up to which event everybody was told. It stays some minutes behind, because a slow write
shows its events later than their numbers suggest.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from sauro.engines.history.models import Event
from sauro.engines.notify import reactions, tables
from sauro.engines.notify.models import CaughtUp, Notice

log = logging.getLogger(__name__)
GRACE = timedelta(minutes=1)  # until then the process that wrote it tells
SETTLED = timedelta(minutes=10)  # no write takes longer
KEPT = timedelta(days=1)  # so long one that fails is tried again
BATCH = 500


def tell_missed(*, at: datetime) -> int:
    """How many people were told now of events of which nobody had been told; three SQL when none.

    One that fails is tried again at the next call, and keeps nothing else waiting.
    """
    mark = CaughtUp.objects.filter(pk=1).first() or _first_mark(at)
    told, silent, failed = _tell(_untold(mark, at), mark, at)
    settled = _settled(mark.event_id, at)
    silent = [pk for pk in (*mark.silent, *silent) if pk > settled]
    if (settled, silent, failed) != (mark.event_id, mark.silent, mark.failed):
        same = CaughtUp.objects.filter(pk=1, event_id=mark.event_id)
        same.update(event_id=settled, silent=silent, failed=failed)
    return told


def _first_mark(at: datetime) -> CaughtUp:
    """What was recorded long before anybody looked for the first time is not told any more."""
    settled = _settled(0, at)
    return CaughtUp.objects.get_or_create(pk=1, defaults={"event_id": settled})[0]


def _untold(mark: CaughtUp, at: datetime) -> list[int]:
    """Events of which there is no notice, after the mark or failed; not those that tell nobody."""
    key = Concat(Value("e"), Cast(OuterRef("pk"), CharField()))
    found = Event.objects.filter(
        Q(pk__gt=mark.event_id) | Q(pk__in=mark.failed),
        ~Exists(Notice.objects.filter(key=key)),
        kind__in=list(tables.messages()),
        quiet__isnull=True,
        recorded_at__lte=at - GRACE,
    )
    silent = set(mark.silent)
    numbers = found.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in numbers if pk not in silent]


def _tell(numbers: list[int], mark: CaughtUp, at: datetime) -> tuple[int, list[int], list[int]]:
    """How many people were told, which events tell nobody, and which are tried again."""
    told = 0
    silent, failed = [], []
    for event in _events(numbers):
        try:
            people = reactions.tell(event)
        except Exception:
            if event.pk not in mark.failed:
                log.exception("event %s was not told", event.pk)
            if event.recorded_at > at - KEPT:
                failed.append(event.pk)
            else:
                log.exception("event %s is not told any more: it failed for a day", event.pk)
            continue
        told += people
        if not people:
            silent.append(event.pk)
    return told, silent, failed


def _events(numbers: list[int]) -> Iterable[Event]:
    for start in range(0, len(numbers), BATCH):
        yield from Event.objects.filter(pk__in=numbers[start : start + BATCH]).order_by("pk")


def _settled(after: int, at: datetime) -> int:
    """The newest event that was recorded long enough ago."""
    old = Event.objects.filter(pk__gt=after, recorded_at__lte=at - SETTLED).order_by("-pk")
    return old.values_list("pk", flat=True).first() or after
