"""Recording one event per write, and running what hangs from it after commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from sauro.engines.history.models import Event

log = logging.getLogger(__name__)
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Events recorded inside are kept as ever, but nothing follows them: nobody is told.

    For a past that is loaded as a whole, as the demonstration is.
    """
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def subject_type_of(subject: models.Model) -> str:
    """The stable name of a kind of record, for example `programmes.task`."""
    return subject._meta.label_lower


def record(
    *,
    kind: str,
    subject: models.Model,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """The event just written; reactions of its kind run after the transaction commits."""
    event = new_event(
        kind=kind, subject=subject, by=by, at=at, before=before, after=after, note=note
    )
    return record_all([event])[0]


def new_event(
    *,
    kind: str,
    subject: models.Model,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """An event not yet written, for services that write many at once with `record_all`."""
    return Event(
        kind=kind,
        subject_type=subject_type_of(subject),
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        by_id=by.pk,
        by_name=str(by)[:200],
        at=at,
        before=_plain(before or {}),
        after=_plain(after or {}),
        note=note,
    )


def record_all(events: Sequence[Event]) -> list[Event]:
    """The events just written in one statement; reactions run after commit, one by one,
    unless it is done `quietly`.
    """
    if _quiet.get():
        for event in events:
            event.quiet = True
    written = Event.objects.bulk_create(events, batch_size=500)
    if _quiet.get():
        return written
    reactions = import_string(settings.SAURO["reactions"])
    for kind in dict.fromkeys(event.kind for event in written):
        some = [event for event in written if event.kind == kind]
        for path in reactions.get(kind, ()):
            transaction.on_commit(partial(_react, path, some))
    return written


def changes(
    subject: models.Model, fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after of those given fields whose value differs from what the record holds."""
    before, after = {}, {}
    for name, value in fields.items():
        old = getattr(subject, name)
        if old != value:
            before[name], after[name] = old, value
    return before, after


def takes_many(reaction: Callable[[list[Event]], None]) -> Callable[[list[Event]], None]:
    """A reaction to all events of one kind that one write recorded, not to each of them."""
    reaction.takes_many = True  # type: ignore[attr-defined]
    return reaction


def _react(path: str, events: list[Event]) -> None:
    try:
        reaction = import_string(path)
    except ImportError:
        log.exception("there is no reaction %s", path)
        return
    together = getattr(reaction, "takes_many", False)
    for told in (events,) if together else events:
        try:
            reaction(told)
        except Exception:  # a failing reaction must never undo or block the write it follows
            log.exception("reaction %s to event %s failed", path, events[0].pk)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: (str(value) if isinstance(value, models.Model) else value)
        for key, value in values.items()
    }
