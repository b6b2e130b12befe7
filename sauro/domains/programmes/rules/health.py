"""Health of a task or target on a day, with the rule that decided it; never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sauro.domains.indicators.rules import REACHED, TargetStatus
from sauro.domains.programmes.rules.tasks import State

LOW_PERCENT = 80
"""Below this a task whose due day is near will hardly be done: the last fifth takes days."""
BEHIND_POINTS = 25
"""A quarter of the way: less is the usual unevenness of work that is reported once a month."""
GRACE_DAYS = 30
"""Progress is reported once a month: before the first report nobody can be behind."""
UNHEARD_DAYS = 45
"""A whole reporting month and the first half of the next, in which the month is closed."""


class Health(StrEnum):
    """How a task or target does; derived. What is finished or cancelled has none."""

    GOOD = "good"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class HealthRule(StrEnum):
    """What decided the health; each rule leads to one health."""

    CLOSED = "closed"
    NOT_ASSIGNED = "not_assigned"
    SUSPENDED = "suspended"
    CLAIMED = "claimed"
    CLAIMED_LATE = "claimed_late"
    HELD = "held"
    REFUSED = "refused"
    OVERDUE = "overdue"
    RETURNED = "returned"
    SOON_WITH_LITTLE = "soon_with_little"
    BEHIND = "behind"
    UNHEARD = "unheard"
    ON_ITS_WAY = "on_its_way"
    TARGET_GOOD = "target_good"
    TARGET_AT_RISK = "target_at_risk"
    TARGET_UNKNOWN = "target_unknown"


HEALTH_OF: dict[HealthRule, Health | None] = {
    HealthRule.CLOSED: None,
    HealthRule.NOT_ASSIGNED: Health.UNKNOWN,
    HealthRule.SUSPENDED: Health.BLOCKED,
    HealthRule.CLAIMED: Health.GOOD,
    HealthRule.CLAIMED_LATE: Health.AT_RISK,
    HealthRule.HELD: Health.BLOCKED,
    HealthRule.REFUSED: Health.AT_RISK,
    HealthRule.OVERDUE: Health.AT_RISK,
    HealthRule.RETURNED: Health.AT_RISK,
    HealthRule.SOON_WITH_LITTLE: Health.AT_RISK,
    HealthRule.BEHIND: Health.AT_RISK,
    HealthRule.UNHEARD: Health.UNKNOWN,
    HealthRule.ON_ITS_WAY: Health.GOOD,
    HealthRule.TARGET_GOOD: Health.GOOD,
    HealthRule.TARGET_AT_RISK: Health.AT_RISK,
    HealthRule.TARGET_UNKNOWN: Health.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What the health of a task is judged on, as it stood on the day.

    `percent` is confirmed progress. A task fanned out to many is heard of through its parts.
    """

    state: str
    due_on: date | None = None
    submitted_on: date | None = None
    percent: int = 0
    blockers: int = 0
    starts_on: date | None = None
    assigned_on: date | None = None
    last_update_on: date | None = None
    fanned_out: bool = False


@dataclass(frozen=True, slots=True)
class HealthVerdict:
    """A health, the rule that decided it, and the number its sentence names."""

    rule: HealthRule
    number: int | None = None

    @property
    def health(self) -> Health | None:
        """The health; nothing for what is finished or cancelled."""
        return HEALTH_OF[self.rule]

    @property
    def code(self) -> str:
        """The code of the health; empty for what is finished or cancelled."""
        return self.health.value if self.health else ""


_BY_STATE: dict[str, HealthRule] = {
    State.COMPLETED: HealthRule.CLOSED,
    State.CANCELLED: HealthRule.CLOSED,
    State.DRAFT: HealthRule.NOT_ASSIGNED,
    State.SUSPENDED: HealthRule.SUSPENDED,
}


