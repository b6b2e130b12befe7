"""Reading the record: timelines, the newest event, and whether the chain of hashes is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.utils.module_loading import import_string

from sauro.engines.history.models import Event, Seal
from sauro.engines.history.recording import subject_type_of


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


@transaction.atomic
def seal() -> int:
    """How many events were added to the chain of hashes; run by a job, outside the writes."""
    last = Seal.objects.order_by("-event_id").first()
    previous, after = (last.digest, last.event_id) if last else ("", 0)
    made = []
    for event in Event.objects.filter(id__gt=after).order_by("id").iterator():
        previous = digest_of(event, previous)
        made.append(Seal(event_id=event.pk, digest=previous))
    Seal.objects.bulk_create(made, batch_size=500)
    return len(made)


def broken_links() -> Iterator[int]:
    """Numbers of sealed events that are missing or were altered since they were sealed."""
    previous = ""
    events = {event.pk: event for event in Event.objects.order_by("id").iterator()}
    for link in Seal.objects.order_by("event_id").iterator():
        event = events.get(link.event_id)
        if event is None or digest_of(event, previous) != link.digest:
            yield link.event_id
        previous = link.digest
