"""What to look into: alerts, requests for explanation, bottlenecks, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.alerts.labels import RULE_NAMES
from sauro.domains.alerts.permissions import Perm as AlertPerm
from sauro.domains.alerts.rules.catalogue import Level
from sauro.domains.alerts.selectors import alerts
from sauro.domains.bottlenecks import bottleneck_page
from sauro.domains.bottlenecks.permissions import Perm as BottleneckPerm
from sauro.domains.bottlenecks.selectors import finding, groups, ranking
from sauro.domains.explanations import links as explanation_links
from sauro.domains.explanations.permissions import Perm as ExplanationPerm
from sauro.domains.explanations.rules import OPEN
from sauro.domains.explanations.selectors import visibility, waiting
from sauro.domains.programmes.selectors.overview import tally
from sauro.shell.changes import selectors as change_selectors
from sauro.shell.changes import words
from sauro.shell.dashboards.panels.shape import (
    HALVES,
    THIRDS,
    Panel,
    Settings,
    rows_of,
    rows_setting,
)
from sauro.shell.dashboards.reads import Reads

ALERTS, REQUESTS = "alerts", "requests"
LATE, WAITING = "late", "waiting"
ROWS = 5
_OPEN = sorted(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """Alerts of one rule, how many of them serious."""

    title: Any
    total: int
    serious: int
    url: str


def request_tallies(reads: Reads) -> list[Any]:
    """Open requests for explanation that the person sees, and those whose day has passed."""
    if reads.as_of.is_past:
        return []
    seen = visibility.visible_requests(user=reads.user).filter(state__in=_OPEN)
    late = waiting.tab_q(tab=waiting.LATE, user=reads.user, today=reads.as_of.today)
    term = Case(When(late, then=Value(LATE)), default=Value(WAITING), output_field=CharField())
    return [tally(what=REQUESTS, rows=seen, key=term)]


def _alert_tallies(reads: Reads) -> list[Any]:
    """Alerts by rule and level as they stood at the end of the day."""
    moment = clock.end_of(reads.as_of.day)
    seen = alerts.visible_alerts(user=reads.user).filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=moment), opened_at__lte=moment
    )
    if not reads.as_of.is_past:
        seen = seen.filter(alerts.awake(reads.as_of.today))
    if reads.chosen is not None:
        seen = seen.filter(programme=reads.chosen)
    key = Concat("rule", Value("."), "level", output_field=CharField())
    return [tally(what=ALERTS, rows=seen.select_related(None), key=key)]


def _alerts(reads: Reads, _settings: Settings) -> dict[str, Any]:
    found: dict[str, dict[str, int]] = {}
    for key, n in reads.counted(ALERTS).items():
        rule, level = key.split(".")
        found.setdefault(rule, {})[level] = n
    lines = [_rule_line(reads, rule, levels) for rule, levels in found.items()]
    return {
        "lines": sorted(lines, key=lambda one: (-one.serious, -one.total, str(one.title))),
        "total": sum(one.total for one in lines),
        "url": "" if reads.as_of.is_past else _alerts_url(reads),
    }


def _rule_line(reads: Reads, rule: str, levels: dict[str, int]) -> RuleLine:
    return RuleLine(
        title=dict(RULE_NAMES).get(rule, rule),
        total=sum(levels.values()),
        serious=levels.get(Level.SERIOUS.value, 0),
        url="" if reads.as_of.is_past else _alerts_url(reads, rule=rule),
    )


def _alerts_url(reads: Reads, **filters: str) -> str:
    query = urlencode(filters | reads.filters)
    return f"{reverse('alert_list')}?{query}" if query else reverse("alert_list")


def _explanations(reads: Reads, settings: Settings) -> dict[str, Any]:
    today = reads.as_of.today
    found = waiting.open_for(user=reads.user, today=today, shown=rows_of(settings, ROWS))
    return {
        "waiting": found,
        "lines": [explanation_links.line_of(one, today=today) for one in found.rows],
        "url": reverse("explanation_list"),
    }


def _bottlenecks(reads: Reads, settings: Settings) -> dict[str, Any]:
    seen: Any = finding.bottlenecks_for(user=reads.user)
    if reads.chosen is not None:
        seen = seen.of_programme(code=reads.chosen.code)
    held = seen.holding()
    as_of = reads.as_of
    day = ranking.day_of(rows=held, today=as_of.today, soon_days=as_of.soon_days)
    return {
        "lines": [
            {
                "one": found.bottleneck,
                "url": reverse("bottleneck_detail", args=[found.bottleneck.pk]),
                "numbers": (
                    found.release.tasks,
                    found.release.tasks_late,
                    found.release.targets,
                ),
            }
            for found in groups.heaviest(rows=held, day=day, limit=rows_of(settings, ROWS))
        ],
        "total": held.count(),
        "url": bottleneck_page.list_url(**reads.filters),
        "group_url": reverse("bottleneck_group"),
    }


def _changes(reads: Reads, settings: Settings) -> dict[str, Any]:
    now = clock.now()
    since = change_selectors.since_of(user=reads.user, at=now)
    found = change_selectors.changes_for(user=reads.user, since=since, until=now, limit=1, kinds=())
    return {
        "groups": words.groups_of(found)[: rows_of(settings, ROWS)],
        "total": found.total,
        "since": since,
        "url": reverse("changes"),
    }


PANELS = (
    Panel(
        code="alerts",
        title=_("Alerts"),
        icon="bell-ringing",
        rule=_(
            "Alerts going on that nobody put aside, by the rule that found them, the serious ones "
            "first. The rules and their limits are those of the province."
        ),
        context=_alerts,
        sizes=THIRDS,
        needs=("tallies",),
        tallies=_alert_tallies,
        permission=AlertPerm.VIEW,
    ),
    Panel(
        code="explanations",
        title=_("Requests for explanation"),
        icon="message-circle",
        rule=_(
            "Requests that wait for your units to explain or for your decision, and those whose "
            "day has passed without an answer, the nearest day first."
        ),
        context=_explanations,
        sizes=HALVES,
        sql=1,
        past=False,
        permission=ExplanationPerm.VIEW_ALL,
        settings=(rows_setting(ROWS),),
    ),
    Panel(
        code="bottlenecks",
        title=_("Bottlenecks by what they hold up"),
        icon="hand-stop",
        rule=_(
            "Bottlenecks not lifted yet, ranked by what lifting them would release: a point for "
            "each task that waits, two for a target, as much again when it waits for nothing "
            "else, more when it is late or due soon."
        ),
        context=_bottlenecks,
        sizes=HALVES,
        sql=5,
        past=False,
        apart=True,
        permission=BottleneckPerm.VIEW,
        settings=(rows_setting(ROWS, most=groups.TOP),),
    ),
    Panel(
        code="changes",
        title=_("Changes since my last visit"),
        icon="history",
        rule=_(
            "What others changed and what became late since the end of your last visit, as far as "
            "you may see it."
        ),
        context=_changes,
        sizes=THIRDS,
        sql=12,
        past=False,
        apart=True,
        permission=None,
        settings=(rows_setting(ROWS, most=18),),
    ),
)
