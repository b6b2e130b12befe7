"""Accepting a staged plan: groups, tasks and targets written in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sauro.domains.programmes.models import Group, PlanImport, Programme
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services.plans import writing_targets, writing_tasks
from sauro.domains.programmes.services.plans.staging import (
    UNREAD,
    PlanBusy,
    PlanHasErrors,
    StagingChanged,
    fingerprint,
    restage,
)
from sauro.domains.programmes.staging.plan import Staging, group_kind
from sauro.domains.programmes.staging.report import UNCHANGED
from sauro.engines import access, text
from sauro.engines.history.recording import record

_COUNTED = ("groups", "tasks", "targets", "created", "updated")


class StillHolding(Protocol):
    """A file held against its programme before the lock was taken."""

    @property
    def staging(self) -> Staging: ...

    def still_holds(self) -> bool:
        """Whether nothing was written since."""


@transaction.atomic
def accept_plan(
    *,
    plan: PlanImport,
    by: Any,
    at: datetime,
    skip_errors: bool = False,
    prepared: StillHolding | None = None,
) -> PlanImport:
    """The accepted import; refused when the preview no longer says what would happen.

    What was `prepared` before the lock is taken over when nothing was written since.
    """
    plan = (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("programme__owner")
        .get(pk=plan.pk)
    )
    if plan.accepted_at is not None:
        return plan
    if plan.staged.get(UNREAD):
        raise PlanBusy(_("The file has not been read yet."))
    if prepared is not None and prepared.still_holds():
        staging = prepared.staging
    else:
        staging = restage(plan, by=by, at=at)
    stored = staging.report.stored()
    if fingerprint(stored) != fingerprint(plan.staged):
        raise StagingChanged(
            _("The programme changed since this preview. Look at the new preview and accept again.")
        )
    plan.result = accept_staging(
        staging=staging, by=by, at=at, skip_errors=skip_errors, source=plan.file_name
    )
    plan.accepted_at, plan.accepted_by = at, by
    plan.save(update_fields=["result", "accepted_at", "accepted_by"])
    return plan


@transaction.atomic
def accept_staging(
    *, staging: Staging, by: Any, at: datetime, skip_errors: bool = False, source: str = ""
) -> dict[str, Any]:
    """Write what was staged, all or nothing, and give its summary; unchanged rows write nothing."""
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=staging.programme.pk)
    )
    access.check(by, Perm.MANAGE, programme)
    report = staging.report
    if report.errors and not skip_errors:
        raise PlanHasErrors(
            _("The file has %(count)s errors; nothing was written.") % {"count": len(report.errors)}
        )
    summary = report.summary()
    wanted = [row for row in report.rows if row.action != UNCHANGED and not row.has_error]
    if not wanted:
        return summary
    groups = _write_groups(staging, programme)
    writing_tasks.write(staging, programme, groups, by=by, at=at, source=source)
    writing_targets.write(staging, programme, groups, by=by, at=at, source=source)
    record(
        kind="programmes.programme.imported",
        subject=programme,
        by=by,
        at=at,
        after={name: summary[name] for name in _COUNTED},
        note=source,
    )
    return summary


def _write_groups(staging: Staging, programme: Programme) -> list[Group]:
    last: dict[str, int] = {
        kind: programme.groups.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0
        for kind in ("tasks", "targets")
    }
    made: list[Group] = []
    for index, (draft, known) in enumerate(zip(staging.draft.groups, staging.groups, strict=True)):
        if known is not None:
            made.append(known)
            continue
        kind = group_kind(staging.draft, index)
        last[kind] += 1
        title = text.clean(draft.title)
        made.append(
            Group.objects.create(
                programme=programme,
                parent=made[draft.parent] if draft.parent is not None else None,
                kind=kind,
                number=text.clean(draft.number)[:20],
                title=title[:1000],
                folded=text.fold(title)[:1000],
                position=last[kind],
            )
        )
    return made
