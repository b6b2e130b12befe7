"""What the pages and files of a release print, from its frozen picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators.labels import TARGET_RULES
from sauro.domains.indicators.rules import REACHED
from sauro.domains.programmes.figures import ClassRow
from sauro.engines.office.writing import Column, Sheet, write_xlsx
from sauro.engines.ui import formats, statuses
from sauro.engines.ui.bars import Part
from sauro.shell.publishing.models import Release


def page_of(release: Release) -> dict[str, Any]:
    """Everything the public page of a release shows."""
    content = release.content
    whole = _row(_("Total"), content["whole"])
    groups = [_row(one["label"] or _("In no group"), one["classes"]) for one in content["groups"]]
    agencies = [
        _row(one["label"] or _("No lead agency"), one["classes"]) for one in content["agencies"]
    ]
    agencies.sort(key=lambda row: (-row.total, row.label))
    return {
        "release": release,
        "facts": content["programme"],
        "mandates": content["mandates"],
        "whole": whole,
        "used": [cell.code for cell in whole.cells if cell.value],
        "groups": groups,
        "agencies": agencies,
        "score": _score(content["targets"]["counts"]),
        "targets": [_target(one) for one in content["targets"]["rows"]],
        "task_groups": _task_groups(content["tasks"]),
        "unlisted": content["unlisted"],
    }


def differing_words(names: Iterable[str]) -> list[str]:
    """The parts of a picture in words."""
    words = {
        "programme": _("the programme itself"),
        "mandates": _("the documents it stands on"),
        "whole": _("tasks by deadline class"),
        "groups": _("tasks by group"),
        "agencies": _("tasks by lead agency"),
        "targets": _("targets"),
        "tasks": _("the list of tasks"),
        "unlisted": _("tasks that are not listed"),
    }
    return [str(words[name]) for name in names if name in words]


def workbook(release: Release) -> bytes:
    """The release as an Excel file: totals, targets, tasks; the same release, the same bytes."""
    content = release.content
    day = formats.day(release.as_of, language=get_language() or "vi")
    titles = (content["programme"]["title"], _("As of %(day)s") % {"day": day})
    return write_xlsx([_totals_sheet(content, titles), _targets_sheet(content, titles),
                       *_tasks_sheets(content, titles)])  # fmt: skip


def _row(label: str, classes: dict[str, int]) -> ClassRow:
    cells = tuple(Part(code, classes.get(code, 0), "") for code in statuses.DEADLINE_CLASSES)
    done = classes.get("done_on_time", 0) + classes.get("done_late", 0)
    return ClassRow(label=label, cells=cells, total=sum(classes.values()), done=done)


def _score(counts: dict[str, int]) -> dict[str, Any]:
    return {
        "total": sum(counts.values()),
        "reached": sum(counts.get(status.value, 0) for status in REACHED),
        "reached_url": "",
        "numbers": [Part(code, n, "") for code, n in counts.items()],
    }


def _target(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "rule": TARGET_RULES[row["rule"]], "on": _day(row["on"])}


def _task_groups(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (label or _("In no group"), [{**row, "due_on": _day(row["due_on"])} for row in some])
        for label, some in groupby(rows, key=lambda row: row["group"])
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _totals_sheet(content: dict[str, Any], titles: tuple[str, ...]) -> Sheet:
    codes = [code for code in statuses.DEADLINE_CLASSES if content["whole"].get(code)]
    lines = [
        *content["groups"],
        {"label": _("Total"), "classes": content["whole"]},
    ]
    return Sheet(
        name=_("Totals"),
        titles=titles,
        columns=[
            Column(_("Group"), 60),
            *(Column(str(statuses.status_of(code).label), 14) for code in codes),
            Column(_("Tasks"), 10),
        ],
        rows=[
            [
                one["label"] or _("In no group"),
                *(one["classes"].get(code, 0) for code in codes),
                sum(one["classes"].values()),
            ]
            for one in lines
        ],
    )


def _targets_sheet(content: dict[str, Any], titles: tuple[str, ...]) -> Sheet:
    return Sheet(
        name=_("Targets"),
        titles=titles,
        columns=[
            Column(_("Target"), 60),
            Column(_("Value to reach"), 24),
            Column(_("Last value"), 24),
            Column(_("As of"), 12),
            Column(_("Status"), 20),
        ],
        rows=[
            [
                one["title"],
                one["asked"],
                one["last"],
                _day(one["on"]),
                str(statuses.status_of(one["status"]).label),
            ]
            for one in content["targets"]["rows"]
        ],
    )


def _tasks_sheets(content: dict[str, Any], titles: tuple[str, ...]) -> list[Sheet]:
    if not content["tasks"]:
        return []
    columns = [
        Column(_("Group"), 40),
        Column(_("Task"), 70),
        Column(_("Lead agency"), 30),
        Column(_("Deadline as written"), 20),
        Column(_("Due on"), 12),
        Column(_("Result"), 40),
        Column(_("Status"), 20),
        Column(_("Confirmed progress"), 12),
    ]
    rows = [
        [
            *(one["group"], one["title"], one["lead"], one["deadline"], _day(one["due_on"])),
            *(one["result"], str(statuses.status_of(one["class"]).label), one["percent"]),
        ]
        for one in content["tasks"]
    ]
    return [Sheet(name=_("Tasks"), titles=titles, columns=columns, rows=rows)]
