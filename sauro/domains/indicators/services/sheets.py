"""Writing indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.indicators import selectors
from sauro.domains.indicators.models import Definition, Indicator, Observation, SameMeaning
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import Direction, Rollup
from sauro.engines import access, text
from sauro.engines.history.recording import changes, new_event, record, record_all

# What a change of these would do to figures that are there already cannot be told: they are fixed.
FIXED = ("rollup", "periodicity", "over_time", "unit", "factor", "threshold", "direction")


class BadIndicator(DomainError):
    """The particulars of the indicator cannot be accepted."""

    code = "bad_indicator"


class FiguresExist(DomainError):
    """Figures were handed in already; what they mean cannot be changed any more."""

    code = "figures_exist"


@transaction.atomic
def create_indicator(*, owner: Any, values: Mapping[str, Any], by: Any, at: datetime) -> Indicator:
    """A new indicator with its sheet; `values` names columns, a missing code is given one."""
    indicator = Indicator(owner=owner)
    access.check(by, Perm.MANAGE, indicator)
    wanted = _cleaned(values)
    if same := selectors.indicator_named(
        owner=owner, name=wanted.get("name", ""), unit=wanted.get("unit", "")
    ):
        raise BadIndicator(
            _("“%(name)s” is there already, as %(code)s.") % {"name": same, "code": same.code},
            field="name",
        )
    _fill(indicator, wanted)
    indicator.code = text.clean(str(wanted.get("code") or ""))[:40] or _next_code(owner)
    if Indicator.objects.filter(owner=owner, code=indicator.code).exists():
        raise BadIndicator(_("This code is taken."), field="code")
    indicator.save()
    after = {"code": indicator.code, **wanted}
    record(kind="indicators.indicator.created", subject=indicator, by=by, at=at, after=after)
    return indicator


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, values: Mapping[str, Any], by: Any, at: datetime, version: int
) -> Indicator:
    """The indicator with a changed sheet; what figures mean stays once there are figures."""
    found = (
        Indicator.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=indicator.pk)
    )
    access.check(by, Perm.MANAGE, found)
    before, after = changes(found, _cleaned(values))
    if not after:
        return found
    if found.version != version:
        raise Stale(_("Somebody else changed this indicator in the meantime."))
    if set(after) & set(FIXED) and Observation.objects.filter(indicator=found).exists():
        raise FiguresExist(
            _("Figures were handed in already; make a new indicator instead."),
            field=next(name for name in FIXED if name in after),
        )
    _fill(found, after)
    found.version += 1
    found.save()
    record(
        kind="indicators.indicator.changed", subject=found, by=by, at=at, before=before, after=after
    )
    return found


@transaction.atomic
def define(
    *,
    indicator: Indicator,
    wording: str,
    valid_from: date,
    by: Any,
    at: datetime,
    method: str = "",
    document: str = "",
) -> Definition:
    """The definition that holds from a day on; the same again writes nothing."""
    access.check(by, Perm.MANAGE, indicator)
    values = {
        "text": text.clean(wording),
        "method": text.clean(method),
        "document": text.clean(document)[:250],
    }
    if not values["text"]:
        raise BadIndicator(_("A definition needs words."), field="text")
    known = Definition.objects.filter(indicator=indicator, valid_from=valid_from).first()
    if known is not None and all(getattr(known, name) == new for name, new in values.items()):
        return known
    made, _created = Definition.objects.update_or_create(
        indicator=indicator, valid_from=valid_from, defaults={**values, "by": by, "at": at}
    )
    record(
        kind="indicators.indicator.defined",
        subject=indicator,
        by=by,
        at=at,
        before={"text": known.text} if known else None,
        after={**values, "valid_from": valid_from},
    )
    return made


@transaction.atomic
def same_meaning(
    *, indicator: Indicator, other: Indicator, reason: str, by: Any, at: datetime
) -> SameMeaning:
    """A person's word that another owner's indicator measures the same; units must agree."""
    access.check(by, Perm.MANAGE, indicator)
    reason = text.clean(reason)[:500]
    if not reason:
        raise BadIndicator(_("Say why."), field="reason")
    if indicator.owner_id == other.owner_id:
        raise BadIndicator(_("Choose an indicator of another owner."), field="other")
    alike = ("unit", "rollup", "factor")
    if any(getattr(indicator, name) != getattr(other, name) for name in alike):
        raise BadIndicator(
            _("The two are not measured or added up in the same way."), field="other"
        )
    made, created = SameMeaning.objects.get_or_create(
        indicator=indicator, other=other, defaults={"reason": reason, "by": by, "at": at}
    )
    if created:
        record(
            kind="indicators.indicator.mapped",
            subject=indicator,
            by=by,
            at=at,
            after={"other": other},
            note=reason,
        )
    return made


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: text.clean(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _fill(indicator: Indicator, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(indicator, name, value)
    indicator.folded = text.fold(indicator.name)[:500]
    if not indicator.name:
        raise BadIndicator(_("An indicator needs a name."), field="name")
    if indicator.rollup == Rollup.SHARE and indicator.threshold is None:
        raise BadIndicator(_("A share of units needs a threshold."), field="threshold")
    lowest, highest = indicator.lowest, indicator.highest
    if lowest is not None and highest is not None and lowest > highest:
        raise BadIndicator(_("The lowest is above the highest."), field="highest")
    if indicator.part_of is not None and indicator.part_of.owner_id != indicator.owner_id:
        raise BadIndicator(_("A part and its whole have the same owner."), field="part_of")


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
