"""How the tasks do: good, at risk, blocked, unknown, and the rules that decided it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes import figures, health_lines, links
from sauro.domains.programmes.rules import HEALTH_OF, Health, HealthRule
from sauro.domains.programmes.selectors import health
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.shell.dashboards.panels.shape import THIRDS, Panel, Settings
from sauro.shell.dashboards.reads import Reads

KEY = "health"
LISTED = 5
# Why a task is not good, without the numbers that each task has of its own.
REASONS = {
    HealthRule.HELD: _("Held by a bottleneck"),
    HealthRule.SUSPENDED: _("Suspended"),
    HealthRule.OVERDUE: _("Overdue"),
    HealthRule.CLAIMED_LATE: _("Submitted late"),
    HealthRule.REFUSED: _("Refused by the agency"),
    HealthRule.RETURNED: _("Returned for correction"),
    HealthRule.SOON_WITH_LITTLE: _("Due soon with little progress"),
    HealthRule.BEHIND: _("Progress behind the time elapsed"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that decided, how many tasks it decided, and the health it gives."""

    words: str
    code: str
    n: int


def keys(as_of: AsOf) -> dict[str, Any]:
    """The rule that decided the health of each task, as a further key."""
    return {KEY: health.reason_of(as_of=as_of)}


def numbers(reads: Reads) -> dict[str, figures.Number]:
    """How many tasks have each health, each with its rows."""
    counts: Counter[str] = Counter()
    for rule, n in reads.bags[KEY].items():
        found = HEALTH_OF[HealthRule(rule)]
        if found is not None:
            counts[found.value] += n
    return {
        code.value: figures.Number(
            code.value,
            counts[code.value],
            links.tasks_url(as_of=reads.as_of, health=code.value, **reads.filters)
            if counts[code.value]
            else "",
        )
        for code in Health
    }


def _health(reads: Reads, _settings: Settings) -> dict[str, Any]:
    found = numbers(reads)
    worse = [
        Reason(str(REASONS[HealthRule(rule)]), _code(rule), n)
        for rule, n in reads.bags[KEY].most_common()
        if HealthRule(rule) in REASONS
    ]
    return {
        "numbers": [found[code] for code in health_lines.WORST_FIRST],
        "total": sum(one.value for one in found.values()),
        "reasons": worse[:LISTED],
    }


def _code(rule: str) -> str:
    found = HEALTH_OF[HealthRule(rule)]
    return found.value if found is not None else ""


PANELS = (
    Panel(
        code="health",
        title=_("Health of the tasks"),
        icon="gauge",
        rule=_(
            "Open tasks by the first rule that applies: suspended or held by a bottleneck is "
            "blocked; overdue, returned, near with little progress or far behind the time elapsed "
            "is at risk; not heard of for 45 days is unknown; the others are good."
        ),
        context=_health,
        sizes=THIRDS,
        needs=("bags",),
        keys=keys,
    ),
)
