"""Reading the record: timelines, the newest event, and whether the chain of hashes is whole."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, models, transaction
from django.db.models import Max, QuerySet
from django.utils.module_loading import import_string

from sauro.engines.history.models import Event, Seal
from sauro.engines.history.recording import subject_type_of

log = logging.getLogger(__name__)
PATIENCE = "5s"  # how long sealing waits for writes in progress; new writes wait behind it
BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline, ready to print."""

    id: int
    at: datetime
    by_name: str
    kind: str
    label: Any
    note: str
    changes: list[tuple[str, Any, Any]]


def events_of(subject: models.Model) -> QuerySet[Event]:
    """The events of one record, newest first."""
    return Event.objects.filter(
        subject_type=subject_type_of(subject), subject_id=str(subject.pk)
    ).order_by("-id")


def timeline(
    subject: models.Model, *, limit: int = 50, before_id: int | None = None
) -> list[Entry]:
    """The last events of one record as lines with before and after of each changed field."""
    found = events_of(subject)
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    return [entry(event) for event in found[:limit]]


def entry(event: Event) -> Entry:
    """An event as a line of a timeline."""
    labels = import_string(settings.SAURO["event_labels"])
    names = list(dict.fromkeys([*event.before, *event.after]))
    return Entry(
        id=event.pk,
        at=event.at,
        by_name=event.by_name,
        kind=event.kind,
        label=labels.get(event.kind, event.kind),
        note=event.note,
        changes=[(name, event.before.get(name), event.after.get(name)) for name in names],
    )


def latest_id() -> int:
    """The number of the newest event: it changes when, and only when, something was written."""
    return Event.objects.aggregate(last=Max("id"))["last"] or 0


def digest_of(event: Event, previous: str) -> str:
    """SHA-256 of an event together with the digest before it."""
    fields = ("id", "kind", "subject_type", "subject_id", "by_id", "by_name", "before", "after")
    body = {name: getattr(event, name) for name in fields}
    body |= {"at": event.at.timestamp(), "note": event.note, "previous": previous}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def seal() -> int:
    """How many events were added to the chain of hashes; run by a job, outside the writes.

    Nothing is sealed this time when a write in progress does not end within `PATIENCE`.
    """
    try:
        settled = _last_settled()
    except OperationalError:
        log.warning("events are not sealed now: a write is still going on")
        return 0
    return _seal_up_to(settled)


@transaction.atomic
def _last_settled() -> int:
    """The newest event below which no other can still be committed.

    PostgreSQL gives numbers out before the commit, so that a lower one may appear later. A writer
    holds its lock on the table from before it takes a number until it ends: once the lock below is
    granted, every number given out so far is committed or lost. SQLite has one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE MODE")
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    return latest_id()


@transaction.atomic
def _seal_up_to(settled: int) -> int:
    if connection.vendor == "postgresql":  # one sealer at a time; SQLite sees to it itself
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Seal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    last = Seal.objects.order_by("-event_id").first()
    previous, after = (last.digest, last.event_id) if last else ("", 0)
    count = 0
    events = Event.objects.filter(id__gt=after, id__lte=settled).order_by("id").iterator(BATCH)
    while some := list(islice(events, BATCH)):
        made = []
        for event in some:
            previous = digest_of(event, previous)
            made.append(Seal(event_id=event.pk, digest=previous))
        Seal.objects.bulk_create(made)
        count += len(made)
    return count


def broken_links() -> Iterator[int]:
    """Numbers of events that were altered or removed since they were sealed, or slipped in below.

    Both tables are read side by side, so that the memory does not grow with the record.
    """
    last = Seal.objects.aggregate(last=Max("event_id"))["last"] or 0
    events = Event.objects.filter(id__lte=last).order_by("id").iterator(BATCH)
    event = next(events, None)
    previous = ""
    for link in Seal.objects.filter(event_id__lte=last).order_by("event_id").iterator(BATCH):
        while event is not None and event.pk < link.event_id:
            yield event.pk
            event = next(events, None)
        if event is None or event.pk != link.event_id:
            yield link.event_id
        else:
            if digest_of(event, previous) != link.digest:
                yield link.event_id
            event = next(events, None)
        previous = link.digest
