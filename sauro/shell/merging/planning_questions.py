"""What a merger would do to requests for explanation that are not settled."""

from __future__ import annotations

from collections.abc import Sequence

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.rules import OPEN
from sauro.domains.orgs.models import Organisation
from sauro.shell.merging.moves import Kind, Move

_OPEN = sorted(state.value for state in OPEN)


def moves_of(*, sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    """Open requests go to the successor; where it has one about the same record, they stay."""
    rows = Request.objects.filter(asked_of__in=[*sources, target], state__in=_OPEN)
    found = list(rows.order_by("pk"))
    taken = {_record(one) for one in found if one.asked_of_id == target.pk}
    moves = []
    for one in found:
        if one.asked_of_id == target.pk or _record(one) in taken:
            continue
        taken.add(_record(one))
        moves.append(
            Move(
                kind=Kind.QUESTIONS,
                table="explanations.request",
                pk=one.pk,
                label=str(one),
                before={"asked_of_id": one.asked_of_id},
                after={"asked_of_id": target.pk},
            )
        )
    return moves


def _record(request: Request) -> tuple[str, str]:
    return request.subject_kind, request.subject_id
