"""Writing programmes and groups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Group, Programme
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services import mandates as answered
from sauro.domains.programmes.services.mandates import Mandate
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record

CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{1,39}")


class BadProgramme(DomainError):
    """The particulars of the programme cannot be accepted."""

    code = "bad_programme"


@transaction.atomic
def create_programme(
    *,
    owner: Organisation,
    code: str,
    title: str,
    starts_on: date,
    by: Any,
    at: datetime,
    ends_on: date | None = None,
    standing: Organisation | None = None,
    predecessor: Programme | None = None,
    mandates: Iterable[Mandate] = (),
    is_demonstration: bool = False,
) -> Programme:
    """The new programme of an owner over whom the person holds the right to manage."""
    _check_manage(by, owner)
    code = code.strip().upper()
    title = text.clean(title)
    _refuse_bad(code=code, title=title, starts_on=starts_on, ends_on=ends_on)
    programme = Programme.objects.create(
        owner=owner,
        standing=standing,
        code=code,
        title=title,
        folded=text.fold(f"{code} {title}"),
        starts_on=starts_on,
        ends_on=ends_on,
        predecessor=predecessor,
        is_demonstration=is_demonstration,
        created_at=at,
        created_by=by,
    )
    after: dict[str, Any] = {"code": code, "title": title, "owner": owner}
    _before, named = answered.replace_mandates(of=programme, wanted=mandates)
    if named:
        after["mandates"] = named
    record(kind="programmes.programme.created", subject=programme, by=by, at=at, after=after)
    return programme


@transaction.atomic
def change_programme(
    *,
    programme: Programme,
    by: Any,
    at: datetime,
    expected_version: int,
    mandates: Iterable[Mandate] | None = None,
    **wanted: Any,
) -> Programme:
    """The programme with new `title`, `starts_on`, `ends_on`, `standing` or `closed_on`.

    `mandates` are all documents and clauses on which it stands from now on; None leaves them.
    """
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=programme.pk)
    )
    access.check(by, Perm.MANAGE, programme)
    if programme.version != expected_version:
        raise Stale(_("Somebody else changed this programme in the meantime."))
    before, after = _applied(programme, wanted)
    changed = list(after)
    if mandates is not None:
        old, new = answered.replace_mandates(of=programme, wanted=mandates)
        if old != new:
            before["mandates"], after["mandates"] = old, new
    if not after:
        return programme
    programme.folded = text.fold(f"{programme.code} {programme.title}")
    programme.version += 1
    programme.save(update_fields=[*changed, "folded", "version"])
    record(
        kind="programmes.programme.changed",
        subject=programme,
        by=by,
        at=at,
        before=before,
        after=after,
    )
    return programme


@transaction.atomic
def add_group(
    *, programme: Programme, number: str, title: str, by: Any, at: datetime, kind: str = "tasks"
) -> Group:
    """A new group at the end of the programme; the same title again returns the first."""
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=programme.pk)
    )
    access.check(by, Perm.MANAGE, programme)
    title = text.clean(title)
    folded = text.fold(title)
    groups = programme.groups.filter(kind=kind)
    existing = groups.filter(folded=folded, number=number).first()
    if existing is not None:
        return existing
    group = Group.objects.create(
        programme=programme,
        kind=kind,
        number=number.strip(),
        title=title,
        folded=folded,
        position=groups.count() + 1,
    )
    record(kind="programmes.group.created", subject=group, by=by, at=at, after={"title": title})
    return group


def _applied(programme: Programme, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after of the particulars that were put into a programme not yet saved."""
    if "title" in wanted:
        wanted["title"] = text.clean(wanted["title"])
    before, after = changes(programme, wanted)
    for name, value in after.items():
        setattr(programme, name, value)
    _refuse_bad(
        code=programme.code,
        title=programme.title,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        taken=False,
    )
    return before, after


def _check_manage(by: Any, owner: Organisation) -> None:
    if not access.can(by, Perm.MANAGE, owner.path):
        access.check(by, Perm.MANAGE, Programme(owner=owner))


def _refuse_bad(
    *, code: str, title: str, starts_on: date, ends_on: date | None, taken: bool = True
) -> None:
    if not CODE.fullmatch(code):
        raise BadProgramme(_("A code has 2 to 40 letters, digits, dots or hyphens."), field="code")
    if not title:
        raise BadProgramme(_("A programme needs a title."), field="title")
    if ends_on is not None and ends_on < starts_on:
        raise BadProgramme(_("The end lies before the start."), field="ends_on")
    if taken and Programme.objects.filter(code=code).exists():
        raise BadProgramme(_("This code is taken."), field="code")
