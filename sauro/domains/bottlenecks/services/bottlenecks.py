"""Proposing, accepting, changing and not accepting a bottleneck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import Kind, Level, State
from sauro.domains.bottlenecks.selectors import finding
from sauro.domains.bottlenecks.services import blocking, linking
from sauro.domains.bottlenecks.services.writing import (
    BottleneckRefused,
    check_body,
    check_responsible,
    keep,
    locked,
    needed,
    tell,
)
from sauro.domains.bottlenecks.workflow import BOTTLENECK_FLOW
from sauro.domains.orgs.models import Organisation, Position
from sauro.engines import access, text
from sauro.engines.history.recording import changes

LENGTHS = {"title": 300, "description": 4000, "condition": 2000, "lifter_name": 200}


@dataclass(frozen=True, slots=True)
class BottleneckInput:
    """Everything that may be said of a bottleneck when it is proposed or changed."""

    title: str
    kind: str
    description: str = ""
    condition: str = ""
    authority: str = Level.PROVINCE
    lifter: Organisation | None = None
    lifter_name: str = ""
    responsible: Organisation | None = None
    position: Position | None = None
    lift_by: date | None = None


@transaction.atomic
def propose_bottleneck(
    *,
    content: BottleneckInput,
    raised_by: Organisation,
    keys: Sequence[tuple[str, str]],
    by: Any,
    at: datetime,
    accept: bool = False,
    request_key: str | None = None,
) -> Bottleneck:
    """The bottleneck as proposed, or open at once when `accept` and the person may decide.

    The same `request_key` again returns the first; `keys` are the records that wait.
    """
    owner = finding.owner_of(organisation=raised_by)
    _check_may_propose(by, raised_by, owner)
    values = _clean(content, owner)
    number = _next_number(owner)  # which locks the province: the same key waits here
    if request_key:
        existing = Bottleneck.objects.filter(request_key=request_key).first()
        if existing is not None:
            return existing
    made = Bottleneck.objects.create(
        owner=owner,
        number=number,
        raised_by=raised_by,
        folded=_folded(number, values),
        original_lift_by=values["lift_by"],
        created_at=at,
        created_by=by,
        request_key=request_key,
        **values,
    )
    linking.add_links(bottleneck=made, keys=keys, note="", since=clock.day_of(at), by=by, at=at)
    if accept:
        access.check(by, Perm.DECIDE, made)
        _check_complete(made, at)
        BOTTLENECK_FLOW.apply(made, "accept")
        made.save(update_fields=["state"])
        blocking.tell_held(of=made, by=by, at=at)
    after = {name: value for name, value in values.items() if value not in (None, "")}
    after["waits"] = made.subjects.count()
    tell("opened" if accept else "proposed", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def change_bottleneck(
    *,
    bottleneck: Bottleneck,
    content: BottleneckInput,
    by: Any,
    at: datetime,
    expected_version: int,
    reason: str = "",
) -> Bottleneck:
    """The bottleneck with new particulars; a day already set moves only with a reason.

    The unit that proposed it may change it until it is accepted. Unchanged writes nothing.
    """
    found = locked(bottleneck.pk, expected_version=expected_version)
    _check_may_change(by, found)
    values = _clean(content, found.owner)
    if found.state != State.PROPOSED:
        _check_day_and_unit(values["responsible"], values["lift_by"])
    before, after = changes(found, values)
    if not after:
        return found
    note = text.clean(reason)[:2000]
    if "lift_by" in after and found.lift_by is not None and found.state != State.PROPOSED:
        note = needed(reason)
    for name, value in after.items():
        setattr(found, name, value)
    if found.state == State.PROPOSED or found.original_lift_by is None:
        found.original_lift_by = found.lift_by
    found.folded = _folded(found.number, values)
    keep(found, [*after, "original_lift_by", "folded"])
    tell("changed", found, by=by, at=at, before=before, after=after, note=note)
    return found


@transaction.atomic
def accept_bottleneck(
    *,
    bottleneck: Bottleneck,
    responsible: Organisation,
    lift_by: date,
    by: Any,
    at: datetime,
    position: Position | None = None,
) -> Bottleneck:
    """The bottleneck open, with who answers for it and by when; what waits now shows blocked."""
    found = locked(bottleneck.pk)
    access.check(by, Perm.DECIDE, found)
    if found.state == State.OPEN and (found.responsible_id, found.lift_by) == (
        responsible.pk,
        lift_by,
    ):
        return found
    BOTTLENECK_FLOW.apply(found, "accept")
    check_responsible(responsible, found.owner)
    found.responsible, found.position, found.lift_by = responsible, position, lift_by
    found.original_lift_by = lift_by
    _check_complete(found, at)
    keep(found, ["state", "responsible", "position", "lift_by", "original_lift_by"])
    blocking.tell_held(of=found, by=by, at=at)
    after = {"state": found.state, "responsible": responsible, "lift_by": lift_by}
    before = {"state": State.PROPOSED.value}
    tell("accepted", found, by=by, at=at, before=before, after=after)
    return found


@transaction.atomic
def reject_bottleneck(*, bottleneck: Bottleneck, reason: str, by: Any, at: datetime) -> Bottleneck:
    """The bottleneck not accepted, with the reason; nothing waits for it."""
    found = locked(bottleneck.pk)
    access.check(by, Perm.DECIDE, found)
    if found.state == State.REJECTED:
        return found
    old = found.state
    BOTTLENECK_FLOW.apply(found, "reject")
    found.reason = needed(reason)
    found.closed_at, found.closed_by = at, by
    keep(found, ["state", "reason", "closed_at", "closed_by"])
    blocking.tell_held(of=found, by=by, at=at)
    before, after = {"state": old}, {"state": found.state}
    tell("rejected", found, by=by, at=at, before=before, after=after, note=found.reason)
    return found


def _check_may_propose(by: Any, raised_by: Organisation, owner: Organisation) -> None:
    if not (
        access.allowed(by, Perm.PROPOSE, raised_by)
        or access.allowed(by, Perm.MANAGE, owner)
        or access.allowed(by, Perm.DECIDE, owner)
    ):
        raise NotAllowed(_("Your role does not allow this here."))


def _check_may_change(by: Any, found: Bottleneck) -> None:
    if access.allowed(by, Perm.MANAGE, found):
        if found.state in (State.LIFTED, State.REJECTED, State.MERGED):
            raise BottleneckRefused(_("This bottleneck is closed; open it again first."))
        return
    own = found.raised_by is not None and access.allowed(by, Perm.PROPOSE, found.raised_by)
    if not (own and found.state == State.PROPOSED):
        raise NotAllowed(_("Your role does not allow this here."))


def _check_complete(found: Bottleneck, at: datetime) -> None:
    _check_day_and_unit(found.responsible, found.lift_by)
    if found.lift_by is not None and found.lift_by < clock.day_of(at):
        raise BottleneckRefused(_("The day to lift it by lies in the past."), field="lift_by")


def _check_day_and_unit(responsible: Organisation | None, lift_by: date | None) -> None:
    if responsible is None:
        raise BottleneckRefused(_("Name the unit that answers for it."), field="responsible")
    if lift_by is None:
        raise BottleneckRefused(_("Say by which day it is to be lifted."), field="lift_by")


def _clean(content: BottleneckInput, owner: Organisation) -> dict[str, Any]:
    values = {one.name: getattr(content, one.name) for one in fields(content)}
    for name, length in LENGTHS.items():
        values[name] = text.clean(values[name])[:length]
    values["kind"], values["authority"] = str(values["kind"]), str(values["authority"])
    if not values["title"]:
        raise BottleneckRefused(_("Say in one line what blocks."), field="title")
    if values["kind"] not in set(Kind):
        raise BottleneckRefused(_("Choose what kind it is."), field="kind")
    if values["authority"] not in set(Level):
        raise BottleneckRefused(_("Choose the level that can lift it."), field="authority")
    check_body(values["lifter"], owner, field="lifter")
    check_responsible(values["responsible"], owner)
    position = values["position"]
    if position is not None and position.organisation_id != getattr(values["responsible"], "pk", 0):
        raise BottleneckRefused(
            _("This post is not one of the responsible unit."), field="position"
        )
    return values


def _folded(number: int, values: dict[str, Any]) -> str:
    said = (values[name] for name in ("title", "description", "condition", "lifter_name"))
    return text.fold(f"ĐN-{number:02d} " + " ".join(said))


def _next_number(owner: Organisation) -> int:
    """One more than the last of the province, which is locked so that two never share one."""
    rows: Iterable[Any] = Organisation.objects.select_for_update().filter(pk=owner.pk)
    list(rows)
    last = Bottleneck.objects.filter(owner=owner).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
