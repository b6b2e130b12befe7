"""What a person who decides looks at: how far figures moved, what is proposed beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from sauro.domains.indicators.models import (
    DataSetItem,
    Indicator,
    Observation,
    Proposal,
    Submission,
)
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import forms, visibility, work
from sauro.engines import access


@dataclass(frozen=True, slots=True)
class Move:
    """How far one figure of a form moved against the last period, in percent of that one."""

    indicator: Indicator
    percent: Decimal


def may_decide(*, user: Any) -> bool:
    """Whether the person checks or confirms forms at all."""
    return access.can(user, Perm.CONFIRM) or access.can(user, Perm.CHECK)


def queue_of(*, user: Any) -> QuerySet[Submission]:
    """Forms that wait for the person, unusual ones first, then late ones, then the oldest."""
    return work.waiting_for(user=user).order_by("-remarks", "-is_late", "submitted_at", "pk")


def submission_for(*, user: Any, submission_id: int) -> Submission | None:
    """A form handed in that the person may see."""
    found = visibility.visible_submissions(user=user).exclude(state="draft")
    return found.select_related("checked_by", "decided_by").filter(pk=submission_id).first()


def next_waiting(*, user: Any, after: Submission) -> Submission | None:
    """The form to be decided next."""
    return queue_of(user=user).exclude(pk=after.pk).first()


def largest_moves(*, submissions: Sequence[Submission]) -> dict[int, Move]:
    """The figure of each form that moved the farthest against its last period; two SQL."""
    by_form: dict[int, list[Indicator]] = defaultdict(list)
    chosen = {one.data_set_id for one in submissions}
    items = DataSetItem.objects.filter(data_set__in=chosen).select_related("indicator")
    for item in items:
        by_form[item.data_set_id].append(item.indicator)
    before = {one.pk: one.period - forms.MONTHS[one.data_set.periodicity] for one in submissions}
    rows = Observation.objects.filter(
        indicator__in={item.indicator_id for item in items},
        organisation__in={one.organisation_id for one in submissions},
        period__in={*before.values(), *(one.period for one in submissions)},
        status__gt=0,
    )
    figures = {(row.indicator_id, row.organisation_id, row.period): row for row in rows}
    found: dict[int, Move] = {}
    for one in submissions:
        moves = [
            Move(indicator, percent)
            for indicator in by_form[one.data_set_id]
            if (
                percent := moved(
                    indicator=indicator,
                    old=figures.get((indicator.pk, one.organisation_id, before[one.pk])),
                    new=figures.get((indicator.pk, one.organisation_id, one.period)),
                )
            )
            is not None
        ]
        if moves:
            found[one.pk] = max(moves, key=lambda move: abs(move.percent))
    return found


def moved(
    *, indicator: Indicator, old: Observation | None, new: Observation | None
) -> Decimal | None:
    """How far a figure moved, in percent of the old one; nothing when there is none or nought."""
    if old is None or new is None:
        return None
    before = forms.shown(indicator, old.amount, old.base)
    after = forms.shown(indicator, new.amount, new.base)
    if not before or after is None:
        return None
    return (after - before) * 100 / abs(before)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A figure that a unit proposes, beside the one that stands."""

    proposal: Proposal
    official: Observation | None


def proposals_for(*, user: Any, limit: int = 50) -> list[Proposed]:
    """Open proposals that the person decides, oldest first; two SQL."""
    rows = list(work.open_proposals(user=user)[:limit])
    if not rows:
        return []
    figures = {
        (one.indicator_id, one.organisation_id, one.period): one
        for one in Observation.objects.filter(
            indicator__in={row.indicator_id for row in rows},
            organisation__in={row.organisation_id for row in rows},
            period__in={row.period for row in rows},
        )
    }
    return [
        Proposed(row, figures.get((row.indicator_id, row.organisation_id, row.period)))
        for row in rows
    ]


def proposal_for(*, user: Any, proposal_id: int) -> Proposal | None:
    """A proposal on an indicator that the person confirms, decided or not."""
    scope = access.scope(user, Perm.CONFIRM)
    if not scope:
        return None
    found = Proposal.objects.filter(scope.q("indicator__owner__path"), pk=proposal_id)
    return found.select_related("indicator__owner", "organisation").first()
