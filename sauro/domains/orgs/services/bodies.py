"""Seats in steering committees and working groups, and collective names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.orgs.models import (
    Collective,
    CollectiveAlias,
    Membership,
    Organisation,
)
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import BODIES, BodyRole, OrgKind
from sauro.domains.orgs.services.organisations import BadDates
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record


class NotABody(DomainError):
    """Only steering committees and working groups have members."""

    code = "not_a_body"


class SeatTaken(DomainError):
    """The body has a head already."""

    code = "seat_taken"


@transaction.atomic
def add_member(
    *,
    body: Organisation,
    person: Any,
    valid_from: date,
    by: Any,
    at: datetime,
    role: str = BodyRole.MEMBER.value,
    portfolio: str = "",
    represents: Organisation | None = None,
) -> Membership:
    """The person's seat; somebody who has one keeps it as it is."""
    body = Organisation.objects.select_for_update().get(pk=body.pk)
    access.check(by, Perm.MANAGE, body)
    if body.kind not in BODIES:
        raise NotABody(_("Only steering committees and working groups have members."))
    present = Membership.objects.filter(body=body, valid_to__isnull=True)
    if seat := present.filter(person=person).first():
        return seat
    _refuse_second_head(present, role)
    seat = Membership.objects.create(
        body=body,
        person=person,
        represents=represents,
        role=BodyRole(role).value,
        portfolio=text.clean(portfolio, keep_lines=True),
        valid_from=valid_from,
    )
    after = {"person": person, "role": seat.role, "represents": represents}
    record(kind="orgs.member.added", subject=seat, by=by, at=at, after=after)
    return seat


@transaction.atomic
def change_member(
    *,
    membership: Membership,
    role: str,
    portfolio: str,
    by: Any,
    at: datetime,
    represents: Organisation | None = None,
) -> Membership:
    """The seat with its new role and portfolio; the same again writes nothing."""
    seat = _locked(membership, by)
    wanted: dict[str, Any] = {
        "role": BodyRole(role).value,
        "portfolio": text.clean(portfolio, keep_lines=True),
        "represents": represents,
    }
    before, after = changes(seat, wanted)
    if not after:
        return seat
    others = Membership.objects.filter(body=seat.body_id, valid_to__isnull=True).exclude(pk=seat.pk)
    _refuse_second_head(others, wanted["role"])
    for name, value in after.items():
        setattr(seat, name, value)
    seat.save(update_fields=list(after))
    record(kind="orgs.member.changed", subject=seat, by=by, at=at, before=before, after=after)
    return seat


@transaction.atomic
def end_member(*, membership: Membership, on: date, by: Any, at: datetime) -> Membership:
    """The seat with its last day; ending it twice on one day changes nothing."""
    seat = _locked(membership, by)
    if seat.valid_to == on:
        return seat
    if on < seat.valid_from:
        raise BadDates(_("The last day is before the first day."), field="on")
    before, seat.valid_to = {"valid_to": seat.valid_to}, on
    seat.save(update_fields=["valid_to"])
    record(
        kind="orgs.member.ended",
        subject=seat,
        by=by,
        at=at,
        before=before,
        after={"valid_to": on},
    )
    return seat


@transaction.atomic
def save_collective(
    *,
    within: Organisation | None,
    code: str,
    name: str,
    kinds: Sequence[str],
    aliases: Sequence[str],
    by: Any,
    at: datetime,
) -> Collective:
    """The collective name of a province (or of the country) with its kinds and other names."""
    collective = Collective(within=within, code=code.strip().lower(), name=text.clean(name))
    access.check(by, Perm.MANAGE, collective)
    if not collective.code or not collective.name:
        raise DomainError(_("A collective name needs a code and a name."), field="name")
    collective.kinds = [OrgKind(kind).value for kind in kinds]
    held = Collective.objects.select_for_update(of=("self",)).filter(
        within=within, code=collective.code
    )
    if (known := held.first()) is not None:
        collective, wanted = known, {"name": collective.name, "kinds": collective.kinds}
        before, after = changes(collective, wanted)
        for field, value in after.items():
            setattr(collective, field, value)
    else:
        before, after = {}, {"name": collective.name, "kinds": collective.kinds}
    collective.save()
    if _sync_aliases(collective, aliases):
        after["aliases"] = list(aliases)
    if after:
        record(
            kind="orgs.collective.saved",
            subject=collective,
            by=by,
            at=at,
            before=before,
            after=after,
        )
    return collective


def _sync_aliases(collective: Collective, names: Sequence[str]) -> bool:
    """Whether the other names had to be changed to be just these."""
    wanted = {text.fold(name): text.clean(name) for name in names if text.clean(name)}
    held = {alias.folded: alias for alias in collective.aliases.all()}
    for folded, alias in held.items():
        if folded not in wanted:
            alias.delete()
    CollectiveAlias.objects.bulk_create(
        CollectiveAlias(collective=collective, folded=folded, name=name)
        for folded, name in wanted.items()
        if folded not in held
    )
    return set(wanted) != set(held)


def _locked(membership: Membership, by: Any) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    access.check(by, Perm.MANAGE, found)
    return found


def _refuse_second_head(present: Any, role: str) -> None:
    if role == BodyRole.HEAD and present.filter(role=BodyRole.HEAD).exists():
        raise SeatTaken(_("This body has a head already."), field="role")
