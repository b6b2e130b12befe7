"""The numbers a leader looks at first."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes import figures, links
from sauro.domains.programmes.permissions import Perm
from sauro.shell.dashboards.panels.shape import FULL, Panel, Settings
from sauro.shell.dashboards.reads import Reads


def _headline(reads: Reads, _settings: Settings) -> dict[str, Any]:
    as_of, filters = reads.as_of, reads.filters
    whole = figures.class_row(label="", totals=reads.cube.whole, as_of=as_of, **filters)
    done = links.tasks_url(as_of=as_of, deadline_class="done_on_time", **filters)
    score, tallies = reads.score, reads.tallies
    return {
        "whole": whole,
        "overdue": whole.cell("overdue"),
        "due_soon": whole.cell("due_soon"),
        "done_url": f"{done}&deadline_class=done_late" if whole.done else "",
        "score": score,
        "reached_url": links.targets_url(as_of=as_of, status="reached", **filters),
        "is_past": as_of.is_past,
        "waiting": tallies.waiting,
        "waiting_url": reverse("verification_queue") if reads.may(Perm.VERIFY) else "",
        "silent": tallies.silent,
        "silent_url": reverse("silent_list"),
    }


PANELS = (
    Panel(
        code="headline",
        title=_("Where the work stands"),
        icon="layout-dashboard",
        rule=_(
            "A task given to many counts once. Late: its due day has passed and it was not handed "
            "in by then. Updates waiting and agencies that have not reported are facts of today."
        ),
        context=_headline,
        sizes=FULL,
        needs=("cube", "tallies", "standings"),
        frame=False,
        wall=True,
    ),
)
