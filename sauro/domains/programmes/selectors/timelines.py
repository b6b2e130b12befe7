"""The history of one task in words: field names, states and days as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.programmes.labels import DEADLINE_KINDS, LEVELS, STATES, VERDICTS
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.visibility import sight_of
from sauro.engines.history import reading
from sauro.engines.ui import formats

PAGE = 15
_MOST_LISTED = 10
_DRAFTS = ("programmes.task.drafted", "programmes.task.draft_discarded")
FIELDS = {
    "title": gettext_lazy("Task"),
    "number": gettext_lazy("No."),
    "content": gettext_lazy("Content"),
    "ground": gettext_lazy("Ground"),
    "note": gettext_lazy("Note"),
    "level": gettext_lazy("Level"),
    "group": gettext_lazy("Group"),
    "lead": gettext_lazy("Lead"),
    "parties": gettext_lazy("Agencies"),
    "mandates": gettext_lazy("Mandates"),
    "accountable": gettext_lazy("Accountable post"),
    "supervisor": gettext_lazy("Supervising leader"),
    "authority": gettext_lazy("Deciding body"),
    "deadline_text": gettext_lazy("Deadline as written"),
    "deadline_kind": gettext_lazy("Kind of deadline"),
    "deadline_by_hand": gettext_lazy("Due day set by hand"),
    "recurrence": gettext_lazy("Rhythm"),
    "starts_on": gettext_lazy("Starts on"),
    "due_on": gettext_lazy("Due"),
    "wanted_due_on": gettext_lazy("Wanted due day"),
    "until_on": gettext_lazy("Until"),
    "approver": gettext_lazy("Approved by"),
    "deliverable_kind": gettext_lazy("Kind of result"),
    "deliverable": gettext_lazy("Result"),
    "acceptance": gettext_lazy("Evidence for acceptance"),
    "state": gettext_lazy("State"),
    "percent": gettext_lazy("Progress"),
    "month": gettext_lazy("Reporting month"),
    "done": gettext_lazy("What was done"),
    "next_steps": gettext_lazy("What is next"),
    "obstacle": gettext_lazy("Obstacle"),
    "claims_completion": gettext_lazy("Completion claimed"),
    "completed_on": gettext_lazy("Completed on"),
    "parts": gettext_lazy("Parts"),
    "milestone": gettext_lazy("Milestone"),
    "done_on": gettext_lazy("Done on"),
    "document": gettext_lazy("Document"),
    "clause": gettext_lazy("Clause"),
    "system": gettext_lazy("System"),
    "code": gettext_lazy("Code there"),
    "files": gettext_lazy("Evidence"),
    "verdict": gettext_lazy("Decision"),
    "other": gettext_lazy("Other task"),
    "synthesis": gettext_lazy("Synthesis"),
}
_WORDS: dict[str, dict[str, Any]] = {
    "state": dict(STATES),
    "deadline_kind": dict(DEADLINE_KINDS),
    "level": dict(LEVELS),
    "verdict": dict(VERDICTS),
}
_HIDDEN = ("other_id",)


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a timeline, in words."""

    id: int
    at: datetime
    by: str
    title: Any
    note: str
    changes: tuple[Change, ...]


def timeline_of(
    *, task: Task, user: Any, as_of: AsOf, before_id: int | None = None, limit: int = PAGE
) -> list[Line]:
    """The last events of a task by a day; drafts only to the unit that reports on it."""
    found = reading.events_of(task)
    if as_of.is_past:
        found = found.filter(at__lte=clock.end_of(as_of.day))
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    if task.lead_id not in sight_of(user=user).organisations:
        found = found.exclude(kind__in=_DRAFTS)
    return [line_of(event) for event in found[:limit]]


def changes_since(*, task: Task, event_id: int) -> list[Line]:
    """What others did to the particulars of a task after an event, oldest first."""
    found = reading.events_of(task).filter(id__gt=event_id).exclude(kind__in=_DRAFTS)
    return [line_of(event) for event in found.order_by("id")]


def line_of(event: Any) -> Line:
    """An event of a task in words."""
    entry = reading.entry(event)
    changes = tuple(
        Change(
            FIELDS.get(name, name),
            in_words(name=name, value=before),
            in_words(name=name, value=after),
        )
        for name, before, after in entry.changes
        if name not in _HIDDEN and before != after and (before not in _EMPTY or after not in _EMPTY)
    )
    return Line(entry.id, entry.at, entry.by_name, entry.label, entry.note, changes)


_EMPTY: tuple[Any, ...] = (None, "", [], False)


def in_words(*, name: str, value: Any) -> str:
    """A recorded value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _listed([str(item) for item in value])
    if name == "percent":
        return f"{value}%"
    day = _day(str(value)) if name.endswith("_on") or name == "month" else None
    if day is not None:
        language = get_language() or "vi"
        return f"{day:%m/%Y}" if name == "month" else formats.day(day, language=language)
    return str(_WORDS.get(name, {}).get(value, value))


def _listed(items: list[str]) -> str:
    more = len(items) - _MOST_LISTED
    if more <= 0:
        return ", ".join(items)
    words = ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
    return ", ".join([*items[:_MOST_LISTED], words])


def _day(value: str) -> date | None:
    try:
        moment = parse_datetime(value)
        return moment.date() if moment else parse_date(value)
    except ValueError:
        return None
