"""Every rule: what it looks at, how grave it is, and the limits that a province may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How grave an alert is."""

    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


class Family(StrEnum):
    """What rules have in common: they are found together and shown together."""

    TASKS = "tasks"
    TARGETS = "targets"
    FIGURES = "figures"
    WAITING = "waiting"
    APPROVERS = "approvers"
    FOLLOWING = "following"


class RuleCode(StrEnum):
    """The rules."""

    TASK_LATE = "task_late"
    TASK_DUE_SOON = "task_due_soon"
    TASK_SILENT = "task_silent"
    TASK_BEHIND = "task_behind"
    TASK_UNCLEAR = "task_unclear"
    TARGET_OFF_COURSE = "target_off_course"
    FIGURE_FALLING = "figure_falling"
    UNIT_GAP = "unit_gap"
    UNIT_SILENT = "unit_silent"
    UPDATE_WAITING = "update_waiting"
    EXTENSION_WAITING = "extension_waiting"
    FORM_WAITING = "form_waiting"
    DRAFT_WAITING = "draft_waiting"
    NOBODY_VERIFIES = "nobody_verifies"
    NOBODY_CONFIRMS = "nobody_confirms"
    NOBODY_APPROVES = "nobody_approves"
    EXPLANATION_OVERDUE = "explanation_overdue"
    BOTTLENECK_OVERDUE = "bottleneck_overdue"


class Measure(StrEnum):
    """What a limit is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    PERCENT = "percent"
    POINTS = "points"
    PERIODS = "periods"
    CLEARS = "clears"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a province may change between two bounds."""

    name: str
    measure: Measure
    default: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is when nobody changed it; `subject` is the kind of record it speaks of."""

    code: RuleCode
    family: Family
    subject: str
    level: Level
    limits: tuple[Limit, ...] = ()
    by_programme: bool = False

    @property
    def usual(self) -> Setting:
        """How the rule is applied where nobody decided otherwise."""
        return Setting(True, self.level.value, {one.name: one.default for one in self.limits})


@dataclass(frozen=True, slots=True)
class Setting:
    """How a rule is applied: whether at all, how grave, with which limits."""

    is_on: bool
    level: str
    limits: Mapping[str, int] = field(default_factory=dict)


TASK, TARGET = "programmes.task", "programmes.target"
PROGRAMME, INDICATOR = "programmes.programme", "indicators.indicator"
FORM, SUBMISSION = "indicators.dataset", "indicators.submission"
DRAFT, ORGANISATION = "documents.draft", "orgs.organisation"
REQUEST, BOTTLENECK = "explanations.request", "bottlenecks.bottleneck"
_D, _W, _PC, _PT = Measure.DAYS, Measure.WORKING_DAYS, Measure.PERCENT, Measure.POINTS
_WAITING = (Limit("days", _W, 5, 1, 60),)


def _of_task(
    code: RuleCode, *limits: Limit, level: Level = Level.WARNING, family: Family = Family.TASKS
) -> Rule:
    """A rule about tasks; a programme may set it for itself."""
    return Rule(code, family, TASK, level, limits, by_programme=True)


RULES: dict[str, Rule] = {
    rule.code.value: rule
    for rule in (
        _of_task(RuleCode.TASK_LATE, Limit("days", _D, 0, 0, 90), Limit("serious", _D, 30, 1, 365)),
        _of_task(
            RuleCode.TASK_DUE_SOON, Limit("days", _D, 14, 1, 90), Limit("percent", _PC, 70, 1, 100)
        ),
        _of_task(RuleCode.TASK_SILENT, Limit("days", _D, 45, 7, 365)),
        _of_task(RuleCode.TASK_BEHIND, Limit("points", _PT, 30, 5, 95)),
        _of_task(RuleCode.TASK_UNCLEAR, Limit("clears", Measure.CLEARS, 2, 1, 6), level=Level.INFO),
        Rule(
            RuleCode.TARGET_OFF_COURSE,
            Family.TARGETS,
            TARGET,
            Level.SERIOUS,
            (Limit("points", _PT, 10, 0, 80),),
            by_programme=True,
        ),
        Rule(
            RuleCode.FIGURE_FALLING,
            Family.FIGURES,
            INDICATOR,
            Level.WARNING,
            (Limit("percent", _PC, 10, 1, 90), Limit("reported", _PC, 95, 50, 100)),
        ),
        Rule(
            RuleCode.UNIT_GAP,
            Family.FIGURES,
            INDICATOR,
            Level.INFO,
            (
                Limit("points", _PT, 10, 1, 90),
                Limit("percent", _PC, 25, 1, 90),
                Limit("worst", Measure.UNITS, 5, 1, 50),
            ),
        ),
        Rule(
            RuleCode.UNIT_SILENT,
            Family.FIGURES,
            ORGANISATION,
            Level.WARNING,
            (Limit("periods", Measure.PERIODS, 2, 1, 12),),
        ),
        _of_task(RuleCode.UPDATE_WAITING, *_WAITING, family=Family.WAITING),
        _of_task(RuleCode.EXTENSION_WAITING, *_WAITING, family=Family.WAITING),
        Rule(RuleCode.FORM_WAITING, Family.WAITING, SUBMISSION, Level.WARNING, _WAITING),
        Rule(RuleCode.DRAFT_WAITING, Family.WAITING, DRAFT, Level.WARNING, _WAITING),
        Rule(RuleCode.NOBODY_VERIFIES, Family.APPROVERS, PROGRAMME, Level.SERIOUS),
        Rule(RuleCode.NOBODY_CONFIRMS, Family.APPROVERS, FORM, Level.SERIOUS),
        Rule(RuleCode.NOBODY_APPROVES, Family.APPROVERS, ORGANISATION, Level.SERIOUS),
        Rule(
            RuleCode.EXPLANATION_OVERDUE,
            Family.FOLLOWING,
            REQUEST,
            Level.WARNING,
            (Limit("days", _D, 0, 0, 30),),
        ),
        Rule(
            RuleCode.BOTTLENECK_OVERDUE,
            Family.FOLLOWING,
            BOTTLENECK,
            Level.WARNING,
            (Limit("days", _D, 0, 0, 60),),
        ),
    )
}


def faults_of(rule: Rule, limits: Mapping[str, int]) -> list[tuple[str, Limit]]:
    """The limits that are missing or lie outside of their bounds, by name."""
    return [
        (limit.name, limit)
        for limit in rule.limits
        if not isinstance(limits.get(limit.name), int)
        or not limit.lowest <= limits[limit.name] <= limit.highest
    ]
