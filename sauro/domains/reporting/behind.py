"""The rows behind a figure of a report: frozen with it, each with the way to the record today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.bottlenecks.labels import KIND_WORDS, LEVEL_WORDS, STATE_WORDS
from sauro.domains.bottlenecks.rules import State
from sauro.domains.indicators.labels import TARGET_STATUSES
from sauro.domains.programmes.labels import CLASSES, STATES
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.rules.figures import Figure, View
from sauro.domains.reporting.rules.picture import (
    BottleneckRow,
    IndicatorRow,
    PastRow,
    TargetRow,
    TaskRow,
)
from sauro.domains.reporting.selectors import pictures

ROWS_A_PAGE = 50


def figure_context(report: Report, key: str, *, page: str = "") -> dict[str, Any] | None:
    """The page of a figure; nothing when the report has no such figure."""
    view = pictures.view_of(report=report)
    figure = view.figures.get(key)
    if figure is None:
        return None
    rows = _rows(view, figure)
    return {
        "report": report,
        "key": key,
        "shown": phrasing.printed(figure) + ("%" if figure.percent else ""),
        "of": figure.of,
        "count": len(figure.ids),
        "rule": rule_words(view, figure),
        "day": view.picture.day,
        "what": figure.what,
        "all_rows": rows,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(page),
    }


def rule_words(view: View, figure: Figure) -> str:
    """How a figure is counted, in a sentence."""
    name, _colon, detail = figure.rule.partition(":")
    if name == "share":
        return _("Part and whole: %(part)s of %(whole)s; half is rounded to the even digit.") % {
            "part": len(figure.ids),
            "whole": figure.of,
        }
    if name in ("class", "status", "outlook"):
        return _named_rule(name, detail)
    if name.startswith("bottlenecks_"):
        return _bottleneck_rule(name, detail)
    words = {
        "tasks": _("Every task of the report; a task given to many counts once."),
        "done": _("Tasks whose completion was confirmed, on time or late."),
        "open": _("Tasks in time, due soon or without deadline."),
        "completed": _("Tasks completed from %(first)s to %(day)s, by the day handed in.")
        % {
            "first": f"{view.picture.first:%d/%m/%Y}",
            "day": f"{view.picture.day:%d/%m/%Y}",
        },
        "ahead": _("Open tasks that fall due after this period and up to %(day)s.")
        % {"day": f"{view.picture.next_day:%d/%m/%Y}"},
        "obstacles": _("Open tasks whose last update handed in names an obstacle."),
        "obstacles_beside": _(
            "Open tasks whose last update handed in names an obstacle, and that wait for no "
            "bottleneck of the register."
        ),
        "waiting": _("Open tasks, and targets, that are linked to an open bottleneck; each once."),
        "targets": _("Every target of the report."),
        "reached": _("Targets met or exceeded."),
        "indicator": _("Added up from what units report, by the rule of the indicator."),
    }
    if view.subject.of_agency and name == "tasks":
        return _("Every task the agency leads, its parts of shared tasks included.")
    return words[name]


def _bottleneck_rule(name: str, detail: str) -> str:
    words = {
        "bottlenecks_total": _("Bottlenecks of the register: accepted and not yet lifted."),
        "bottlenecks_escalated": _("Open bottlenecks that were put to the competent level."),
        "bottlenecks_overdue": _("Open bottlenecks whose day to be lifted had passed."),
        "bottlenecks_own": _("Open bottlenecks that no higher level has to lift."),
    }
    return words.get(name) or _("Open bottlenecks that this level can lift: %(level)s.") % {
        "level": LEVEL_WORDS.get(detail, detail)
    }


def _named_rule(name: str, detail: str) -> str:
    if detail == "done":
        return _("Tasks whose completion was confirmed, on time or late.")
    if name == "outlook":
        return _("Targets by the forecast from the figures reported.")
    labels: Mapping[str, Any] = dict(CLASSES if name == "class" else TARGET_STATUSES)
    return (
        _("Tasks whose deadline class on that day is “%(class)s”.")
        if name == "class"
        else _("Targets whose status on that day is “%(class)s”.")
    ) % {"class": labels.get(detail, detail)}


def _rows(view: View, figure: Figure) -> list[dict[str, Any]]:
    if figure.what == "tasks":
        return _task_rows(view, figure)
    if figure.what == "targets":
        targets = {row.id: row for row in view.targets}
        return [_target(targets[pk]) for pk in figure.ids]
    if figure.what == "bottlenecks":
        return [_bottleneck(row) for row in view.bottlenecks if row.id in figure.ids]
    return [_indicator(row) for row in view.indicators if row.id in figure.ids]


def _task_rows(view: View, figure: Figure) -> list[dict[str, Any]]:
    names = {one.id: one.label for one in view.picture.agencies}
    now = {row.id: row for row in view.picture.tasks}
    stem = figure.key.partition(".")[0]
    past = getattr(view.picture, stem) if stem in ("before", "year_ago") else None
    then = {row.id: row for row in past.tasks} if past else {}
    return [_task(now.get(pk), then.get(pk), names) for pk in figure.ids]


def _task(row: TaskRow | None, past: PastRow | None, names: Mapping[int, str]) -> dict[str, Any]:
    stands: Any = past or row
    return {
        "title": row.title if row else _("a task that was removed since"),
        "url": reverse("task_detail", args=[stands.id]),
        "by": names.get(stands.lead or 0, ""),
        "due": row.due if row else None,
        "status": stands.cls,
        "said": f"{dict(STATES).get(stands.state, stands.state)}"
        + (f", {row.percent}%" if row and not past else ""),
    }


def _target(row: TargetRow) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": reverse("target_detail", args=[row.id]),
        "by": row.lead_name,
        "due": row.last_on,
        "status": row.status,
        "said": " / ".join(part for part in (row.last, row.asked) if part) + f". {row.rule}",
    }


def _bottleneck(row: BottleneckRow) -> dict[str, Any]:
    state = State.ESCALATED if row.escalated_on else State.OPEN
    return {
        "title": f"{row.code} {row.title}",
        "url": reverse("bottleneck_detail", args=[row.id]),
        "by": row.responsible_name,
        "due": row.lift_by,
        "status": "",
        "said": f"{STATE_WORDS[state]}. {KIND_WORDS[row.kind]}. {LEVEL_WORDS[row.level]}"
        + (f": {row.lifter}" if row.lifter else ""),
    }


def _indicator(row: IndicatorRow) -> dict[str, Any]:
    value = phrasing.shown(row.now.value)
    return {
        "title": row.name,
        "url": reverse("indicator_detail", args=[row.id]) + f"?period={row.period}",
        "by": _("%(n)s of %(m)s units reported") % {"n": row.now.units, "m": row.expected},
        "due": None,
        "status": "",
        "said": f"{value} {row.unit}",
    }
