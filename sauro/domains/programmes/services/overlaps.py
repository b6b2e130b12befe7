"""Deciding about two tasks that look the same: link, merge or keep apart, with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.programmes.models import OverlapDecision, Task, TaskMandate, TaskParty
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import OverlapVerdict, PartyRole, State
from sauro.domains.programmes.services.tasks import needed
from sauro.domains.programmes.services.writing import locked_task, record_task, save_task
from sauro.domains.programmes.workflow import TASK_FLOW
from sauro.engines import access


class CannotMerge(DomainError):
    """The second task already has work that would be lost."""

    code = "cannot_merge"


@transaction.atomic
def decide_overlap(
    *, kept: Task, other: Task, verdict: str, reason: str, by: Any, at: datetime
) -> OverlapDecision:
    """The decision about two tasks; merging cancels `other` and moves its mandates and agencies.

    Deciding the same again changes nothing; deciding otherwise replaces a link or a keep.
    """
    reason = needed(reason)
    if kept.pk == other.pk:
        raise CannotMerge(_("A task is not compared with itself."))
    first, second = sorted((kept.pk, other.pk))
    kept, other = locked_task(kept.pk), locked_task(other.pk)
    for task in (kept, other):
        access.check(by, Perm.MANAGE, task)
    existing = OverlapDecision.objects.filter(first_id=first, second_id=second).first()
    if existing is not None and existing.verdict == verdict:
        return existing
    if verdict == OverlapVerdict.MERGED:
        _merge(kept, other, at=at)
    decision, _made = OverlapDecision.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"verdict": verdict, "reason": reason, "at": at, "by": by},
    )
    record_task(
        "overlap_decided",
        kept,
        by=by,
        at=at,
        after={"verdict": verdict, "other": str(other), "other_id": other.pk},
        note=reason,
    )
    return decision


def _merge(kept: Task, other: Task, *, at: datetime) -> None:
    if other.state not in (State.DRAFT, State.ASSIGNED, State.ACCEPTED, State.REFUSED):
        raise CannotMerge(
            _("“%(task)s” already has progress: link the two tasks instead.") % {"task": other}
        )
    held = set(kept.mandates.values_list("document_id", "clause_id"))
    for mandate in other.mandates.all():
        if (mandate.document_id, mandate.clause_id) not in held:
            TaskMandate.objects.create(
                task=kept, document_id=mandate.document_id, clause_id=mandate.clause_id
            )
    present = set(kept.parties.values_list("organisation_id", flat=True))
    place = kept.parties.count()
    for party in other.parties.exclude(organisation_id__in=present - {None}):
        TaskParty.objects.create(
            task=kept,
            role=PartyRole.COORDINATE.value if party.role == PartyRole.LEAD else party.role,
            organisation_id=party.organisation_id,
            collective_id=party.collective_id,
            mention=party.mention,
            position=place,
        )
        place += 1
    TASK_FLOW.apply(other, "cancel")
    save_task(other, ["state"], at=at)
