"""Staging a plan file: what it would do, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.models import PlanImport, Programme
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.planfile import reading as planfile
from sauro.domains.programmes.planfile.drafts import PlanDraft
from sauro.domains.programmes.planfile.targets import horizon_of
from sauro.domains.programmes.staging.parties import Followers
from sauro.domains.programmes.staging.plan import Staging, stage
from sauro.engines import access, text
from sauro.engines.jobs import selectors as job_selectors
from sauro.engines.office.grid import OfficeError
from sauro.engines.office.reading import read_tables

KINDS = ("auto", "tasks", "targets")
UNREAD = "unread"  # marks the empty preview of a file that a job is to read
Tell = Callable[[int, int, str], None]
STEPS = 3


class PlanUnreadable(DomainError):
    """The file cannot be read as a plan."""

    code = "plan_unreadable"
    status = 422


class PlanHasErrors(DomainError):
    """The file has errors; nothing was written."""

    code = "plan_has_errors"
    status = 422


class StagingChanged(DomainError):
    """The programme or the agencies changed since the preview; look at it again."""

    code = "staging_changed"


class UnknownAgency(DomainError):
    """A name typed by a person is not the name of one organisation."""

    code = "unknown_agency"
    status = 422


class PlanBusy(DomainError):
    """A job is reading or writing this file; wait for it, or cancel it."""

    code = "plan_busy"


def _silent(_done: int, _total: int, _phase: str) -> None:
    """Nobody waits to hear how far it is."""


def read_plan(
    *,
    data: bytes,
    file_name: str,
    kind: str = "auto",
    year: int | None,
    horizon: int | None = None,
    tell: Tell = _silent,
) -> PlanDraft:
    """What a plan file says; raises `PlanUnreadable` naming the place.

    `horizon` is the year of targets for which the file names none.
    """
    tell(0, STEPS, _("Reading the file"))
    try:
        grids = read_tables(data, file_name)
    except OfficeError as error:
        raise PlanUnreadable(str(error), field="file") from error
    tell(1, STEPS, _("Finding tasks and targets in its tables"))
    draft = planfile.read(grids, kind=kind, default_year=year, horizon=horizon)
    if not (draft.tasks or draft.targets):
        raise PlanUnreadable(
            _("No table of tasks or targets was found in this file."), field="file"
        )
    return draft


def stage_file(
    *,
    programme: Programme,
    data: bytes,
    file_name: str,
    kind: str = "auto",
    by: Any,
    at: datetime,
    choices: Mapping[str, int] | None = None,
    tell: Tell = _silent,
) -> Staging:
    """What a file would do to a programme; writes nothing."""
    access.check(by, Perm.MANAGE, programme)
    ends = programme.ends_on.year if programme.ends_on else horizon_of(programme.title)
    draft = read_plan(
        data=data,
        file_name=file_name,
        kind=kind,
        year=programme.starts_on.year,
        horizon=ends,
        tell=tell,
    )
    tell(2, STEPS, _("Comparing with the programme"))
    return stage(programme=programme, draft=draft, day=clock.day_of(at), choices=choices or {})


@transaction.atomic
def stage_plan(
    *, programme: Programme, data: bytes, file_name: str, kind: str, by: Any, at: datetime
) -> PlanImport:
    """The file kept with its preview; the programme itself is not touched."""
    staging = stage_file(
        programme=programme, data=data, file_name=file_name, kind=kind, by=by, at=at
    )
    plan = new_plan(programme=programme, data=data, file_name=file_name, kind=kind, by=by, at=at)
    plan.staged = staging.report.stored()
    plan.save()
    return plan


def new_plan(
    *, programme: Programme, data: bytes, file_name: str, kind: str, by: Any, at: datetime
) -> PlanImport:
    """A record of the file, not yet saved; the file itself is kept."""
    plan = PlanImport(
        programme=programme,
        kind=kind,
        file_name=text.clean(file_name)[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        staged_at=at,
        staged_by=by,
    )
    suffix = ".docx" if file_name.lower().endswith(".docx") else ".xlsx"
    plan.file.save(f"{plan.sha256[:16]}{suffix}", ContentFile(data), save=False)
    return plan


@transaction.atomic
def keep_preview(*, plan: PlanImport, staging: Staging, by: Any, at: datetime) -> PlanImport:
    """The plan with what its file would do now."""
    access.check(by, Perm.MANAGE, plan.programme)
    plan.staged, plan.staged_at, plan.staged_by = staging.report.stored(), at, by
    plan.save(update_fields=["staged", "staged_at", "staged_by"])
    return plan


@transaction.atomic
def choose_agencies(
    *,
    plan: PlanImport,
    choices: Mapping[str, int],
    by: Any,
    at: datetime,
    typed: Mapping[str, str] | None = None,
) -> PlanImport:
    """The preview again, with the organisations a person chose for names nobody was sure of.

    `choices` maps a name of the file to an organisation that was offered for it; `typed` maps it
    to another name, which must be the certain name of one organisation.
    """
    plan = _open_plan(plan, by)
    chosen = {**plan.choices, **_offered(plan, choices), **_named(plan, typed or {}, at)}
    plan.choices = chosen
    plan.staged = restage(plan, by=by, at=at).report.stored()
    plan.staged_at, plan.staged_by = at, by
    plan.save(update_fields=["choices", "staged", "staged_at", "staged_by"])
    return plan


def _offered(plan: PlanImport, choices: Mapping[str, int]) -> dict[str, int]:
    offers = {
        (agency["mention"], offer["id"])
        for agency in plan.staged["agencies"]
        for offer in agency["suggestions"]
    }
    return {name: pk for name, pk in choices.items() if (name, pk) in offers}


def _named(plan: PlanImport, typed: Mapping[str, str], at: datetime) -> dict[str, int]:
    owner, day = plan.programme.owner, clock.day_of(at)
    province = org_selectors.province_root_of(organisation=owner) or owner
    found = org_selectors.match_mentions(
        mentions=list(typed.values()),
        province_root=Followers(day).of_province(province),
        day=day,
    )
    chosen = {}
    for mention, name in typed.items():
        match = found[name]
        if match.kind != "organisation":
            raise UnknownAgency(_("No agency is called “%(name)s”.") % {"name": name})
        chosen[mention] = (match.successor or match.object).pk  # type: ignore[union-attr]
    return chosen


@transaction.atomic
def discard_plan(*, plan: PlanImport, by: Any, at: datetime) -> None:  # noqa: ARG001  (a write)
    """Throw away a preview that was not accepted, and its file."""
    plan = _open_plan(plan, by)
    stored = plan.file
    plan.delete()
    transaction.on_commit(lambda: stored.delete(save=False))


def restage(plan: PlanImport, *, by: Any, at: datetime, tell: Tell = _silent) -> Staging:
    """The stored file held against the programme as it stands now."""
    with plan.file.open("rb") as stored:
        data = stored.read()
    return stage_file(
        programme=plan.programme,
        data=data,
        file_name=plan.file_name,
        kind=plan.kind,
        choices=plan.choices,
        by=by,
        at=at,
        tell=tell,
    )


def fingerprint(stored: Mapping[str, Any]) -> str:
    """A hash of what a preview would do, to notice that the world changed under it."""
    decisive = ("kind", "action", "existing_id", "changes")
    rows = [tuple(row[name] for name in decisive) for row in stored["rows"]]
    body = json.dumps([rows, stored["agencies"]], sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def _open_plan(plan: PlanImport, by: Any) -> PlanImport:
    found = (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("programme__owner")
        .get(pk=plan.pk)
    )
    access.check(by, Perm.MANAGE, found.programme)
    if found.accepted_at is not None:
        raise StagingChanged(_("This file was accepted already."))
    if job_selectors.is_at_work(subject=found):
        raise PlanBusy(_("This file is being worked on. Wait for it, or cancel the work."))
    return found
