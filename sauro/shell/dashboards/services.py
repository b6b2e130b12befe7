"""Keeping an arrangement, and giving it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.engines import access
from sauro.engines.history.recording import record
from sauro.shell.dashboards import rules, selectors
from sauro.shell.dashboards.labels import FAULTS
from sauro.shell.dashboards.models import Arrangement
from sauro.shell.dashboards.panels import SHAPES
from sauro.shell.dashboards.permissions import Perm
from sauro.shell.dashboards.rules import Finding, OwnerKind
from sauro.shell.dashboards.selectors import Owner


class CannotArrange(DomainError):
    """These panels cannot be placed so."""

    code = "cannot_arrange"
    status = 422

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(words_of(one) for one in findings), field="panels")


@transaction.atomic
def save_arrangement(
    *, owner: Owner, panels: Sequence[Any], version: int, by: Any, at: datetime
) -> Arrangement:
    """The arrangement as kept; the same panels again change nothing.

    `version` is the one that was looked at, 0 when there was none. Raises `CannotArrange` naming
    the line, `Stale` when somebody else saved in the meantime, `NotAllowed`.
    """
    _may(by, owner)
    placed, findings = rules.checked(panels, shapes=SHAPES)
    if not placed and not findings:
        findings = [Finding(rules.Fault.NOT_A_LINE, 1)]
    if findings:
        raise CannotArrange(findings)
    return _kept(owner, [one.as_data() for one in placed], version, by, at, "saved")


@transaction.atomic
def reset_arrangement(*, owner: Owner, version: int, by: Any, at: datetime) -> Arrangement | None:
    """The usual panels again; nothing when there was no arrangement, twice changes nothing."""
    _may(by, owner)
    if selectors.arrangement_of(owner=owner) is None:
        return None
    return _kept(owner, [], version, by, at, "reset")


def words_of(finding: Finding) -> str:
    """What is wrong with a line, in words."""
    return str(FAULTS[finding.fault]) % {"line": finding.line, "found": finding.found}


def _may(by: Any, owner: Owner) -> None:
    if owner.kind != OwnerKind.PERSON:
        access.check(by, Perm.SHARE, owner)
    elif owner.person != by or not access.can(by, ProgrammePerm.VIEW_ALL):
        raise NotAllowed(_("Your role does not allow this here."))


def _kept(
    owner: Owner, panels: list[dict[str, Any]], version: int, by: Any, at: datetime, what: str
) -> Arrangement:
    found = selectors.arrangement_of(owner=owner)
    if found is None:
        found = _begun(owner, by, at, version)
    found = Arrangement.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.panels == panels:
        return found
    if found.version != version and not (version == 0 and found.version == 1 and not found.panels):
        raise Stale(_("Somebody else changed this arrangement in the meantime. Look at it again."))
    before = {"panels": rules.written(rules.still_known(found.panels, shapes=SHAPES))}
    found.panels, found.version = panels, found.version + 1
    found.saved_at, found.saved_by = at, by
    found.save(update_fields=["panels", "version", "saved_at", "saved_by"])
    record(
        kind=f"dashboards.arrangement.{what}",
        subject=found,
        by=by,
        at=at,
        before=before,
        after={"panels": rules.written(rules.still_known(panels, shapes=SHAPES))},
    )
    return found


def _begun(owner: Owner, by: Any, at: datetime, version: int) -> Arrangement:
    """An empty row to be filled; one that somebody else made at the same moment is taken."""
    if version:
        raise Stale(_("Somebody else changed this arrangement in the meantime. Look at it again."))
    try:
        with transaction.atomic():
            return Arrangement.objects.create(**owner.columns(), saved_at=at, saved_by=by)
    except IntegrityError:
        found = selectors.arrangement_of(owner=owner)
        if found is None:
            raise
        return found
