"""Targets, completion over the months, and what is not clear yet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes import charts, figures, links
from sauro.domains.programmes.pages import score_context
from sauro.shell.dashboards.panels.shape import THIRDS, Panel, Settings
from sauro.shell.dashboards.reads import Reads


def _targets(reads: Reads, _settings: Settings) -> dict[str, Any]:
    return {"score": score_context(reads.score, reads.as_of, **reads.filters)}


def _trend(reads: Reads, _settings: Settings) -> dict[str, Any]:
    return {"chart": charts.burn_up_chart(points=reads.points)}


def _unclear(reads: Reads, _settings: Settings) -> dict[str, Any]:
    tallies, filters = reads.tallies, reads.filters
    n = tallies.unclear
    url = links.tasks_url(as_of=reads.as_of, missing="any", **filters) if n else ""
    totals = reads.cube.whole
    return {
        "clears": figures.clear_numbers(tallies.missing, as_of=reads.as_of, **filters),
        "unclear": figures.Number("unclear", n, url),
        "whole": figures.class_row(label="", totals=totals, as_of=reads.as_of, linked=False),
    }


PANELS = (
    Panel(
        code="targets",
        title=_("Targets"),
        icon="target",
        rule=_(
            "Each target by its last figure up to the day. What cannot be measured yet counts "
            "among all targets and not as missed."
        ),
        context=_targets,
        sizes=THIRDS,
        needs=("standings",),
    ),
    Panel(
        code="trend",
        title=_("Completed against due"),
        icon="chart-line",
        rule=_("All tasks up to the end of each month; cancelled tasks are left out."),
        context=_trend,
        sizes=THIRDS,
        needs=("tallies",),
    ),
    Panel(
        code="unclear",
        title=_("Not clear yet"),
        icon="help-circle",
        rule=_(
            "Tasks on record that do not state all six clears: people, work, responsibility, "
            "authority, time and result."
        ),
        context=_unclear,
        sizes=THIRDS,
        needs=("cube", "tallies"),
    ),
)
