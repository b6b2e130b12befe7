"""What waits for one person: papers to give an opinion on, approve, number, sign or issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from sauro.domains.documents.models import Draft
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import AwaitedStep, DraftState
from sauro.domains.documents.selectors.drafts import of_own, opinions_due
from sauro.engines import access

MOST = 100  # of each of the two lists: who has more works through the list of drafts
_OF_STATE = {
    DraftState.DRAFTING.value: AwaitedStep.REDRAFT,
    DraftState.SUBMITTED.value: AwaitedStep.APPROVE,
    DraftState.APPROVED.value: AwaitedStep.NUMBER,
    DraftState.NUMBERED.value: AwaitedStep.SIGN,
    DraftState.SIGNED.value: AwaitedStep.ISSUE,
}


@dataclass(frozen=True, slots=True)
class Awaited:
    """One paper that waits for a person; only an opinion has a day until which it is due."""

    step: AwaitedStep
    draft_id: int
    abstract: str
    owner: str
    since: datetime
    due_on: date | None = None
    is_late: bool = False


def waiting_for(*, user: Any, today: date) -> list[Awaited]:
    """What waits for a person's own organisations: opinions by due day, then the longest waiting.

    Papers of organisations further below wait for their own people and are not named here.
    """
    asked = [
        Awaited(
            step=AwaitedStep.OPINION,
            draft_id=one.draft_id,
            abstract=one.draft.abstract,
            owner=one.draft.owner.label,
            since=one.asked_at,
            due_on=one.due_on,
            is_late=one.due_on < today,
        )
        for one in opinions_due(user=user)[:MOST]
    ]
    return asked + [
        Awaited(
            step=_OF_STATE[one.state],
            draft_id=one.pk,
            abstract=one.abstract,
            owner=one.owner.label,
            since=one.changed_at,
        )
        for one in _papers(user)
    ]


def _papers(user: Any) -> list[Draft]:
    steps = _steps_open_to(user)
    if not steps:
        return []
    found = Draft.objects.filter(steps).select_related("owner")
    return list(found.order_by("changed_at", "id")[:MOST])


def _steps_open_to(user: Any) -> Q:
    """The states in which a paper waits for this person, each with whose papers."""
    kept = Q()
    if access.can(user, Perm.DRAFT):
        kept |= Q(state=DraftState.DRAFTING.value, created_by=user) & ~Q(state_reason="")
    others = ~Q(created_by=user) & (Q(submitted_by=None) | ~Q(submitted_by=user))
    if approved := _own(user, Perm.APPROVE):
        kept |= Q(state=DraftState.SUBMITTED.value) & approved & others
    if numbered := _own(user, Perm.NUMBER):
        kept |= Q(state__in=(DraftState.APPROVED.value, DraftState.SIGNED.value)) & numbered
    if signed := numbered | _own(user, Perm.SIGN):
        kept |= Q(state=DraftState.NUMBERED.value) & signed
    return kept & Q(document__recalled_on=None) if kept else kept


def _own(user: Any, permission: str) -> Q:
    """Papers that an organisation of the person will issue."""
    return of_own(user=user, permission=permission, column="issuer")