def task_health(facts: HealthFacts, *, today: date, soon_days: int) -> HealthVerdict:
    """The health of a task on a day; the first rule that applies decides."""
    if (rule := _by_state(facts)) is not None:
        return HealthVerdict(rule)
    if facts.blockers:
        return HealthVerdict(HealthRule.HELD, facts.blockers)
    if facts.state == State.REFUSED:
        return HealthVerdict(HealthRule.REFUSED)
    if facts.due_on is not None and facts.due_on < today:
        return HealthVerdict(HealthRule.OVERDUE, (today - facts.due_on).days)
    if facts.state == State.RETURNED:
        return HealthVerdict(HealthRule.RETURNED)
    return _by_pace(facts, today=today, soon_days=soon_days)


def _by_state(facts: HealthFacts) -> HealthRule | None:
    if facts.state != State.SUBMITTED:
        return _BY_STATE.get(facts.state)
    late = facts.due_on and facts.submitted_on and facts.submitted_on > facts.due_on
    return HealthRule.CLAIMED_LATE if late else HealthRule.CLAIMED


def _by_pace(facts: HealthFacts, *, today: date, soon_days: int) -> HealthVerdict:
    near = facts.due_on is not None and facts.due_on <= today + timedelta(days=soon_days)
    if near and facts.percent < LOW_PERCENT:
        return HealthVerdict(HealthRule.SOON_WITH_LITTLE, LOW_PERCENT)
    if is_behind(facts, today=today):
        passed = time_passed(facts, today=today)
        assert passed is not None, "only time that passed leaves a task behind"
        return HealthVerdict(HealthRule.BEHIND, passed - facts.percent)
    heard = last_heard(facts)
    if not facts.fanned_out and (heard is None or heard < today - timedelta(days=UNHEARD_DAYS)):
        return HealthVerdict(HealthRule.UNHEARD, (today - heard).days if heard else None)
    return HealthVerdict(HealthRule.ON_ITS_WAY)


def is_behind(facts: HealthFacts, *, today: date) -> bool:
    """Whether confirmed progress lags far behind the time that has passed since the start."""
    begun = facts.starts_on or facts.assigned_on
    if facts.fanned_out or begun is None or facts.due_on is None:
        return False
    passed, whole = (today - begun).days, (facts.due_on - begun).days
    return passed >= GRACE_DAYS and passed * 100 >= (facts.percent + BEHIND_POINTS) * whole


def time_passed(facts: HealthFacts, *, today: date) -> int | None:
    """The share of the time from start to due day that has passed, in whole percent."""
    begun = facts.starts_on or facts.assigned_on
    if begun is None or facts.due_on is None or facts.due_on <= begun:
        return None
    return max(0, 100 * (today - begun).days // (facts.due_on - begun).days)


def last_heard(facts: HealthFacts) -> date | None:
    """The last day on which something was known of a task: an update, its start or assignment."""
    known = (facts.last_update_on, facts.starts_on, facts.assigned_on)
    return max((day for day in known if day is not None), default=None)


_TARGET_RULES = {
    TargetStatus.EXCEEDED: HealthRule.TARGET_GOOD,
    TargetStatus.MET: HealthRule.TARGET_GOOD,
    TargetStatus.ON_TRACK: HealthRule.TARGET_GOOD,
    TargetStatus.AT_RISK: HealthRule.TARGET_AT_RISK,
    TargetStatus.MISSED: HealthRule.TARGET_AT_RISK,
    TargetStatus.NOT_YET_MEASURABLE: HealthRule.TARGET_UNKNOWN,
    TargetStatus.NO_DATA: HealthRule.TARGET_UNKNOWN,
}


def target_health(*, status: str, blockers: int) -> HealthVerdict:
    """The health of a target: its status, unless open bottlenecks hold what is not reached."""
    if blockers and status not in REACHED:
        return HealthVerdict(HealthRule.HELD, blockers)
    return HealthVerdict(_TARGET_RULES[TargetStatus(status)])
