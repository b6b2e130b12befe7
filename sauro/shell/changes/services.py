"""Remembering that a person is here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sauro.shell.changes import rules
from sauro.shell.changes.models import Visit


def arrive(*, by: Any, at: datetime) -> None:
    """The person's visit, begun or gone on with; one or two SQL, a few more on the first.

    Tabs opened at once do not shift it: who comes second finds the visit begun. That somebody
    looked is no act on a record, so that no event is recorded.
    """
    known = Visit.objects.filter(user=by).first()
    if known is None:
        known, _made = Visit.objects.get_or_create(user=by, defaults={"seen_at": at})
    wanted = rules.presence(known.presence, now=at)
    if wanted != known.presence:
        same = Visit.objects.filter(user=by, seen_at=known.seen_at)
        same.update(since_at=wanted.since_at, seen_at=wanted.seen_at)
