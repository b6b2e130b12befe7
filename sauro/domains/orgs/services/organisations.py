"""Making, changing and closing organisations, and the other names people give them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.orgs.models import (
    Organisation,
    OrganisationAlias,
    Position,
    Succession,
    Tenure,
)
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import PROVINCES, OrgKind
from sauro.domains.orgs.services.planting import move_branch, named
from sauro.engines import access, text
from sauro.engines.history import reading
from sauro.engines.history.recording import changes, record


class CodeTaken(DomainError):
    """Another organisation has this code."""

    code = "code_taken"


class NameTaken(DomainError):
    """An organisation with this name is already in force in the same place."""

    code = "name_taken"


class BadDates(DomainError):
    """The end of a validity is before its start."""

    code = "bad_dates"


class BadSuccessor(DomainError):
    """The successor cannot take over this organisation."""

    code = "bad_successor"


@transaction.atomic
def create_organisation(
    *,
    parent: Organisation,
    kind: str,
    name: str,
    valid_from: date,
    by: Any,
    at: datetime,
    code: str = "",
    short_name: str = "",
    email: str = "",
    unit: Any = None,
    aliases: Sequence[str] = (),
) -> Organisation:
    """The new organisation below its parent; the same one sent twice is made once."""
    parent = Organisation.objects.select_for_update().get(pk=parent.pk)
    access.check(by, Perm.MANAGE, parent)
    values = {
        **named(name, short_name),
        "kind": OrgKind(kind).value,
        "code": code.strip().upper() or _free_code(parent),
        "email": email.strip().lower(),
        "unit": unit or parent.unit,
        "valid_from": valid_from,
        "is_reference": parent.is_reference and OrgKind(kind) not in PROVINCES,
    }
    if twin := _twin(parent, values):
        return twin
    if Organisation.objects.filter(code=values["code"]).exists():
        raise CodeTaken(_("Another organisation has this code."), field="code")
    made: Organisation = Organisation.objects.add_child(parent, create_kwargs=values)
    _save_aliases(made, aliases)
    record(
        kind="orgs.organisation.created",
        subject=made,
        by=by,
        at=at,
        after={"name": made.name, "kind": made.kind, "code": made.code, "parent": parent},
    )
    return made


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    by: Any,
    at: datetime,
    seen_event: int | None = None,
    **wanted: Any,
) -> Organisation:
    """The organisation with new `name`, `short_name`, `kind`, `email`, `unit` or `valid_from`.

    `seen_event` is the newest event the person saw; a newer one means somebody else was faster.
    """
    organisation = _locked(organisation, by)
    if "name" in wanted or "short_name" in wanted:
        name = wanted.pop("name", organisation.name)
        wanted |= named(name, wanted.pop("short_name", organisation.short_name))
    before, after = changes(organisation, wanted)
    if not after:
        return organisation
    _refuse_stale(organisation, seen_event)
    for name, value in after.items():
        setattr(organisation, name, value)
    _refuse_bad_dates(organisation.valid_from, organisation.valid_to)
    organisation.save(update_fields=list(after))
    hidden = ("folded", "sort_key")
    record(
        kind="orgs.organisation.changed",
        subject=organisation,
        by=by,
        at=at,
        before={name: value for name, value in before.items() if name not in hidden},
        after={name: value for name, value in after.items() if name not in hidden},
    )
    return organisation


@transaction.atomic
def close_organisation(
    *,
    organisation: Organisation,
    on: date,
    by: Any,
    at: datetime,
    successors: Sequence[Organisation] = (),
    ground: str = "",
) -> Organisation:
    """The organisation with its last day; it then hangs below its successor when there is one.

    Its posts and the tenures in them end that day; its subtree goes with it.
    """
    organisation = _locked(organisation, by)
    if organisation.valid_to == on:
        return organisation
    _refuse_bad_dates(organisation.valid_from, on)
    _refuse_bad_successors(organisation, successors, by)
    before = {"valid_to": organisation.valid_to}
    organisation.valid_to = on
    organisation.save(update_fields=["valid_to"])
    open_posts = Position.objects.filter(organisation=organisation, valid_to__isnull=True)
    open_tenures = Tenure.objects.filter(
        position__organisation=organisation, valid_to__isnull=True, valid_from__lte=on
    )
    open_tenures.update(valid_to=on)
    open_posts.filter(valid_from__lte=on).update(valid_to=on)
    for successor in successors:
        Succession.objects.update_or_create(
            predecessor=organisation,
            successor=successor,
            defaults={"on": on + timedelta(days=1), "ground": text.clean(ground)},
        )
    if len(successors) == 1:
        organisation = _hang_below(organisation, successors[0])
    record(
        kind="orgs.organisation.closed",
        subject=organisation,
        by=by,
        at=at,
        before=before,
        after={"valid_to": on, "successors": [str(one) for one in successors]},
        note=text.clean(ground),
    )
    return organisation


@transaction.atomic
def add_alias(*, organisation: Organisation, name: str, by: Any, at: datetime) -> OrganisationAlias:
    """Another name of the organisation; one that is known already writes nothing."""
    organisation = _locked(organisation, by)
    name = text.clean(name)
    if not name:
        raise DomainError(_("Write the other name."), field="name")
    alias, made = OrganisationAlias.objects.get_or_create(
        organisation=organisation, folded=text.fold(name), defaults={"name": name}
    )
    if made:
        record(
            kind="orgs.organisation.alias_added",
            subject=organisation,
            by=by,
            at=at,
            after={"alias": name},
        )
    return alias


@transaction.atomic
def remove_alias(*, alias: OrganisationAlias, by: Any, at: datetime) -> OrganisationAlias:
    """The other name, no longer known; removing it twice changes nothing."""
    organisation = _locked(alias.organisation, by)
    deleted, _by_table = OrganisationAlias.objects.filter(pk=alias.pk).delete()
    if deleted:
        record(
            kind="orgs.organisation.alias_removed",
            subject=organisation,
            by=by,
            at=at,
            before={"alias": alias.name},
        )
    return alias


def _locked(organisation: Organisation, by: Any) -> Organisation:
    found: Organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    access.check(by, Perm.MANAGE, found)
    return found


def _twin(parent: Organisation, values: dict[str, Any]) -> Organisation | None:
    """An open sibling with the same name: the same form sent twice, or a mistake."""
    siblings = Organisation.objects.filter(
        path__startswith=parent.path, depth=parent.depth + 1, valid_to__isnull=True
    )
    same: Organisation | None = siblings.filter(
        folded=values["folded"], name=values["name"]
    ).first()
    if same is None:
        return None
    if (same.kind, same.valid_from) != (values["kind"], values["valid_from"]):
        raise NameTaken(_("An organisation with this name already exists here."), field="name")
    return same


def _free_code(parent: Organisation) -> str:
    return f"{parent.code[:30]}-{secrets.token_hex(4).upper()}"


def _save_aliases(organisation: Organisation, names: Sequence[str]) -> None:
    written = {text.fold(name): text.clean(name) for name in names if text.clean(name)}
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=organisation, folded=folded, name=name)
        for folded, name in written.items()
    )


def _refuse_stale(organisation: Organisation, seen_event: int | None) -> None:
    if seen_event is None:
        return
    newest = reading.events_of(organisation).first()
    if newest is not None and newest.pk != seen_event:
        raise Stale(
            _("%(person)s changed this organisation in the meantime.") % {"person": newest.by_name}
        )


def _refuse_bad_dates(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise BadDates(_("The last day is before the first day."), field="on")


def _refuse_bad_successors(
    organisation: Organisation, successors: Sequence[Organisation], by: Any
) -> None:
    for successor in successors:
        access.check(by, Perm.MANAGE, successor)
        if successor.pk == organisation.pk or successor.path.startswith(organisation.path):
            raise BadSuccessor(
                _("The successor cannot be the organisation itself or part of it."),
                field="successors",
            )


def _hang_below(organisation: Organisation, successor: Organisation) -> Organisation:
    successor = Organisation.objects.select_for_update().get(pk=successor.pk)
    return move_branch(
        organisation=organisation,
        move=lambda: Organisation.objects.move(organisation, successor, pos="last-child"),
    )
