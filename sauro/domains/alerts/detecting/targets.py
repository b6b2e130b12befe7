"""Targets that are likely to be missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sauro.domains.alerts.detecting.shape import Cause, Plan, Search
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.rules import Outlook, TargetStatus
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.selectors import targets as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.targets import TargetStanding

CODE = RuleCode.TARGET_OFF_COURSE
LONGEST = 200


def causes(search: Search) -> Iterator[Cause]:
    """Targets at risk and behind, or whose figures lead past what was set; at most six SQL."""
    if not search.wants([CODE]):
        return
    targets = search.among(
        Target.objects.filter(search.owned("programme__owner"), programme__closed_on__isnull=True)
    )
    day = AsOf(day=search.today, today=search.today, soon_days=0)
    for standing in selectors.targets_as_of(targets=targets, as_of=day):
        plan = search.plans.get(standing.target.programme_id)
        if plan is None:
            continue
        setting = search.setting(CODE, plan.path, plan.id)
        facts = _found(standing, search.today, setting.limits["points"])
        if facts is not None and setting.is_on:
            yield _cause(standing, plan, setting.level, {**facts, **setting.limits})


def _found(standing: TargetStanding, today: date, points: int) -> dict[str, Any] | None:
    """The numbers of a target that is off its course; none for one that is not."""
    asked = standing.asked
    told: dict[str, Any] = {
        "status": standing.status,
        "rule": standing.verdict.rule,
        "value": None if standing.reading is None else _text(standing.reading.value),
        "asked": _text(asked.low),
        "comparator": asked.comparator,
        "unit": standing.target.indicator.unit,
    }
    if standing.outlook == Outlook.WILL_MISS and standing.foreseen is not None:
        return {**told, "foreseen": round(standing.foreseen.middle, 2)}
    if standing.status != TargetStatus.AT_RISK:
        return None
    aim = selectors.aim_of(target=standing.target, milestone=standing.milestone)
    passed = indicator_rules.time_share(aim, today)
    fraction = standing.verdict.fraction
    if fraction is not None and passed is not None:
        if 100 * passed - fraction < points:
            return None
        starts, due = aim.starts_on, aim.due_on
        assert starts is not None
        assert due is not None
        told |= {"fraction": fraction, "begins_on": starts.isoformat(), "due_on": due.isoformat()}
    return told


def _cause(standing: TargetStanding, plan: Plan, level: str, facts: dict[str, Any]) -> Cause:
    target = standing.target
    return Cause(
        rule=CODE.value,
        subject_id=str(target.pk),
        owner_id=plan.owner_id,
        organisation_id=target.lead_id or plan.keeper_id,
        level=level,
        facts=facts,
        programme_id=plan.id,
        label=str(target)[:LONGEST],
    )


def _text(value: Any) -> str | None:
    """A number as it is kept: exact, and the same each time it is read."""
    return None if value is None else format(value.normalize(), "f")
