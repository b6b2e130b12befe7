"""The numbers a leader looks at first."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.explanations.permissions import Perm as ExplanationPerm
from sauro.domains.programmes import figures, links
from sauro.domains.programmes.permissions import Perm
from sauro.shell.dashboards.panels import health, watch
from sauro.shell.dashboards.panels.shape import FULL, Panel, Settings
from sauro.shell.dashboards.reads import Reads


def _headline(reads: Reads, _settings: Settings) -> dict[str, Any]:
    as_of, filters = reads.as_of, reads.filters
    whole = figures.class_row(label="", totals=reads.cube.whole, as_of=as_of, **filters)
    done = links.tasks_url(as_of=as_of, deadline_class="done_on_time", **filters)
    score, tallies = reads.score, reads.tallies
    conditions = health.numbers(reads)
    return {
        "whole": whole,
        "overdue": whole.cell("overdue"),
        "at_risk": conditions["at_risk"],
        "blocked": conditions["blocked"],
        "open": sum(one.value for one in conditions.values()),
        "asked": _asked(reads),
        "done_url": f"{done}&deadline_class=done_late" if whole.done else "",
        "score": score,
        "reached_url": links.targets_url(as_of=as_of, status="reached", **filters),
        "is_past": as_of.is_past,
        "waiting": tallies.waiting,
        "waiting_url": reverse("verification_queue") if reads.may(Perm.VERIFY) else "",
        "silent": tallies.silent,
        "silent_url": reverse("silent_list"),
    }


def _asked(reads: Reads) -> dict[str, Any] | None:
    """Open requests for explanation and those past their day; nothing to who may not see them."""
    if reads.as_of.is_past or not any(reads.may(one) for one in ExplanationPerm):
        return None
    counts = reads.counted(watch.REQUESTS)
    return {
        "open": sum(counts.values()),
        "late": counts.get(watch.LATE, 0),
        "url": f"{reverse('explanation_list')}?tab=open",
        "late_url": f"{reverse('explanation_list')}?tab=late",
    }


PANELS = (
    Panel(
        code="headline",
        title=_("Where the work stands"),
        icon="layout-dashboard",
        rule=_(
            "A task given to many counts once. Late: its due day has passed and it was not handed "
            "in by then; at risk and blocked are healths of open tasks. Requests, updates waiting "
            "and agencies that have not reported are facts of today."
        ),
        context=_headline,
        sizes=FULL,
        needs=("bags", "cube", "tallies", "standings"),
        keys=health.keys,
        tallies=watch.request_tallies,
        frame=False,
    ),
)
