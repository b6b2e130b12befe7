"""Bottlenecks in words: what lifting releases, how long is left, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sauro.domains.bottlenecks import labels
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.rules import HOLDING, Kind, Level
from sauro.domains.bottlenecks.rules.ranking import Release
from sauro.domains.bottlenecks.selectors.groups import Matrix
from sauro.engines.history import reading
from sauro.engines.ui import formats
from sauro.engines.ui.templatetags import ui as ui_tags

_HOLDING = sorted(state.value for state in HOLDING)
FIELDS = {
    "title": gettext_lazy("What blocks"),
    "kind": gettext_lazy("Kind"),
    "description": gettext_lazy("Description"),
    "condition": gettext_lazy("What would lift it"),
    "authority": gettext_lazy("Level that can lift it"),
    "lifter": gettext_lazy("Who can lift it"),
    "lifter_name": gettext_lazy("Who can lift it"),
    "responsible": gettext_lazy("Responsible unit"),
    "position": gettext_lazy("Responsible post"),
    "lift_by": gettext_lazy("To be lifted by"),
    "state": gettext_lazy("State"),
    "to": gettext_lazy("To which body"),
    "document": gettext_lazy("Document"),
    "due_on": gettext_lazy("Answer by"),
    "lifted_on": gettext_lazy("Lifted on"),
    "evidence": gettext_lazy("Evidence"),
    "waits": gettext_lazy("Tasks and targets that wait"),
    "obstacles": gettext_lazy("Obstacles reported"),
    "into": gettext_lazy("Merged into"),
    "moved": gettext_lazy("Moved with it"),
}
_WORDS: dict[str, dict[str, Any]] = {
    "kind": labels.KIND_WORDS,
    "authority": labels.LEVEL_WORDS,
    "state": labels.STATE_WORDS,
}
_HIDDEN = ("into_id", "link", "on")
_NAMING = ("document", "into")  # what a person sees of these stands on the page itself


def release_words(release: Release) -> str:
    """What lifting it would release, for example “7 tasks (3 late), 2 targets”."""
    parts = []
    if release.tasks:
        n = ui_tags.vi_number(release.tasks)
        parts.append(ngettext("%(n)s task", "%(n)s tasks", release.tasks) % {"n": n})
    if release.tasks_late:
        parts[-1] += " " + _("(%(n)s late)") % {"n": ui_tags.vi_number(release.tasks_late)}
    if release.targets:
        n = ui_tags.vi_number(release.targets)
        parts.append(ngettext("%(n)s target", "%(n)s targets", release.targets) % {"n": n})
    return ", ".join(parts) or _("nothing waits")


def alone_words(release: Release) -> str:
    """How many of them wait for nothing else."""
    alone = release.tasks_alone + release.targets_alone
    return _("%(n)s of %(all)s wait for nothing else") % {"n": alone, "all": release.total}


def severity_mark(release: Release) -> SafeString:
    """The severity with its colour, shape and word."""
    code = release.severity.value
    return ui_tags.status(labels.SEVERITY_SHOWN_AS[code], str(labels.SEVERITY_WORDS[code]))


def state_mark(bottleneck: Bottleneck) -> SafeString:
    """The state with its colour, shape and word."""
    return ui_tags.status(
        labels.SHOWN_AS[bottleneck.state], str(labels.STATE_WORDS[bottleneck.state])
    )


def lift_by_words(bottleneck: Bottleneck, today: date) -> SafeString | str:
    """The day it is to be lifted by, how long is left, and the first day when it moved."""
    if bottleneck.lift_by is None:
        return ""
    language = get_language() or "vi"
    day = formats.day(bottleneck.lift_by, language=language)
    notes = []
    if bottleneck.state in _HOLDING:
        notes.append(ui_tags.countdown_words((bottleneck.lift_by - today).days))
    first = bottleneck.original_lift_by
    if first is not None and first != bottleneck.lift_by:
        notes.append(_("first %(day)s") % {"day": formats.day(first, language=language)})
    if not notes:
        return day
    said = '<span><span class="text-nowrap">{}</span> <small>{}</small></span>'
    return format_html(said, day, " · ".join(notes))


def lifter_words(bottleneck: Bottleneck) -> str:
    """Who can lift it: a known body, or the name as written."""
    return bottleneck.lifter.label if bottleneck.lifter else bottleneck.lifter_name


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event, in words."""

    at: Any
    by: str
    title: Any
    note: str
    changes: tuple[Change, ...]


def timeline_of(bottleneck: Bottleneck, *, named: bool) -> list[Line]:
    """Everything that happened to a bottleneck, the newest first; one SQL.

    Unless `named`, records that wait are counted and documents left out.
    """
    return [_line(entry, named) for entry in reading.timeline(bottleneck, limit=100)]


def _line(entry: reading.Entry, named: bool) -> Line:
    hidden = _HIDDEN if named else (*_HIDDEN, *_NAMING)
    said = entry.changes if named else [(n, _counted(b), _counted(a)) for n, b, a in entry.changes]
    changes = tuple(
        Change(FIELDS.get(name, name), _in_words(name, before), _in_words(name, after))
        for name, before, after in said
        if name not in hidden and before != after and (before or after)
    )
    return Line(entry.at, entry.by_name, entry.label, entry.note, changes)


def _counted(value: Any) -> Any:
    return len(value) if isinstance(value, list) else value


def _in_words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    day = parse_date(str(value)[:10]) if name.endswith(("_on", "_by")) else None
    if day is not None:
        return formats.day(day, language=get_language() or "vi")
    return str(_WORDS.get(name, {}).get(value, value))


def list_url(**filters: Any) -> str:
    """The register with filters; those that hold something up unless a state is named."""
    asked = {"state": labels.HOLDING_UP} | filters
    return f"{reverse('bottleneck_list')}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the rows behind it."""

    n: int
    url: str
    is_idle: bool = False  # its whole column counts nothing


def matrix_heads(matrix: Matrix) -> list[dict[str, Any]]:
    """The levels over the columns; one that counts nothing is left out on a phone."""
    return [
        {"label": labels.LEVEL_WORDS[level.value], "is_idle": not matrix.of_level(level.value)}
        for level in Level
    ]


def matrix_rows(matrix: Matrix, **of: str) -> list[dict[str, Any]]:
    """Kinds by levels as rows of cells, each with the way to its rows; `of` filters them all."""
    return [
        {
            "label": labels.KIND_WORDS[kind.value],
            "cells": [
                Cell(
                    matrix.cells[kind.value, level.value],
                    list_url(kind=kind.value, authority=level.value, **of),
                    is_idle=not matrix.of_level(level.value),
                )
                for level in Level
            ],
            "sum": Cell(matrix.of_kind(kind.value), list_url(kind=kind.value, **of)),
        }
        for kind in Kind
    ]


def matrix_foot(matrix: Matrix, **of: str) -> list[Cell]:
    """The sum of each level; `of` filters the rows behind them."""
    sums = {level.value: matrix.of_level(level.value) for level in Level}
    return [Cell(n, list_url(authority=level, **of), is_idle=not n) for level, n in sums.items()]
