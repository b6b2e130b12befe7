"""Merging organisations into another one, and taking it back within a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access, text
from sauro.engines.history.recording import new_event, record, record_all
from sauro.shell.merging import planning, writing
from sauro.shell.merging.models import Merger
from sauro.shell.merging.moves import Kind, Move, Plan, counts_of

UNDO_DAYS = 30


class CannotMerge(DomainError):
    """These organisations cannot be merged so."""

    code = "cannot_merge"


class CannotUndo(DomainError):
    """The merger cannot be undone."""

    code = "cannot_undo"


def preview(
    *, sources: Sequence[Organisation], target: Organisation, on: date, by: Any, at: datetime
) -> Plan:
    """What merging these would do, refused as merging itself would be; nothing is written."""
    kept, into = _looked_at(sources, target, by)
    _refuse(kept, into, on, clock.day_of(at))
    return planning.plan_of(sources=kept, target=into, on=on, day=clock.day_of(at), by=by)


@transaction.atomic
def merge(
    *,
    sources: Sequence[Organisation],
    target: Organisation,
    on: date,
    ground: str,
    by: Any,
    at: datetime,
    grants: Sequence[int] | None = (),
) -> Merger:
    """The merger; the same one again returns the first and changes nothing.

    `on` is the last day of the merged organisations. `grants` are the roles to be given at the
    successor too; None gives all but those of the person who merges.
    """
    kept, into = _looked_at(sources, target, by, lock=True)
    if (done := _same(kept, into, on)) is not None:
        return done
    day = clock.day_of(at)
    _refuse(kept, into, on, day)
    ground = text.clean(ground)[:300]
    if not ground:
        raise CannotMerge(_("Name the document that decided it."), field="ground")
    plan = planning.plan_of(sources=kept, target=into, on=on, day=day, by=by)
    note = _("Merged into %(name)s") % {"name": into}
    writing.write(writing.rows_of(plan.moves), by=by, at=at, note=note)
    places = [_close(one.pk, into, on, ground, by, at) for one in kept]
    given = _give_roles(kept, into, grants, on=on, by=by, at=at)
    merger = Merger.objects.create(
        target=into,
        on=on,
        ground=ground,
        moves={
            "places": places,
            "rows": writing.rows_of([*plan.moves, *given]),
            "stays": dict(plan.stays),
        },
        by=by,
        at=at,
    )
    merger.sources.set(kept)
    record(
        kind="merging.merger.applied",
        subject=merger,
        by=by,
        at=at,
        after={"sources": [str(one) for one in kept], **counts_of([*plan.moves, *given])},
        note=ground,
    )
    return merger


@transaction.atomic
def undo_merger(*, merger: Merger, by: Any, at: datetime) -> Merger:
    """The merger taken back, everything as it was before; undoing twice changes nothing.

    Raises `CannotUndo` naming what was changed since and would be lost.
    """
    found = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    kept, into = _looked_at(list(found.sources.all()), found.target, by, lock=True)
    if found.undone_at is not None:
        return found
    _refuse_undo(found, kept, into, by, at)
    roles = [row for row in found.moves["rows"] if row["kind"] == Kind.ROLES]
    rows = [row for row in found.moves["rows"] if row["kind"] != Kind.ROLES]
    if lost := writing.losses(rows):
        raise CannotUndo(writing.refused_text(lost))
    note = _("Merger into %(name)s undone") % {"name": into}
    try:
        with transaction.atomic():
            writing.take_back(rows, by=by, at=at, note=note)
    except IntegrityError as taken:
        raise CannotUndo(
            _("Something new stands in the place of what was moved; the merger stays.")
        ) from taken
    _take_roles([row["pk"] for row in roles], by=by, at=at, note=note)
    for place in reversed(found.moves["places"]):
        _reopen(place, into, by=by, at=at, note=note)
    found.undone_at, found.undone_by = at, by
    found.save(update_fields=["undone_at", "undone_by"])
    record(kind="merging.merger.undone", subject=found, by=by, at=at, note=found.ground)
    return found


def may_be_undone_until(merger: Merger) -> date:
    """The last day on which a merger may be undone."""
    return clock.day_of(merger.at) + timedelta(days=UNDO_DAYS)


def _looked_at(
    sources: Sequence[Organisation], target: Organisation, by: Any, *, lock: bool = False
) -> tuple[list[Organisation], Organisation]:
    """Sources, the deepest first, and target as they stand now, in the reach of the person."""
    ids = {one.pk for one in sources}
    rows = Organisation.objects.filter(pk__in={*ids, target.pk}).order_by("pk")
    found = {one.pk: one for one in (rows.select_for_update() if lock else rows)}
    for one in found.values():
        access.check(by, Perm.MANAGE, one)
    kept = sorted((found[pk] for pk in ids), key=lambda one: (-one.depth, one.pk))
    return kept, found[target.pk]


def _same(sources: Sequence[Organisation], target: Organisation, on: date) -> Merger | None:
    """The merger of just these that was carried out already."""
    ids = {one.pk for one in sources}
    for one in Merger.objects.filter(target=target, on=on, undone_at__isnull=True):
        if set(one.sources.values_list("pk", flat=True)) == ids:
            return one
    return None


def _refuse(sources: Sequence[Organisation], target: Organisation, on: date, day: date) -> None:
    if not sources:
        raise CannotMerge(_("Choose at least one agency to merge."), field="sources")
    if target.valid_to is not None:
        raise CannotMerge(_("The successor is closed itself."), field="successor")
    if target.valid_from > on + timedelta(days=1):
        raise CannotMerge(
            _("The successor does not exist yet on the day after."), field="successor"
        )
    if on > day:
        raise CannotMerge(_("A merger is entered on its day or later."), field="on")
    for one in sources:
        if one.pk == target.pk or target.path.startswith(one.path):
            raise CannotMerge(
                _("The successor cannot be the organisation itself or part of it."),
                field="successor",
            )
        if one.valid_to is not None:
            raise CannotMerge(_("“%(name)s” is closed already.") % {"name": one})
        if on < one.valid_from:
            raise CannotMerge(_("The last day is before the first day."), field="on")


def _close(
    pk: int, target: Organisation, on: date, ground: str, by: Any, at: datetime
) -> dict[str, Any]:
    """Close one organisation below the successor; where it was before."""
    organisation = Organisation.objects.get(pk=pk)
    above = _parent(organisation)
    place = {
        "id": pk,
        "parent": above.pk if above else None,
        "parent_open": above is not None and above.valid_to is None,
        "path": organisation.path,
    }
    org_services.close_organisation(
        organisation=organisation, on=on, successors=[target], ground=ground, by=by, at=at
    )
    return place


def _reopen(
    place: dict[str, Any], target: Organisation, *, by: Any, at: datetime, note: str
) -> None:
    parent = Organisation.objects.get(pk=place["parent"]) if place["parent"] else None
    org_services.reopen_organisation(
        organisation=Organisation.objects.get(pk=place["id"]),
        parent=parent,
        path=place["path"],
        successors=[target],
        by=by,
        at=at,
        note=note,
    )


def _parent(organisation: Organisation) -> Organisation | None:
    above = organisation.path[: -Organisation.steplen]
    found: Organisation | None = Organisation.objects.filter(path=above).first()
    return found


def _give_roles(
    sources: Sequence[Organisation],
    target: Organisation,
    chosen: Sequence[int] | None,
    *,
    on: date,
    by: Any,
    at: datetime,
) -> list[Move]:
    if chosen is not None and not chosen:
        return []
    day = clock.day_of(at)
    since = planning.first_day_after(on=on, day=day)
    sources = list(Organisation.objects.filter(pk__in=[one.pk for one in sources]))
    target = Organisation.objects.get(pk=target.pk)
    made = []
    for grant in planning.grants_to_move(sources=sources, target=target, day=day):
        if grant.user_id == by.pk or (chosen is not None and grant.pk not in chosen):
            continue
        new = org_services.grant_role(
            user=grant.user,
            role=grant.role,
            organisation=target,
            valid_from=since,
            valid_to=grant.valid_to,
            by=by,
            at=at,
        )
        values = {"user_id": new.user_id, "role": new.role, "organisation_id": target.pk}
        label = f"{grant.user}: {grant.role}"
        made.append(Move(Kind.ROLES, "orgs.rolegrant", new.pk, label, after=values))
    access.forget(by)
    return made


def _take_roles(ids: Sequence[int], *, by: Any, at: datetime, note: str) -> None:
    """Take away the roles that were given with the merger and are still there."""
    found = RoleGrant.objects.filter(pk__in=ids).select_related("user", "organisation")
    events = []
    for grant in found:
        before = {"person": grant.user, "role": grant.role, "organisation": grant.organisation}
        events.append(
            new_event(
                kind="orgs.role.revoked", subject=grant, by=by, at=at, before=before, note=note
            )
        )
        access.forget(grant.user)
    record_all(events)
    found.delete()


def _refuse_undo(
    merger: Merger,
    sources: Sequence[Organisation],
    target: Organisation,
    by: Any,
    at: datetime,
) -> None:
    if clock.day_of(at) > may_be_undone_until(merger):
        raise CannotUndo(
            _("A merger can be undone for %(days)s days; they are over.") % {"days": UNDO_DAYS}
        )
    ids = {target.pk, *(one.pk for one in sources)}
    later = Merger.objects.filter(pk__gt=merger.pk, undone_at__isnull=True)
    newer = (later.filter(target__in=ids) | later.filter(sources__in=ids)).order_by("-pk").first()
    if newer is not None:
        raise CannotUndo(_("Undo the later merger into “%(name)s” first.") % {"name": newer.target})
    lost = [str(one) for one in sources if one.valid_to != merger.on]
    lost += [str(target)] if target.valid_to is not None else []
    parents = {place["parent"] for place in merger.moves["places"] if place["parent_open"]}
    closed = Organisation.objects.filter(pk__in=parents, valid_to__isnull=False).order_by("pk")
    lost += [str(one) for one in closed if one.pk not in ids]
    if lost:
        raise CannotUndo(writing.refused_text(lost))
    mine = access.scope(by, Perm.MANAGE)
    if not all(mine.covers(place["path"]) for place in merger.moves["places"]):
        raise NotAllowed(_("Your role does not allow this here."))
