"""Writing indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators import selectors
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Direction
from sauro.engines import text
from sauro.engines.history.recording import new_event, record, record_all


class BadIndicator(DomainError):
    """The particulars of the indicator cannot be accepted."""

    code = "bad_indicator"


@transaction.atomic
def ensure_indicator(
    *,
    owner: Any,
    name: str,
    by: Any,
    at: datetime,
    unit: str = "",
    direction: str = Direction.UP,
    source: str = "",
) -> Indicator:
    """The owner's indicator with this name and unit, made when there is none.

    The caller has checked that the person may set targets for the owner.
    """
    name, unit = text.clean(name)[:500], text.clean(unit)[:80]
    if not name:
        raise BadIndicator(_("An indicator needs a name."), field="title")
    existing = selectors.indicator_named(owner=owner, name=name, unit=unit)
    if existing is not None:
        return existing
    made: Indicator = Indicator.objects.create(
        owner=owner,
        code=_next_code(owner),
        name=name,
        folded=text.fold(name)[:500],
        unit=unit,
        direction=str(direction),
        source=text.clean(source)[:250],
    )
    record(
        kind="indicators.indicator.created",
        subject=made,
        by=by,
        at=at,
        after={"code": made.code, "name": name, "unit": unit, "direction": made.direction},
    )
    return made


def _next_code(owner: Any) -> str:
    """The next free code of an owner: CT-001, CT-002, …"""
    return next(_free_codes(owner))


def _free_codes(owner: Any) -> Iterator[str]:
    """Codes of an owner that nobody has taken, in order."""
    known = Indicator.objects.filter(owner=owner)
    taken = set(known.values_list("code", flat=True))
    for place in count(len(taken) + 1):
        if (code := f"CT-{place:03}") not in taken:
            yield code


@transaction.atomic
def ensure_indicators(
    *,
    owner: Any,
    wanted: Mapping[tuple[str, str], tuple[str, str]],
    by: Any,
    at: datetime,
) -> dict[tuple[str, str], Indicator]:
    """Many indicators at once, by (folded name, unit); values of `wanted` are (name, direction).

    The caller has checked that the person may set targets for the owner. Three SQL.
    """
    known = {
        (found.folded, found.unit): found
        for found in Indicator.objects.filter(
            owner=owner, folded__in={folded for folded, _unit in wanted}
        )
    }
    missing = [key for key in wanted if key not in known]
    if not missing:
        return known
    codes = _free_codes(owner)
    made = Indicator.objects.bulk_create(
        Indicator(
            owner=owner,
            code=next(codes),
            name=wanted[key][0],
            folded=key[0],
            unit=key[1],
            direction=wanted[key][1],
        )
        for key in missing
    )
    record_all(
        [
            new_event(
                kind="indicators.indicator.created",
                subject=indicator,
                by=by,
                at=at,
                after={"code": indicator.code, "name": indicator.name, "unit": indicator.unit},
            )
            for indicator in made
        ]
    )
    return known | {(indicator.folded, indicator.unit): indicator for indicator in made}
