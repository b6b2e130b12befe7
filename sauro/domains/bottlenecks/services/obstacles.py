"""What becomes of reported obstacles: one bottleneck, behind a known one, or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.bottlenecks.models import Bottleneck, Sighting
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import LIVE
from sauro.domains.bottlenecks.selectors.waiting import TASK
from sauro.domains.bottlenecks.services import blocking, bottlenecks, linking
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.bottlenecks.services.writing import BottleneckRefused, locked, needed, tell
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import ProgressUpdate
from sauro.engines import access, text
from sauro.engines.history.recording import new_event, record_all

MOST = 200


@transaction.atomic
def gather_obstacles(
    *,
    updates: Sequence[ProgressUpdate],
    content: BottleneckInput,
    by: Any,
    at: datetime,
    accept: bool = False,
    request_key: str | None = None,
) -> Bottleneck:
    """One bottleneck of obstacles that say the same; the tasks they were reported on wait for it.

    The same `request_key` again returns the first.
    """
    known = Bottleneck.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    rows = _free(updates, by)
    made = bottlenecks.propose_bottleneck(
        content=content,
        raised_by=raising_unit(rows[0]),
        keys=[(TASK, str(one.task_id)) for one in rows],
        by=by,
        at=at,
        accept=accept,
        request_key=request_key,
    )
    _see(rows, made, by=by, at=at)
    return made


def raising_unit(update: ProgressUpdate) -> Organisation:
    """Who raises the bottleneck made of an obstacle: the unit that reported it."""
    return update.organisation or update.task.programme.owner


@transaction.atomic
def tie_obstacles(
    *, updates: Sequence[ProgressUpdate], bottleneck: Bottleneck, by: Any, at: datetime
) -> Bottleneck:
    """Obstacles behind a bottleneck that is known; their tasks wait for it."""
    found = locked(bottleneck.pk)
    access.check(by, Perm.MANAGE, found)
    if found.state not in LIVE:
        raise BottleneckRefused(_("This bottleneck is closed; open it again first."))
    rows = _free(updates, by)
    keys = [(TASK, str(one.task_id)) for one in rows]
    day = clock.day_of(at)
    added = linking.add_links(bottleneck=found, keys=keys, note="", since=day, by=by, at=at)
    _see(rows, found, by=by, at=at)
    if added:
        blocking.tell_held(of=found, by=by, at=at)
    after = {"obstacles": len(rows), "waits": [one.label for one in added]}
    tell("sighted", found, by=by, at=at, after=after)
    return found


@transaction.atomic
def set_obstacles_aside(
    *, updates: Sequence[ProgressUpdate], reason: str, by: Any, at: datetime
) -> list[Sighting]:
    """Obstacles that need no bottleneck, with the reason; one event each."""
    words = needed(reason)
    rows = _free(updates, by)
    made = Sighting.objects.bulk_create(
        _sighting(one, by=by, at=at, set_aside=words) for one in rows
    )
    record_all(
        [
            new_event(
                kind="bottlenecks.obstacle.set_aside",
                subject=one,
                by=by,
                at=at,
                after={"task_id": one.task_id},
                note=words,
            )
            for one in made
        ]
    )
    return made


def _free(updates: Sequence[ProgressUpdate], by: Any) -> list[ProgressUpdate]:
    """The updates, locked, of which none is dealt with already."""
    ids = sorted({one.pk for one in updates})
    if not ids or len(ids) > MOST:
        raise BottleneckRefused(_("Choose from 1 to %(n)s obstacles.") % {"n": MOST})
    found = (
        ProgressUpdate.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("task__programme__owner", "organisation")
        .order_by("pk")
    )
    rows = list(found)
    for one in rows:
        access.check(by, Perm.MANAGE, one.task.programme.owner)
        if not one.obstacle.strip():
            raise BottleneckRefused(_("This update names no obstacle."))
    if Sighting.objects.filter(update__in=ids).exists():
        raise BottleneckRefused(
            _("Somebody has just dealt with one of these obstacles. Look again.")
        )
    return rows


def _see(rows: Sequence[ProgressUpdate], found: Bottleneck, *, by: Any, at: datetime) -> None:
    Sighting.objects.bulk_create(_sighting(one, by=by, at=at, bottleneck=found) for one in rows)


def _sighting(one: ProgressUpdate, **more: Any) -> Sighting:
    words = text.clean(one.obstacle)
    moment = one.submitted_at or one.at
    return Sighting(
        update=one,
        task_id=one.task_id,
        organisation_id=one.organisation_id,
        words=words,
        folded=text.fold(one.obstacle),
        on=clock.day_of(moment),
        **more,
    )
