"""Two bottlenecks that are one: everything goes to the kept one, the other stays readable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import LIVE, State, merging
from sauro.domains.bottlenecks.services import blocking
from sauro.domains.bottlenecks.services.writing import (
    BottleneckRefused,
    keep,
    locked,
    needed,
    tell,
)
from sauro.domains.bottlenecks.workflow import BOTTLENECK_FLOW
from sauro.engines import access


@transaction.atomic
def merge_bottlenecks(
    *, kept: Bottleneck, other: Bottleneck, reason: str, by: Any, at: datetime
) -> Bottleneck:
    """The kept bottleneck with the records, sightings and steps of the other as well.

    Merging the same two again changes nothing. What the other held stays written in its events.
    """
    words = needed(reason)
    if kept.pk == other.pk:
        raise BottleneckRefused(_("A bottleneck is not merged into itself."), field="other")
    for pk in sorted((kept.pk, other.pk)):  # in one order, so that two people never wait in a ring
        locked(pk)
    kept, other = locked(kept.pk), locked(other.pk)
    for one in (kept, other):
        access.check(by, Perm.MANAGE, one)
    if other.merged_into_id == kept.pk:
        return kept
    if kept.owner_id != other.owner_id:
        raise BottleneckRefused(_("The two belong to different provinces."), field="other")
    if kept.state not in LIVE:
        raise BottleneckRefused(_("The one that stays must not be closed."), field="other")
    old = other.state
    BOTTLENECK_FLOW.apply(other, "merge")
    other.merged_into, other.closed_at, other.closed_by = kept, at, by
    keep(other, ["state", "merged_into", "closed_at", "closed_by"])
    held = [str(one) for one in _carry(kept, other, at)]
    kept.merged.model.objects.filter(merged_into=other).update(merged_into=kept)
    blocking.tell_held(of=kept, by=by, at=at)
    blocking.tell_held(of=other, by=by, at=at)
    tell(
        "merged",
        other,
        by=by,
        at=at,
        before={"state": old},
        after={"state": State.MERGED.value, "into": str(kept), "into_id": kept.pk, "moved": held},
        note=words,
    )
    return kept


def _carry(kept: Bottleneck, other: Bottleneck, at: datetime) -> list[BottleneckSubject]:
    """Copy what waits, move sightings and escalations; the other keeps its own links to read.

    What is copied is linked from now on: on an earlier day it waited for the other.
    """
    links = {one.key: one for one in other.subjects.all()}
    fresh = merging.carried([one.key for one in kept.subjects.all()], links)
    moved = [links[key] for key in fresh]
    BottleneckSubject.objects.bulk_create(
        BottleneckSubject(
            bottleneck=kept,
            subject_kind=one.subject_kind,
            subject_id=one.subject_id,
            task_id=one.task_id,
            target_id=one.target_id,
            note=one.note,
            since=one.since,
            at=at,
            by_id=one.by_id,
        )
        for one in moved
    )
    other.sightings.update(bottleneck=kept)
    other.escalations.update(bottleneck=kept)
    return moved
