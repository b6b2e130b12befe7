"""Which records wait for a bottleneck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import LIVE, State
from sauro.domains.bottlenecks.selectors.waiting import TARGET, TASK
from sauro.domains.bottlenecks.services import blocking
from sauro.domains.bottlenecks.services.writing import BottleneckRefused, locked, needed, tell
from sauro.engines import access, subjects, text
from sauro.engines.subjects import Subject

KINDS = (TASK, TARGET)


@transaction.atomic
def link_records(
    *,
    bottleneck: Bottleneck,
    keys: Sequence[tuple[str, str]],
    by: Any,
    at: datetime,
    note: str = "",
    since: date | None = None,
) -> Bottleneck:
    """The bottleneck with more records that wait for it; those that wait already are left alone."""
    found = locked(bottleneck.pk)
    _check_may_link(by, found)
    day = since or clock.day_of(at)
    if day > clock.day_of(at):
        raise BottleneckRefused(_("It cannot wait since a day to come."), field="since")
    added = add_links(bottleneck=found, keys=keys, note=note, since=day, by=by, at=at)
    if added:
        blocking.tell_held(of=found, by=by, at=at)
        after = {"waits": [one.label for one in added]}
        tell("linked", found, by=by, at=at, after=after, note=text.clean(note))
    return found


@transaction.atomic
def unlink_record(*, link: BottleneckSubject, reason: str, by: Any, at: datetime) -> Bottleneck:
    """The bottleneck without a record that does not wait for it; gone already changes nothing."""
    found = locked(link.bottleneck_id)
    _check_may_link(by, found)
    words = needed(reason)
    gone = BottleneckSubject.objects.filter(pk=link.pk).first()
    if gone is None:
        return found
    named = subjects.find_one(kind=gone.subject_kind, id=gone.subject_id, user=None)
    gone.delete()
    blocking.tell_records(
        tasks=[gone.task_id] if gone.task_id else [],
        targets=[gone.target_id] if gone.target_id else [],
        by=by,
        at=at,
    )
    before: dict[str, Any] = {"waits": [named.label if named else gone.subject_id]}
    before["link"] = [gone.task_id, gone.target_id, gone.at.isoformat()]  # for earlier days
    tell("unlinked", found, by=by, at=at, before=before, note=words)
    return found


def add_links(
    *,
    bottleneck: Bottleneck,
    keys: Iterable[tuple[str, str]],
    note: str,
    since: date,
    by: Any,
    at: datetime,
) -> list[Subject]:
    """The records that were not linked yet and are now; only those the person may see."""
    wanted = list(dict.fromkeys((kind, str(number)) for kind, number in keys))
    if any(kind not in KINDS for kind, _number in wanted):
        raise BottleneckRefused(_("Only tasks and targets can wait for a bottleneck."))
    seen = subjects.find(keys=wanted, user=by)
    if len(seen) != len(wanted):
        raise BottleneckRefused(_("There is no such task or target."), field="records")
    if any(not one.owner_path.startswith(bottleneck.owner.path) for one in seen.values()):
        raise BottleneckRefused(_("This record belongs to another province."), field="records")
    held = {one.key for one in bottleneck.subjects.all()}
    fresh = [seen[key] for key in wanted if key not in held]
    BottleneckSubject.objects.bulk_create(
        BottleneckSubject(
            bottleneck=bottleneck,
            subject_kind=one.kind,
            subject_id=one.id,
            task_id=int(one.id) if one.kind == TASK else None,
            target_id=int(one.id) if one.kind == TARGET else None,
            note=text.clean(note)[:500],
            since=since,
            at=at,
            by=by,
        )
        for one in fresh
    )
    return fresh


def _check_may_link(by: Any, found: Bottleneck) -> None:
    if access.allowed(by, Perm.MANAGE, found):
        if found.state not in LIVE:
            raise BottleneckRefused(_("This bottleneck is closed; open it again first."))
        return
    own = found.raised_by is not None and access.allowed(by, Perm.PROPOSE, found.raised_by)
    if not (own and found.state == State.PROPOSED):
        raise NotAllowed(_("Your role does not allow this here."))
