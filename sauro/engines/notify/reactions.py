"""What follows an event that is told: its notices, written once."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sauro.engines import subjects
from sauro.engines.history.models import Event
from sauro.engines.notify import Message, tables
from sauro.engines.notify.services import notices

LONGEST_NOTE = 300


def tell(event: Event) -> int:
    """How many people an event tells, not its actor; at most four SQL, however many they are."""
    message = tables.messages().get(event.kind)
    if message is None:
        return 0
    people = {person for person in message.to(event) if person != event.by_id}
    if not people:
        return 0
    about = message.about(event) if message.about else (event.subject_type, event.subject_id)
    label, url = _named(message, event, about)
    facts = _facts(message, event)
    return notices.give(
        kind=event.kind,
        people=people,
        key=f"e{event.pk}",
        label=str(facts.pop("label", label)),
        url=url,
        subject=about,
        facts=facts,
        urgent=message.urgent,
        at=event.at,
    )


def _facts(message: Message, event: Event) -> dict[str, Any]:
    more = dict(message.facts(event)) if message.facts else {}
    return {"by": event.by_name, "note": event.note[:LONGEST_NOTE], **more}


def _named(message: Message, event: Event, about: tuple[str, str]) -> tuple[str, str]:
    """What the record is called and where it is; asked of its domain only when it is not said."""
    own = about == (event.subject_type, event.subject_id)
    if callable(message.url):
        return event.subject_label, message.url(event)
    if message.url and own:
        return event.subject_label, reverse(message.url, args=[event.subject_id])
    found = subjects.find_one(kind=about[0], id=about[1], user=None)
    return (found.label, found.url) if found else (event.subject_label, "")
