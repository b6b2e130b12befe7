"""How a person wants notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from sauro.engines.history.recording import record
from sauro.engines.notify import tables
from sauro.engines.notify.models import Preference
from sauro.engines.notify.rules import Way

FIELDS = ("choices", "quiet_from", "quiet_to", "digest_at", "language")


@transaction.atomic
def save_preference(
    *,
    choices: Mapping[str, Mapping[str, str]],
    quiet_from: time,
    quiet_to: time,
    digest_at: time,
    language: str,
    by: Any,
    at: datetime,
) -> Preference:
    """One's own preference as now decided; what is not known is left out."""
    kept, _made = Preference.objects.select_for_update().get_or_create(person_id=by.pk)
    wanted = {
        "choices": _known(choices),
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "digest_at": digest_at,
        "language": language,
    }
    before = {name: getattr(kept, name) for name in FIELDS}
    if before == wanted:
        return kept
    for name, value in wanted.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(wanted))
    changed = {name for name in FIELDS if before[name] != wanted[name]}
    record(
        kind="notify.preference.changed",
        subject=kept,
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: wanted[name] for name in changed},
    )
    return kept


def _known(choices: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    kinds, channels, ways = tables.kinds(), tables.channels(), set(Way)
    found: dict[str, dict[str, str]] = {}
    for kind, chosen in choices.items():
        known = {
            channel: str(way)
            for channel, way in chosen.items()
            if channel in channels and way in ways
        }
        if kind in kinds and known:
            found[kind] = known
    return found
