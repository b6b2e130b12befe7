"""Tasks by deadline class: whole, by group or programme, by lead agency, by level."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes import figures
from sauro.domains.programmes.figures import ClassRow
from sauro.domains.programmes.labels import LEVELS
from sauro.domains.programmes.selectors import bags
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.shell.dashboards.panels.shape import (
    HALVES,
    THIRDS,
    Panel,
    Settings,
    rows_of,
    rows_setting,
)
from sauro.shell.dashboards.reads import Reads

AGENCIES = 7
LEVEL = "level"


def _by_deadline(reads: Reads, _settings: Settings) -> dict[str, Any]:
    totals = reads.cube.whole
    return {"whole": figures.class_row(label="", totals=totals, as_of=reads.as_of, **reads.filters)}


def _by_group(reads: Reads, _settings: Settings) -> dict[str, Any]:
    if reads.chosen is None:
        rows = figures.programme_rows(
            programmes=reads.programmes, totals=reads.cube.programmes, as_of=reads.as_of
        )
        return _table(rows, first=gettext("Programme"), title=gettext("By programme"))
    rows = figures.group_rows(
        names=reads.group_names,
        groups=reads.cube.groups,
        as_of=reads.as_of,
        code=reads.chosen.code,
    )
    return _table(rows, first=gettext("Group"), title=gettext("By group"))


def _by_agency(reads: Reads, settings: Settings) -> dict[str, Any]:
    rows = figures.lead_rows(
        names=reads.lead_names,
        leads=reads.cube.leads,
        as_of=reads.as_of,
        most=rows_of(settings, AGENCIES),
        **reads.filters,
    )
    return _table(rows, first=gettext("Lead agency"))


def _level_keys(as_of: AsOf) -> dict[str, Any]:
    return {LEVEL: bags.by_text(name="level", as_of=as_of)}


def _by_level(reads: Reads, _settings: Settings) -> dict[str, Any]:
    totals = bags.classes_in(reads.bags[LEVEL])
    rows = [
        figures.class_row(
            label=str(words), totals=totals[code], as_of=reads.as_of, level=code, **reads.filters
        )
        for code, words in LEVELS
        if code in totals
    ]
    return _table(rows, first=gettext("Level"))


def _table(rows: list[ClassRow], *, first: str, title: str = "") -> dict[str, Any]:
    foot: Counter[str] = Counter()
    for row in rows:
        foot.update({cell.code: cell.value for cell in row.cells})
    return {
        "rows": rows,
        "first": first,
        "title": title,
        "late": foot["overdue"],
        "soon": foot["due_soon"],
        "done": foot["done_on_time"] + foot["done_late"],
        "total": sum(foot.values()),
    }


_RULE = _(
    "Each task counts once, in exactly one class, so that the classes add up to the total. "
    "The bar shows all classes; hover or read it aloud for each count."
)

PANELS = (
    Panel(
        code="by_deadline",
        title=_("Tasks by deadline"),
        icon="chart-bar",
        rule=_RULE,
        context=_by_deadline,
        sizes=THIRDS,
        needs=("cube",),
    ),
    Panel(
        code="by_group",
        title=_("By group"),
        icon="folders",
        rule=_RULE,
        context=_by_group,
        sizes=HALVES,
        needs=("cube", "names"),
    ),
    Panel(
        code="by_agency",
        title=_("By lead agency"),
        icon="building",
        rule=_("Each task counts once, at its main lead agency; most overdue first."),
        context=_by_agency,
        sizes=HALVES,
        needs=("cube", "names"),
        settings=(rows_setting(AGENCIES, most=150),),
    ),
    Panel(
        code="by_level",
        title=_("By level"),
        icon="stack-2",
        rule=_RULE,
        context=_by_level,
        sizes=THIRDS,
        keys=_level_keys,
        needs=("bags",),
    ),
)
