"""What is late, at risk or suspended, each with the reason on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.explanations.permissions import Perm as ExplanationPerm
from sauro.domains.programmes import links, worries
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.selectors.overview import LISTED
from sauro.domains.programmes.worries import WorryLine
from sauro.shell.dashboards.panels.shape import (
    HALVES,
    WIDES,
    Panel,
    Settings,
    rows_of,
    rows_setting,
)
from sauro.shell.dashboards.reads import Reads

LATE_ROWS, OTHER_ROWS = 6, 3


@dataclass(frozen=True, slots=True)
class Worry:
    """A task that needs a look, and where its lead agency is asked to explain it."""

    task: WorryLine
    ask_url: str


def _tasks(reads: Reads, settings: Settings, *, code: DeadlineClass, rows: int) -> dict[str, Any]:
    as_of = reads.as_of
    found = reads.tasks_of(code)[: rows_of(settings, rows)]
    count = reads.cube.whole.classes.get(code.value, 0)
    return {
        "lines": [
            Worry(worries.worry_line(task, as_of=as_of), _ask_url(reads, task)) for task in found
        ],
        "count": count,
        "url": links.tasks_url(as_of=as_of, deadline_class=code.value, **reads.filters),
    }


def _ask_url(reads: Reads, task: Any) -> str:
    if reads.as_of.is_past or not task.lead_id or not reads.may(ExplanationPerm.ASK):
        return ""
    query = urlencode({"kind": "programmes.task", "id": task.pk})
    return f"{reverse('explanation_ask')}?{query}"


def _panel(code: str, title: Any, icon: str, rule: Any, which: DeadlineClass, **more: Any) -> Panel:
    rows = more.pop("rows", OTHER_ROWS)
    context: Callable[..., dict[str, Any]] = partial(_tasks, code=which, rows=rows)
    return Panel(
        code=code,
        title=title,
        icon=icon,
        rule=rule,
        context=context,
        needs=("cube", "worrying"),
        settings=(rows_setting(rows, most=LISTED),),
        **more,
    )


PANELS = (
    _panel(
        "late",
        _("Late, and why"),
        "clock-exclamation",
        _(
            "Tasks whose due day has passed and that were not handed in by then, the longest late "
            "first. The reason is the last obstacle the lead agency reported."
        ),
        DeadlineClass.OVERDUE,
        rows=LATE_ROWS,
        sizes=WIDES,
    ),
    _panel(
        "soon",
        _("Due soon with little progress"),
        "hourglass",
        _(
            "Tasks due within the days set for “due soon” whose confirmed progress is below 80%, "
            "the nearest first."
        ),
        DeadlineClass.DUE_SOON,
        sizes=HALVES,
    ),
    _panel(
        "suspended",
        _("Suspended, and on which ground"),
        "player-pause",
        _("Tasks suspended by decision, with the ground that was given."),
        DeadlineClass.SUSPENDED,
        sizes=HALVES,
    ),
)
