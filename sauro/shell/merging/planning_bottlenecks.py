"""What a merger would do to bottlenecks that are not closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Q

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.rules import LIVE
from sauro.domains.orgs.models import Organisation
from sauro.shell.merging.moves import Kind, Move

_LIVE = sorted(state.value for state in LIVE)
_UNITS = ("responsible_id", "lifter_id", "raised_by_id")


def moves_of(*, sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    """Live ones go to the successor; in the register of another province they get new numbers."""
    ids = [one.pk for one in sources]
    named = Q(responsible__in=ids) | Q(lifter__in=ids) | Q(raised_by__in=ids) | Q(owner__in=ids)
    last = Bottleneck.objects.filter(owner=target).aggregate(last=Max("number"))["last"] or 0
    moves = []
    for one in Bottleneck.objects.filter(named, state__in=_LIVE).order_by("owner", "number"):
        after: dict[str, Any] = {name: target.pk for name in _UNITS if getattr(one, name) in ids}
        if "responsible_id" in after and one.position_id is not None:
            after["position_id"] = None  # the post ends with its agency
        if one.owner_id in ids:
            last += 1
            after |= {"owner_id": target.pk, "number": last}
        before = {name: getattr(one, name) for name in after}
        moves.append(
            Move(Kind.BOTTLENECKS, "bottlenecks.bottleneck", one.pk, str(one), before, after)
        )
    return moves
